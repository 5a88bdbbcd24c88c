package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Every type of section 6 of STIX 2.1 with the ways to hide one value under two spellings. */
final class ObservableVectorsTest {
    /**
     * @param kind a kind of observables, "object" for a STIX object, "typed" for what a person
     *     types
     */
    record Vector(String kind, String input, String expected) {
        boolean isRefused() {
            return expected.startsWith("!");
        }
    }

    static final Set<String> SCOS =
            Set.of(
                    "artifact",
                    "autonomous-system",
                    "directory",
                    "domain-name",
                    "email-addr",
                    "email-message",
                    "file",
                    "ipv4-addr",
                    "ipv6-addr",
                    "mac-addr",
                    "mutex",
                    "network-traffic",
                    "process",
                    "software",
                    "url",
                    "user-account",
                    "windows-registry-key",
                    "x509-certificate");

    static List<Vector> vectors(String resource) {
        return new String(Resources.bytes(resource), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t", -1))
                .map(fields ->
                        new Vector(
                                fields[0],
                                ObservablesTest.unescape(fields[1]),
                                ObservablesTest.unescape(fields[2])))
                .toList();
    }

    @Test
    void everySpellingGivesItsOneFormOrItsReason() {
        List<Vector> vectors = vectors("all-observables.csv");
        assertTrue(vectors.size() >= 300, "vectors: " + vectors.size());
        assertAll(
                vectors.stream()
                        .map(it -> () -> assertEquals(it.expected(), outcome(it), it.toString())));
    }

    @Test
    void everyWayToDefangAValueIsUndone() {
        List<Vector> vectors = vectors("defanged.csv");
        assertTrue(vectors.size() >= 100, "vectors: " + vectors.size());
        assertAll(
                vectors.stream()
                        .map(it -> () -> assertEquals(it.expected(), outcome(it), it.toString())));
    }

    private static String outcome(Vector vector) {
        return switch (vector.kind()) {
            case "object" -> keys(object(vector.input()));
            case "typed" -> keys(Observables.readings(vector.input()));
            case "recognise" ->
                    keys(Observables.recognise(vector.input()).map(List::<Traceable>of));
            default -> {
                ObservableKind kind = ObservableKind.ofWord(vector.kind()).orElseThrow();
                yield switch (Observables.normalise(kind, vector.input())) {
                    case Checked.Good<Observable>(Observable good) -> good.value();
                    case Checked.Refused<Observable>(String why, String _) -> "!" + why;
                };
            }
        };
    }

    private static String keys(Checked<List<Traceable>> things) {
        return switch (things) {
            case Checked.Good<List<Traceable>>(List<Traceable> all) -> keys(all);
            case Checked.Refused<List<Traceable>>(String why, String _) -> "!" + why;
        };
    }

    private static String keys(List<Traceable> things) {
        return things.stream().map(Traceable::key).collect(Collectors.joining(" | "));
    }

    /** The last of several is read; the others are there to be referred to. */
    private static List<Traceable> object(String json) {
        var all = (Json.Array) Json.parse(Bytes.utf8("[" + json + "]")).orThrow();
        Map<String, Json.Members> byId = new TreeMap<>();
        for (Json one : all.elements()) {
            var object = (Json.Members) one;
            byId.put(object.text("id").orElse(""), object);
        }
        return ObservableReader.read(
                (Json.Members) all.elements().getLast(), id -> Optional.ofNullable(byId.get(id)));
    }

    @Test
    void noTypeIsLeftOut() {
        var types = new HashSet<String>();
        for (Vector vector : vectors("all-observables.csv")) {
            if (vector.kind().equals("object") && !vector.expected().isEmpty()) {
                String last =
                        vector.input().substring(vector.input().lastIndexOf("\"type\":\"") + 8);
                types.add(last.substring(0, last.indexOf('"')));
            }
        }
        assertEquals(SCOS, types);
        var kinds = vectors("all-observables.csv").stream().map(Vector::kind).toList();
        for (ObservableKind kind : ObservableKind.values()) {
            assertTrue(kinds.contains(kind.word()), kind.word());
        }
    }

    @Test
    void canonicalFormsAreTheirOwnCanonicalForm() {
        for (Observable it : canonical()) {
            assertEquals(Checked.good(it), Observables.normalise(it.kind(), it.value()));
            assertEquals(Optional.of(it), Observable.ofKey(it.key()));
            assertEquals(Checked.good(List.of(it)), Observables.readings(it.key()));
        }
    }

    @Test
    void asObjectTheyAreValidAndReadBack() {
        for (Observable it : canonical()) {
            Json.Members object = StixObservables.of(it);
            assertEquals(
                    List.of(),
                    StixValidator.check(object).stream()
                            .filter(finding -> finding.level() != StixFinding.Level.WARNING)
                            .toList(),
                    it.key());
            if (it.kind() != ObservableKind.NETWORK_TRAFFIC) {
                assertEquals(it, ObservableReader.read(object).getFirst());
            }
        }
    }

    private static List<Observable> canonical() {
        return vectors("all-observables.csv").stream()
                .filter(it -> !it.isRefused())
                .filter(it -> ObservableKind.ofWord(it.kind()).isPresent())
                .map(it ->
                        new Observable(
                                ObservableKind.ofWord(it.kind()).orElseThrow(), it.expected()))
                .distinct()
                .toList();
    }
}
