package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.comity.statement.Ip;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class NetworkTableTest {
    static NetworkTable table(NetworkTableBuilder builder) throws IOException {
        return NetworkTable.parse(ByteBuffer.wrap(bytes(builder))).optional().orElseThrow();
    }

    private static byte[] bytes(NetworkTableBuilder builder) throws IOException {
        var out = new ByteArrayOutputStream();
        builder.write(out);
        return out.toByteArray();
    }

    private static NetworkEntry.Network network(Ip first, Ip last, String holder) {
        NetworkFacts facts = NetworkFacts.of(holder.length() % 2 == 0 ? "NL" : "", "", holder, "");
        return new NetworkEntry.Network(first, last, facts, List.of());
    }

    private static Ip ip(boolean four, long low) {
        return four ? Ip.four(low) : new Ip(0x2001_0db8_0000_0000L, low);
    }

    /** Networks that nest or stand apart, as those of registries do. */
    @Test
    void findsTheNarrowestAroundAnAddressAndSaysWhatWiderOnesSay() throws IOException {
        for (long seed = 1; seed <= 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var all = new ArrayList<NetworkEntry.Network>();
            var builder = new NetworkTableBuilder();
            for (int at = random.nextInt(20); at > 0; at--) {
                boolean four = random.nextBoolean();
                int bits = random.nextInt(8);
                long first = random.nextInt(256) >> bits << bits;
                long last = first + (1L << bits) - 1;
                String holder = "h".repeat(1 + random.nextInt(4)) + all.size();
                all.add(network(ip(four, first), ip(four, last), holder));
                builder.add(all.getLast());
            }
            NetworkTable table = table(builder);
            for (int low = 0; low < 260; low++) {
                for (boolean four : new boolean[] {true, false}) {
                    Ip address = ip(four, low);
                    assertEquals(
                            narrowest(all, address),
                            table.find(address).optional().orElseThrow(),
                            "seed " + seed + " at " + address.text());
                }
            }
        }
    }

    private static Optional<NetworkTable.Found> narrowest(
            List<NetworkEntry.Network> all, Ip address) {
        Optional<NetworkEntry.Network> best = Optional.empty();
        NetworkFacts facts = NetworkFacts.NONE;
        List<NetworkEntry.Network> around =
                new ArrayList<>(
                        all.stream()
                                .filter(it ->
                                        it.first().compareTo(address) <= 0
                                                && it.last().compareTo(address) >= 0)
                                .toList());
        // Stable: of equal ones the later lies within.
        around.sort((a, b) -> Long.compare(width(b), width(a)));
        for (NetworkEntry.Network one : around) {
            best = Optional.of(one);
            facts = one.facts().orElse(facts);
        }
        NetworkFacts said = facts;
        return best.map(it -> new NetworkTable.Found(it.first(), it.last(), said));
    }

    private static long width(NetworkEntry.Network network) {
        return network.last().low() - network.first().low();
    }

    @Test
    void whatOverlapsOnlyInPartLosesNoAddress() throws IOException {
        var builder = new NetworkTableBuilder();
        builder.add(network(Ip.four(10), Ip.four(20), "one"));
        builder.add(network(Ip.four(15), Ip.four(30), "other"));
        NetworkTable table = table(builder);
        assertEquals("one", holder(table, 14));
        assertEquals("other", holder(table, 15));
        assertEquals("other", holder(table, 30));
        assertEquals("", holder(table, 31));
    }

    private static String holder(NetworkTable table, long four) {
        return table.find(Ip.four(four))
                .optional()
                .orElseThrow()
                .map(it -> it.facts().holder())
                .orElse("");
    }

    @Test
    void theLastAddressesHaveNoEnd() throws IOException {
        var builder = new NetworkTableBuilder();
        builder.add(network(new Ip(-1, 0), new Ip(-1, -1), "end"));
        builder.add(network(Ip.four(0xffff_ff00L), Ip.four(0xffff_ffffL), "four"));
        NetworkTable table = table(builder);
        assertEquals("four", holder(table, 0xffff_ffffL));
        assertTrue(table.find(new Ip(-1, -1)).optional().orElseThrow().isPresent());
        assertFalse(table.find(new Ip(0, 1L << 48)).optional().orElseThrow().isPresent());
    }

    @Test
    void aCutOrChangedTableIsRefusedAndNeverThrows() throws IOException {
        var builder = new NetworkTableBuilder();
        for (int at = 0; at < 50; at++) {
            builder.add(network(Ip.four(at * 16), Ip.four(at * 16 + 7), "holder " + at));
        }
        byte[] whole = bytes(builder);
        for (int length = 0; length < whole.length; length++) {
            var cut = ByteBuffer.wrap(whole, 0, length).slice();
            assertTrue(NetworkTable.parse(cut).optional().isEmpty(), "cut at " + length);
        }
        var random = new SplittableRandom(7);
        for (int at = 0; at < 20_000; at++) {
            byte[] other = whole.clone();
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
            if (NetworkTable.parse(ByteBuffer.wrap(other))
                    instanceof Checked.Good<NetworkTable>(NetworkTable table)) {
                table.find(Ip.four(random.nextInt(800)));
            }
        }
    }
}
