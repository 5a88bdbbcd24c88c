package org.comity.views;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/**
 * Keys of nodes side by side in blocks, each found by its place: which block and where in it; its
 * length stands before it. Those of evidence, which no walk looks at, lie apart from the others.
 */
final class PackedKeys {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCK = 1 << BLOCK_BITS;

    /** In the uppermost byte of the length: nothing in the key is escaped, and all is ASCII. */
    private static final int PLAIN = 1 << 7;

    private byte[][] blocks = new byte[4][];
    private int blockCount;
    private final Filling roots = new Filling();
    private final Filling things = new Filling();
    private long bytes;

    /** The block that is being filled. */
    private static final class Filling {
        private int block;
        private int used = BLOCK;
    }

    long bytes() {
        return bytes;
    }

    /** The place of another's key here. */
    int keep(PackedKeys from, int place) {
        return keep(from.block(place), place & BLOCK - 1, from.length(place));
    }

    int keep(byte[] from, int start, int length) {
        int needed = length + 3;
        if (needed > BLOCK) {
            throw new IllegalStateException("a key is longer than any observable");
        }
        Filling filling = from[start] == KeyFormat.ROOT_NODE ? roots : things;
        if (filling.used + needed > BLOCK) {
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blockCount);
            }
            filling.block = blockCount++;
            filling.used = 0;
            blocks[filling.block] = new byte[BLOCK];
        }
        byte[] block = blocks[filling.block];
        int at = filling.used;
        block[at] = (byte) length;
        block[at + 1] = (byte) (length >> 8);
        block[at + 2] = (byte) (length >> 16 | (isPlain(from, start, length) ? PLAIN : 0));
        System.arraycopy(from, start, block, at + 3, length);
        filling.used += needed;
        bytes += needed;
        return (filling.block << BLOCK_BITS) | (at + 3);
    }

    int length(int place) {
        return length(block(place), place & BLOCK - 1);
    }

    private static int length(byte[] block, int from) {
        return (block[from - 3] & 0xFF)
                | ((block[from - 2] & 0xFF) << 8)
                | ((block[from - 1] & PLAIN - 1) << 16);
    }

    private byte[] block(int place) {
        return blocks[place >>> BLOCK_BITS];
    }

    byte firstByte(int place) {
        return block(place)[place & BLOCK - 1];
    }

    byte[] copy(int place) {
        byte[] copy = new byte[length(place)];
        at(place).get(copy);
        return copy;
    }

    /** Where the key lies; not to be written to. */
    ByteBuffer at(int place) {
        byte[] block = block(place);
        int from = place & BLOCK - 1;
        return ByteBuffer.wrap(block, from, length(block, from));
    }

    boolean isAt(int place, byte[] key) {
        byte[] block = block(place);
        int from = place & BLOCK - 1;
        return length(block, from) == key.length
                && Arrays.equals(block, from, from + key.length, key, 0, key.length);
    }

    /** By their bytes, in the order of the rows. */
    int compare(int one, int other) {
        byte[] a = block(one);
        byte[] b = block(other);
        int fromA = one & BLOCK - 1;
        int fromB = other & BLOCK - 1;
        return Arrays.compareUnsigned(
                a, fromA, fromA + length(a, fromA), b, fromB, fromB + length(b, fromB));
    }

    /** What the key says. */
    Traceable thing(int place) {
        byte[] block = block(place);
        int from = place & BLOCK - 1;
        return (block[from - 1] & PLAIN) != 0
                ? readPlain(block, from, length(block, from))
                : KeyFormat.readNode(at(place));
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
}
