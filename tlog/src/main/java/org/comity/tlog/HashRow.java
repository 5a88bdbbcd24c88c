package org.comity.tlog;

import java.util.Arrays;
import org.comity.value.Hash;

/**
 * The hashes of one level of a {@link MerkleTree}, in chunks of 256 (a tile's worth, 8 KiB), so
 * that growing never copies hashes and a small log stays small. One thread appends. A reader may
 * read index i once it has seen, through the tree's volatile size, that i was appended before.
 */
final class HashRow {
    private static final int CHUNK_BITS = 8;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int WORDS = Hash.LENGTH / Long.BYTES;

    /**
     * Volatile because a reader may meet a directory that was replaced after the size it was given.
     */
    private volatile long[][] chunks = new long[4][];

    /** Owned by the appender; readers go by the tree's size. */
    private long count;

    void append(Hash hash) {
        int chunk = Math.toIntExact(count >>> CHUNK_BITS);
        int word = (int) (count & CHUNK_MASK) * WORDS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (word == 0) {
            chunks[chunk] = new long[WORDS << CHUNK_BITS];
        }
        long[] words = chunks[chunk];
        words[word] = hash.first();
        words[word + 1] = hash.second();
        words[word + 2] = hash.third();
        words[word + 3] = hash.fourth();
        count++;
    }

    Hash at(long index) {
        long[] words = chunks[Math.toIntExact(index >>> CHUNK_BITS)];
        int word = (int) (index & CHUNK_MASK) * WORDS;
        return new Hash(words[word], words[word + 1], words[word + 2], words[word + 3]);
    }
}
