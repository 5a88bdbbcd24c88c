package org.comity.protection;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.agreement.Tier;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;

/**
 * The listings in force of one scope, sorted. One thread, the node's writer, puts and removes; any
 * thread reads without a lock and sees each subject as it was before or after a change.
 */
public final class Listings implements Lookup {
    /** Names looked at under a domain before it is taken that one of them counts. */
    private static final int BELOW_LOOKED_AT_MAX = 64;

    /** Written by the writer only. */
    private final ConcurrentSkipListMap<Subject, Listing> bySubject = new ConcurrentSkipListMap<>();

    /**
     * Domains again, labels from the top ("com.example."), so that hosts under a name lie together.
     */
    private final ConcurrentSkipListMap<String, Listing> byTopLabel = new ConcurrentSkipListMap<>();

    /** Replaces what the subject had. */
    public void put(Listing listing) {
        bySubject.put(listing.subject(), listing);
        if (listing.subject().kind() == SubjectKind.DOMAIN) {
            byTopLabel.put(fromTop(listing.subject().value()), listing);
        }
    }

    public void remove(Subject subject) {
        if (bySubject.remove(subject) != null && subject.kind() == SubjectKind.DOMAIN) {
            byTopLabel.remove(fromTop(subject.value()));
        }
    }

    @Override
    public Optional<Listing> on(Subject subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    @Override
    public boolean anyBelow(Subject domain, Tier atLeast, long second) {
        String top = fromTop(domain.value());
        // '/' is the character after '.', so the range holds exactly the names that begin with
        // "top."
        Collection<Listing> below =
                byTopLabel
                        .subMap(top, false, top.substring(0, top.length() - 1) + "/", false)
                        .values();
        int lookedAt = 0;
        for (Listing listing : below) {
            if (listing.tier().compareTo(atLeast) >= 0 && listing.holdsAt(second)) {
                return true;
            }
            if (++lookedAt == BELOW_LOOKED_AT_MAX) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ascending by subject; exact when the writer asks, otherwise some point between two changes
     * each.
     */
    public List<Listing> all() {
        return List.copyOf(bySubject.values());
    }

    public int count() {
        return bySubject.size();
    }

    private static String fromTop(String name) {
        List<String> labels = Arrays.asList(name.split("\\.", -1));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
