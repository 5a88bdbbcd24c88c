package org.comity.intake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Who holds an address, by one source: read where it lies, so that a table of millions of networks
 * costs no memory of the process. Layout: docs/formats/networks.md.
 *
 * <p>The address space is cut into segments without gaps or overlaps, each with the narrowest
 * network around it; so a lookup is one binary search, however networks nest.
 */
public final class NetworkTable {
    static final Bytes MAGIC = Bytes.utf8("comity networks1");
    static final int HEAD_BYTES = 32;
    static final int SEGMENT_BYTES = 20;
    static final int NETWORK_BYTES = 36;
    static final int NOBODY = -1;

    private final ByteBuffer bytes;
    private final int segments;
    private final int networks;
    private final int facts;

    private NetworkTable(ByteBuffer bytes, int segments, int networks, int facts) {
        this.bytes = bytes;
        this.segments = segments;
        this.networks = networks;
        this.facts = facts;
    }

    /** The narrowest network around an address; what it does not say, wider ones or others do. */
    public record Found(Ip first, Ip last, NetworkFacts facts) {
        public String network() {
            return NetworkText.text(first, last);
        }

        /** Whether this network lies within the other and is not the same. */
        public boolean isNarrowerThan(Found other) {
            return first.compareTo(other.first) >= 0
                    && last.compareTo(other.last) <= 0
                    && !(first.equals(other.first) && last.equals(other.last));
        }
    }

    /** Big-endian bytes, which must not change afterwards; read as far as lookups need them. */
    public static Checked<NetworkTable> parse(ByteBuffer whole) {
        ByteBuffer bytes = whole.duplicate();
        int length = bytes.limit();
        byte[] magic = new byte[MAGIC.length()];
        if (length < HEAD_BYTES || !Bytes.of(begin(bytes, magic)).equals(MAGIC)) {
            return Checked.refused("no table of networks", "");
        }
        int segments = bytes.getInt(16);
        int networks = bytes.getInt(20);
        int facts = bytes.getInt(24);
        int texts = bytes.getInt(28);
        long sum =
                HEAD_BYTES
                        + (long) SEGMENT_BYTES * segments
                        + (long) NETWORK_BYTES * networks
                        + 4L * facts
                        + texts;
        return segments < 0 || networks < 0 || facts < 0 || texts < 0 || sum != length
                ? Checked.refused("the table of networks is cut off or damaged", "")
                : Checked.good(new NetworkTable(bytes, segments, networks, facts));
    }

    private static byte[] begin(ByteBuffer bytes, byte[] magic) {
        bytes.get(0, magic);
        return magic;
    }

    /** How many networks it tells of. */
    public int count() {
        return networks;
    }

    /** The network of an address; refused where the table is damaged. */
    public Checked<Optional<Found>> find(Ip address) {
        int low = 0;
        int high = segments - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ip(HEAD_BYTES + middle * SEGMENT_BYTES).compareTo(address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        int network = high < 0 ? NOBODY : bytes.getInt(HEAD_BYTES + high * SEGMENT_BYTES + 16);
        return network == NOBODY ? Checked.good(Optional.empty()) : network(network);
    }

    /** Reads all of it; whether every lookup finds what it should. */
    public boolean isSound() {
        Ip before = new Ip(0, 0);
        for (int at = 0; at < segments; at++) {
            Ip start = ip(HEAD_BYTES + at * SEGMENT_BYTES);
            boolean rises = at == 0 || start.compareTo(before) > 0;
            if (!rises || find(start).optional().isEmpty()) {
                return false;
            }
            before = start;
        }
        return true;
    }

    private Checked<Optional<Found>> network(int index) {
        if (index < 0 || index >= networks) {
            return damaged();
        }
        int at = HEAD_BYTES + segments * SEGMENT_BYTES + index * NETWORK_BYTES;
        int fact = bytes.getInt(at + 32);
        Optional<NetworkFacts> said = fact < 0 || fact >= facts ? Optional.empty() : facts(fact);
        Ip first = ip(at);
        Ip last = ip(at + 16);
        return said.isEmpty() || first.compareTo(last) > 0
                ? damaged()
                : Checked.good(Optional.of(new Found(first, last, said.get())));
    }

    private static <T> Checked<T> damaged() {
        return Checked.refused("the table of networks is damaged", "");
    }

    private Optional<NetworkFacts> facts(int index) {
        int starts = HEAD_BYTES + segments * SEGMENT_BYTES + networks * NETWORK_BYTES;
        int from = starts + 4 * facts + bytes.getInt(starts + 4 * index);
        try {
            ByteBuffer text = bytes.duplicate().position(from);
            byte[] said = new byte[Short.toUnsignedInt(text.getShort())];
            text.get(said);
            String[] parts = new String(said, StandardCharsets.UTF_8).split("\t", -1);
            return parts.length == 4 && parts[1].matches("[0-9]{1,10}")
                    ? Optional.of(
                            new NetworkFacts(
                                    parts[0], Long.parseLong(parts[1]), parts[2], parts[3]))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException damaged) {
            return Optional.empty();
        }
    }

    private Ip ip(int at) {
        return new Ip(bytes.getLong(at), bytes.getLong(at + 8));
    }
}
