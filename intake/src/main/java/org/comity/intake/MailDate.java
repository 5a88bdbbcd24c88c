package org.comity.intake;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/** A date-time of RFC 5322, section 3.3, with the obsolete zones of section 4.3. */
final class MailDate {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    /** Hours; other names of zones are too ambiguous to be believed. */
    private static final Map<String, Integer> ZONES =
            Map.of(
                    "ut", 0, "gmt", 0, "utc", 0, "z", 0, "est", -5, "edt", -4, "cst", -6, "cdt", -5,
                    "pst", -8, "pdt", -7);

    private MailDate() {}

    /** Seconds since 1970; empty when the text is no date of this form. */
    static OptionalLong second(String text) {
        var words = new StringTokenizer(text.toLowerCase(Locale.ROOT), " \t\r\n,");
        if (words.countTokens() < 5) {
            return OptionalLong.empty();
        }
        String day = words.nextToken();
        if (!Character.isDigit(day.charAt(0))) {
            day = words.nextToken();
        }
        String month = words.nextToken();
        String year = words.hasMoreTokens() ? words.nextToken() : "";
        String time = words.hasMoreTokens() ? words.nextToken() : "";
        String zone = words.hasMoreTokens() ? words.nextToken() : "";
        return second(List.of(day, month, year), time.split(":", 4), zone);
    }

    private static OptionalLong second(List<String> date, String[] time, String zone) {
        int month = MONTHS.indexOf(date.get(1)) + 1;
        OptionalLong offset = offset(zone);
        if (month == 0 || time.length < 2 || time.length > 3 || offset.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            int second = time.length == 3 ? number(time[2]) : 0;
            // A leap second is the last second of its minute here.
            LocalDateTime local =
                    LocalDateTime.of(
                            year(date.get(2)),
                            month,
                            number(date.get(0)),
                            number(time[0]),
                            number(time[1]),
                            Math.min(second, 59));
            return OptionalLong.of(local.toEpochSecond(ZoneOffset.UTC) - offset.getAsLong());
        } catch (DateTimeException | NumberFormatException noDate) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong offset(String zone) {
        if (zone.matches("[+-][0-9]{4}")) {
            int hours = number(zone.substring(1, 3));
            int minutes = number(zone.substring(3));
            long seconds = hours * 3600L + minutes * 60L;
            return OptionalLong.of(zone.charAt(0) == '-' ? -seconds : seconds);
        }
        Integer hours = ZONES.get(zone);
        return hours == null ? OptionalLong.empty() : OptionalLong.of(hours * 3600L);
    }

    /** Two digits mean 1950 to 2049 (RFC 5322, section 4.3). */
    private static int year(String text) {
        int year = number(text);
        if (text.length() == 2) {
            return year < 50 ? 2000 + year : 1900 + year;
        }
        return text.length() == 3 ? 1900 + year : year;
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            throw new NumberFormatException("not 1 to 4 digits");
        }
        return Integer.parseInt(digits);
    }
}
