package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class PatternStreamTest {
    private static final String URL = Stix.id("url", 1);

    private static PatternStream stream(String... patterns) {
        SortedMap<String, String> named = new TreeMap<>();
        for (int at = 0; at < patterns.length; at++) {
            named.put("p" + at, patterns[at]);
        }
        PatternIndex index = PatternIndex.of(named);
        assertEquals(Map.of(), index.refused());
        return PatternStream.of(index, Long.MAX_VALUE);
    }

    /** A URL that was seen at a second. */
    private static List<PatternStream.Match> see(PatternStream stream, String value, int second) {
        return see(stream, value, second, 1);
    }

    private static List<PatternStream.Match> see(
            PatternStream stream, String value, int second, int times) {
        String time = StixTime.print(second);
        Json.Members observed =
                Json.Members.NONE
                        .with("type", "observed-data")
                        .with("id", "observed-data--" + second)
                        .with("first_observed", time)
                        .with("last_observed", time)
                        .with("number_observed", times)
                        .with("object_refs", Json.Array.ofTexts(List.of(URL)));
        Json.Members url = Json.Members.NONE.with("type", "url").with("value", value);
        return stream.take(observed, Map.of(URL, url), "line " + second).orThrow();
    }

    private static List<String> ids(List<PatternStream.Match> matches) {
        return matches.stream()
                .flatMap(it -> it.parts().stream())
                .map(PatternStream.Part::observed)
                .map(it -> it.replace("observed-data--", ""))
                .toList();
    }

    /** Of all observations together the vectors know the answer; here they come one by one. */
    @Test
    void matchesWhatOthersMatchHoweverItIsDivided() throws IOException {
        JsonNode vectors =
                new ObjectMapper()
                        .readTree(Shared.path("vectors/patterns/patterns_match.json").toFile());
        List<String> wrong = new ArrayList<>();
        int held = 0;
        for (JsonNode one : vectors.get("cases")) {
            PatternIndex index =
                    PatternIndex.of(new TreeMap<>(Map.of("it", one.get("pattern").asString())));
            var stream = PatternStream.of(index, Long.MAX_VALUE);
            boolean matched = false;
            for (JsonNode bundle :
                    vectors.get("observations").get(one.get("observations").asString())) {
                matched |= !takeAll(stream, bundle.toString()).isEmpty();
            }
            held += matched ? 1 : 0;
            boolean qualifiedTwice = one.get("id").asString().equals("m0241"); // 9.5.1
            if (!one.get("match").isNull()
                    && matched != one.get("match").asBoolean()
                    && !qualifiedTwice) {
                wrong.add(one.get("id").asString() + " " + one.get("pattern") + " " + matched);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(held > 150, held + " matched");
    }

    /** Names of those that matched. */
    static SortedSet<String> takeAll(PatternStream stream, String bundle) {
        Json.Members read = Json.parseMembers(Bytes.utf8(bundle)).orThrow();
        Map<String, Json.Members> byId = new LinkedHashMap<>();
        List<Json.Members> all =
                read.byName().get("objects") instanceof Json.Array(List<Json> objects)
                        ? objects.stream().map(Json.Members.class::cast).toList()
                        : List.of();
        all.forEach(it -> byId.putIfAbsent(it.text("id").orElse(""), it));
        SortedSet<String> names = new TreeSet<>();
        for (Json.Members one : all) {
            if (one.text("type").equals(Optional.of("observed-data"))) {
                stream.take(one, byId, "")
                        .optional()
                        .ifPresent(it -> it.forEach(match -> names.add(match.pattern())));
            }
        }
        return names;
    }

    @Test
    void saysWhatMatchedAndWhere() {
        PatternStream stream = stream("[url:value = 'a' OR url:value LIKE 'b%']");
        assertEquals(
                List.of(
                        new PatternStream.Match(
                                "p0",
                                List.of(
                                        new PatternStream.Part(
                                                "line 7",
                                                "observed-data--7",
                                                "1970-01-01T00:00:07.000Z",
                                                "1970-01-01T00:00:07.000Z",
                                                List.of(
                                                        new PatternStream.Hit(
                                                                URL, "url:value", "bc")))))),
                see(stream, "bc", 7));
        assertEquals(List.of(), see(stream, "c", 8));
    }

    @Test
    void aWindowAcrossObservationsIsTheTimesAndNotTheOrderOfComing() {
        PatternStream stream =
                stream("([url:value = 'a'] FOLLOWEDBY [url:value = 'b']) WITHIN 60 SECONDS");
        assertEquals(List.of(), see(stream, "b", 100));
        assertEquals(List.of(), see(stream, "a", 30));
        assertEquals(List.of("100", "50"), ids(see(stream, "a", 50)));
        assertEquals(List.of(), see(stream, "b", 20), "before any a but one too early");
        assertEquals(List.of("30", "90"), ids(see(stream, "b", 90)));
    }

    @Test
    void whatSatisfiedAPatternIsUsedUp() {
        PatternStream stream = stream("[url:value = 'a'] REPEATS 3 TIMES");
        var told = new ArrayList<String>();
        for (int second = 1; second <= 7; second++) {
            told.addAll(ids(see(stream, "a", second)));
        }
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), told);
        assertEquals(List.of("8"), ids(see(stream, "a", 8, 3)).subList(1, 2));
    }

    /** Someone who tries passwords, slowly and then fast, among thousands who do not. */
    @Test
    void manyThatAreTooSlowCostNoChoicesAndHideNobody() {
        PatternStream stream = stream("([url:value = 'a'] REPEATS 20 TIMES) WITHIN 60 SECONDS");
        int second = 0;
        for (int at = 0; at < 5_000; at++) {
            second += 10;
            assertEquals(List.of(), see(stream, "a", second));
        }
        assertEquals(5_000 - PatternStream.WAITING_MAX, stream.forgotten());
        // Of the slow ones five are within a minute of the fifteenth.
        for (int at = 1; at < 15; at++) {
            assertEquals(List.of(), ids(see(stream, "a", second + at)), at + "");
        }
        assertEquals(20, ids(see(stream, "a", second + 15)).size());
        assertEquals(0, stream.undecided());
    }

    @Test
    void whatWaitsIsBoundedAndTheOldestGoesFirst() {
        PatternStream stream = stream("[url:value = 'a'] AND [url:value = 'b']");
        for (int second = 0; second < PatternStream.WAITING_MAX + 5; second++) {
            assertEquals(List.of(), see(stream, "a", second));
        }
        assertEquals(5, stream.forgotten());
        assertEquals(List.of("5", "2000"), ids(see(stream, "b", 2_000)));
    }

    @Test
    void ofManyPatternsTheOneThatNothingCameToForLongestForgets() {
        var patterns = new ArrayList<String>();
        for (int at = 0; at < 30; at++) {
            patterns.add("[url:value LIKE 'a%02d%%'] AND [url:value = 'b']".formatted(at));
        }
        PatternStream stream = stream(patterns.toArray(String[]::new));
        for (int at = 0; at < 30; at++) {
            for (int second = 0; second < 1_000; second++) {
                assertEquals(List.of(), see(stream, "a%02d".formatted(at), second));
            }
        }
        assertEquals(10_000, stream.forgotten());
        assertEquals(20, see(stream, "b", 2_000).size());
    }

    @Test
    void whatTakesTooMuchInAllIsUndecided() {
        PatternIndex index =
                PatternIndex.of(new TreeMap<>(Map.of("it", "[url:value MATCHES '^a+$']")));
        var stream = PatternStream.of(index, 10_000);
        for (int at = 0; at < 20; at++) {
            var _ = see(stream, "a".repeat(50), at);
        }
        assertTrue(stream.undecided() > 0 && stream.undecided() < 20, "" + stream.undecided());
    }

    @Test
    void anObservationWithoutTimesIsRefused() {
        Json.Members observed = Json.Members.NONE.with("type", "observed-data");
        assertEquals(
                "without first_observed and last_observed",
                stream("[url:value = 'a']").take(observed, Map.of(), "").toString());
    }
}
