package org.comity.taxii;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Timestamps of TAXII 2.1, section 2: RFC 3339 in UTC, written with exactly six digits. */
public final class TaxiiTime {
    private static final long MICROS = 1_000_000;
    private static final int DIGITS = 6;
    private static final Pattern SHAPE =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,40}))?Z");

    private TaxiiTime() {}

    /** Since 1970, in microseconds. */
    public static String print(long micros) {
        long second = Math.floorDiv(micros, MICROS);
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                Math.floorMod(micros, MICROS));
    }

    /**
     * Microseconds since 1970, any number of digits taken; what is finer is cut off, so that
     * "strictly after" still means the same among whole microseconds. Empty for anything else.
     */
    public static OptionalLong parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        try {
            long second = LocalDateTime.parse(parts.group(1)).toEpochSecond(ZoneOffset.UTC);
            String digits = Optional.ofNullable(parts.group(2)).orElse("");
            String micros = (digits + "0".repeat(DIGITS)).substring(0, DIGITS);
            return OptionalLong.of(second * MICROS + Integer.parseInt(micros));
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    /**
     * One spelling for each instant, however many zeros stood at its end; texts in it sort by time.
     * Empty for what is no timestamp.
     */
    public static Optional<String> normal(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches() || parse(text).isEmpty()) {
            return Optional.empty();
        }
        String digits = Optional.ofNullable(parts.group(2)).orElse("").replaceAll("0+$", "");
        return Optional.of(parts.group(1) + "." + digits);
    }
}
