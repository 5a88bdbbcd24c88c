package org.comity.views;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Numbers for the keys of subjects and roots, in the order in which they come, with what is known
 * of each, packed: some 24 bytes for each beside the key itself. All of one node lies side by side,
 * since what is walked lies anywhere and each look costs a line of the cache. For one thread.
 */
final class Nodes {
    private static final int KEYS_BITS = 20;
    private static final int KEYS = 1 << KEYS_BITS;
    private static final int NONE = -1;

    /** In the uppermost byte of the length: nothing in the key is escaped, and all is ASCII. */
    private static final int PLAIN = 1 << 7;

    private static final int WORDS = 4;
    private static final int BLOCK_BITS = 13;
    private static final int IN_BLOCK = (1 << BLOCK_BITS) - 1;

    /** Which block of keys and where in it; its length stands before it. */
    private static final int PLACE = 0;

    private static final int HASH = 1;

    /** Where its edges begin. */
    private static final int START = 2;

    /**
     * How many were read, and the bits below; or that none were, and for how many there is room.
     */
    private static final int READ = 3;

    private static final int READ_BITS = 3;
    private static final int HAS_MORE = 1;
    private static final int HAS_AGAINST = 2;
    private static final int HAS_ENDED = 4;
    private static final int UNREAD = -1;

    private byte[][] keys = new byte[4][];
    private int keyBlocks;
    private final Filling roots = new Filling();
    private final Filling things = new Filling();
    private long keyBytes;
    // By number, so many words for each.
    private int[][] blocks = new int[4][];
    private int[] slots = empty(1 << 11);
    private int count;
    private boolean hasRoom;
    private final Bytes secret;

    /**
     * @param secret that strangers, who name things as they like, cannot know
     */
    Nodes(Bytes secret) {
        this.secret = secret;
    }

    /** What all this takes, but for a part of the last blocks. */
    long bytes() {
        return keyBytes + 4L * slots.length + (long) count * WORDS * Integer.BYTES;
    }

    int count() {
        return count;
    }

    int number(byte[] key) {
        int slot = slot(key);
        if (slots[slot] != NONE) {
            return slots[slot];
        }
        if (4L * (count + 1) > 3L * slots.length) {
            grow();
            slot = slot(key);
        }
        makeBlock(count);
        set(count, PLACE, keep(key, 0, key.length));
        set(count, HASH, hashOf(key));
        set(count, READ, UNREAD);
        slots[slot] = count;
        return count++;
    }

