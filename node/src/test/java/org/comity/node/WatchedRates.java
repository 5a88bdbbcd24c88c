package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What no mail server may be made to see: more than the limits in any window. */
final class WatchedRates {
    private final int perHour;
    private final List<Long> times = new ArrayList<>();
    private final Map<String, List<Long>> byContact = new HashMap<>();
    private int read;

    WatchedRates(int perHour) {
        this.perHour = perHour;
    }

    void look(SmtpSink sink, long second) {
        List<SmtpSink.Kept> kept = sink.kept();
        for (; read < kept.size(); read++) {
            times.add(second);
            byContact.computeIfAbsent(kept.get(read).to(), _ -> new ArrayList<>()).add(second);
        }
    }

    void held(int contactPerHour) {
        assertWithin(times, perHour);
        byContact.values().forEach(it -> assertWithin(it, contactPerHour));
    }

    private static void assertWithin(List<Long> times, int most) {
        for (int at = most; at < times.size(); at++) {
            assertTrue(
                    times.get(at) - times.get(at - most) >= 3_600,
                    "more than " + most + " in an hour");
        }
    }
}
