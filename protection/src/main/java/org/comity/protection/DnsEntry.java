package org.comity.protection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;

/**
 * One resource record (RFC 1035, section 4.1.3).
 *
 * @param ownerAt where in the message its name stands: within the question
 */
record DnsEntry(int ownerAt, int type, int ttlSeconds, Bytes content) {
    static final int TYPE_A = 1;
    static final int TYPE_NS = 2;
    static final int TYPE_SOA = 6;
    static final int TYPE_TXT = 16;
    static final int CLASS_IN = 1;
    private static final int STRING_BYTES_MAX = 255;
    private static final int POINTER = 0xC000;

    /** How long a secondary would wait; nobody transfers these zones. */
    private static final int REFRESH_SECONDS = 3_600;

    private static final int RETRY_SECONDS = 600;
    private static final int EXPIRE_SECONDS = 86_400;

    /** 127.0.0.last, RFC 5782, section 2.1. */
    static DnsEntry address(int ownerAt, int ttlSeconds, int last) {
        return new DnsEntry(
                ownerAt, TYPE_A, ttlSeconds, Bytes.of(new byte[] {127, 0, 0, (byte) last}));
    }

    static DnsEntry text(int ownerAt, int ttlSeconds, String text) {
        Bytes ascii = Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
        List<Bytes> strings = new ArrayList<>();
        int at = 0;
        do {
            int end = Math.min(at + STRING_BYTES_MAX, ascii.length());
            strings.add(Bytes.of(new byte[] {(byte) (end - at)}));
            strings.add(ascii.slice(at, end));
            at = end;
        } while (at < ascii.length());
        return new DnsEntry(
                ownerAt, TYPE_TXT, ttlSeconds, Bytes.join(strings.toArray(Bytes[]::new)));
    }

    static DnsEntry nameServer(int ownerAt, DnsAuthority authority) {
        return new DnsEntry(ownerAt, TYPE_NS, authority.ttlSeconds(), wire(authority.server()));
    }

    /** The two names of an SOA, the part that never changes. */
    static Bytes authorityNames(DnsAuthority authority) {
        return Bytes.join(wire(authority.server()), wire(authority.contact()));
    }

    /**
     * An SOA; its serial is the second of asking, because a list changes without a version of its
     * own.
     *
     * @param names from {@link #authorityNames}
     */
    static DnsEntry authority(int ownerAt, Bytes names, int negativeTtlSeconds, long nowSecond) {
        ByteBuffer content = ByteBuffer.allocate(names.length() + 5 * Integer.BYTES);
        content.put(names.buffer()).putInt((int) nowSecond);
        content.putInt(REFRESH_SECONDS).putInt(RETRY_SECONDS).putInt(EXPIRE_SECONDS);
        content.putInt(negativeTtlSeconds);
        return new DnsEntry(ownerAt, TYPE_SOA, negativeTtlSeconds, Bytes.of(content.array()));
    }

    private static Bytes wire(String name) {
        return DnsName.parseText(name).orThrow().wire();
    }

    void write(ByteBuffer to) {
        to.putShort((short) (POINTER | ownerAt));
        to.putShort((short) type).putShort((short) CLASS_IN).putInt(ttlSeconds);
        to.putShort((short) content.length()).put(content.buffer());
    }
}
