package org.comity.protection;

import java.nio.ByteBuffer;
import java.util.List;
import org.comity.value.Bytes;

/**
 * What to answer, and how it is written.
 *
 * @param code RCODE, more than 15 only for BADVERS (RFC 6891, section 6.1.3)
 * @param why extended error (RFC 8914), sent to clients that speak EDNS; 0 for none
 */
record DnsReply(
        int code,
        boolean authoritative,
        List<DnsEntry> answers,
        List<DnsEntry> authority,
        int why) {
    static final int NO_ERROR = 0;
    static final int FORMAT_ERROR = 1;
    static final int NAME_ERROR = 3;
    static final int NOT_IMPLEMENTED = 4;
    static final int REFUSED = 5;
    static final int BAD_VERSION = 16;

    /** RFC 8914, sections 4.19 and 4.22. */
    static final int PROHIBITED = 18;

    static final int NOT_SUPPORTED = 21;

    static final int UDP_BYTES_PLAIN_MAX = 512;

    /** What passes unfragmented nearly everywhere (DNS flag day 2020). */
    static final int UDP_BYTES_MAX = 1_232;

    private static final int TCP_BYTES_MAX = 65_535;
    private static final int BUFFER_BYTES = 4_096;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE_AND_RECURSION_DESIRED = 0x7900;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int TYPE_OPT = 41;
    private static final int OPTION_EXTENDED_ERROR = 15;

    static DnsReply refused(int why) {
        return new DnsReply(REFUSED, false, List.of(), List.of(), why);
    }

    static DnsReply badVersion() {
        return new DnsReply(BAD_VERSION, false, List.of(), List.of(), 0);
    }

    /** A header alone, for packets whose question cannot be repeated. */
    static Bytes header(Bytes packet, int code) {
        ByteBuffer out = ByteBuffer.allocate(DnsQuery.HEADER_BYTES);
        head(packet, RESPONSE | code, out);
        return Bytes.of(out.array());
    }

    Bytes write(Bytes packet, DnsQuery query, DnsAsker.Transport transport) {
        Bytes whole = write(packet, query, 0);
        return whole.length() <= bytesMax(query, transport)
                ? whole
                : new DnsReply(code, authoritative, List.of(), List.of(), why)
                        .write(packet, query, TRUNCATED);
    }

    private static int bytesMax(DnsQuery query, DnsAsker.Transport transport) {
        return switch (transport) {
            case TCP -> TCP_BYTES_MAX;
            case UDP ->
                    query.edns()
                            .map(it ->
                                    Math.clamp(it.udpBytes(), UDP_BYTES_PLAIN_MAX, UDP_BYTES_MAX))
                            .orElse(UDP_BYTES_PLAIN_MAX);
        };
    }

    private Bytes write(Bytes packet, DnsQuery query, int truncated) {
        ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
        int aa = authoritative ? AUTHORITATIVE : 0;
        head(packet, RESPONSE | aa | truncated | (code & 0xF), out);
        out.putShort(4, (short) 1);
        out.putShort(6, (short) answers.size());
        out.putShort(8, (short) authority.size());
        out.putShort(10, (short) (query.edns().isPresent() ? 1 : 0));
        out.put(query.asked().buffer());
        answers.forEach(entry -> entry.write(out));
        authority.forEach(entry -> entry.write(out));
        query.edns().ifPresent(edns -> writeEdns(edns, out));
        return Bytes.of(out.array(), 0, out.position());
    }

    private static void head(Bytes packet, int flags, ByteBuffer out) {
        ByteBuffer asked = packet.buffer();
        out.putShort(asked.getShort(0));
        out.putShort((short) (flags | (asked.getShort(2) & OPCODE_AND_RECURSION_DESIRED)));
        out.position(DnsQuery.HEADER_BYTES);
    }

    private void writeEdns(DnsQuery.Edns edns, ByteBuffer out) {
        out.put((byte) 0).putShort((short) TYPE_OPT).putShort((short) UDP_BYTES_MAX);
        // RFC 3225: the DNSSEC bit comes back as it was sent; version 0 is the only one there is.
        out.putInt(code >> 4 << 24 | (edns.dnssecOk() ? 0x8000 : 0));
        if (why == 0) {
            out.putShort((short) 0);
        } else {
            out.putShort((short) 6).putShort((short) OPTION_EXTENDED_ERROR);
            out.putShort((short) 2).putShort((short) why);
        }
    }
}
