package org.comity.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * How many requests a member made and got, for everybody: a bundle of a STIX note, which claims
 * nothing. docs/formats/request.md.
 *
 * @param second when it was said
 */
public record RequestCounts(MemberId member, long second, SortedMap<Of, Long> counts) {
    public static final int COUNTS_MAX = 4_096;

    static final String EXTENSION = "extension-definition--3bf6c781-05c0-4563-95dc-c67ea2747875";

    /** All versions of a note have one; nothing depends on it. */
    private static final String MADE = "2026-01-01T00:00:00.000Z";

    /**
     * What is counted.
     *
     * @param asked this member asked one of the country, else it was asked by one
     * @param kind as requests have it
     * @param outcome how it ended
     */
    public record Of(boolean asked, String kind, String country, String outcome)
            implements Comparable<Of> {
        public Of {
            if (!kind.matches("[a-z-]{1,32}")
                    || !outcome.matches("[a-z-]{1,32}")
                    || !country.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("not a kind, a country and an outcome");
            }
        }

        public String side() {
            return asked ? "asked" : "was-asked";
        }

        @Override
        public int compareTo(Of other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return side() + " " + country + " " + kind + " " + outcome;
        }
    }

    public RequestCounts {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        if (counts.isEmpty() || counts.size() > COUNTS_MAX) {
            throw new IllegalArgumentException("1 to 4,096 counts");
        }
    }

    public Bytes json(RandomGenerator random) {
        var rows = new ArrayList<Json>();
        var words = new StringBuilder();
        counts.forEach((of, count) -> {
            rows.add(
                    Json.Members.NONE
                            .with("side", of.side())
                            .with("kind", of.kind())
                            .with("country", of.country())
                            .with("outcome", of.outcome())
                            .with("count", count));
            words.append(of.key()).append(": ").append(count).append('\n');
        });
        Json.Members extension =
                Json.Members.NONE
                        .with("extension_type", "property-extension")
                        .with("counts", new Json.Array(rows));
        String identity = Bundles.identityId(member);
        Json.Members note =
                Json.Members.NONE
                        .with("type", "note")
                        .with("spec_version", "2.1")
                        .with("id", StixIds.named("note", "request-counts/" + member.name()))
                        .with("created_by_ref", identity)
                        .with("created", MADE)
                        .with("modified", StixTime.print(second))
                        .with("abstract", "Requests between members, counted")
                        .with("content", words.toString())
                        .with("object_refs", Json.Array.ofTexts(List.of(identity)))
                        .with(
                                "object_marking_refs",
                                StixObservables.markingRefs(Marking.of(Tlp.CLEAR)))
                        .with("extensions", Json.Members.NONE.with(EXTENSION, extension));
        return Json.Members.NONE
                .with("type", "bundle")
                .with("id", StixIds.random("bundle", random))
                .with(
                        "objects",
                        new Json.Array(
                                List.of(
                                        BundleWriter.identity(
                                                Bundles.identityId(member), member.name()),
                                        note)))
                .canonical();
    }

    /** The counts of this member in its bundle; refused where it holds none. */
    public static Checked<RequestCounts> parse(Bytes json, MemberId member, long second) {
        return Json.parseMembers(json).then(it -> read(it, member, second));
    }

    private static Checked<RequestCounts> read(Json.Members bundle, MemberId member, long second) {
        for (Json.Members object : members(bundle.at("objects"))) {
            if (object.at("extensions").orElse(new Json.Null()) instanceof Json.Members all
                    && all.at(EXTENSION).orElse(new Json.Null()) instanceof Json.Members counted) {
                return counts(counted).map(it -> new RequestCounts(member, second, it));
            }
        }
        return Checked.refused("no counts of requests", "/objects");
    }

    private static Checked<SortedMap<Of, Long>> counts(Json.Members counted) {
        var counts = new TreeMap<Of, Long>();
        List<Json.Members> rows = members(counted.at("counts"));
        for (Json.Members row : rows) {
            String side = row.text("side").orElse("");
            String kind = row.text("kind").orElse("");
            String country = row.text("country").orElse("");
            String outcome = row.text("outcome").orElse("");
            Optional<Long> count = row.whole("count").filter(it -> it >= 0);
            if (!side.matches("asked|was-asked")
                    || !kind.matches("[a-z-]{1,32}")
                    || !country.matches("[A-Z]{2}")
                    || !outcome.matches("[a-z-]{1,32}")
                    || count.isEmpty()) {
                return Checked.refused("not a count of requests", "/counts");
            }
            counts.put(new Of(side.equals("asked"), kind, country, outcome), count.get());
        }
        return counts.isEmpty() || rows.size() > COUNTS_MAX
                ? Checked.refused("1 to 4,096 counts", "/counts")
                : Checked.good(counts);
    }

    private static List<Json.Members> members(Optional<Json> array) {
        var members = new ArrayList<Json.Members>();
        if (array.orElse(new Json.Null()) instanceof Json.Array(List<Json> all)) {
            for (Json one : all) {
                if (one instanceof Json.Members object) {
                    members.add(object);
                }
            }
        }
        return members;
    }
}
