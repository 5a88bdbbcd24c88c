package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.comity.statement.Fuzz;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any header, of a client here and of a server that is asked: an answer, and a way on that is
 * another one than before. The tokens of pages belong to it: one that was bent is none.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TaxiiHeaderFuzzTest {
    private static final long BYTES_MAX = 1L << 28;
    private static final List<String> TYPES =
            Fuzz.corpus(TaxiiHeaderFuzzTest.class, "fuzz-headers.txt");
    private static final List<String> DATES =
            Fuzz.corpus(TaxiiHeaderFuzzTest.class, "fuzz-dates.txt");
    private static final List<String> PARTS =
            List.of(
                    "application/taxii+json",
                    ";",
                    "version",
                    "=",
                    "2.1",
                    "\"",
                    "\\",
                    ",",
                    "*/*",
                    "q=0",
                    " ",
                    "application/stix+json",
                    "\u00fc",
                    "/",
                    "*",
                    "q=0.",
                    "\t",
                    "\u0000",
                    "2.0");
    private static final List<String> TIMES =
            List.of(
                    "GMT",
                    "UTC",
                    "Z",
                    "+1800",
                    "-1200",
                    "9999",
                    "0000",
                    "Mon",
                    "Nov",
                    "31",
                    " ",
                    ":",
                    ".",
                    "T",
                    "-",
                    "(x)",
                    "1",
                    "2026-11-30T08:00:00Z",
                    "\u0660",
                    "\u00fc");
    private static final List<String> NEXT = List.of("", "a", "b", "\ud800", "&", "%00", " ");

    private final TaxiiServer server =
            new TaxiiServer(
                    new TaxiiServer.Words("A test", "", "comity", 1_000), Bytes.of(new byte[32]));
    private final MemoryApiRoot root =
            new MemoryApiRoot(new MemoryApiRoot.Shelves(), "one", List.of(MemoryApiRootTest.OWN));

    @Test
    void holdsForWhatWasFound() {
        TYPES.forEach(it -> Fuzz.each(1, BYTES_MAX, _ -> holdTypes(it, it)));
        for (String date : DATES) {
            for (Walk from : List.of(Walk.BEGIN, new Walk("2026-01-01T00:00:00Z", "a"))) {
                for (boolean more : List.of(true, false)) {
                    Fuzz.each(
                            1,
                            BYTES_MAX,
                            _ -> {
                                var _ = hold(from, new Walk.Page(1, more, "", date, ""));
                                var _ = hold(from, new Walk.Page(1, more, "", "", date));
                            });
                }
            }
        }
    }

    @Test
    void anyTypeGetsAnAnswer() {
        Fuzz.each(1_000, BYTES_MAX, random -> holdTypes(type(random), type(random)));
    }

    private static String type(RandomGenerator random) {
        return random.nextBoolean()
                ? Fuzz.bend(TYPES, PARTS, random)
                : Fuzz.some(PARTS, 12, random);
    }

    private void holdTypes(String accept, String contentType) throws IOException {
        for (String method : List.of("GET", "POST")) {
            var request =
                    new TaxiiRequest(
                            method,
                            "/taxii2/comity/collections/own/objects/",
                            Map.of("accept", accept, "content-type", contentType),
                            OptionalLong.empty(),
                            new ByteArrayInputStream(
                                    "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            TaxiiAnswer answer = server.answer(request, Optional.of(root), "Basic");
            assertTrue(List.of(200, 406, 415, 422).contains(answer.status()), accept);
            assertEquals(MediaType.TAXII_21, answer.headers().get("Content-Type"));
        }
    }

    /** What a server says on and on; a walk never goes back, and goes on by something new. */
    @Test
    void anyAnswerLeadsOnOrNowhere() {
        Fuzz.each(
                1_000,
                BYTES_MAX,
                random -> {
                    Walk walk = Walk.BEGIN;
                    boolean goesOn = true;
                    for (int left = 20; goesOn && left > 0; left--) {
                        var page =
                                new Walk.Page(
                                        random.nextInt(3),
                                        random.nextInt(4) > 0,
                                        Fuzz.any(NEXT, random),
                                        date(random),
                                        date(random));
                        Optional<Walk.Step> step = hold(walk, page);
                        goesOn = step.isPresent() && step.get().goesOn();
                        walk = step.map(Walk.Step::walk).orElse(walk);
                    }
                });
    }

    private static String date(RandomGenerator random) {
        return random.nextInt(3) > 0
                ? Fuzz.bend(DATES, TIMES, random)
                : Fuzz.some(TIMES, 8, random);
    }

    private static Optional<Walk.Step> hold(Walk from, Walk.Page page) {
        Checked<Walk.Step> step = from.after(page);
        assertEquals(step, from.after(page));
        step.optional()
                .ifPresent(it -> {
                    assertTrue(it.walk().addedAfter().compareTo(from.addedAfter()) >= 0);
                    assertTrue(!it.goesOn() || !it.walk().equals(from));
                    assertTrue(it.walk().query(7).startsWith("?"));
                });
        return step.optional();
    }

    /** Of a token no other spelling is taken either. */
    @Test
    void noBentTokenIsTaken() {
        var tokens = new PageToken(Bytes.of(new byte[32]));
        var walk = new PageToken.Walk("one", "own", "");
        Fuzz.each(
                1_000,
                BYTES_MAX,
                random -> {
                    long at = random.nextLong();
                    String token = tokens.write(walk, at);
                    assertEquals(OptionalLong.of(at), tokens.read(walk, token));
                    String bent =
                            Fuzz.bend(
                                    List.of(token), List.of("=", "A", "_", "-", "+", "/"), random);
                    assertTrue(bent.equals(token) || tokens.read(walk, bent).isEmpty(), bent);
                });
    }
}
