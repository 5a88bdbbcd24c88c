package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class PatternIndexTest {
    private static final List<String> VALUES =
            List.of("a", "b", "c", "d", "aaaaab", "bbbbbbbb", "198.51.100.7", "198.51.100.128/25");
    private static final List<String> TYPES = List.of("ipv4-addr", "url", "person");

    /** The index leaves out nothing and adds nothing, whatever the patterns. */
    @Test
    void findsWhatMatchingOneByOneFinds() {
        Seeds.each(
                400,
                random -> {
                    SortedMap<String, String> patterns = new TreeMap<>();
                    for (int at = 0; at < 30; at++) {
                        patterns.put("p" + at, pattern(random, 2));
                    }
                    Json.Members bundle = bundle(random);
                    List<Observation> observations = Observation.of(bundle);
                    SortedSet<String> oneByOne = new TreeSet<>();
                    patterns.forEach((name, pattern) -> {
                        boolean matches =
                                PatternParser.parse(pattern)
                                        .then(PatternMatcher::of)
                                        .then(it -> it.matches(observations))
                                        .optional()
                                        .orElse(false);
                        if (matches) {
                            oneByOne.add(name);
                        }
                    });
                    PatternIndex index = PatternIndex.of(patterns);
                    assertEquals(oneByOne, index.matching(bundle));
                    assertEquals(
                            oneByOne,
                            PatternStreamTest.takeAll(
                                    PatternStream.of(index, Long.MAX_VALUE),
                                    bundle.canonical().utf8()));
                });
    }

    @Test
    void saysWhichPatternsCannotBeMatchedAndWhy() {
        SortedMap<String, String> patterns = new TreeMap<>();
        patterns.put("back", "[url:value MATCHES '(a)\\\\1']");
        patterns.put("open", "[url:value = 'a'");
        patterns.put("good", "[url:value = 'a']");
        PatternIndex index = PatternIndex.of(patterns);
        assertEquals(List.of("back", "open"), List.copyOf(index.refused().keySet()));
        assertTrue(index.refused().get("back").startsWith("a regular expression beyond"));
    }

    /** Ends in bounded time where each choice leads to many others. */
    @Test
    void refusesAPatternOfTooManyChoices() {
        String bracket = "[url:value LIKE '%']";
        String pattern = "(" + (bracket + " AND ").repeat(11) + bracket + ") WITHIN 0.5 SECONDS";
        List<Observation> observations = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            StixTime time = new StixTime(at * 10L, "");
            observations.add(
                    new Observation(
                            time,
                            time,
                            1,
                            new TreeMap<>(
                                    java.util.Map.of(
                                            "url--1",
                                            Json.Members.NONE
                                                    .with("type", "url")
                                                    .with("value", "a")))));
        }
        assertEquals(
                "over 1000000 choices of observations",
                PatternParser.parse(pattern)
                        .then(PatternMatcher::of)
                        .then(it -> it.matches(observations))
                        .toString());
    }

    private static String pattern(RandomGenerator random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return "[" + comparison(random, TYPES.get(random.nextInt(TYPES.size())), 2) + "]";
        }
        String one = pattern(random, depth - 1);
        String other = pattern(random, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + one + " AND " + other + ")";
            case 1 -> "(" + one + " OR " + other + ")";
            case 2 -> "(" + one + " FOLLOWEDBY " + other + ")";
            case 3 -> "(" + one + ") REPEATS 2 TIMES";
            default -> "(" + one + ") WITHIN 15 SECONDS";
        };
    }

    private static String comparison(RandomGenerator random, String type, int depth) {
        if (depth > 0 && random.nextBoolean()) {
            return "("
                    + comparison(random, type, depth - 1)
                    + (random.nextBoolean() ? " AND " : " OR ")
                    + comparison(random, type, depth - 1)
                    + ")";
        }
        String value = VALUES.get(random.nextInt(4));
        return switch (random.nextInt(10)) {
            case 6 -> type + ":value LIKE '%" + value.repeat(4) + "_%'";
            case 7 -> type + ":value MATCHES '^" + value + "?x*" + value.repeat(5) + "{1,2}[ab]?'";
            case 8 ->
                    type
                            + ":value ISSUBSET '198.51.100."
                            + random.nextInt(256)
                            + "/"
                            + (24 + random.nextInt(9))
                            + "'";
            case 9 -> type + ":value MATCHES '(" + value + "|b).*" + value + "$'";
            case 0 -> type + ":value IN ('" + value + "', 'b')";
            case 1 -> type + ":value != '" + value + "'";
            case 2 -> type + ":knows_refs[*].value = '" + value + "'";
            case 3 -> type + ":count = " + random.nextInt(3);
            case 4 -> type + ":value NOT LIKE '" + value + "%'";
            default -> type + ":value = '" + value + "'";
        };
    }

    private static Json.Members bundle(RandomGenerator random) {
        var objects = new ArrayList<String>();
        for (int at = 0; at < 6; at++) {
            String type = TYPES.get(random.nextInt(TYPES.size()));
            String time = "2026-01-01T00:00:" + (10 + 5 * at) + "Z";
            String id = Stix.id(type, at);
            objects.add(
                    """
                    {"type":"observed-data","id":"%s","number_observed":%d,"first_observed":"%s","last_observed":"%s","object_refs":["%s","%s"]}\
                    """
                            .formatted(
                                    Stix.id("observed-data", at),
                                    1 + random.nextInt(2),
                                    time,
                                    time,
                                    id,
                                    Stix.id("url", 99)));
            objects.add(
                    """
                    {"type":"%s","id":"%s","value":"%s","count":%d,"knows_refs":["%s"]}\
                    """
                            .formatted(
                                    type,
                                    id,
                                    VALUES.get(random.nextInt(VALUES.size())),
                                    random.nextInt(3),
                                    Stix.id("url", 99)));
        }
        objects.add(
                """
                {"type":"url","id":"%s","value":"%s"}\
                """
                        .formatted(Stix.id("url", 99), VALUES.get(random.nextInt(VALUES.size()))));
        return Json.parseMembers(Bytes.utf8(Stix.bundle(objects.toArray(String[]::new)))).orThrow();
    }
}
