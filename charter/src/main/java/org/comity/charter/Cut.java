package org.comity.charter;

import java.util.Comparator;
import org.comity.statement.MemberId;
import org.comity.tlog.TreeHead;

/**
 * Where the log of a member ends that is no member any more: what stands at or after the size does
 * not count, and the root says which leaves stand before, so that nothing can be put there later.
 */
public record Cut(MemberId member, TreeHead head) implements Comparable<Cut> {
    private static final Comparator<Cut> ORDER = Comparator.comparing(Cut::member);

    /** The main log's. */
    public String origin() {
        return member.name() + "/log";
    }

    /** By member: no charter cuts one twice. */
    @Override
    public int compareTo(Cut other) {
        return ORDER.compare(this, other);
    }
}
