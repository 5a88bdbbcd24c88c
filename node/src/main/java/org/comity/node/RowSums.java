package org.comity.node;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Whether two sets of rows are the same, without holding either: for each table and slice of its
 * keys the count of rows and the sum of their keyed hashes, which no order changes. The key is
 * drawn anew for each check, so nobody can choose rows that cancel out.
 */
final class RowSums {
    private static final int SLICES = 1 << 12;
    private static final int KEY_BYTES = 32;

    /** Of each slice: how many, and two words of their sum. */
    private static final int WORDS = 3;

    private final byte[] secret;
    private final Map<Bytes, long[]> tables = new TreeMap<>();

    private RowSums(byte[] secret) {
        this.secret = secret;
    }

    static RowSums keyed(SecureRandom random) {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        return new RowSums(secret);
    }

    /** Empty, and comparable with this one. */
    RowSums another() {
        return new RowSums(secret);
    }

    void add(Bytes table, Bytes key, Bytes value) {
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(key.length()).array();
        Hash hash = Hash.digest(secret, length, key.array(), value.array());
        long[] sums = tables.computeIfAbsent(table, _ -> new long[SLICES * WORDS]);
        int at = slice(key) * WORDS;
        sums[at]++;
        sums[at + 1] += hash.first();
        sums[at + 2] += hash.second();
    }

    long count(Bytes table) {
        long count = 0;
        long[] sums = tables.getOrDefault(table, new long[SLICES * WORDS]);
        for (int at = 0; at < sums.length; at += WORDS) {
            count += sums[at];
        }
        return count;
    }

    /** Slices of the table in which the two are not the same. */
    BitSet differing(Bytes table, RowSums other) {
        long[] mine = tables.getOrDefault(table, new long[SLICES * WORDS]);
        long[] its = other.tables.getOrDefault(table, new long[SLICES * WORDS]);
        var differing = new BitSet(SLICES);
        for (int at = 0; at < mine.length; at++) {
            if (mine[at] != its[at]) {
                differing.set(at / WORDS);
            }
        }
        return differing;
    }

    static int slice(Bytes key) {
        return (key.hashCode() * 0x9E3779B9) >>> 20;
    }
}
