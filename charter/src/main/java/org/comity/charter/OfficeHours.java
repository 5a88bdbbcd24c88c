package org.comity.charter;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a human is reached: {@code Mo-Fr/08:30-17:30,Sa/10:00-12:00;Europe/Amsterdam}. Days as
 * schema.org's openingHours has them. An end that is not after its beginning is on the next day.
 *
 * @param zone a name of the time zone database; which ones there are is not the charter's to know
 */
public record OfficeHours(List<Span> spans, String zone) {
    public static final int LENGTH_MAX = 96;

    private static final List<String> DAYS = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");
    private static final int DAY_MINUTES = 1_440;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<spans>[A-Za-z0-9:,/-]{14,80});(?<zone>[A-Za-z][A-Za-z0-9_+/-]{1,31})");
    private static final Pattern SPAN =
            Pattern.compile(
                    "(?<first>Mo|Tu|We|Th|Fr|Sa|Su)(-(?<last>Mo|Tu|We|Th|Fr|Sa|Su))?"
                            + "/(?<from>[0-9]{2}:[0-9]{2})-(?<to>[0-9]{2}:[0-9]{2})");

    /** Days from 0, Monday; minutes of the day. */
    record Span(int firstDay, int lastDay, int fromMinute, int toMinute) {
        boolean holds(int day, int minute) {
            boolean sameDay = within(day) && minute >= fromMinute;
            return toMinute > fromMinute
                    ? sameDay && minute < toMinute
                    : sameDay || (within(Math.floorMod(day - 1, 7)) && minute < toMinute);
        }

        private boolean within(int day) {
            return firstDay <= lastDay
                    ? day >= firstDay && day <= lastDay
                    : day >= firstDay || day <= lastDay;
        }

        private String text() {
            String days =
                    firstDay == lastDay
                            ? DAYS.get(firstDay)
                            : DAYS.get(firstDay) + "-" + DAYS.get(lastDay);
            return days + "/" + time(fromMinute) + "-" + time(toMinute);
        }

        private static String time(int minute) {
            return two(minute / 60) + ":" + two(minute % 60);
        }

        private static String two(int number) {
            return number < 10 ? "0" + number : String.valueOf(number);
        }
    }

    public OfficeHours {
        spans = List.copyOf(spans);
    }

    /** Empty unless it is spelled as {@link #text} would. */
    public static Optional<OfficeHours> parse(String text) {
        var shape = SHAPE.matcher(text);
        if (text.length() > LENGTH_MAX || !shape.matches()) {
            return Optional.empty();
        }
        var spans = new ArrayList<Span>();
        for (String part : shape.group("spans").split(",", -1)) {
            var span = SPAN.matcher(part);
            if (!span.matches()) {
                return Optional.empty();
            }
            int first = DAYS.indexOf(span.group("first"));
            String last = span.group("last");
            int from = minute(span.group("from"));
            int to = minute(span.group("to"));
            if (from < 0 || from == DAY_MINUTES || to < 0) {
                return Optional.empty();
            }
            spans.add(new Span(first, last == null ? first : DAYS.indexOf(last), from, to));
        }
        var hours = new OfficeHours(spans, shape.group("zone"));
        return Optional.of(hours).filter(it -> it.text().equals(text));
    }

    private static int minute(String time) {
        int hour = Integer.parseInt(time.substring(0, 2));
        int minute = Integer.parseInt(time.substring(3));
        int all = hour * 60 + minute;
        return minute < 60 && all <= DAY_MINUTES ? all : -1;
    }

    public String text() {
        return String.join(",", spans.stream().map(Span::text).toList()) + ";" + zone;
    }

    /** By the clock on the wall there. */
    public boolean isOpen(LocalDateTime there) {
        int day = there.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
        int minute = there.getHour() * 60 + there.getMinute();
        return spans.stream().anyMatch(it -> it.holds(day, minute));
    }
}
