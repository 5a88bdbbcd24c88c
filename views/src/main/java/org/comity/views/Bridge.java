package org.comity.views;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Two groups of evidence that had nothing in common and have become connected.
 *
 * @param joins the subjects that both use
 * @param sinceSecond when the second of them was first seen to use one of these
 * @param knownSecond when there was enough of it on both sides to say so
 * @param members whose evidence shows it
 */
public record Bridge(
        SortedSet<Subject> joins,
        long sinceSecond,
        long knownSecond,
        Side left,
        Side right,
        SortedSet<MemberId> members,
        Marking marking) {
    public Bridge {
        joins = Collections.unmodifiableSortedSet(new TreeSet<>(joins));
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    /**
     * A group as it was when it became connected.
     *
     * @param name follows from its earliest piece
     * @param pieces how many it had
     * @param roots of the first of these, by time
     * @param signs what holds it together, the most used first; the first few
     */
    public record Side(
            String name,
            int pieces,
            List<Hash> roots,
            Traced.Span span,
            List<Subject> signs,
            SortedSet<MemberId> members) {
        public static final int SIGNS_MAX = 8;

        /** Each bridge names its sides again, and one side may hold nearly all evidence. */
        public static final int ROOTS_MAX = 1_000;

        public Side {
            roots = List.copyOf(roots);
            signs = List.copyOf(signs);
            members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        }
    }

    /** Follows from both sides and what joins them. */
    public String name() {
        byte[] text =
                (left.name() + " " + right.name() + " " + joins).getBytes(StandardCharsets.UTF_8);
        return "bridge-" + Hash.digest(text).hex().substring(0, 12);
    }
}
