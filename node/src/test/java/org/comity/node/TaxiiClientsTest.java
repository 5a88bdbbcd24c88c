package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Json;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that widespread clients send, header by header, and what they need of an answer. */
final class TaxiiClientsTest {
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static TaxiiNode node;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        node = TaxiiNode.start(folder);
        for (int at = 1; at <= 120; at += 40) {
            var objects = new ArrayList<String>();
            for (int number = at; number < at + 40; number++) {
                objects.add(tool(number));
            }
            assertEquals(202, post(TAXII, String.join(",", objects)).status());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private static TaxiiTarget.Ask misp(String path) {
        String login = TaxiiTarget.base64("one:" + TaxiiNode.PASSWORD);
        return node.target()
                .inRoot(path)
                .login("")
                .header("Authorization", "basic " + login)
                .header("Content-type", TAXII)
                .header("User-Agent", "MISP 2.5.1");
    }

    private static TaxiiTarget.Got post(String type, String objects) throws IOException {
        return node.target().in("objects/").post(type, "{\"objects\":[" + objects + "]}");
    }

    private static String own(String path) {
        return "collections/" + node.collection("own") + "/" + path;
    }

    /** It shows a missing list as an error, writes its scheme small and sends an empty next. */
    @Test
    void mispExploresACollection() throws IOException {
        TaxiiTarget.Got collections = misp("collections/").get();
        assertEquals(200, collections.status());
        assertTrue(collections.texts("collections", "id").contains(node.collection("own")));
        TaxiiTarget.Got first = misp(own("objects/?limit=50&next=")).get();
        assertEquals(200, first.status(), first.body().utf8());
        List<String> ids = new ArrayList<>(first.texts("objects", "id"));
        assertEquals(50, ids.size());
        String next = first.json().text("next").orElseThrow();
        TaxiiTarget.Got second =
                misp(own("objects/?limit=50&next=" + TaxiiTarget.encoded(next))).get();
        ids.addAll(second.texts("objects", "id"));
        assertEquals(100, ids.stream().distinct().count());
        TaxiiTarget.Got one = misp(own("objects/" + id(7) + "/")).get();
        assertEquals(List.of(id(7)), one.texts("objects", "id"));
    }

    /** By the OASIS client: root, collection, envelopes, no waiting for the status. */
    @Test
    void mispPushesAllOfItAgainAndAgain() throws IOException {
        TaxiiTarget.Got root = misp("").get();
        assertTrue(root.json().whole("max_content_length").orElse(0L) > 0);
        TaxiiTarget.Got collection = misp(own("")).get();
        assertEquals(Optional.of(new Json.Flag(true)), collection.json().at("can_write"));
        long stated = size();
        for (int time = 0; time < 3; time++) {
            TaxiiTarget.Got answer = post("application/taxii+json;version=2.1", tool(1));
            assertEquals(202, answer.status());
            assertTrue(answer.header("content-type").orElse("").contains("version=2.1"));
            for (String count : List.of("success_count", "failure_count", "pending_count")) {
                assertTrue(answer.json().whole(count).isPresent(), count);
            }
            String status = answer.json().text("id").orElseThrow();
            assertEquals(200, misp("status/" + status).get().status());
            assertEquals(200, misp("status/" + status + "/").get().status());
        }
        assertEquals(stated, size(), "nothing is stated twice");
    }

    private static long size() {
        return node.node().desk().logs().own().tree().size();
    }

    /** It cuts zeros, as many as there are, and needs next wherever there is more. */
    @Test
    void theClientOfOasisPagesToTheEnd() throws IOException {
        assertEquals(200, misp(own("objects/?added_after=2016-01-01T00:00:00.5Z")).get().status());
        var ids = new ArrayList<String>();
        String with = "";
        while (true) {
            TaxiiTarget.Got page = misp(own("objects/?limit=7&match%5Btype%5D=tool" + with)).get();
            ids.addAll(page.texts("objects", "id"));
            boolean more = page.json().at("more").equals(Optional.of(new Json.Flag(true)));
            assertEquals(more, page.json().text("next").isPresent());
            if (!more) {
                break;
            }
            with = "&next=" + TaxiiTarget.encoded(page.json().text("next").orElseThrow());
        }
        assertEquals(ids.size(), ids.stream().distinct().count());
        assertTrue(ids.containsAll(List.of(id(1), id(60), id(120))));
    }

    /** One page a tick, without a limit; then from the last date, which it cuts to milliseconds. */
    @Test
    void openctiReadsEachObjectOnce() throws IOException {
        String bearer = "Bearer two.no-such";
        assertEquals(
                401,
                node.target()
                        .in("objects/")
                        .login("")
                        .header("Authorization", bearer)
                        .get()
                        .status());
        String start = "objects/?added_after=2020-01-01T00:00:00.000Z";
        TaxiiTarget.Got all = node.target().in(start).accept(TAXII).get();
        assertEquals(200, all.status());
        assertTrue(all.texts("objects", "id").size() >= 120);
        assertFalse(all.json().text("next").isPresent());
        String last = all.header("x-taxii-date-added-last").orElseThrow();
        String cut = Instant.parse(last).truncatedTo(ChronoUnit.MILLIS).toString();
        TaxiiTarget.Got rest = node.target().in("objects/?added_after=" + cut).get();
        assertEquals(200, rest.status());
        assertTrue(rest.json().at("objects").isEmpty(), rest.body().utf8());
    }

    private static String id(int number) {
        return "tool--00000000-0000-4000-8000-%012d".formatted(number);
    }

    private static String tool(int number) {
        return """
        {"type":"tool","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"t"}\
        """
                .formatted(id(number));
    }
}
