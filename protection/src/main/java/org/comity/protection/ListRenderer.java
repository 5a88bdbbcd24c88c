package org.comity.protection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lists as plain text, docs/formats/list.md: equal inputs give equal bytes, in whatever order they
 * come.
 */
public final class ListRenderer {
    static final String WITHHELD = "reason withheld by its marking";

    private ListRenderer() {}

    /**
     * The listings that hold at the header's second.
     *
     * @param mayShowReason false where the marking of the evidence hides why
     */
    public static String plainText(
            ListHeader header, Collection<Listing> listings, Predicate<Listing> mayShowReason) {
        List<Listing> holding =
                listings.stream()
                        .filter(it -> it.holdsAt(header.asOfSecond()))
                        .sorted(Comparator.comparing(Listing::subject))
                        .toList();
        List<Listing> fitting =
                holding.stream().filter(it -> PlainText.isField(it.subject().value())).toList();
        var lines = head(header);
        lines.add("# value\tkind\tlevel\ttier\tclass\tsince\tuntil\treason");
        fitting.forEach(it -> lines.add(line(it, mayShowReason.test(it))));
        if (fitting.size() < holding.size()) {
            lines.add("# left out, no plain text value: " + (holding.size() - fitting.size()));
        }
        return ended(lines, fitting.size());
    }

    /** An empty list that says so: withdrawing must never list anybody (RFC 6471). */
    public static String withdrawn(ListHeader header, String note) {
        var lines = head(header);
        lines.add("# withdrawn: " + PlainText.ascii(note));
        return ended(lines, 0);
    }

    private static List<String> head(ListHeader header) {
        var lines = new ArrayList<String>();
        lines.add("# comity list, version 1");
        lines.add("# scope: " + header.scope());
        lines.add("# charter: " + header.charter().hex());
        lines.add("# guard set: " + header.guardSet().hex());
        lines.add("# as of: " + utc(header.asOfSecond()));
        return lines;
    }

    private static String line(Listing listing, boolean showReason) {
        return String.join(
                "\t",
                listing.subject().value(),
                listing.subject().kind().word(),
                listing.level().word(),
                listing.tier().word(),
                listing.abuse().word(),
                utc(listing.sinceSecond()),
                utc(listing.untilSecond()),
                showReason ? PlainText.ascii(listing.reason()) : WITHHELD);
    }

    /** The last line tells a reader that nothing was cut off. */
    private static String ended(List<String> lines, int count) {
        lines.add("# end, listings: " + count);
        return String.join("\n", lines) + "\n";
    }

    private static String utc(long second) {
        return Instant.ofEpochSecond(second).toString();
    }
}
