package org.comity.views;

import java.util.Arrays;

/**
 * What is gathered on some nodes of a large graph, cleared at once: one place for each node that
 * was met since, in the order of meeting. For one thread.
 */
final class Tally {
    private final Nodes nodes;
    private int[] met = new int[64];
    private int round;
    private int count;

    /** The only one of these nodes. */
    Tally(Nodes nodes) {
        this.nodes = nodes;
    }

    void clear() {
        round = Math.incrementExact(round);
        count = 0;
    }

    /** Its place; the next one when it is new. */
    int place(int node) {
        int place = nodes.gathered(node, round, count);
        if (place == count) {
            if (count == met.length) {
                met = Arrays.copyOf(met, 2 * count);
            }
            met[count++] = node;
        }
        return place;
    }

    int count() {
        return count;
    }

    int node(int place) {
        return met[place];
    }
}
