package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers for the keys of subjects and roots, in the order in which they come, with what is known
 * of each, packed: about 36 bytes for each beside the key itself. All of one node lies side by
 * side, since what is walked lies anywhere and each look costs a line of the cache. For one thread.
 */
final class Nodes {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int NONE = -1;

    private static final int WORDS = 6;

    /** Which block and where in it; its length stands before it. */
    private static final int PLACE = 0;

    private static final int HASH = 1;

    /** Where its edges begin. */
    private static final int START = 2;

    /** How many were read, and whether there are more (the lowest bit); or that none were. */
    private static final int READ = 3;

    /** When something was last gathered on it, and where. */
    private static final int ROUND = 4;

    private static final int GATHERED = 5;

    private static final int UNREAD = -1;

    private final List<byte[]> blocks = new ArrayList<>();
    private int used = BLOCK;
    // By number, so many words for each.
    private int[] words = new int[WORDS << 10];
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
        int at = WORDS * count;
        if (at == words.length) {
            words = Arrays.copyOf(words, Math.toIntExact(2L * words.length));
        }
        words[at + PLACE] = keep(key);
        words[at + HASH] = spread(Arrays.hashCode(key));
        words[at + READ] = UNREAD;
        slots[slot] = count;
        return count++;
    }

    /** What the keys and all about them take, about. */
    long bytes() {
        return ((long) blocks.size() << BLOCK_BITS) + 4L * (words.length + slots.length);
    }

    int keyLength(int number) {
        return length(block(number), place(number) & BLOCK - 1);
    }

    /** Negative when it has none. */
    int known(byte[] key) {
        return slots[slot(key)];
    }

    byte[] copy(int number) {
        byte[] copy = new byte[keyLength(number)];
        key(number).get(copy);
        return copy;
    }

    /** Where the key lies; not to be written to. */
    ByteBuffer key(int number) {
        byte[] block = block(number);
        int from = place(number) & BLOCK - 1;
        return ByteBuffer.wrap(block, from, length(block, from));
    }

    byte firstByte(int number) {
        return block(number)[place(number) & BLOCK - 1];
    }

    /**
     * By a hash of the keys, then by their bytes: quick, and an order that does not hang on what
     * was read before.
     */
    int compare(int one, int other) {
        return hash(one) == hash(other)
                ? compareKeys(one, other)
                : Integer.compare(hash(one), hash(other));
    }

    /** By their bytes alone, in the order of the rows. */
    int compareKeys(int one, int other) {
        byte[] a = block(one);
        byte[] b = block(other);
        int fromA = place(one) & BLOCK - 1;
        int fromB = place(other) & BLOCK - 1;
        return Arrays.compareUnsigned(
                a, fromA, fromA + length(a, fromA), b, fromB, fromB + length(b, fromB));
    }

    int hash(int number) {
        return words[WORDS * number + HASH];
    }

    private int place(int number) {
        return words[WORDS * number + PLACE];
    }

    boolean isRead(int number) {
        return words[WORDS * number + READ] != UNREAD;
    }

    void read(int number, int start, int edges, boolean hasMore) {
        words[WORDS * number + START] = start;
        words[WORDS * number + READ] = edges << 1 | (hasMore ? 1 : 0);
    }

    void forget(int number) {
        words[WORDS * number + READ] = UNREAD;
    }

    int start(int number) {
        return words[WORDS * number + START];
    }

    /** Of one that is read. */
    int edges(int number) {
        return words[WORDS * number + READ] >>> 1;
    }

    /** Of one that is read. */
    boolean hasMore(int number) {
        return (words[WORDS * number + READ] & 1) != 0;
    }

    /** A place for what is gathered in this round; the next one when it has none. */
    int gathered(int number, int round, int next) {
        int at = WORDS * number;
        if (words[at + ROUND] != round) {
            words[at + ROUND] = round;
            words[at + GATHERED] = next;
        }
        return words[at + GATHERED];
    }

    private byte[] block(int number) {
        return blocks.get(place(number) >>> BLOCK_BITS);
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
        int from = place(number) & BLOCK - 1;
        return length(block, from) == key.length
                && Arrays.equals(block, from, from + key.length, key, 0, key.length);
    }

    private void grow() {
        slots = empty(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = hash(number) & mask;
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
