package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Any address and any header give an answer, and never one of the server's own failure. */
final class TaxiiQueryFuzzTest {
    private static final int CASES = 20_000;
    private static final List<String> PARTS =
            List.of(
                    "/",
                    "taxii2",
                    "comity",
                    "collections",
                    "own",
                    "objects",
                    "manifest",
                    "versions",
                    "status",
                    "?",
                    "&",
                    "=",
                    "match[type]",
                    "match%5Bversion%5D",
                    "added_after",
                    "limit",
                    "next",
                    "last",
                    "all",
                    "first",
                    ",",
                    "%",
                    "%2f",
                    "%00",
                    "%ff",
                    "..",
                    ";",
                    "1",
                    "-1",
                    "99999999999",
                    "2024-01-01T00:00:00Z",
                    "0000-00-00T00:00:00Z",
                    "9999-12-31T23:59:59.9999999999Z",
                    "indicator--",
                    "\u00fc",
                    "\ud800",
                    "indicator--7cce719b-9e52-4b48-a5fc-0205e16d4f8e",
                    "AAAA",
                    "[",
                    "]",
                    "+",
                    " ");
    private static final List<String> RANGES =
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
                    "/");

    private final MemoryApiRoot root =
            new MemoryApiRoot(new MemoryApiRoot.Shelves(), "one", List.of(MemoryApiRootTest.OWN));
    private final TaxiiServer server =
            new TaxiiServer(
                    new TaxiiServer.Words("A test", "", "comity", 1_000), Bytes.of(new byte[32]));

    @Test
    void anyAddressGetsAnAnswer() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            String target = "/taxii2/comity/collections/own/objects/?" + some(PARTS, random);
            target = random.nextBoolean() ? target : some(PARTS, random);
            String method = List.of("GET", "POST", "DELETE", "HEAD", "X").get(random.nextInt(5));
            Map<String, String> headers =
                    Map.of("accept", some(RANGES, random), "content-type", some(RANGES, random));
            var request =
                    new TaxiiRequest(
                            method,
                            target,
                            random.nextBoolean() ? headers : Map.of(),
                            OptionalLong.empty(),
                            InputStream.nullInputStream());
            TaxiiAnswer answer = server.answer(request, Optional.of(root), "Basic");
            assertTrue(answer.status() < 500, "seed " + seed + " " + target);
            assertEquals(MediaType.TAXII_21, answer.headers().get("Content-Type"));
            var out = new ByteArrayOutputStream();
            answer.body().write(out);
            if (out.size() > 0) {
                Json.parseMembers(Bytes.of(out.toByteArray())).orThrow();
            }
        }
    }

    private static String some(List<String> parts, Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    @Test
    void timesAreReadAsTheyAreWritten() {
        assertEquals(OptionalLong.of(0), TaxiiTime.parse("1970-01-01T00:00:00Z"));
        assertEquals("1970-01-01T00:00:00.000001Z", TaxiiTime.print(1));
        for (String wrong :
                List.of(
                        "",
                        "2024-01-01",
                        "2024-01-01T00:00:00",
                        "2024-02-30T00:00:00Z",
                        "2024-01-01T24:00:00Z",
                        "2024-01-01T00:00:60Z",
                        "2024-01-01T00:00:00.Z",
                        "2024-01-01T00:00:00+00:00",
                        "２024-01-01T00:00:00Z")) {
            assertTrue(TaxiiTime.parse(wrong).isEmpty(), wrong);
        }
        assertEquals(
                TaxiiTime.normal("2024-01-01T00:00:00Z"),
                TaxiiTime.normal("2024-01-01T00:00:00.000Z"));
    }
}
