package org.comity.intake;

import org.comity.statement.FingerprintKey;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed function of short texts to 64 bits that
 * nobody without the key can tell from a random one.
 */
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(long key0, long key1) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
    }

    /** Of the UTF-16 code units, little-endian, as bytes. */
    static long of(long key0, long key1, char[] text, int length) {
        var state = new SipHash(key0, key1);
        int whole = length & ~3;
        for (int at = 0; at < whole; at += 4) {
            state.take(block(text, at, 4));
        }
        return state.end(block(text, whole, length - whole) | ((2L * length) << 56));
    }

    /** Of a window, its three words as 24 bytes, little-endian. */
    static long of(FingerprintKey key, long first, long second, long third) {
        var state = new SipHash(key.window0(), key.window1());
        state.take(first);
        state.take(second);
        state.take(third);
        return state.end(24L << 56);
    }

    private void take(long block) {
        v3 ^= block;
        round();
        round();
        v0 ^= block;
    }

    private long end(long block) {
        take(block);
        v2 ^= 0xff;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32) + v3;
        v2 += v1;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }

    private static long block(char[] text, int from, int count) {
        long block = 0;
        for (int at = 0; at < count; at++) {
            block |= (long) text[from + at] << (16 * at);
        }
        return block;
    }
}
