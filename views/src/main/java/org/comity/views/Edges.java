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

    /** Both: no link says that a subject is harmless. */
    private static final int ENDED = AGAINST | LINK;

    private static final int PROVENANCE_AT = ROLE_BITS + 1;

    // The other end, then provenance and role.
    private int[][] near = new int[4][];
    // Since when, then the statement.
    private int[][] far = new int[4][];
    private int count;
    private long newestSecond;
    // Of links that were ended, since when and until when, in place of since when.
    private long[] spans = new long[0];
    private int spanCount;

    /** The next one stands at this place. */
    int count() {
        return count;
    }

    long bytes() {
        return (long) count * BYTES + (long) spanCount * 2 * Long.BYTES;
    }

    /** Nothing here holds only since later. */
    long newestSecond() {
        return newestSecond;
    }

    /** Leaves room up to a place. */
    void reserve(int until) {
        int blocks = (until + IN_BLOCK) >>> BLOCK_BITS;
        if (blocks > near.length) {
            near = Arrays.copyOf(near, Math.max(blocks, 2 * near.length));
            far = Arrays.copyOf(far, near.length);
        }
        count = until;
    }

    /** Where there is room, or behind all. */
    void put(int place, int end, Edge edge, int provenance) {
        int at = makeAt(place);
        int[] nearBlock = near[place >>> BLOCK_BITS];
        int[] farBlock = far[place >>> BLOCK_BITS];
        nearBlock[at] = end;
        nearBlock[at + 1] =
                provenance << PROVENANCE_AT
                        | (edge.says() == Edge.AGAINST ? AGAINST : 0)
                        | (edge.says() == Edge.LINK ? LINK : Codes.of(edge.role()))
                        | (edge.untilSecond() == Edge.FOREVER ? 0 : ENDED);
        farBlock[at] = edge.untilSecond() == Edge.FOREVER ? (int) edge.fromSecond() : span(edge);
        farBlock[at + 1] = Math.toIntExact(edge.index());
        newestSecond = Math.max(newestSecond, edge.fromSecond());
    }

    private int span(Edge edge) {
        if (2 * spanCount == spans.length) {
            spans = Arrays.copyOf(spans, Math.max(8, 2 * spans.length));
        }
        spans[2 * spanCount] = edge.fromSecond();
        spans[2 * spanCount + 1] = edge.untilSecond();
        return spanCount++;
    }

    /** So many of one node, behind all. */
    void moveBehind(int from, int edges) {
        for (int place = from; place < from + edges; place++) {
            int to = count;
            int at = makeAt(to);
            int of = 2 * (place & IN_BLOCK);
            System.arraycopy(near[place >>> BLOCK_BITS], of, near[to >>> BLOCK_BITS], at, 2);
            System.arraycopy(far[place >>> BLOCK_BITS], of, far[to >>> BLOCK_BITS], at, 2);
        }
    }

    /** So many of another graph's, behind all, with other numbers for the nodes. */
    void append(Edges of, int from, int edges, NodeOrder order) {
        for (int place = from; place < from + edges; place++) {
            int to = count;
            int at = makeAt(to);
            near[to >>> BLOCK_BITS][at] = order.now(of.end(place));
            near[to >>> BLOCK_BITS][at + 1] = of.facts(place);
            int[] farBlock = of.far[place >>> BLOCK_BITS];
            System.arraycopy(farBlock, 2 * (place & IN_BLOCK), far[to >>> BLOCK_BITS], at, 2);
        }
        newestSecond = of.newestSecond;
        spans = of.spans;
        spanCount = of.spanCount;
    }

    private int makeAt(int place) {
        if (place == count) {
            reserve(Math.incrementExact(count));
        }
        int block = place >>> BLOCK_BITS;
        if (near[block] == null) {
            near[block] = new int[2 << BLOCK_BITS];
            far[block] = new int[2 << BLOCK_BITS];
        }
        return 2 * (place & IN_BLOCK);
    }

    int end(int place) {
        return near[place >>> BLOCK_BITS][2 * (place & IN_BLOCK)];
    }

    private int facts(int place) {
        return near[place >>> BLOCK_BITS][2 * (place & IN_BLOCK) + 1];
    }

    long fromSecond(int place) {
        int word = far[place >>> BLOCK_BITS][2 * (place & IN_BLOCK)];
        return hasEnded(place) ? spans[2 * word] : Integer.toUnsignedLong(word);
    }

    /** It held then and had not been ended yet. */
    boolean holdsAt(int place, long second) {
        int word = far[place >>> BLOCK_BITS][2 * (place & IN_BLOCK)];
        return hasEnded(place)
                ? spans[2 * word] <= second && second < spans[2 * word + 1]
                : Integer.toUnsignedLong(word) <= second;
    }

    private boolean hasEnded(int place) {
        return (facts(place) & ENDED) == ENDED;
    }

    int statement(int place) {
        return far[place >>> BLOCK_BITS][2 * (place & IN_BLOCK) + 1];
    }

    int provenance(int place) {
        return facts(place) >>> PROVENANCE_AT;
    }

    boolean isAgainst(int place) {
        return (facts(place) & AGAINST) != 0 && !isLink(place);
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
