package org.comity.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.comity.intake.MailTrail;
import org.comity.statement.GuardSet;
import org.comity.statement.Subject;

/**
 * Guesses the relays of the receiving site from the mails themselves. A relay of one's own stands
 * between the world and the mailbox for a large part of all mail, spam and wanted alike, and has
 * somebody behind it; a busy mailing list's server relays wanted mail mostly. A guess, because a
 * site knows its relays and a stream does not: a study says what it guessed.
 */
public final class OwnRelays {
    /** Of all mails, a quarter must have come through it. */
    private static final int SHARE = 4;

    /** And a tenth of the spam as of the wanted mail. */
    private static final int SHARE_OF_LABEL = 10;

    /** A site has few relays in a row. */
    private static final int ROUNDS_MAX = 5;

    private record Way(List<Subject> peers, boolean spam) {}

    private final List<Way> ways = new ArrayList<>();

    /** Takes the way of one mail. */
    public void add(MailTrail trail, boolean spam) {
        List<Subject> peers = new ArrayList<>();
        for (MailTrail.Hop hop : trail.hops()) {
            hop.peer().filter(it -> !GuardSet.shipped().isSpecialUse(it)).ifPresent(peers::add);
        }
        ways.add(new Way(peers, spam));
    }

    /** Addresses that seem to be the receiver's own; often none. */
    public Set<Subject> guess() {
        var relays = new TreeSet<Subject>();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Map<Subject, long[]> counts = new LinkedHashMap<>();
            for (Way way : ways) {
                first(way, relays, counts);
            }
            Set<Subject> more = new TreeSet<>();
            counts.forEach((address, count) -> {
                if (isOwn(count)) {
                    more.add(address);
                }
            });
            if (!relays.addAll(more)) {
                break;
            }
        }
        return relays;
    }

    private static void first(Way way, Set<Subject> relays, Map<Subject, long[]> counts) {
        List<Subject> foreign = way.peers().stream().filter(it -> !relays.contains(it)).toList();
        if (foreign.size() >= 2) {
            counts.computeIfAbsent(foreign.getFirst(), _ -> new long[2])[way.spam() ? 0 : 1]++;
        }
    }

    private boolean isOwn(long[] count) {
        long spam = ways.stream().filter(Way::spam).count();
        return (count[0] + count[1]) * SHARE >= ways.size()
                && count[0] * SHARE_OF_LABEL >= spam
                && count[1] * SHARE_OF_LABEL >= ways.size() - spam;
    }
}
