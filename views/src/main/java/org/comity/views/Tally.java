package org.comity.views;

import java.util.Arrays;

/**
 * What is gathered on some nodes of a large graph, cleared at once: one place for each node that
 * was met since, in the order of meeting. For one thread.
 */
final class Tally {
    private static final int LEAST = 64;
    private static final long ROUND = -1L << Integer.SIZE;

    private int[] met = new int[LEAST];
    // By slot the round in which it was filled and the node; others are empty. And its place.
    private long[] slots = new long[2 * LEAST];
    private int[] places = new int[2 * LEAST];
    // As many as the last rounds had need of: few nodes stay in few lines of the cache.
    private int mask = slots.length - 1;
    private long round = 1L << Integer.SIZE;
    private int count;

    void clear() {
        if (mask > 2 * LEAST && 8 * count < mask) {
            mask >>>= 1;
        }
        nextRound();
        count = 0;
    }

    private void nextRound() {
        round = Math.addExact(round, 1L << Integer.SIZE);
    }

    /** Its place; the next one when it is new. */
    int place(int node) {
        int slot = slot(node);
        if (slots[slot] == (round | node)) {
            return places[slot];
        }
        if (2 * count > mask) {
            grow();
            slot = slot(node);
        }
        if (count == met.length) {
            met = Arrays.copyOf(met, 2 * count);
        }
        met[count] = node;
        slots[slot] = round | node;
        places[slot] = count;
        return count++;
    }

    /** Where it is, or an empty one. */
    private int slot(int node) {
        int slot = ((node * 0x9E3779B9) >>> 8) & mask;
        while (slots[slot] != (round | node) && (slots[slot] & ROUND) == round) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        mask = 2 * mask + 1;
        nextRound();
        if (mask >= slots.length) {
            slots = new long[mask + 1];
            places = new int[mask + 1];
        }
        for (int place = 0; place < count; place++) {
            int slot = slot(met[place]);
            slots[slot] = round | met[place];
            places[slot] = place;
        }
    }

    int count() {
        return count;
    }

    int node(int place) {
        return met[place];
    }
}
