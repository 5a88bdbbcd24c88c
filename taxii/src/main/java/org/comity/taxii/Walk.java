package org.comity.taxii;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comity.value.Checked;

/**
 * Where a client stands in somebody's collection (TAXII 2.1 sections 3.4 and 3.5), without sockets:
 * what to ask next, and what an answer leads to. It forgives what servers in use do: an empty
 * {@code next}, headers that hold {@code undefined} or the dates of JavaScript, none at all.
 *
 * @param addedAfter as {@link TaxiiTime} prints it; empty for everything
 * @param next what the server gave to go on with; empty at the begin of a walk
 */
public record Walk(String addedAfter, String next) {
    public static final Walk BEGIN = new Walk("", "");

    /** Where a server says no date at all, the next walk begins so much before this one did. */
    private static final long OVERLAP_MICROS = 300_000_000L;

    /** {@code Mon Nov 30 2026 08:00:00 GMT+0000 (Coordinated Universal Time)}. */
    private static final Pattern JAVASCRIPT =
            Pattern.compile(
                    "\\w{3} (\\w{3} \\d{2} \\d{4} \\d{2}:\\d{2}:\\d{2}) GMT([+-]\\d{4})( \\(.*\\))?");

    private static final DateTimeFormatter JAVASCRIPT_DATE =
            DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm:ss Z", Locale.ROOT);

    public Walk {
        if (!addedAfter.isEmpty() && TaxiiTime.parse(addedAfter).isEmpty()) {
            throw new IllegalArgumentException("not a timestamp: " + addedAfter);
        }
    }

    /**
     * What one page said.
     *
     * @param objects how many it had
     * @param next empty when it gave none
     * @param lastHeader X-TAXII-Date-Added-Last as it came; empty without one
     * @param dateHeader Date as it came (RFC 9110, section 6.6.1); empty without one
     */
    public record Page(
            long objects, boolean more, String next, String lastHeader, String dateHeader) {}

    /**
     * What an answer leads to.
     *
     * @param goesOn there is a next page to ask for
     */
    public record Step(Walk walk, boolean goesOn) {}

    /**
     * The query of the next request, with its question mark.
     *
     * @param limit 0: as many as the server likes
     */
    public String query(int limit) {
        var query = new StringBuilder();
        parameter(query, "added_after", addedAfter);
        parameter(query, "limit", limit == 0 ? "" : Integer.toString(limit));
        parameter(query, "next", next);
        return query.toString();
    }

    private static void parameter(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
            query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /** Refused when the server leads in a circle or does not say how to go on. */
    public Checked<Step> after(Page page) {
        Optional<String> last = micros(page.lastHeader()).flatMap(Walk::printed);
        if (!page.more()) {
            return Checked.good(new Step(new Walk(end(page, last), ""), false));
        }
        if (!page.next().isEmpty()) {
            return page.next().equals(next)
                    ? Checked.refused("the server gives the same page again", next)
                    : Checked.good(new Step(new Walk(addedAfter, page.next()), true));
        }
        return last.filter(it -> it.compareTo(addedAfter) > 0)
                .<Checked<Step>>map(it -> Checked.good(new Step(new Walk(it, ""), true)))
                .orElseGet(() ->
                        Checked.refused(
                                "the server has more and does not say how to ask for it", ""));
    }

    /** From where the next walk goes on. */
    private String end(Page page, Optional<String> last) {
        Optional<String> named = last;
        if (named.isEmpty() && page.objects() > 0) {
            named = micros(page.dateHeader()).flatMap(it -> printed(it - OVERLAP_MICROS));
        }
        return named.filter(it -> it.compareTo(addedAfter) > 0).orElse(addedAfter);
    }

    /** Empty beyond the years 0 to 9999, where a zone can lead. */
    private static Optional<String> printed(long micros) {
        String text = TaxiiTime.print(micros);
        return TaxiiTime.parse(text).isPresent() ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Long> micros(String header) {
        if (TaxiiTime.parse(header).isPresent()) {
            return Optional.of(TaxiiTime.parse(header).getAsLong());
        }
        Matcher javascript = JAVASCRIPT.matcher(header);
        try {
            ZonedDateTime time =
                    javascript.matches()
                            ? ZonedDateTime.parse(
                                    javascript.group(1) + " " + javascript.group(2),
                                    JAVASCRIPT_DATE)
                            : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(
                    time.withZoneSameInstant(ZoneOffset.UTC).toEpochSecond() * 1_000_000);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
