package org.comity.views;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What has changed in the rows since a graph was last told; from any thread. Of a node its sign is
 * kept: whatever else has the same is read again too.
 */
final class TraceChanges {
    /** So many rows, 16 MB, while one trace goes on; with more, all may have changed. */
    private static final int WAITING_MAX = 4_000_000;

    private static final int[] NONE = {};

    // Each guarded by this: signs of nodes, and whether all, or all links, may be others.
    private int[] nodes = NONE;
    private int count;
    private boolean all;
    private boolean links;

    /** What is to be read again. */
    static final class Taken {
        private final int[] nodes;
        private final int count;
        private final boolean all;
        private final boolean links;

        private Taken(int[] nodes, int count, boolean all, boolean links) {
            this.nodes = nodes;
            this.count = count;
            this.all = all;
            this.links = links;
        }

        /** Whatever there is; the others say nothing then. */
        boolean all() {
            return all;
        }

        /** Whatever stands in a link, and the links. */
        boolean links() {
            return links;
        }

        /** Signs of nodes. */
        void nodes(IntConsumer each) {
            Arrays.sort(nodes, 0, count); // of one mail many rows are of the same nodes
            for (int at = 0; at < count; at++) {
                if (at == 0 || nodes[at] != nodes[at - 1]) {
                    each.accept(nodes[at]);
                }
            }
        }
    }

    synchronized void node(int sign) {
        if (count == WAITING_MAX) {
            all();
        }
        if (!all) {
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, Math.max(64, 2 * count));
            }
            nodes[count++] = sign;
        }
    }

    synchronized void links() {
        links = true;
    }

    synchronized void all() {
        all = true;
        nodes = NONE;
        count = 0;
    }

    synchronized Taken take() {
        var taken = new Taken(nodes, count, all, links);
        nodes = NONE;
        count = 0;
        all = false;
        links = false;
        return taken;
    }
}
