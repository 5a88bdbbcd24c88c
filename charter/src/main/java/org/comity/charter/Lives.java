package org.comity.charter;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.comity.statement.SubjectKind;

/**
 * How long claims hold by kind of subject, where a charter says otherwise than the defaults.
 *
 * @param hours 1 to {@value #HOURS_MAX}
 */
public record Lives(SortedMap<SubjectKind, Integer> hours) {
    public static final Lives DEFAULT = new Lives(new TreeMap<>());

    /** Ten years. */
    public static final int HOURS_MAX = 87_600;

    private static final Pattern ONE = Pattern.compile("([a-z-]{1,16}):([1-9][0-9]{0,4})");

    public Lives {
        hours = Collections.unmodifiableSortedMap(new TreeMap<>(hours));
        if (hours.values().stream().anyMatch(it -> it < 1 || it > HOURS_MAX)) {
            throw new IllegalArgumentException("a life is 1 hour to ten years");
        }
    }

    /** Empty where the default holds. */
    public Optional<Duration> of(SubjectKind kind) {
        return Optional.ofNullable(hours.get(kind)).map(Duration::ofHours);
    }

    /** {@code address:24,domain:336}, or a hyphen. */
    String text() {
        return hours.isEmpty()
                ? "-"
                : hours.entrySet().stream()
                        .map(it -> it.getKey().word() + ":" + it.getValue())
                        .collect(Collectors.joining(","));
    }

    /** Takes any order; the charter's one spelling is checked as a whole. */
    public static Optional<Lives> parse(String text) {
        Map<SubjectKind, Integer> hours = new TreeMap<>();
        if (text.equals("-")) {
            return Optional.of(DEFAULT);
        }
        for (String part : text.split(",", -1)) {
            Matcher one = ONE.matcher(part);
            Optional<SubjectKind> kind =
                    one.matches()
                            ? Arrays.stream(SubjectKind.values())
                                    .filter(it -> it.word().equals(one.group(1)))
                                    .findFirst()
                            : Optional.empty();
            if (kind.isEmpty() || Integer.parseInt(one.group(2)) > HOURS_MAX) {
                return Optional.empty();
            }
            if (hours.put(kind.get(), Integer.parseInt(one.group(2))) != null) {
                return Optional.empty(); // which of the two is meant?
            }
        }
        return Optional.of(new Lives(new TreeMap<>(hours)));
    }
}
