package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class StixPatternTest {
    @Test
    void readsEqualityAndOrOfIt() {
        assertEquals(List.of("a"), texts("[url:value = 'a']"));
        assertEquals(
                List.of("a", "b", "c"),
                texts("[url:value='a'OR url:value=='b'] OR [url:value = 'c']"));
        assertEquals(
                List.of("a", "b", "c"),
                texts(" ( [ (url:value = 'a' OR (url:value\n=\t'b'))\r] OR([url:value = 'c']) ) "));
        assertEquals(List.of("a", "b"), texts("[url:value IN ('a', 'b')]"));
    }

    @Test
    void undoesTheTwoEscapesAndRefusesOthers() {
        assertEquals(List.of("it's a \\ here"), texts("[url:value = 'it\\'s a \\\\ here']"));
        assertEquals(List.of(), texts("[url:value = 'a\\n']"));
        assertEquals(List.of(), texts("[url:value = 'a\\']"));
    }

    @Test
    void readsQuotedPathsAndKnowsThatTheyAreNotOthers() {
        String hash = " = '" + "ab".repeat(32) + "'";
        for (String path :
                List.of("file:hashes.'SHA-256'", "file:'hashes.SHA-256'", "file:hashes[*]")) {
            assertEquals(List.of(path), paths("[" + path + hash + "]"));
        }
    }

    @Test
    void otherConstantsAreUnderstoodAndClaimNothing() {
        assertEquals(
                List.of("a"),
                texts(
                        "[x:a = 1 OR x:b = -4.5 OR x:c = true OR x:d = h'00' OR x:e = b'AA==' OR x:f = t'2026-01-01T00:00:00Z' OR url:value = 'a']"));
    }

    @Test
    void anyOtherConstructMakesThePatternClaimNothing() {
        for (String pattern :
                List.of(
                        "[url:value = 'a' AND url:value = 'b']",
                        "[url:value = 'a'] AND [url:value = 'b']",
                        "[url:value = 'a'] FOLLOWEDBY [url:value = 'b']",
                        "[url:value = 'a'] WITHIN 5 SECONDS",
                        "[url:value = 'a'] REPEATS 2 TIMES",
                        "[url:value = 'a'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
                        "[url:value != 'a']",
                        "[url:value NOT = 'a']",
                        "[NOT url:value = 'a']",
                        "[url:value LIKE 'a' OR url:value = 'b']",
                        "[url:value MATCHES 'a']",
                        "[url:value > 'a']",
                        "[EXISTS url:value]",
                        "[ipv4-addr:value ISSUBSET '10.0.0.0/8']",
                        "[url:value NOT IN ('a')]",
                        "[url:value = 'a' OR]",
                        "[url:value = 'a' or url:value = 'b']",
                        "[url:value = 'a' ORurl:value = 'b']",
                        "[url:value = 'a'",
                        "url:value = 'a'",
                        "[url:value = a]",
                        "[url:value = \"a\"]",
                        "[url.value = 'a']",
                        "[: = 'a']",
                        "[1url:value = 'a']",
                        "[url: = 'a']",
                        "[url:value[0 = 'a']",
                        "[url:value = 'a']]",
                        "[url:value = 'a'] x",
                        "[]",
                        "",
                        "()",
                        "(")) {
            assertEquals(List.of(), texts(pattern), pattern);
        }
    }

    @Test
    void boundsDepthCountAndLength() {
        assertEquals(1, texts("(".repeat(32) + "[url:value = 'a']" + ")".repeat(32)).size());
        assertEquals(List.of(), texts("(".repeat(33) + "[url:value = 'a']" + ")".repeat(33)));
        assertEquals(
                List.of(), texts("[" + "(".repeat(33) + "url:value = 'a'" + ")".repeat(33) + "]"));
        assertEquals(
                1_024,
                texts("[url:value = 'a'" + " OR url:value = 'a'".repeat(1_023) + "]").size());
        assertEquals(
                List.of(), texts("[url:value = 'a'" + " OR url:value = 'a'".repeat(1_024) + "]"));
        String close = "']";
        String open = "[file:name = 'x' OR domain-name:value = 'bad.net' OR file:name = '";
        String longest =
                open
                        + "a".repeat(PatternParser.LENGTH_MAX - open.length() - close.length())
                        + close;
        assertEquals(1, StixPattern.subjects(longest).size());
        assertEquals(List.of(), StixPattern.subjects(longest + " "));
    }

    @Test
    void writesWhatItReads() {
        List<Subject> subjects =
                List.of(
                        new Subject(SubjectKind.DOMAIN, "bad.net"),
                        new Subject(SubjectKind.ADDRESS, "198.51.100.7"),
                        new Subject(SubjectKind.ADDRESS, "2001:db8::1"),
                        new Subject(SubjectKind.URL, "http://bad.net/it's"),
                        new Subject(SubjectKind.MAIL_ADDRESS, "drop@bad.net"),
                        new Subject(SubjectKind.FILE, "ab".repeat(32)));
        assertEquals(subjects, StixPattern.subjects(StixPattern.of(subjects)));
    }

    @Test
    void patternsThatOthersCallInvalidClaimNothing() {
        for (var vector : vectors()) {
            String pattern = vector.get("pattern").asString();
            if (!vector.get("valid").asBoolean()) {
                assertEquals(List.of(), texts(pattern), pattern);
            }
        }
    }

    @Test
    void validPatternsOfEqualityAloneAreRead() {
        int read = 0;
        for (var vector : vectors()) {
            String pattern = vector.get("pattern").asString();
            boolean plain =
                    pattern.matches(
                            "\\[(domain-name|ipv4-addr|url):value ?= '[^']*'( OR (domain-name|ipv4-addr):value = '[^']*')*]");
            if (vector.get("valid").asBoolean() && plain) {
                assertTrue(!texts(pattern).isEmpty(), pattern);
                read++;
            }
        }
        assertTrue(read > 20, "patterns of equality alone: " + read);
    }

    private static JsonNode vectors() {
        return new ObjectMapper()
                .readTree(Shared.path("vectors/patterns/patterns_syntax.json").toFile());
    }

    private static List<String> texts(String pattern) {
        return StixPattern.equalities(pattern).stream()
                .flatMap(it -> it.constants().stream())
                .flatMap(it ->
                        it instanceof PatternConstant.Text(String text)
                                ? Stream.of(text)
                                : Stream.empty())
                .toList();
    }

    private static List<String> paths(String pattern) {
        return StixPattern.equalities(pattern).stream().map(it -> it.path().toString()).toList();
    }
}
