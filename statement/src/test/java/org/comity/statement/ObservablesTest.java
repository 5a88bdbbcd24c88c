package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class ObservablesTest {
    record Vector(String kind, String input, String expected) {}

    static List<Vector> vectors() {
        return new String(Resources.bytes("observables.csv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(fields -> new Vector(fields[0], unescape(fields[1]), fields[2]))
                .toList();
    }

    static String unescape(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                out.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    static SubjectKind kind(String word) {
        return Arrays.stream(SubjectKind.values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyVectorGivesItsCanonicalFormOrItsReason() {
        List<Vector> vectors = vectors();
        assertTrue(vectors.size() >= 250, "vectors: " + vectors.size());
        assertAll(
                vectors.stream()
                        .map(it -> () -> assertEquals(it.expected(), outcome(it), it.toString())));
    }

    private static String outcome(Vector vector) {
        boolean recognise = vector.kind().equals("recognise");
        Checked<Subject> found =
                recognise
                        ? Observables.recognise(vector.input())
                        : Observables.normalise(kind(vector.kind()), vector.input());
        return switch (found) {
            case Checked.Good<Subject>(Subject subject) ->
                    recognise ? subject.key() : subject.value();
            case Checked.Refused<Subject>(String why, String _) -> "!" + why;
        };
    }

    @Test
    void canonicalFormsAreTheirOwnCanonicalForm() {
        for (Vector vector : vectors()) {
            if (vector.expected().startsWith("!")) {
                continue;
            }
            boolean recognise = vector.kind().equals("recognise");
            String key = recognise ? vector.expected() : vector.kind() + ":" + vector.expected();
            int colon = key.indexOf(':');
            SubjectKind kind = kind(key.substring(0, colon));
            Subject subject = new Subject(kind, key.substring(colon + 1));
            assertEquals(subject, Observables.normalise(kind, subject.value()).orThrow());
            boolean single = kind == SubjectKind.DOMAIN && subject.value().indexOf('.') < 0;
            if (!single) {
                assertEquals(subject, Observables.recognise(subject.value()).orThrow());
            }
        }
    }

    @Test
    void refusesWhatIsJustAboveTheLimits() {
        String path = "a".repeat(UrlText.VALUE_MAX - "http://evil.com/".length());
        assertTrue(isGood(SubjectKind.URL, "http://evil.com/" + path));
        assertEquals("URL too long", why(SubjectKind.URL, "http://evil.com/" + path + "a"));
        String query = "a".repeat(UrlText.TEXT_MAX - "http://evil.com/?".length());
        assertTrue(isGood(SubjectKind.URL, "http://evil.com/?" + query));
        assertEquals("URL too long", why(SubjectKind.URL, "http://evil.com/?" + query + "a"));
        assertEquals(
                "value too long",
                Observables.recognise("a".repeat(UrlText.TEXT_MAX + 1))
                                instanceof Checked.Refused<Subject>(String why, String _)
                        ? why
                        : "");
        assertEquals("host too long", why(SubjectKind.DOMAIN, "a".repeat(HostText.TEXT_MAX + 1)));
        assertEquals("address too long", why(SubjectKind.ADDRESS, "1".repeat(Ip.TEXT_MAX + 1)));
    }

    private static boolean isGood(SubjectKind kind, String text) {
        return Observables.normalise(kind, text) instanceof Checked.Good<Subject>;
    }

    private static String why(SubjectKind kind, String text) {
        return Observables.normalise(kind, text)
                        instanceof Checked.Refused<Subject>(String why, String _)
                ? why
                : "";
    }

    @Test
    void hostOfUrlIsNameOrAddressWithoutPortAndBrackets() {
        assertEquals("domain:evil.com", host("http://evil.com:8080/x"));
        assertEquals("address:192.0.2.1", host("http://0xc0000201/"));
        assertEquals("address:2001:db8::1", host("https://[2001:db8::1]:8443/"));
        assertEquals("domain:intranet", host("http://intranet/"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Observables.host(new Subject(SubjectKind.DOMAIN, "evil.com")));
    }

    private static String host(String url) {
        return Observables.host(Observables.normalise(SubjectKind.URL, url).orThrow()).key();
    }
}
