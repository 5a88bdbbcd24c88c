package org.comity.node;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as people type them. */
final class Moment {
    private Moment() {}

    /** 2026-11-24T10:00:00Z, or a second since 1970; a short number is rather a year or a slip. */
    static long second(String typed, Common common) {
        if (typed.matches("[1-9][0-9]{8,10}")) {
            return Long.parseLong(typed);
        }
        try {
            return Instant.parse(typed).getEpochSecond();
        } catch (DateTimeParseException bad) {
            throw common.usage("not a time such as 2026-11-24T10:00:00Z: " + typed);
        }
    }
}
