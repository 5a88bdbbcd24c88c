package org.comity.protection;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * One question (RFC 1035, section 4.1.2) with its EDNS (RFC 6891).
 *
 * @param asked the question as it came, byte for byte, because resolvers check the case they sent
 */
record DnsQuery(DnsName name, int type, int classCode, Bytes asked, Optional<Edns> edns) {
    static final int HEADER_BYTES = 12;
    static final int QUERY_BYTES_MAX = 4_096;

    /** OPT and what may stand beside it, such as a TSIG, which is not looked at. */
    static final int ADDITIONAL_MAX = 4;

    private static final int TYPE_OPT = 41;

    /** What the client's OPT says. */
    record Edns(int udpBytes, int version, boolean dnssecOk) {}

    /** A packet that is at least a header, is no response and has opcode 0. */
    static Checked<DnsQuery> parse(Bytes packet) {
        if (packet.length() > QUERY_BYTES_MAX) {
            return Checked.refused("query longer than 4,096 bytes", "");
        }
        ByteBuffer from = packet.buffer().position(4);
        int questions = from.getShort() & 0xFFFF;
        int answers = from.getShort() & 0xFFFF;
        int authorities = from.getShort() & 0xFFFF;
        int additionals = from.getShort() & 0xFFFF;
        if (questions != 1 || answers != 0 || authorities != 0) {
            return Checked.refused("not exactly one question and nothing else", "byte 4");
        }
        if (additionals > ADDITIONAL_MAX) {
            return Checked.refused("too many additional entries", "byte 10");
        }
        return DnsName.parse(from).then(name -> question(packet, from, name, additionals));
    }

    private static Checked<DnsQuery> question(
            Bytes packet, ByteBuffer from, DnsName name, int additionals) {
        if (from.remaining() < 4) {
            return Checked.refused("question cut off", "byte " + from.position());
        }
        int type = from.getShort() & 0xFFFF;
        int classCode = from.getShort() & 0xFFFF;
        Bytes asked = packet.slice(HEADER_BYTES, from.position());
        return edns(from, additionals)
                .map(edns -> new DnsQuery(name, type, classCode, asked, edns));
    }

    private static Checked<Optional<Edns>> edns(ByteBuffer from, int additionals) {
        Optional<Edns> found = Optional.empty();
        for (int left = additionals; left > 0; left--) {
            switch (additional(from)) {
                case Checked.Refused<Optional<Edns>> refused -> {
                    return refused.as();
                }
                case Checked.Good<Optional<Edns>>(Optional<Edns> edns) -> {
                    if (edns.isPresent() && found.isPresent()) {
                        return Checked.refused("two OPT entries", "byte " + from.position());
                    }
                    found = found.or(() -> edns);
                }
            }
        }
        return from.hasRemaining()
                ? Checked.refused("bytes after the message", "byte " + from.position())
                : Checked.good(found);
    }

    /** Empty for anything but OPT. */
    private static Checked<Optional<Edns>> additional(ByteBuffer from) {
        int begin = from.position();
        return DnsName.parse(from)
                .then(owner -> {
                    if (from.remaining() < 10) {
                        return Checked.refused("entry cut off", "byte " + begin);
                    }
                    int type = from.getShort() & 0xFFFF;
                    int udpBytes = from.getShort() & 0xFFFF;
                    int flags = from.getInt();
                    int length = from.getShort() & 0xFFFF;
                    if (length > from.remaining()) {
                        return Checked.refused("entry cut off", "byte " + begin);
                    }
                    from.position(from.position() + length);
                    if (type != TYPE_OPT) {
                        return Checked.good(Optional.empty());
                    }
                    if (owner.labelCount() != 0) {
                        return Checked.refused("OPT has a name", "byte " + begin);
                    }
                    int version = flags >>> 16 & 0xFF;
                    boolean dnssecOk = (flags & 0x8000) != 0;
                    return Checked.good(Optional.of(new Edns(udpBytes, version, dnssecOk)));
                });
    }
}
