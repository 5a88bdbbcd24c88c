package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the pattern and whatever was observed: read or refused, matched or given up, soon and in
 * little memory, and by the index as one by one.
 */
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
final class PatternFuzzTest {
    private static final long BYTES_MAX = 1L << 30;
    private static final List<String> CORPUS =
            Fuzz.corpus(PatternFuzzTest.class, "fuzz-patterns.txt");
    private static final List<String> PIECES =
            List.of(
                    "'",
                    "\\",
                    "[",
                    "]",
                    "(",
                    ")",
                    ",",
                    ":",
                    ".",
                    "*",
                    "=",
                    "!=",
                    " OR ",
                    " AND ",
                    " NOT ",
                    " IN ",
                    " LIKE ",
                    " MATCHES ",
                    " ISSUBSET ",
                    " ISSUPERSET ",
                    "EXISTS ",
                    " FOLLOWEDBY ",
                    " REPEATS 3 TIMES",
                    " WITHIN 9 SECONDS",
                    "t'2026-01-01T00:00:00Z'",
                    "h'00'",
                    "b'AA=='",
                    "[*]",
                    "[0]",
                    "{1000}",
                    "{2,9}",
                    "%",
                    "_",
                    "1e999",
                    "-0",
                    "\u0000",
                    "x:value",
                    "x:knows_refs[*]",
                    ".self_ref",
                    "\ud800",
                    "(|a)*",
                    "\\Q",
                    "[[:alpha:]]");
    private static final List<String> PATHS =
            List.of(
                    "x:value",
                    "x:long",
                    "x:count",
                    "x:knows_refs[*].value",
                    "x:self_ref.value",
                    "x:self_ref.knows_refs[*].knows_refs[*].value",
                    "url:value",
                    "file:name_hex",
                    "file:name_bin",
                    "x:list[*]",
                    "x:list[0]",
                    "x:list[*][*]",
                    "file:hashes.'SHA-256'",
                    "x:flag",
                    "x:seen",
                    "ipv4-addr:value",
                    "x:none",
                    "ipv4-addr:belongs_to_refs[*].x_value");
    private static final List<String> CONSTANTS =
            List.of(
                    "'a'",
                    "'b'",
                    "''",
                    "'198.51.100.7'",
                    "'198.51.100.0/24'",
                    "'2001:db8::/32'",
                    "1",
                    "-0",
                    "2.5",
                    "true",
                    "false",
                    "h'61'",
                    "b'YQ=='",
                    "t'2026-01-01T00:00:00Z'",
                    "'%'",
                    "'_%a'",
                    "'\\\\'",
                    "'\u212a'");
    private static final List<String> OPERATORS =
            List.of("=", "!=", "<", ">", "<=", ">=", "LIKE", "ISSUBSET", "ISSUPERSET");
    private static final List<String> REGEX =
            List.of(
                    "a",
                    "b",
                    ".",
                    "[ab]",
                    "[^]a]",
                    "(",
                    ")",
                    "(?:",
                    "|",
                    "*",
                    "+",
                    "?",
                    "{2}",
                    "{0,30}",
                    "{40,}",
                    "\\\\d",
                    "\\\\pL",
                    "\\\\x{61}",
                    "^",
                    "$",
                    "\\\\b",
                    "\\\\Q",
                    "\\\\E",
                    "[[:word:]]",
                    "(?i)",
                    "-",
                    "]",
                    "}",
                    "{");

    @Test
    void holdsForWhatWasFound() {
        var found = new TreeMap<String, Boolean>();
        CORPUS.forEach(
                it -> Fuzz.each(1, BYTES_MAX, random -> found.put(it, hold(it, observed(random)))));
        assertTrue(found.containsValue(true) && found.containsValue(false));
    }

    @Test
    void holdsForAnyPattern() {
        Fuzz.each(
                300,
                BYTES_MAX,
                random -> {
                    String pattern =
                            random.nextBoolean()
                                    ? Fuzz.bend(CORPUS, PIECES, random)
                                    : random.nextInt(4) > 0
                                            ? pattern(random, 3)
                                            : Fuzz.some(PIECES, 30, random);
                    hold(pattern, observed(random));
                });
    }

    /** Whether it could be read. */
    private static boolean hold(String pattern, List<Observation> observed) {
        Checked<ObservationExpression> parsed = PatternParser.parse(pattern);
        assertEquals(parsed, PatternParser.parse(pattern));
        assertTrue(StixPattern.subjects(pattern).size() <= PatternParser.COMPARISONS_MAX);
        StixPattern.things(pattern);
        PatternIndex index = PatternIndex.of(new TreeMap<>(Map.of("it", pattern)));
        Checked<PatternMatcher> matcher = parsed.then(PatternMatcher::of);
        assertEquals(matcher.optional().isPresent(), index.refused().isEmpty());
        Optional<Boolean> oneByOne = matcher.then(it -> it.matches(observed)).optional();
        boolean found = index.matching(observed).contains("it");
        // What is given up over all of them may be found among those that can match.
        oneByOne.ifPresent(it -> assertEquals(it, found));
        return parsed instanceof Checked.Good;
    }

