package org.comity.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.statement.StixFinding;
import org.comity.statement.StixFinding.Level;
import org.comity.statement.StixValidator;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/** What one file is worth as STIX 2.1, object by object; memory does not grow with the file. */
public final class StixFileCheck {
    /** Findings that are kept to be said one by one; all are counted. */
    public static final int FINDINGS_MAX = 10_000;

    /** What is longer must be a bundle or an envelope. */
    private static final int WHOLE_BYTES_MAX = StixBundleParser.OBJECT_BYTES_MAX;

    /**
     * What many findings have in common.
     *
     * @param first where the first of them is
     */
    public record Rule(Level level, String rule, String section, long times, String first) {
        private Rule again() {
            return new Rule(level, rule, section, times + 1, first);
        }
    }

    private final List<StixFinding> findings = new ArrayList<>();
    private final Map<List<String>, Rule> rules = new LinkedHashMap<>();
    private final Map<Level, Long> levels = new EnumMap<>(Level.class);
    private long objects;

    private StixFileCheck() {}

    /** A bundle, an envelope or one object; the caller closes the stream. */
    public static StixFileCheck of(InputStream in) throws IOException {
        var check = new StixFileCheck();
        byte[] start = in.readNBytes(WHOLE_BYTES_MAX + 1);
        Checked<Json> whole =
                start.length <= WHOLE_BYTES_MAX
                        ? Json.parse(Bytes.of(start))
                        : Checked.refused("too long to be one object", "");
        if (whole instanceof Checked.Good<Json>(Json value) && !isEnvelope(value)) {
            check.add(StixValidator.check(value));
            check.objects = elements(value).map(List::size).orElse(1);
        } else {
            check.stream(new SequenceInputStream(new ByteArrayInputStream(start), in));
        }
        return check;
    }

    /** TAXII 2.1, section 3.7: objects without a type around them. */
    private static boolean isEnvelope(Json value) {
        return value instanceof Json.Members members
                && members.at("type").isEmpty()
                && members.at("objects").isPresent();
    }

    private static Optional<List<Json>> elements(Json value) {
        return value instanceof Json.Members members
                        && members.byName().get("objects") instanceof Json.Array(List<Json> all)
                ? Optional.of(all)
                : Optional.empty();
    }

    private void stream(InputStream in) throws IOException {
        StixBundleParser parser = StixBundleParser.open(in);
        for (Optional<StixPiece> next = parser.next(); next.isPresent(); next = parser.next()) {
            StixPiece piece = next.get();
            String place = piece.number() == 0 ? "" : "/objects/" + (piece.number() - 1);
            objects++;
            add(
                    switch (piece.object()) {
                        case Checked.Good<Json.Members>(Json.Members object) ->
                                StixValidator.checkInBundle(object, place);
                        case Checked.Refused<Json.Members>(String why, String where) ->
                                List.of(new StixFinding(Level.UNUSABLE, place, why, where, "3"));
                    });
        }
    }

    private void add(List<StixFinding> found) {
        for (StixFinding one : found) {
            if (findings.size() < FINDINGS_MAX) {
                findings.add(one);
            }
            levels.merge(one.level(), 1L, Long::sum);
            rules.merge(
                    List.of(one.level().name(), one.rule(), one.section()),
                    new Rule(one.level(), one.rule(), one.section(), 1, one.where()),
                    (before, _) -> before.again());
        }
    }

    public long objects() {
        return objects;
    }

    /** Findings of this level. */
    public long count(Level level) {
        return levels.getOrDefault(level, 0L);
    }

    /** Whether nothing was found of this level or a worse one. */
    public boolean isGood(Level counts) {
        return levels.keySet().stream().noneMatch(it -> it.compareTo(counts) <= 0);
    }

    /** In the order of the file, {@link #FINDINGS_MAX} at most. */
    public List<StixFinding> findings() {
        return List.copyOf(findings);
    }

    /** The worst first, then what was met most often. */
    public List<Rule> byRule() {
        return rules.values().stream()
                .sorted(
                        Comparator.comparing(Rule::level)
                                .thenComparing(Comparator.comparingLong(Rule::times).reversed()))
                .toList();
    }
}
