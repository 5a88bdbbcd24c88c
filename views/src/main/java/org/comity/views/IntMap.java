package org.comity.views;

import java.util.Arrays;

/** Whole numbers by numbers from 0 on, without boxes. For one thread. */
final class IntMap {
    private static final int NONE = -1;

    private int[] keys = empty(64);
    private long[] values = new long[64];
    private int count;

    /** As in a set, where values mean nothing. */
    void add(int key) {
        put(key, 0);
    }

    boolean has(int key) {
        return keys[slot(key)] == key;
    }

    long at(int key, long unless) {
        int slot = slot(key);
        return keys[slot] == key ? values[slot] : unless;
    }

    void put(int key, long value) {
        int slot = slot(key);
        if (keys[slot] == NONE) {
            if (2 * ++count > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
        }
        values[slot] = value;
    }

    private int slot(int key) {
        int mask = keys.length - 1;
        int mixed = key * 0x9E3779B9;
        int slot = (mixed ^ mixed >>> 16) & mask;
        while (keys[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] keysBefore = keys;
        long[] valuesBefore = values;
        keys = empty(2 * keysBefore.length);
        values = new long[keys.length];
        for (int at = 0; at < keysBefore.length; at++) {
            if (keysBefore[at] != NONE) {
                int slot = slot(keysBefore[at]);
                keys[slot] = keysBefore[at];
                values[slot] = valuesBefore[at];
            }
        }
    }

    private static int[] empty(int length) {
        int[] keys = new int[length];
        Arrays.fill(keys, NONE);
        return keys;
    }
}
