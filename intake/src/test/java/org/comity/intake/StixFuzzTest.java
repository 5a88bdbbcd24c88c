package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.comity.statement.Fuzz;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes come as STIX: told apart into objects and findings, twice the same, and soon. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class StixFuzzTest {
    private static final long BYTES_MAX = 1L << 30;

    private static final List<String> PIECES =
            List.of(
                    "\"",
                    "\\",
                    "[",
                    "]",
                    "{",
                    "}",
                    ",",
                    ":",
                    "null",
                    "true",
                    "1e999",
                    "-0",
                    "\\ud800",
                    "\\u0000",
                    "\"id\":",
                    "\"objects\":[",
                    "{\"objects\":[",
                    "[[[[[[[[",
                    "\u0000",
                    "\ufeff",
                    "9007199254740993",
                    "\"type\":\"bundle\",",
                    "\"granular_markings\":",
                    "\"extensions\":{",
                    "\"pattern\":\"[a:b = 1]\",",
                    "\"revoked\":true,",
                    "\"created\":\"2026-02-30T00:00:00Z\",",
                    "\"\":\"\",",
                    "-",
                    "0");

    private static final List<Bytes> OWN =
            Fuzz.corpus(StixFuzzTest.class, "fuzz-stix.txt").stream().map(Bytes::utf8).toList();
    private static final List<Bytes> CORPUS = corpus();
    private static final List<Json> TREES =
            CORPUS.stream().flatMap(it -> Json.parse(it).optional().stream()).toList();

    private static List<Bytes> corpus() {
        var all = new ArrayList<>(OWN);
        all.addAll(Fuzz.shared("vectors/stix"));
        return all.stream().filter(it -> it.length() < 100_000).toList();
    }

    @Test
    void holdsForWhatWasFound() {
        var read = new TreeMap<Boolean, Integer>();
        OWN.forEach(it -> Fuzz.each(1, BYTES_MAX, _ -> read.merge(hold(it), 1, Integer::sum)));
        assertTrue(read.size() == 2);
    }

    @Test
    void holdsForAnyBytes() {
        Fuzz.each(
                500,
                BYTES_MAX,
                random ->
                        hold(
                                random.nextBoolean()
                                        ? Bytes.of(
                                                Fuzz.bend(
                                                        Fuzz.any(CORPUS, random).array(),
                                                        PIECES,
                                                        random))
                                        : grown(Fuzz.any(TREES, random), random, 0).canonical()));
    }

    /** Whether it is JSON. */
    private static boolean hold(Bytes input) throws IOException {
        StixFileCheck check = StixFileCheck.of(new ByteArrayInputStream(input.array()));
        StixFileCheck again = StixFileCheck.of(new ByteArrayInputStream(input.array()));
        assertEquals(check.findings(), again.findings());
        assertTrue(check.findings().size() <= StixFileCheck.FINDINGS_MAX);
        List<StixPiece> pieces = pieces(input);
        assertTrue(pieces.size() <= input.length() + 1);
        Optional<Json> whole = Json.parse(input).optional();
        whole.ifPresent(it -> {
            assertEquals(it.canonical(), Json.parse(it.canonical()).orThrow().canonical());
            elements(it)
                    .ifPresent(objects ->
                            assertEquals(
                                    objects,
                                    pieces.stream()
                                            .map(piece -> read(piece).orElse(new Json.Null()))
                                            .toList()));
        });
        return whole.isPresent();
    }

    /** As a whole and piece by piece the same is read, where all are objects. */
    private static Optional<List<Json>> elements(Json whole) {
        return whole instanceof Json.Members members
                        && members.byName().get("objects") instanceof Json.Array(List<Json> all)
                        && all.stream().allMatch(Json.Members.class::isInstance)
                ? Optional.of(all)
                : Optional.empty();
    }

    private static Optional<Json> read(StixPiece piece) {
        return piece.object().optional().map(it -> it);
    }

    private static List<StixPiece> pieces(Bytes input) throws IOException {
        StixBundleParser parser = StixBundleParser.open(new ByteArrayInputStream(input.array()));
        var pieces = new ArrayList<StixPiece>();
        for (Optional<StixPiece> next = parser.next(); next.isPresent(); next = parser.next()) {
            pieces.add(next.get());
        }
        return pieces;
    }

    /** A tree in which parts of others stand. */
    private static Json grown(Json from, RandomGenerator random, int depth) {
        if (depth > 0 && random.nextInt(24) == 0) {
            return part(Fuzz.any(TREES, random), random);
        }
        return switch (from) {
            case Json.Members(var byName) -> {
                var grown = new TreeMap<String, Json>();
                byName.forEach((name, value) -> {
                    if (random.nextInt(40) > 0) {
                        grown.put(name, grown(value, random, depth + 1));
                    }
                });
                if (random.nextInt(8) == 0
                        && Fuzz.any(TREES, random) instanceof Json.Members(var other)) {
                    other.forEach((name, value) -> {
                        if (random.nextInt(3) == 0) {
                            grown.putIfAbsent(name, value);
                        }
                    });
                }
                yield new Json.Members(grown);
            }
            case Json.Array(List<Json> elements) ->
                    new Json.Array(
                            elements.stream().map(it -> grown(it, random, depth + 1)).toList());
            default -> from;
        };
    }

    private static Json part(Json of, RandomGenerator random) {
        Json at = of;
        for (int left = random.nextInt(4); left > 0; left--) {
            List<Json> below =
                    switch (at) {
                        case Json.Members(var byName) -> List.copyOf(byName.values());
                        case Json.Array(List<Json> elements) -> elements;
                        default -> List.of();
                    };
            at = below.isEmpty() ? at : Fuzz.any(below, random);
        }
        return at;
    }
}
