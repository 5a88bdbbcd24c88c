package org.comity.intake;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.Ip;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** The networks of a database in MaxMind's binary form (MaxMind DB file format 2.0). */
public final class MaxMindNetworks {
    public static final int DATABASE_BYTES_MAX = 512 << 20;

    /** Begins the part at the end of the file that tells what it is. */
    private static final byte[] MARK =
            Bytes.join(
                            Bytes.of(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef}),
                            Bytes.utf8("MaxMind.com"))
                    .array();

    /** Within so many bytes before the end the format has readers look for the mark. */
    private static final int END_BYTES = 128 << 10;

    private static final int MAPPED_BITS = 96;

    @SuppressWarnings("rawtypes") // the library takes a class
    private final Networks<Map> networks;

    private long number;
    private boolean ended;

    @SuppressWarnings("rawtypes")
    private MaxMindNetworks(Networks<Map> networks) {
        this.networks = networks;
    }

    /** Whether these are the last bytes of such a database. */
    public static boolean isEndOfOne(Bytes end) {
        byte[] bytes = end.array();
        for (int at = bytes.length - MARK.length;
                at >= Math.max(0, bytes.length - END_BYTES);
                at--) {
            if (java.util.Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    public static Checked<MaxMindNetworks> open(byte[] whole) {
        try {
            // Read into memory, so that there is nothing to close.
            var reader = new Reader(new ByteArrayInputStream(whole));
            return Checked.good(new MaxMindNetworks(reader.networks(Map.class)));
        } catch (IOException | InvalidNetworkException | RuntimeException damaged) {
            // A damaged file makes the library throw what its code comes upon, of a dozen kinds.
            return Checked.refused("not a MaxMind database that can be read", "");
        }
    }

    /** The next network; a damaged place ends the rest. Empty at the end. */
    public Optional<Checked<NetworkEntry>> next() {
        if (ended) {
            return Optional.empty();
        }
        number++;
        try {
            if (!networks.hasNext()) {
                ended = true;
                return Optional.empty();
            }
            return Optional.of(entry(networks.next()).in("network " + number));
        } catch (RuntimeException damaged) { // as above
            ended = true;
            return Optional.of(
                    Checked.refused(
                            "the MaxMind database is damaged from here on", "network " + number));
        }
    }

    @SuppressWarnings("rawtypes")
    private static Checked<NetworkEntry> entry(DatabaseRecord<Map> one) {
        InetAddress address = one.network().networkAddress();
        int bits = one.network().prefixLength();
        Map<?, ?> said = one.data();
        NetworkFacts facts =
                NetworkFacts.of(
                        first(said, "country", "registered_country", "country_code"),
                        first(said, "autonomous_system_number", "asn"),
                        first(said, "autonomous_system_organization", "as_name", "organization"),
                        first(said, "abuse_contact"));
        List<String> see =
                facts.autonomousSystem() == 0
                        ? List.of()
                        : List.of("AS" + facts.autonomousSystem());
        return Ip.parse(address.getHostAddress())
                .then(ip ->
                        NetworkText.prefix(
                                ip, ip.isFour() && bits >= MAPPED_BITS ? bits - MAPPED_BITS : bits))
                .map(span -> new NetworkEntry.Network(span.first(), span.last(), facts, see));
    }

    /** A word under one of these names, or the ISO code of what stands there. */
    private static String first(Map<?, ?> said, String... names) {
        for (String name : names) {
            Object value = said.get(name);
            Object word = value instanceof Map<?, ?> inner ? inner.get("iso_code") : value;
            if (word != null) {
                return word.toString();
            }
        }
        return "";
    }
}
