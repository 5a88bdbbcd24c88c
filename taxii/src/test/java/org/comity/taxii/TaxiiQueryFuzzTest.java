package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.statement.Fuzz;
import org.comity.statement.Json;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any address gets an answer, and never one of the server's own failure; what it gives as next is
 * taken.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TaxiiQueryFuzzTest {
    private static final long BYTES_MAX = 1L << 28;
    private static final List<String> CORPUS =
            Fuzz.corpus(TaxiiQueryFuzzTest.class, "fuzz-queries.txt");
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
    private static final String COLLECTION = "/taxii2/comity/collections/own/";

    private final TaxiiServer server =
            new TaxiiServer(
                    new TaxiiServer.Words("A test", "", "comity", 1_000), Bytes.of(new byte[32]));

    @Test
    void holdsForWhatWasFound() {
        CORPUS.forEach(it -> Fuzz.each(1, BYTES_MAX, _ -> hold("GET", COLLECTION + it)));
    }

    @Test
    void anyAddressGetsAnAnswer() {
        Fuzz.each(
                1_000,
                BYTES_MAX,
                random -> {
                    String behind =
                            random.nextBoolean()
                                    ? Fuzz.bend(CORPUS, PARTS, random)
                                    : "objects/?" + Fuzz.some(PARTS, 12, random);
                    String target =
                            random.nextInt(8) > 0
                                    ? COLLECTION + behind
                                    : Fuzz.some(PARTS, 12, random);
                    hold(
                            Fuzz.any(List.of("GET", "GET", "POST", "DELETE", "HEAD", "X"), random),
                            target);
                });
    }

    private void hold(String method, String target) throws IOException {
        var root =
                new MemoryApiRoot(
                        new MemoryApiRoot.Shelves(), "one", List.of(MemoryApiRootTest.OWN));
        List<Json> objects =
                List.of(
                        TaxiiObjects.indicator("2024-01-01T00:00:00Z"),
                        TaxiiObjects.indicator("2016-02-21T05:01:01Z")
                                .with("id", "indicator--7cce719b-9e52-4b48-a5fc-0205e16d4f8e"),
                        TaxiiObjects.address("198.51.100.1"));
        Json envelope = Json.Members.NONE.with("objects", new Json.Array(objects));
        var _ =
                root.add(
                        MemoryApiRootTest.OWN.id(),
                        new ByteArrayInputStream(envelope.canonical().array()));
        Json.Members said = said(method, target, root);
        int pages = 0;
        Optional<String> next = said.text("next");
        while (method.equals("GET") && next.isPresent()) {
            said = said(method, goingOn(target, next.get()), root);
            assertTrue(said.at("http_status").isEmpty() && ++pages < 10, target);
            next = said.text("next");
        }
    }

    /** The same query with this next in place of the one that it had, however that was written. */
    private static String goingOn(String target, String next) {
        int query = target.indexOf('?') + 1;
        String others =
                query == 0
                        ? ""
                        : Stream.of(target.substring(query).split("&", -1))
                                .filter(it ->
                                        !Query.decoded(it.replaceFirst("=.*", ""))
                                                .equals(Optional.of("next")))
                                .collect(Collectors.joining("&"));
        return (query == 0 ? target + "?" : target.substring(0, query)) + others + "&next=" + next;
    }

    private Json.Members said(String method, String target, ApiRoot root) throws IOException {
        var request =
                new TaxiiRequest(
                        method,
                        target,
                        Map.of(),
                        OptionalLong.empty(),
                        InputStream.nullInputStream());
        TaxiiAnswer answer = server.answer(request, Optional.of(root), "Basic");
        assertTrue(answer.status() < 500, target);
        assertEquals(MediaType.TAXII_21, answer.headers().get("Content-Type"));
        var out = new ByteArrayOutputStream();
        answer.body().write(out);
        return out.size() == 0
                ? Json.Members.NONE
                : Json.parseMembers(Bytes.of(out.toByteArray())).orThrow();
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
