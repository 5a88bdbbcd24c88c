package org.comity.views;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Numbers for the keys of subjects and roots, in the order in which they come, with what is known
 * of each, packed: some 28 bytes for each beside the key itself. All of one node lies side by side,
 * since what is walked lies anywhere and each look costs a line of the cache. For one thread.
 */
final class Nodes {
    private static final int NONE = -1;

    private static final int WORDS = 4;
    private static final int BLOCK_BITS = 13;
    private static final int IN_BLOCK = (1 << BLOCK_BITS) - 1;

    /** Of its key. */
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

    private final PackedKeys keys = new PackedKeys();
    // By number, so many words for each.
    private int[][] blocks = new int[4][];
    private int[] slots = empty(1 << 11);
    private int[] signs = new int[1 << 11];
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
        return keys.bytes()
                + 4L * (slots.length + signs.length)
                + (long) count * WORDS * Integer.BYTES;
    }

    int count() {
        return count;
    }

    int number(byte[] key) {
        int sign = sign(secret, key);
        int slot = slot(key, sign);
        if (slots[slot] != NONE) {
            return slots[slot];
        }
        if (4L * (count + 1) > 3L * slots.length) {
            grow();
            slot = slot(key, sign);
        }
        if (count == signs.length) {
            signs = Arrays.copyOf(signs, count + count / 2);
        }
        makeBlock(count);
        set(count, PLACE, keys.keep(key, 0, key.length));
        set(count, HASH, hashOf(key));
        set(count, READ, UNREAD);
        signs[count] = sign;
        slots[slot] = count;
        return count++;
    }

    /** The same nodes with other numbers, and the keys of what is walked side by side. */
    Nodes in(NodeOrder order) {
        var nodes = new Nodes(secret);
        nodes.blocks = new int[(count >>> BLOCK_BITS) + 1][];
        nodes.signs = new int[signs.length];
        for (int number = 0; number < count; number++) {
            int old = order.old(number);
            nodes.makeBlock(number);
            for (int which = 0; which < WORDS; which++) {
                nodes.set(number, which, word(old, which));
            }
            nodes.set(number, PLACE, nodes.keys.keep(keys, place(old)));
            nodes.signs[number] = signs[old];
        }
        nodes.count = count;
        nodes.slots = slots; // by what hangs on the keys and the secret alone
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = slots[slot] == NONE ? NONE : order.now(slots[slot]);
        }
        return nodes;
    }

    int keyLength(int number) {
        return keys.length(place(number));
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
        return slots[slot(key, sign(secret, key))];
    }

    byte[] copy(int number) {
        return keys.copy(place(number));
    }

    /** Where the key lies; not to be written to. */
    ByteBuffer key(int number) {
        return keys.at(place(number));
    }

    /** What it is; as a walk asks for all that it met. */
    Traceable thing(int number) {
        return keys.thing(place(number));
    }

    byte firstByte(int number) {
        return keys.firstByte(place(number));
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
        return keys.compare(place(one), place(other));
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
            if (signs[slots[slot]] == sign) {
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

    private int slot(byte[] key, int sign) {
        int mask = slots.length - 1;
        int slot = sign & mask;
        while (slots[slot] != NONE && !isAt(slots[slot], key, sign)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int number, byte[] key, int sign) {
        return signs[number] == sign && keys.isAt(place(number), key);
    }

    private void grow() {
        slots = empty(2 * slots.length);
        int mask = slots.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = signs[number] & mask;
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
        return signs[number];
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
