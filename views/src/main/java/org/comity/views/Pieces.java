package org.comity.views;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Evidence of abuse as members state it, put together by root, in any order. What is only relayed
 * is left out: a feed's root is the feed and not a mail. A subject that anybody calls benign, or
 * took a claim on it back, joins nothing: it was met in wanted mail.
 */
public final class Pieces {
    private final Map<Hash, Piece> byRoot = new TreeMap<>();
    private final Set<Subject> cleared = new TreeSet<>();

    /** Of all entries that the viewer may see and that hold from a second or later. */
    public static Pieces of(
            SubjectIndex index, Predicate<Provenance> visible, long fromSecond, long untilSecond) {
        var pieces = new Pieces();
        index.scanAll(entry -> {
            long second = entry.claim().validity().fromSecond();
            if (fromSecond <= second
                    && second < untilSecond
                    && visible.test(Provenance.of(entry))) {
                pieces.add(entry);
            }
            return true;
        });
        return pieces;
    }

    public void add(Entry entry) {
        Claim claim = entry.claim();
        if (claim.stance() == Stance.BENIGN || claim.revoked()) {
            cleared.add(claim.subject());
        } else if (claim.grounds().basis() != Basis.RELAYED) {
            for (Hash root : claim.grounds().roots()) {
                byRoot.merge(root, Piece.of(root, entry), Piece::with);
            }
        }
    }

    /** Ascending by root. */
    public Collection<Piece> all() {
        return Collections.unmodifiableCollection(byRoot.values());
    }

    public Set<Subject> cleared() {
        return Collections.unmodifiableSet(cleared);
    }
}
