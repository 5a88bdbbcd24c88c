package org.comity.protection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A domain name in wire form and lower case (RFC 1035, section 3.1, RFC 4343), with the place of
 * each label.
 *
 * @param starts offset of each label's length byte in wire, the root's not among them
 */
record DnsName(Bytes wire, List<Integer> starts) {
    static final int LABEL_BYTES_MAX = 63;
    static final int NAME_BYTES_MAX = 255;

    DnsName {
        starts = List.copyOf(starts);
    }

    /** Takes one name; a pointer is refused, because no query needs one before its only name. */
    static Checked<DnsName> parse(ByteBuffer from) {
        int begin = from.position();
        var wire = new ByteArrayOutputStream();
        var starts = new ArrayList<Integer>();
        while (true) {
            if (!from.hasRemaining()) {
                return Checked.refused("name cut off", "byte " + begin);
            }
            int length = from.get() & 0xFF;
            if (length > LABEL_BYTES_MAX) {
                return Checked.refused("compressed or unknown label", "byte " + begin);
            }
            if (wire.size() + 1 + length > NAME_BYTES_MAX - (length == 0 ? 0 : 1)) {
                return Checked.refused("name longer than 255 bytes", "byte " + begin);
            }
            if (length > from.remaining()) {
                return Checked.refused("label cut off", "byte " + begin);
            }
            if (length == 0) {
                wire.write(0);
                return Checked.good(new DnsName(Bytes.of(wire.toByteArray()), starts));
            }
            starts.add(wire.size());
            wire.write(length);
            for (int at = 0; at < length; at++) {
                wire.write(lower(from.get()));
            }
        }
    }

    /** Dotted ASCII text of letters, digits, hyphens and underscores, from the configuration. */
    static Checked<DnsName> parseText(String text) {
        var wire = new ByteArrayOutputStream();
        for (String label : text.split("\\.", -1)) {
            if (!label.matches("[A-Za-z0-9_-]{1,63}")) {
                return Checked.refused("not a DNS label", label);
            }
            wire.write(label.length());
            wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        wire.write(0);
        return parse(ByteBuffer.wrap(wire.toByteArray()));
    }

    int labelCount() {
        return starts.size();
    }

    /** The name without its first labels. */
    Bytes suffix(int labels) {
        int from = labels == starts.size() ? wire.length() - 1 : starts.get(labels);
        return wire.slice(from, wire.length());
    }

    /**
     * The first labels as text; a byte that no host name has becomes U+FFFD, which nothing matches.
     */
    List<String> first(int labels) {
        var texts = new ArrayList<String>();
        for (int label = 0; label < labels; label++) {
            int start = starts.get(label);
            var text = new StringBuilder();
            for (int at = start + 1; at <= start + wire.at(start); at++) {
                byte octet = wire.at(at);
                text.append(octet > ' ' && octet < 0x7F && octet != '.' ? (char) octet : '\uFFFD');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }
}