    /** A law of its own: what was counted before compiling is what it takes. */
    @Test
    void expressionsAreNeverLargerThanCounted() {
        Fuzz.each(
                10_000,
                BYTES_MAX,
                random -> {
                    String regex = Fuzz.some(REGEX, 16, random).replace("\\\\", "\\");
                    LinearRegex.compile(regex)
                            .ifPresent(it -> {
                                assertTrue(it.programSize() <= LinearRegex.SIZE_MAX + 4, regex);
                                it.matcher("aab-b1".repeat(20)).find();
                            });
                });
    }

    private static String pattern(RandomGenerator random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return "[" + comparison(random, 2) + "]";
        }
        String one = pattern(random, depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> "(" + one + " AND " + pattern(random, depth - 1) + ")";
            case 1 -> "(" + one + " OR " + pattern(random, depth - 1) + ")";
            case 2 -> "(" + one + " FOLLOWEDBY " + pattern(random, depth - 1) + ")";
            case 3 -> "(" + one + ") REPEATS " + (1 + random.nextInt(4)) + " TIMES";
            case 4 -> "(" + one + ") WITHIN " + random.nextInt(40) + " SECONDS";
            case 5 -> one + " START t'2026-01-01T00:00:05Z' STOP t'2026-01-01T00:00:30Z'";
            default -> one;
        };
    }

    private static String comparison(RandomGenerator random, int depth) {
        String one = test(random);
        if (depth == 0 || random.nextBoolean()) {
            return one;
        }
        String joined = random.nextBoolean() ? " AND " : " OR ";
        return "(" + one + joined + comparison(random, depth - 1) + ")";
    }

    private static String test(RandomGenerator random) {
        String path = Fuzz.any(PATHS, random);
        return switch (random.nextInt(8)) {
            case 0 -> "EXISTS " + path;
            case 1 -> path + " MATCHES '" + Fuzz.some(REGEX, 8, random) + "'";
            case 2 ->
                    path
                            + " IN ("
                            + Fuzz.any(CONSTANTS, random)
                            + ", "
                            + Fuzz.any(CONSTANTS, random)
                            + ")";
            case 3 -> path + " NOT = " + Fuzz.any(CONSTANTS, random);
            default -> path + " " + Fuzz.any(OPERATORS, random) + " " + Fuzz.any(CONSTANTS, random);
        };
    }

    /** Of each kind some, in circles. */
    private static List<Observation> observed(RandomGenerator random) {
        var objects = new ArrayList<String>();
        int count = 1 + random.nextInt(6);
        for (int at = 0; at < count; at++) {
            String time = "2026-01-01T00:00:%02dZ".formatted(5 * at);
            objects.add(
                    """
                    {"type":"observed-data","id":"%s","number_observed":%d,"first_observed":"%s","last_observed":"%s","object_refs":["x--0","x--1","url--0","file--0","ipv4-addr--0"]}\
                    """
                            .formatted(
                                    Stix.id("observed-data", at),
                                    1 + random.nextInt(1_000),
                                    time,
                                    time));
        }
        for (int at = 0; at < 2; at++) {
            objects.add(
                    """
                    {"type":"x","id":"x--%d","value":"%s","long":"%s","count":%s,"flag":%s,"seen":"2026-01-01T00:00:00Z","self_ref":"x--%d",\
                    "knows_refs":["x--0","x--1","url--0"],"list":[1,"a",[true,null,["b"]],{"value":"a"}]}\
                    """
                            .formatted(
                                    at,
                                    random.nextBoolean() ? "a" : "b",
                                    "a".repeat(random.nextInt(20_000)),
                                    random.nextBoolean() ? "-0.0" : "2.5",
                                    random.nextBoolean(),
                                    random.nextInt(2)));
        }
        objects.add("{\"type\":\"url\",\"id\":\"url--0\",\"value\":\"http://a/\u212a\u0000\"}");
        objects.add(
                "{\"type\":\"file\",\"id\":\"file--0\",\"name_hex\":\"61\",\"name_bin\":\"YQ==\",\"hashes\":{\"SHA-256\":\"a\"}}");
        objects.add(
                "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--0\",\"value\":\"198.51.100.7\",\"belongs_to_refs\":[\"x--0\"]}");
        return Observation.of(
                Json.parseMembers(
                                Bytes.utf8(
                                        Stix.bundle(objects.toArray(String[]::new))
                                                .replace("\u0000", "\\u0000")))
                        .orThrow());
    }
}
