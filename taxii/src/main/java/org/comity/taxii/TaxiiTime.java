package org.comity.taxii;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Timestamps of TAXII 2.1, section 2: RFC 3339 in UTC, written with exactly six digits. */
public final class TaxiiTime {
    private static final long MICROS = 1_000_000;
    private static final int DIGITS = 6;
    private static final int DIGITS_MAX = 40;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

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
        if (!hasShape(text)) {
            return OptionalLong.empty();
        }
        try {
            long second =
                    LocalDateTime.of(
                                    number(text, 0, 4),
                                    number(text, 5, 7),
                                    number(text, 8, 10),
                                    number(text, 11, 13),
                                    number(text, 14, 16),
                                    number(text, 17, 19))
                            .toEpochSecond(ZoneOffset.UTC);
            int micros = 0;
            for (int at = SHAPE.length() + 1; at <= SHAPE.length() + DIGITS; at++) {
                boolean isGiven = at < text.length() - 1;
                micros = 10 * micros + (isGiven ? text.charAt(at) - '0' : 0);
            }
            return OptionalLong.of(second * MICROS + micros);
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    /** By hand: each object that is added is read so, some four times. */
    private static boolean hasShape(String text) {
        int end = text.length() - 1;
        boolean isWhole = end == SHAPE.length();
        boolean fits =
                isWhole || (end > SHAPE.length() + 1 && end <= SHAPE.length() + 1 + DIGITS_MAX);
        if (!fits || text.charAt(end) != 'Z' || (!isWhole && text.charAt(SHAPE.length()) != '.')) {
            return false;
        }
        for (int at = 0; at < end; at++) {
            char wanted = at < SHAPE.length() ? SHAPE.charAt(at) : 'd';
            char is = text.charAt(at);
            boolean isPoint = at == SHAPE.length();
            if (!isPoint && (wanted == 'd' ? is < '0' || is > '9' : is != wanted)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /**
     * One spelling for each instant, however many zeros stood at its end; texts in it sort by time.
     * Empty for what is no timestamp.
     */
    public static Optional<String> normal(String text) {
        if (parse(text).isEmpty()) {
            return Optional.empty();
        }
        int end = text.length() - 1;
        while (end > SHAPE.length() + 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        return Optional.of(
                end == SHAPE.length() ? text.substring(0, end) + "." : text.substring(0, end));
    }
}