    /** The same nodes with other numbers, and the keys of what is walked side by side. */
    Nodes in(NodeOrder order) {
        var nodes = new Nodes(secret);
        nodes.blocks = new int[(count >>> BLOCK_BITS) + 1][];
        for (int number = 0; number < count; number++) {
            int old = order.old(number);
            nodes.makeBlock(number);
            for (int which = 0; which < WORDS; which++) {
                nodes.set(number, which, word(old, which));
            }
            byte[] block = block(old);
            int from = place(old) & KEYS - 1;
            nodes.set(number, PLACE, nodes.keep(block, from, length(block, from)));
        }
        nodes.count = count;
        nodes.slots = slots; // by what hangs on the keys and the secret alone
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = slots[slot] == NONE ? NONE : order.now(slots[slot]);
        }
        return nodes;
    }

    int keyLength(int number) {
        return length(block(number), place(number) & KEYS - 1);
    }

    private void makeBlock(int number) {
        if (number >>> BLOCK_BITS == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * blocks.length);
        }
        if ((number & IN_BLOCK) == 0) {
            blocks[number >>> BLOCK_BITS] = new int[WORDS << BLOCK_BITS];
        }
    }

    private int word(int number, int which) {
        return blocks[number >>> BLOCK_BITS][WORDS * (number & IN_BLOCK) + which];
    }

    private void set(int number, int which, int word) {
        blocks[number >>> BLOCK_BITS][WORDS * (number & IN_BLOCK) + which] = word;
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
        int from = place(number) & KEYS - 1;
        return ByteBuffer.wrap(block, from, length(block, from));
    }

    /** What it is; as a walk asks for all that it met. */
    Traceable thing(int number) {
        byte[] block = block(number);
        int from = place(number) & KEYS - 1;
        return (block[from - 1] & PLAIN) != 0
                ? readPlain(block, from, length(block, from))
                : KeyFormat.readNode(key(number));
    }

    /** A subject in whose key nothing is escaped; {@link #readPlain} reads it without looking. */
    private static boolean isPlain(byte[] node, int start, int length) {
        int end = start + 1;
        while (end < start + length && node[end] > 0) {
            end++;
        }
        return Codes.isSubjectKind(node[start]) && end == start + length - 2;
    }

    private static Subject readPlain(byte[] from, int start, int length) {
        return new Subject(
                Codes.subjectKind(from[start]),
                new String(from, start + 1, length - 3, StandardCharsets.ISO_8859_1));
    }

    byte firstByte(int number) {
        return block(number)[place(number) & KEYS - 1];
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
        int fromA = place(one) & KEYS - 1;
        int fromB = place(other) & KEYS - 1;
        return Arrays.compareUnsigned(
                a, fromA, fromA + length(a, fromA), b, fromB, fromB + length(b, fromB));
    }

    int hash(int number) {
        return word(number, HASH);
    }

    private int place(int number) {
        return word(number, PLACE);
    }

    boolean isRead(int number) {
        return word(number, READ) > UNREAD;
    }

    /** Will have one more edge than was known, unless it is read; of use before there is room. */
    void expect(int number) {
        if (!hasRoom && !isRead(number)) {
            set(number, READ, word(number, READ) - 1);
        }
    }

    /** So many edges it has or will have, as far as is known; of use before there is room. */
    int expected(int number) {
        return isRead(number) ? edges(number) : UNREAD - word(number, READ);
    }

    /** Its edges begin elsewhere. */
    void move(int number, int start) {
        set(number, START, start);
    }

    /**
     * Gives to each that is not read, in the order of the numbers, room for the edges that it is
     * expected to have.
     *
     * @param from the first place of all
     * @param most that are kept of each
     * @return the place after all
     */
    int makeRoom(int from, int most) {
        int place = from;
        for (int number = 0; number < count; number++) {
            if (!isRead(number)) {
                int room = Math.min(most, UNREAD - word(number, READ));
                set(number, START, place);
                set(number, READ, UNREAD - room);
                place = Math.addExact(place, room);
            }
        }
        hasRoom = true;
        return place;
    }

    /** For so many there is room from {@link #start} on. */
    int room(int number) {
        return hasRoom && !isRead(number) ? UNREAD - word(number, READ) : 0;
    }

    /**
     * So many edges from a place on.
     *
     * @param hasMore there may be more in the rows
     */
    void read(int number, int start, int edges, boolean hasMore) {
        set(number, START, start);
        set(number, READ, edges << READ_BITS | (hasMore ? HAS_MORE : 0));
    }

    /** Some of what was read says that it is harmless, or takes back that it is not. */
    void opposed(int number) {
        set(number, READ, word(number, READ) | HAS_AGAINST);
    }

    /** Some of what was read links no more. */
    void ended(int number) {
        set(number, READ, word(number, READ) | HAS_ENDED);
    }

    void forget(int number) {
        set(number, READ, UNREAD);
    }

    /** All that have the sign. */
    void forgetAll(int sign) {
        int mask = slots.length - 1;
        for (int slot = sign & mask; slots[slot] != NONE; slot = slot + 1 & mask) {
            if (sign(slots[slot]) == sign) {
                forget(slots[slot]);
            }
        }
    }

    int start(int number) {
        return word(number, START);
    }

    /** Of one that is read. */
    int edges(int number) {
        return word(number, READ) >>> READ_BITS;
    }

    /** Of one that is read. */
    boolean hasMore(int number) {
        return (word(number, READ) & HAS_MORE) != 0;
    }

    /** Of one that is read. */
    boolean hasAgainst(int number) {
        return (word(number, READ) & HAS_AGAINST) != 0;
    }

    /** Of one that is read. */
    boolean hasEnded(int number) {
        return (word(number, READ) & HAS_ENDED) != 0;
    }

    private byte[] block(int number) {
        return keys[place(number) >>> KEYS_BITS];
    }

    private static int length(byte[] block, int from) {
        return (block[from - 3] & 0xFF)
                | ((block[from - 2] & 0xFF) << 8)
                | ((block[from - 1] & PLAIN - 1) << 16);
    }

    /** Keys of evidence, which no walk looks at, apart from the others. */
    private int keep(byte[] from, int start, int length) {
        int needed = length + 3;
        if (needed > KEYS) {
            throw new IllegalStateException("a key is longer than any observable");
        }
        Filling filling = from[start] == KeyFormat.ROOT_NODE ? roots : things;
        if (filling.used + needed > KEYS) {
            if (keyBlocks == keys.length) {
                keys = Arrays.copyOf(keys, 2 * keyBlocks);
            }
            filling.block = keyBlocks++;
            filling.used = 0;
            keys[filling.block] = new byte[KEYS];
        }
        byte[] block = keys[filling.block];
        int at = filling.used;
        block[at] = (byte) length;
        block[at + 1] = (byte) (length >> 8);
        block[at + 2] = (byte) (length >> 16 | (isPlain(from, start, length) ? PLAIN : 0));
        System.arraycopy(from, start, block, at + 3, length);
        filling.used += needed;
        keyBytes += needed;
        return (filling.block << KEYS_BITS) | (at + 3);
    }

    /** The block of keys that is being filled. */
    private static final class Filling {
        private int block;
        private int used = KEYS;
    }

    private int slot(byte[] key) {
        int mask = slots.length - 1;
        int slot = sign(secret, key) & mask;
        while (slots[slot] != NONE && !isAt(slots[slot], key)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] key) {
        byte[] block = block(number);
        int from = place(number) & KEYS - 1;
        return length(block, from) == key.length
                && Arrays.equals(block, from, from + key.length, key, 0, key.length);
    }

    private void grow() {
        slots = empty(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = sign(number) & mask;
            while (slots[slot] != NONE) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number;
        }
    }

    /**
     * Where a key is looked for. Not by {@link #hash}, which anybody can work out: names made to
     * have the same would each be looked for among all the others.
     */
    static int sign(Bytes secret, byte[] key) {
        return (int) Hash.digest(secret.array(), key).first();
    }

    int sign(int number) {
        return sign(secret, copy(number));
    }

    private static int hashOf(byte[] key) {
        int mixed = Arrays.hashCode(key) * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }
}
