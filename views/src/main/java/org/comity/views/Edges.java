package org.comity.views;

import java.util.Arrays;
import org.comity.statement.Role;

/**
 * Edges of numbered nodes, 16 bytes each, by place: those of one node lie side by side. What every
 * walk looks at lies apart from what few do, so that a mail's half a dozen take one line of the
 * cache or two. They lie in blocks, so that no more is held than is used and growing copies
 * nothing. For one thread.
 */
final class Edges {
    private static final int BLOCK_BITS = 13;
    private static final int IN_BLOCK = (1 << BLOCK_BITS) - 1;

    private static final int BYTES = 4 * Integer.BYTES;

    private static final int ROLE_BITS = 3;
    private static final int AGAINST = 1 << ROLE_BITS;

    /** In place of a role; no role has this code. */
    private static final int LINK = (1 << ROLE_BITS) - 1;

    private static final int PROVENANCE_AT = ROLE_BITS + 1;

    // The other end, then provenance and role.
    private int[][] near = new int[4][];
    // Since when, then the statement.
    private int[][] far = new int[4][];
    private int count;
    private long newestSecond;

    /** The next one stands at this place. */
    int count() {
        return count;
    }

    long bytes() {
        return (long) count * BYTES;
    }

    /** Nothing here holds only since later. */
    long newestSecond() {
        return newestSecond;
    }

    void add(int end, Edge edge, int provenance) {
        int block = count >>> BLOCK_BITS;
        if (block == near.length) {
            near = Arrays.copyOf(near, 2 * block);
            far = Arrays.copyOf(far, 2 * block);
        }
        int at = 2 * (count & IN_BLOCK);
        if (at == 0) {
            near[block] = new int[2 << BLOCK_BITS];
            far[block] = new int[2 << BLOCK_BITS];
        }
        near[block][at] = end;
        near[block][at + 1] =
                provenance << PROVENANCE_AT
                        | (edge.says() == Edge.AGAINST ? AGAINST : 0)
                        | (edge.says() == Edge.LINK ? LINK : Codes.of(edge.role()));
        far[block][at] = (int) edge.fromSecond();
        far[block][at + 1] = Math.toIntExact(edge.index());
        newestSecond = Math.max(newestSecond, edge.fromSecond());
        count = Math.incrementExact(count);
    }

    int end(int place) {
        return near[place >>> BLOCK_BITS][2 * (place & IN_BLOCK)];
    }

    private int facts(int place) {
        return near[place >>> BLOCK_BITS][2 * (place & IN_BLOCK) + 1];
    }

    long fromSecond(int place) {
        return Integer.toUnsignedLong(far[place >>> BLOCK_BITS][2 * (place & IN_BLOCK)]);
    }

    int statement(int place) {
        return far[place >>> BLOCK_BITS][2 * (place & IN_BLOCK) + 1];
    }

    int provenance(int place) {
        return facts(place) >>> PROVENANCE_AT;
    }

    boolean isAgainst(int place) {
        return (facts(place) & AGAINST) != 0;
    }

    boolean isLink(int place) {
        return (facts(place) & LINK) == LINK;
    }

    /** What stands in a link stands there as what it is about. */
    Role role(int place) {
        int code = facts(place) & LINK;
        return code == LINK ? Role.CONTENT : Codes.role((byte) code);
    }
}
