package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers for the keys of subjects and roots, in the order in which they come, packed: about 16
 * bytes for each beside the key itself. For one thread.
 */
final class NodeNames {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int NONE = -1;

    private final List<byte[]> blocks = new ArrayList<>();
    private int used = BLOCK;
    // By number: which block and where in it; its length stands before it.
    private int[] places = new int[1 << 10];
    private int[] hashes = new int[1 << 10];
    private int[] slots = empty(1 << 11);
    private int count;

    int count() {
        return count;
    }

    int number(byte[] key) {
        int slot = slot(key);
        if (slots[slot] != NONE) {
            return slots[slot];
        }
        if (2 * (count + 1) > slots.length) {
            grow();
            slot = slot(key);
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        places[count] = keep(key);
        hashes[count] = spread(Arrays.hashCode(key));
        slots[slot] = count;
        return count++;
    }

    /** Negative when it has none. */
    int known(byte[] key) {
        return slots[slot(key)];
    }

    byte[] key(int number) {
        byte[] block = block(number);
        int from = places[number] & BLOCK - 1;
        return Arrays.copyOfRange(block, from, from + length(block, from));
    }

    byte firstByte(int number) {
        return block(number)[places[number] & BLOCK - 1];
    }

    /**
     * By a hash of the keys, then by their bytes: quick, and an order that does not hang on what
     * was read before.
     */
    int compare(int one, int other) {
        if (hashes[one] != hashes[other]) {
            return Integer.compare(hashes[one], hashes[other]);
        }
        byte[] a = block(one);
        byte[] b = block(other);
        int fromA = places[one] & BLOCK - 1;
        int fromB = places[other] & BLOCK - 1;
        return Arrays.compareUnsigned(
                a, fromA, fromA + length(a, fromA), b, fromB, fromB + length(b, fromB));
    }

    private byte[] block(int number) {
        return blocks.get(places[number] >>> BLOCK_BITS);
    }

    private static int length(byte[] block, int from) {
        return (block[from - 3] & 0xFF)
                | ((block[from - 2] & 0xFF) << 8)
                | ((block[from - 1] & 0xFF) << 16);
    }

    private int keep(byte[] key) {
        int needed = key.length + 3;
        if (needed > BLOCK) {
            throw new IllegalStateException("a key is longer than any observable");
        }
        if (used + needed > BLOCK) {
            blocks.add(new byte[BLOCK]);
            used = 0;
        }
        byte[] block = blocks.getLast();
        block[used] = (byte) key.length;
        block[used + 1] = (byte) (key.length >> 8);
        block[used + 2] = (byte) (key.length >> 16);
        System.arraycopy(key, 0, block, used + 3, key.length);
        int place = ((blocks.size() - 1) << BLOCK_BITS) | (used + 3);
        used += needed;
        return place;
    }

    private int slot(byte[] key) {
        int mask = slots.length - 1;
        int slot = spread(Arrays.hashCode(key)) & mask;
        while (slots[slot] != NONE && !isAt(slots[slot], key)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] key) {
        byte[] block = block(number);
        int from = places[number] & BLOCK - 1;
        return length(block, from) == key.length
                && Arrays.equals(block, from, from + key.length, key, 0, key.length);
    }

    private void grow() {
        slots = empty(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = hashes[number] & mask;
            while (slots[slot] != NONE) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number;
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }
}
