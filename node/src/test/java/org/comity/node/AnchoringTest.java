package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.charter.Charter;
import org.comity.charter.Rules;
import org.comity.statement.MemberId;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class AnchoringTest {
    private static final long NOW = 1_780_000_000L;

    @Test
    void oneWitnessWhoseClockIsAheadStopsNoAnchor() {
        List<String> names =
                List.of("a.example", "b.example", "c.example", "d.example", "e.example");
        var charter =
                new Charter(
                        "0".repeat(32),
                        1,
                        Optional.empty(),
                        Hash.ZERO,
                        Rules.defaultsFor(1),
                        List.of(),
                        names.stream().map(it -> FoundedNodes.Absent.member(it, "NL")).toList());
        for (long ahead : new long[] {3_600, 1L << 62}) {
            var anchors = new Anchors(new MemberId("a.example"));
            var times = new TreeMap<MemberId, Long>();
            Stream.of("b.example", "c.example", "d.example")
                    .forEach(it -> times.put(new MemberId(it), NOW));
            times.put(new MemberId("e.example"), NOW + ahead);
            anchors.add(new Anchors.Anchor(9, 8, times));
            assertEquals(NOW, anchors.lastSecond(charter));
        }
    }

    /** All witnesses of a small exchange make its quorum, so what an old anchor says is bounded. */
    @Test
    void aTimeInTheFutureHoldsUpNothing() {
        assertEquals(400, Anchoring.rest(NOW - 400, NOW));
        assertEquals(-300, Anchoring.rest(NOW + 300, NOW));
        assertTrue(Anchoring.rest(NOW + 301, NOW) >= Anchoring.EVERY_SECONDS);
        assertTrue(Anchoring.rest(1L << 62, NOW) >= Anchoring.EVERY_SECONDS);
    }
}
