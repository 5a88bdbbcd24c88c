package org.comity.store;

import java.util.Arrays;
import java.util.Comparator;
import org.comity.value.Bytes;

/** The order of keys, unsigned byte by byte, and the ranges that prefixes span in it. */
final class Keys {
    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    /** Before every key: keys have at least one byte. */
    private static final byte[] FIRST = {0};

    private Keys() {}

    /** The first key that can begin with prefix. */
    static byte[] from(Bytes prefix) {
        return prefix.length() == 0 ? FIRST.clone() : prefix.array();
    }

    /**
     * The least key that a scan after afterKey may visit: a zero byte more is the next one in
     * order.
     */
    static byte[] from(Bytes prefix, Bytes afterKey) {
        byte[] begin = from(prefix);
        byte[] next = Arrays.copyOf(afterKey.array(), afterKey.length() + 1);
        return ORDER.compare(next, begin) > 0 ? next : begin;
    }

    /** The bound that no key with this prefix reaches. */
    static byte[] to(Bytes prefix) {
        byte[] end = prefix.array();
        for (int last = end.length - 1; last >= 0; last--) {
            if (end[last] != (byte) 0xFF) {
                end[last]++;
                return Arrays.copyOf(end, last + 1);
            }
        }
        // Nothing but 0xFF bytes (or nothing at all): longer than any key, so above every one.
        byte[] aboveAll = new byte[Change.KEY_BYTES_MAX + 1];
        Arrays.fill(aboveAll, (byte) 0xFF);
        return aboveAll;
    }
}
