package org.comity.views;

import java.util.Arrays;

/**
 * What is gathered on some nodes of a large graph, cleared at once: one place for each node that
 * was met since, in the order of meeting. For one thread.
 */
final class Tally {
    private int[] places = new int[0];
    private int[] rounds = new int[0];
    private int[] nodes = new int[64];
    private int round;
    private int count;

    void clear() {
        if (++round == 0) {
            Arrays.fill(rounds, -1);
            round = 1;
        }
        count = 0;
    }

    /** Its place; the next one when it is new. */
    int place(int node) {
        if (node >= places.length) {
            int length = Math.max(1 << 10, Math.max(node + 1, 2 * places.length));
            places = Arrays.copyOf(places, length);
            rounds = Arrays.copyOf(rounds, length);
        }
        if (rounds[node] != round) {
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * count);
            }
            rounds[node] = round;
            nodes[count] = node;
            places[node] = count++;
        }
        return places[node];
    }

    int count() {
        return count;
    }

    int node(int place) {
        return nodes[place];
    }
}
