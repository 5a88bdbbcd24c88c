package org.comity.statement;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A STIX timestamp (STIX 2.1 section 3.2.1, RFC 3339 in UTC): any number of digits behind the
 * second.
 *
 * @param second since 1970-01-01T00:00:00Z
 * @param fraction digits behind the point without zeros at the end
 */
record StixTime(long second, String fraction) implements Comparable<StixTime> {
    /** 9999-12-31T23:59:59Z, the last that the format can say. */
    static final long SECOND_MAX = 253_402_300_799L;

    private static final int LENGTH_MAX = 64;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

    static Optional<StixTime> parse(String text) {
        int end = text.length() - 1;
        if (end < SHAPE.length()
                || end >= LENGTH_MAX
                || text.charAt(end) != 'Z'
                || !hasShape(text)) {
            return Optional.empty();
        }
        String tail = text.substring(SHAPE.length(), end);
        if (!tail.isEmpty()
                && (tail.length() == 1 || tail.charAt(0) != '.' || !isDigits(tail, 1))) {
            return Optional.empty();
        }
        return second(text).map(second -> new StixTime(second, withoutZeros(tail)));
    }

    /** With three digits behind the second, which STIX wants of created and modified. */
    static String print(long second) {
        if (second < 0 || second > SECOND_MAX) {
            throw new IllegalArgumentException("a STIX time lies between 1970 and 9999");
        }
        return Instant.ofEpochSecond(second).toString().replace("Z", ".000Z");
    }

    /** With as many digits as it takes. */
    static String printMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** Since 1970; what lies before it is 0, and digits behind the microsecond are cut off. */
    long micros() {
        String digits = fraction.length() > 6 ? fraction.substring(0, 6) : fraction;
        long part = digits.isEmpty() ? 0 : Long.parseLong(digits + "0".repeat(6 - digits.length()));
        return second < 0 ? 0 : second * 1_000_000 + part;
    }

    /** Negative when this one is earlier; exact to a microsecond within some hundred years. */
    double secondsSince(StixTime earlier) {
        return (double) (second - earlier.second) + part(fraction) - part(earlier.fraction);
    }

    private static double part(String digits) {
        return digits.isEmpty() ? 0 : Double.parseDouble("0." + digits);
    }

    private static Optional<Long> second(String text) {
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
            return Optional.empty();
        }
        YearMonth yearMonth = YearMonth.of(number(text, 0, 4), month);
        if (day < 1 || day > yearMonth.lengthOfMonth()) {
            return Optional.empty();
        }
        return Optional.of(
                LocalDateTime.of(yearMonth.getYear(), month, day, hour, minute, second)
                        .toEpochSecond(ZoneOffset.UTC));
    }

    private static boolean hasShape(String text) {
        for (int at = 0; at < SHAPE.length(); at++) {
            boolean fits =
                    SHAPE.charAt(at) == 'd'
                            ? isDigit(text.charAt(at))
                            : text.charAt(at) == SHAPE.charAt(at);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static boolean isDigits(String text, int from) {
        return text.chars().skip(from).allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String withoutZeros(String tail) {
        int end = tail.length();
        while (end > 1 && tail.charAt(end - 1) == '0') {
            end--;
        }
        return tail.isEmpty() ? "" : tail.substring(1, end);
    }

    @Override
    public int compareTo(StixTime other) {
        int order = Long.compare(second, other.second);
        return order != 0 ? order : fraction.compareTo(other.fraction);
    }
}
