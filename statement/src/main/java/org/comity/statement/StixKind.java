package org.comity.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a property may hold: the data types of STIX 2.1 section 2, as stix-2.1.txt names them. */
sealed interface StixKind {
    enum Plain implements StixKind {
        TEXT,
        FLAG,
        TIME,
        HEX,
        BINARY,
        URI,
        LANGUAGE,
        ID,
        HASHES,
        DICTIONARY,
        CONTAINER,
        EXTENSIONS,
        CONTENTS,
        ANY
    }

    /** Section 2.10; both bounds are allowed. */
    record Whole(double least, double most) implements StixKind {}

    /** Section 2.6. */
    record Decimal(double least, double most) implements StixKind {}

    /** Section 2.12. */
    record ListOf(StixKind of) implements StixKind {}

    /** A dictionary whose values all are of one kind. */
    record MapOf(StixKind of) implements StixKind {}

    /** Section 2.9, an identifier of something else: names of types, or SDO, SCO, SRO, ANY. */
    record Ref(List<String> to) implements StixKind {
        public Ref {
            to = List.copyOf(to);
        }
    }

    /** Section 2.14: values should come from the words. */
    record Open(StixSchema.Words words) implements StixKind {}

    /** Section 2.4: no other values. */
    record Closed(StixSchema.Words words) implements StixKind {}

    /** A value with properties of its own, by the name of its part. */
    record Part(String name) implements StixKind {}

    static StixKind parse(String text, Map<String, StixSchema.Words> words) {
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        String inside = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
        return switch (name) {
            case "whole" -> new Whole(bound(inside, 0), bound(inside, 1));
            case "number" -> new Decimal(bound(inside, 0), bound(inside, 1));
            case "list" -> new ListOf(parse(inside, words));
            case "map" -> new MapOf(parse(inside, words));
            case "ref" -> new Ref(List.of(inside.split("\\|")));
            case "open" -> new Open(Objects.requireNonNull(words.get(inside)));
            case "closed" -> new Closed(Objects.requireNonNull(words.get(inside)));
            case "part" -> new Part(inside);
            default -> Plain.valueOf(name.toUpperCase(Locale.ROOT));
        };
    }

    private static double bound(String range, int at) {
        String[] bounds = range.split(",", -1);
        boolean given = at < bounds.length && !bounds[at].isEmpty();
        if (given) {
            return Double.parseDouble(bounds[at]);
        }
        return at == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
