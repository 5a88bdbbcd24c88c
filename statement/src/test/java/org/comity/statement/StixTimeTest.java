package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StixTimeTest {
    @Test
    void readsAsJavaDoesAndPrintsWhatItReads() {
        Seeds.each(
                5_000,
                random -> {
                    long second = random.nextLong(StixTime.SECOND_MAX + 1);
                    String text = StixTime.print(second);
                    assertEquals(second, StixTime.parse(text).orElseThrow().second());
                    assertEquals(second, Instant.parse(text).getEpochSecond());
                });
    }

    @Test
    void takesAnyNumberOfDigitsAndOrdersByThem() {
        assertEquals(Optional.of(new StixTime(0, "")), StixTime.parse("1970-01-01T00:00:00.000Z"));
        assertEquals(
                Optional.of(new StixTime(0, "12345678901")),
                StixTime.parse("1970-01-01T00:00:00.12345678901Z"));
        List<String> ascending =
                List.of(
                        "1969-12-31T23:59:59.9Z",
                        "1970-01-01T00:00:00Z",
                        "1970-01-01T00:00:00.05Z",
                        "1970-01-01T00:00:00.1Z",
                        "1970-01-01T00:00:00.1000000001Z",
                        "1970-01-01T00:00:01Z");
        for (int at = 1; at < ascending.size(); at++) {
            StixTime before = StixTime.parse(ascending.get(at - 1)).orElseThrow();
            assertTrue(
                    before.compareTo(StixTime.parse(ascending.get(at)).orElseThrow()) < 0,
                    ascending.get(at));
        }
    }

    @Test
    void refusesOtherForms() {
        for (String text :
                List.of(
                        "",
                        "Z",
                        "2026-01-01T00:00:00",
                        "2026-01-01T00:00:00z",
                        "2026-01-01t00:00:00Z",
                        "2026-01-01 00:00:00Z",
                        "2026-01-01T00:00Z",
                        "2026-01-01T00:00:00.Z",
                        "2026-01-01T00:00:00+00:00",
                        "2026-02-29T00:00:00Z",
                        "2026-13-01T00:00:00Z",
                        "2026-00-01T00:00:00Z",
                        "2026-01-00T00:00:00Z",
                        "2026-01-32T00:00:00Z",
                        "2026-01-01T24:00:00Z",
                        "2026-01-01T00:60:00Z",
                        "2026-01-01T00:00:60Z",
                        "2026-01-01T00:00:00.1.2Z",
                        "2026-01-01T00:00:00,1Z",
                        "+026-01-01T00:00:00Z",
                        "2026-01-01T00:00:00.\u0661Z",
                        "\u0662026-01-01T00:00:00Z",
                        "2026-01-01T00:00:00." + "1".repeat(60) + "Z")) {
            assertEquals(Optional.empty(), StixTime.parse(text), text);
        }
        assertTrue(StixTime.parse("2024-02-29T00:00:00Z").isPresent());
    }
}
