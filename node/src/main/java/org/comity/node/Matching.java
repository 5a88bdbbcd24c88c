package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.comity.intake.ObservedObjects;
import org.comity.intake.StixSequence;
import org.comity.statement.Json.Members;
import org.comity.statement.PatternIndex;
import org.comity.statement.PatternStream;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Checked;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was seen, held against patterns as it is read: matches and refusals are told at once. */
final class Matching {
    private final MatchPatterns patterns;
    private final PatternIndex index;
    private final PatternStream stream;
    private final ObservedObjects observed;
    private final Consumer<ObjectNode> teller;
    private final Set<String> matched = new HashSet<>();
    private String file = "";
    private long objects;
    private long observations;
    private long refused;
    private long incomplete;
    private long matches;

    /**
     * @param stepsMax comparisons of characters in all
     * @param bytesMax of objects that wait for what refers to them
     * @param teller takes {@code {"match": ...}} and {@code {"refused": ...}}
     */
    Matching(MatchPatterns patterns, long stepsMax, long bytesMax, Consumer<ObjectNode> teller) {
        this.patterns = patterns;
        this.index = patterns.index();
        this.stream = PatternStream.of(index, stepsMax);
        this.observed = new ObservedObjects(bytesMax, this::take);
        this.teller = teller;
    }

    /** A pattern goes on from one file to the next; what an observation refers to does not. */
    void read(String file, InputStream in) throws IOException {
        this.file = file;
        StixSequence sequence = StixSequence.open(in);
        for (var next = sequence.next(); next.isPresent(); next = sequence.next()) {
            objects++;
            switch (next.get().object()) {
                case Checked.Refused<Members> why -> refuse(next.get().place(), why.toString());
                case Checked.Good<Members>(Members object) ->
                        observed.take(next.get().within(), next.get().place(), object);
            }
        }
        observed.finish();
    }

    private void refuse(String place, String why) {
        refused++;
        ObjectNode one = Json.object();
        one.putObject("refused").put("file", file).put("place", place).put("why", why);
        teller.accept(one);
    }

    private void take(ObservedObjects.Observed one) {
        observations++;
        incomplete += one.isWhole() ? 0 : 1;
        String place =
                one.place() + "\n" + file; // a file's name may have line ends, a place has none
        switch (stream.take(one.observed(), one.objects(), place)) {
            case Checked.Refused<?> why -> refuse(one.place(), why.toString());
            case Checked.Good<java.util.List<PatternStream.Match>>(var found) ->
                    found.forEach(this::tell);
        }
    }

    private void tell(PatternStream.Match match) {
        matches++;
        matched.add(match.pattern());
        MatchPatterns.Named its = patterns.named(match.pattern());
        ObjectNode one = Json.object();
        ObjectNode json = one.putObject("match");
        json.put("indicator", its.id()).put("name", its.name());
        json.put("pattern", patterns.pattern(match.pattern()));
        json.put("from", its.file() + ", " + its.place());
        json.put("valid", match.parts().stream().allMatch(it -> isValid(its, it)));
        ArrayNode seen = json.putArray("observed");
        match.parts().forEach(it -> seen.add(json(it)));
        teller.accept(one);
    }

    private static ObjectNode json(PatternStream.Part part) {
        String[] place = part.place().split("\n", 2);
        ObjectNode json =
                Json.object()
                        .put("observed_data", part.observed())
                        .put("file", place[1])
                        .put("place", place[0])
                        .put("first_observed", part.firstObserved())
                        .put("last_observed", part.lastObserved());
        ArrayNode objects = json.putArray("objects");
        for (PatternStream.Hit hit : part.hits()) {
            ObjectNode object = objects.addObject().put("object", hit.object());
            if (!hit.path().isEmpty()) {
                object.put("path", hit.path()).put("value", hit.value());
            }
        }
        return json;
    }

    /** Whether it was seen while its indicator holds, or possibly so. */
    private static boolean isValid(MatchPatterns.Named its, PatternStream.Part part) {
        OptionalLong from = TaxiiTime.parse(its.from());
        OptionalLong until = TaxiiTime.parse(its.until());
        return (from.isEmpty()
                        || TaxiiTime.parse(part.lastObserved()).orElse(0) >= from.getAsLong())
                && (until.isEmpty()
                        || TaxiiTime.parse(part.firstObserved()).orElse(0) < until.getAsLong());
    }

    boolean isAnyMatched() {
        return matches > 0;
    }

    /** Whether all was read and decided, so that no match is no match. */
    boolean isWhole() {
        return !patterns.isAnyRefused()
                && refused + incomplete + stream.undecided() + stream.forgotten() == 0;
    }

    ObjectNode summary() {
        ObjectNode json = Json.object();
        json.set("patterns", patterns.summary(index));
        json.put("objects", objects)
                .put("observed", observations)
                .put("refused", refused)
                .put("incomplete", incomplete)
                .put("matches", matches)
                .put("patterns_matched", matched.size())
                .put("undecided", stream.undecided())
                .put("forgotten", stream.forgotten());
        return json;
    }
}
