package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Charter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints what one decision costs; measured by hand, never asserted. */
@Tag("long")
final class DecideSpeedTest {
    private static final int ROUNDS = 20_000;

    @Test
    void printsMicrosecondsOfOneDecision() {
        String[] countries = new String[20];
        for (int at = 0; at < countries.length; at++) {
            countries[at] = "D" + (char) ('A' + at % 6);
        }
        Charter charter = Made.charter(countries);
        Setting setting = Made.everybody(charter);
        measure("20 members, one root each, 10 roots", setting, claims(1));
        measure("20 members, 16 roots each", setting, claims(16));
        measure("one claim", setting, claims(1).subList(0, 1));
    }

    private static void measure(String what, Setting setting, List<StatedClaim> claims) {
        long best = Long.MAX_VALUE;
        int listed = 0;
        for (int batch = 0; batch < 5; batch++) {
            long start = cpu();
            for (int round = 0; round < ROUNDS / 5; round++) {
                Verdict verdict = Agreement.decide(Made.HOST, claims, setting, Made.FREE);
                listed += verdict.tier().isPresent() ? 1 : 0;
            }
            best = Math.min(best, (cpu() - start) / (ROUNDS / 5));
        }
        System.out.println(what + ": " + best + " ns");
        assertTrue(listed > 0);
    }

    /** Of this thread alone: other work on the machine does not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<StatedClaim> claims(int roots) {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 20; at++) {
            int[] numbers = new int[roots];
            for (int root = 0; root < roots; root++) {
                numbers[root] = (at / 2 + root) % 25;
            }
            claims.add(
                    at % 5 == 0
                            ? Say.analysed(Made.name(at), numbers)
                            : Say.seen(Made.name(at), numbers));
        }
        return claims;
    }
}
