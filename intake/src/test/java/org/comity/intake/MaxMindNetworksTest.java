package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class MaxMindNetworksTest {
    private static final byte[] DATABASE =
            new SmallMaxMind()
                    .add("110000000000000000000010", Map.of("country", Map.of("iso_code", "NL")))
                    .add(
                            "1100000000000000000000110",
                            Map.of(
                                    "autonomous_system_number",
                                    64_500L,
                                    "autonomous_system_organization",
                                    "Example"))
                    .bytes();

    @Test
    void networksComeWithCountryAndSystem() {
        assertTrue(MaxMindNetworks.isEndOfOne(Bytes.of(DATABASE)));
        assertFalse(MaxMindNetworks.isEndOfOne(Bytes.utf8("network,country")));
        assertEquals(List.of("192.0.2.0/24 NL 0 ", "192.0.3.0/25  64500 Example"), all(DATABASE));
    }

    @Test
    void survivesMutations() {
        Seeds.each(5_000, random -> all(Seeds.mutate(DATABASE, random)));
    }

    private static List<String> all(byte[] database) {
        var all = new ArrayList<String>();
        if (MaxMindNetworks.open(database)
                instanceof Checked.Good<MaxMindNetworks>(MaxMindNetworks networks)) {
            for (Optional<Checked<NetworkEntry>> next = networks.next();
                    next.isPresent() && all.size() < 10_000;
                    next = networks.next()) {
                if (next.get()
                        instanceof
                        Checked.Good<NetworkEntry>(
                                NetworkEntry.Network(var a, var b, var facts, _))) {
                    all.add(
                            NetworkText.text(a, b)
                                    + " "
                                    + facts.country()
                                    + " "
                                    + facts.autonomousSystem()
                                    + " "
                                    + facts.holder());
                }
            }
        }
        return all;
    }
}
