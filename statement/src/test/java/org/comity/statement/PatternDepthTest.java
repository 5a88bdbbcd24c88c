package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who writes a pattern or an observation must not take a reader's stack. */
final class PatternDepthTest {
    private static final String ONE = "[file:name = 'a']";

    @Test
    void refusesAChainThatWouldTakeTheStack() {
        String chain = String.join(" FOLLOWEDBY ", Collections.nCopies(1_000, ONE));
        assertTrue(PatternParser.parse(chain).optional().isEmpty());
        String longest =
                String.join(
                        " FOLLOWEDBY ", Collections.nCopies(PatternParser.FOLLOWED_MAX + 1, ONE));
        ObservationExpression read = PatternParser.parse(longest).orThrow();
        assertEquals(PatternParser.FOLLOWED_MAX + 1, PatternMatcher.tests(read).size());
    }

    @Test
    void manyBracketsAreMatchedAndMoreEndTheSearch() {
        String many = String.join(" AND ", Collections.nCopies(400, ONE));
        assertEquals(true, matches(many, seen(400)));
        assertEquals(false, matches(many, seen(399)));
        PatternMatcher most = matcher(String.join(" AND ", Collections.nCopies(1_024, ONE)));
        assertTrue(most.matches(List.of(seen(1_024))).optional().isEmpty());
    }

    @Test
    void endsASearchThatWouldTakeTheStack() {
        assertEquals(true, matches(ONE + " REPEATS 900 TIMES", seen(999_999)));
        PatternMatcher matcher = matcher(ONE + " REPEATS 999999 TIMES");
        assertTrue(matcher.matches(List.of(seen(999_999))).optional().isEmpty());
    }

    @Test
    void minusZeroIsZero() {
        assertEquals(true, matches("[file:size = 0]", seen(1)));
        var index = PatternIndex.of(new TreeMap<>(Map.of("zero", "[file:size = 0]")));
        assertEquals(1, index.matching(List.of(seen(1))).size());
    }

    private static boolean matches(String pattern, Observation observation) {
        return matcher(pattern).matches(List.of(observation)).orThrow();
    }

    private static PatternMatcher matcher(String pattern) {
        return PatternParser.parse(pattern).then(PatternMatcher::of).orThrow();
    }

    private static Observation seen(long times) {
        StixTime at = StixTime.parse("2026-01-01T00:00:00Z").orElseThrow();
        var file =
                new Json.Members(
                        new TreeMap<>(
                                Map.of(
                                        "type", new Json.Text("file"),
                                        "name", new Json.Text("a"),
                                        "size", new Json.Numeral(-0.0))));
        return new Observation(at, at, times, Map.of("0", file));
    }
}
