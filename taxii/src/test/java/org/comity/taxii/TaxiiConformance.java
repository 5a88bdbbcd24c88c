package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.comity.statement.Json;
import org.junit.jupiter.api.Test;

/**
 * TAXII 2.1 from outside, for any server: what concerns every request (G1 to G14) and the table of
 * endpoints (E). {@link TaxiiFilterConformance} has the filters.
 */
public abstract class TaxiiConformance {
    static final Pattern MICRO =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    private static final Pattern UUID_4 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final String SOME = "2024-01-01T00:00:00.000Z";

    protected abstract TaxiiTarget target();

    private static void assertError(int status, TaxiiTarget.Got got) {
        assertEquals(status, got.status(), got.body().utf8());
        assertEquals(TaxiiTarget.TAXII, got.header("content-type").orElse("").replace(" ", ""));
        assertFalse(got.json().text("title").orElse("").isEmpty());
        got.json()
                .at("http_status")
                .ifPresent(it -> assertEquals(new Json.Text(Integer.toString(status)), it));
    }

    @Test
    final void g01AddressesEndInASlashAndWithoutItNothingBreaks() throws IOException {
        assertEquals(200, target().at("/taxii2/").get().status());
        int status = target().at("/taxii2").get().status();
        assertTrue(status == 200 || status / 100 == 3 || status == 404, "" + status);
    }

    @Test
    final void g02RangesThatTakeTaxiiAreServed() throws IOException {
        for (String accept :
                List.of(
                        "application/taxii+json",
                        "application/taxii+json;version=2.1",
                        "application/taxii+json; version=2.1",
                        "Application/TAXII+json;version=\"2.1\"",
                        "application/taxii+json;version=2.1;q=0.9, */*;q=0.1",
                        "application/json, application/taxii+json;version=2.1")) {
            assertEquals(200, target().at("/taxii2/").accept(accept).get().status(), accept);
        }
        for (String accept :
                List.of("text/plain", "application/taxii+json;version=2.0", "\"", ";;;")) {
            TaxiiTarget.Got got = target().at("/taxii2/").accept(accept).get();
            if (got.status() != 200) {
                assertError(406, got);
            }
        }
    }

    @Test
    final void g03ContentTypesOfTaxiiAreTaken() throws IOException {
        for (String type :
                List.of(
                        "application/taxii+json",
                        "application/taxii+json; version=2.1",
                        "application/taxii+json;version=\"2.1\"",
                        "application/TAXII+json;version=2.1;charset=utf-8")) {
            String body = envelope(TaxiiObjects.indicator(SOME));
            assertEquals(202, target().in("objects/").post(type, body).status(), type);
        }
        assertError(
                415,
                target().in("objects/").post("text/xml", envelope(TaxiiObjects.indicator(SOME))));
    }

    private static String envelope(Json.Members object) {
        return Json.Members.NONE
                .with("objects", new Json.Array(List.of(object)))
                .canonical()
                .utf8();
    }

    @Test
    final void g04EveryAnswerSaysTaxii21TheContainersOwnToo() throws IOException {
        for (String path : List.of("/taxii2/", target().root(), target().root() + "collections/")) {
            TaxiiTarget.Got got = target().at(path).get();
            assertEquals(TaxiiTarget.TAXII, got.header("content-type").orElse("").replace(" ", ""));
        }
        assertError(404, target().at("/nope/").get());
        assertError(404, target().inRoot("nope/").get());
        assertTrue(
                raw(
                        "GET /taxii2/%2f/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        400, 401, 404));
        assertTrue(raw("GET /taxii2/ HTTP/1.1\r\nConnection: close\r\n\r\n", 400, 401));
        assertTrue(
                raw(
                        "GET /"
                                + "x".repeat(60_000)
                                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        400,
                        401,
                        404,
                        414,
                        431));
        for (String method : List.of("PUT", "PATCH", "OPTIONS")) {
            var none = java.net.http.HttpRequest.BodyPublishers.noBody();
            TaxiiTarget.Got got = target().at("/taxii2/").send(method, none);
            assertError(405, got);
            assertTrue(got.header("allow").isPresent());
        }
    }

    /** Whether an answer with one of the statuses came, and said what it is. */
    private boolean raw(String request, Integer... statuses) throws IOException {
        if (!target().base().getScheme().equals("http")) {
            return true; // the same code answers behind TLS
        }
        try (var socket = new Socket(target().base().getHost(), target().base().getPort())) {
            socket.setSoTimeout(10_000);
            byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readNBytes(600);
            String text = new String(answer, StandardCharsets.UTF_8);
            String[] words = text.split(" ", 3);
            assertTrue(words.length > 2, text);
            assertTrue(Set.of(statuses).contains(Integer.parseInt(words[1])), text);
            assertTrue(text.replace(" ", "").contains(TaxiiTarget.TAXII), text);
            assertTrue(text.contains("\"title\""), text);
            return true;
        }
    }

    @Test
    final void g05ErrorsAreTaxiiErrorsAndTellNothingOfWhatIsHidden() throws IOException {
        TaxiiTarget.Got unknown = target().inRoot("collections/" + UUID.randomUUID() + "/").get();
        assertError(404, unknown);
        if (!target().neither().isEmpty()) {
            String path = "collections/" + target().neither() + "/objects/";
            TaxiiTarget.Got hidden = target().inRoot(path).get();
            assertTrue(hidden.status() == 403 || hidden.status() == 404);
        }
    }

    @Test
    final void g06TimesHaveSixDigitsAndFewerAreTaken() throws IOException {
        TaxiiTarget.Got added = target().add(TaxiiObjects.indicator(SOME));
        added.json()
                .text("request_timestamp")
                .ifPresent(it -> assertTrue(MICRO.matcher(it).matches(), it));
        for (String text : target().in("manifest/").get().texts("objects", "date_added")) {
            assertTrue(MICRO.matcher(text).matches(), text);
        }
        for (String digits : List.of("", ".1", ".123", ".123456", ".123456789")) {
            String query = "objects/?added_after=2016-01-01T00:00:00" + digits + "Z";
            assertEquals(200, target().in(query).get().status(), query);
        }
    }

    @Test
    final void g07NoListIsEmptyAndIdsAreUuids() throws IOException {
        for (String path : List.of("objects/", "manifest/")) {
            TaxiiTarget.Got got =
                    target().in(
                                    path
                                            + "?match[type]=x-no-such"
                                                    .replace("[", "%5B")
                                                    .replace("]", "%5D"))
                            .get();
            assertEquals(200, got.status());
            assertTrue(got.json().at("objects").isEmpty(), got.body().utf8());
            assertNotEquals(java.util.Optional.of(new Json.Flag(true)), got.json().at("more"));
        }
        for (String id : target().inRoot("collections/").get().texts("collections", "id")) {
            assertTrue(UUID_4.matcher(id).matches(), id);
        }
        String status = target().add(TaxiiObjects.indicator(SOME)).json().text("id").orElseThrow();
        assertTrue(UUID_4.matcher(status).matches(), status);
    }

    @Test
    final void g08CustomPropertiesOfAnEnvelopeDoNoHarm() throws IOException {
        var envelope =
                Json.Members.NONE
                        .with("x_custom", "something")
                        .with("objects", new Json.Array(List.of(TaxiiObjects.indicator(SOME))));
        int status =
                target().in("objects/")
                        .post(TaxiiTarget.TAXII, envelope.canonical().utf8())
                        .status();
        assertTrue(status == 202 || status == 422, "" + status);
    }

    @Test
    final void g10WhoIsUnknownIsToldTheSchemes() throws IOException {
        for (String path : List.of("/taxii2/", target().root(), target().root() + "collections/")) {
            for (String login : List.of("", "nobody:nothing")) {
                TaxiiTarget.Got got = target().at(path).login(login).get();
                assertError(401, got);
                assertTrue(got.header("www-authenticate").isPresent());
            }
        }
        String basic = "basic " + TaxiiTarget.base64(target().login());
        assertEquals(
                200,
                target().at("/taxii2/").login("").header("Authorization", basic).get().status());
    }

    @Test
    final void g11NoUserAgentIsNeeded() throws IOException {
        assertEquals(200, target().at("/taxii2/").header("User-Agent", "").get().status());
    }

    @Test
    final void g14NextOfAnotherRequestIsRefused() throws IOException {
        for (int i = 0; i < 3; i++) {
            target().add(TaxiiObjects.indicator(SOME), TaxiiObjects.indicator(SOME));
        }
        String next = target().in("objects/?limit=1").get().json().text("next").orElseThrow();
        String with = "&next=" + TaxiiTarget.encoded(next);
        assertEquals(200, target().in("objects/?limit=1" + with).get().status());
        assertError(400, target().in("objects/?limit=1&next=zzz").get());
        assertError(400, target().in("objects/?limit=1&match%5Btype%5D=tool" + with).get());
        assertError(400, target().in("manifest/?limit=1" + with).get());
        if (!target().readOnly().isEmpty()) {
            String other = "collections/" + target().readOnly() + "/objects/?limit=1";
            assertError(400, target().inRoot(other + with).get());
        }
        if (!target().other().isEmpty()) {
            assertError(400, target().in("objects/?limit=1" + with).login(target().other()).get());
        }
    }

    @Test
    final void eDiscoveryAndApiRoot() throws IOException {
        Json.Members discovery = target().at("/taxii2/").get().json();
        assertTrue(discovery.text("title").isPresent());
        assertTrue(
                discovery
                        .at("api_roots")
                        .orElseThrow()
                        .canonical()
                        .utf8()
                        .contains(target().root()));
        discovery
                .text("default")
                .ifPresent(it -> assertTrue(discovery.at("api_roots").toString().contains(it), it));
        Json.Members root = target().at(target().root()).get().json();
        assertTrue(root.text("title").isPresent());
        assertTrue(
                root.at("versions").orElseThrow().canonical().utf8().contains(TaxiiTarget.TAXII));
        assertTrue(root.whole("max_content_length").orElse(0L) > 0);
    }

    @Test
    final void eCollectionsStandInOneOrder() throws IOException {
        TaxiiTarget.Got got = target().inRoot("collections/").get();
        assertEquals(got.json(), target().inRoot("collections/").get().json());
        for (Json.Members one : got.list("collections")) {
            for (String name : List.of("id", "title", "can_read", "can_write")) {
                assertTrue(one.at(name).isPresent(), name);
            }
            String id = one.text("id").orElseThrow();
            assertEquals(one, target().inRoot("collections/" + id + "/").get().json());
            if (one.text("alias").isPresent()) {
                String alias = one.text("alias").get();
                assertEquals(one, target().inRoot("collections/" + alias + "/").get().json());
            }
        }
        assertError(404, target().inRoot("collections/not-a-uuid/").get());
    }

    @Test
    final void eStatusIsKept() throws IOException {
        TaxiiTarget.Got added = target().add(TaxiiObjects.indicator(SOME));
        assertEquals(202, added.status());
        for (String name :
                List.of(
                        "id",
                        "status",
                        "total_count",
                        "success_count",
                        "failure_count",
                        "pending_count")) {
            assertTrue(added.json().at(name).isPresent(), name);
        }
        String id = added.json().text("id").orElseThrow();
        TaxiiTarget.Got kept = target().inRoot("status/" + id + "/").get();
        assertEquals(200, kept.status());
        assertEquals(added.json().text("id"), kept.json().text("id"));
        assertError(404, target().inRoot("status/" + UUID.randomUUID() + "/").get());
        assertError(404, target().inRoot("status/zzz/").get());
    }

    @Test
    final void eAddObjects() throws IOException {
        Json.Members object = TaxiiObjects.indicator(SOME);
        assertEquals(202, target().add(object).status());
        Json.Members again = target().add(object).json();
        assertEquals(0L, again.whole("failure_count").orElseThrow());
        for (String body :
                List.of(
                        "{not json",
                        "",
                        "[]",
                        "{}",
                        "{\"objects\":{}}",
                        "{\"objects\":[]}",
                        "{\"objects\":[{\"id\":\"indicator--1\"}]}")) {
            TaxiiTarget.Got got = target().in("objects/").post(TaxiiTarget.TAXII, body);
            assertTrue(got.status() == 400 || got.status() == 422, body + " " + got.status());
        }
        Json.Members other = TaxiiObjects.indicator(SOME);
        var bad = Json.Members.NONE.with("type", "indicator").with("id", "indicator--1");
        TaxiiTarget.Got mixed = target().add(bad, other);
        assertEquals(202, mixed.status());
        assertEquals(1L, mixed.json().whole("failure_count").orElseThrow());
        assertEquals(1L, mixed.json().whole("success_count").orElseThrow());
        assertEquals(
                200, target().in("objects/" + other.text("id").orElseThrow() + "/").get().status());
    }

    @Test
    final void eBodiesBeyondTheLimitAreTooLarge() throws IOException {
        long most =
                target().at(target().root()).get().json().whole("max_content_length").orElseThrow();
        assumeFalse(most > 128 << 20, "the server takes more than this test likes to send");
        var request =
                java.net.http.HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.SequenceInputStream(
                                new java.io.ByteArrayInputStream(
                                        "{\"objects\":[".getBytes(StandardCharsets.UTF_8)),
                                new Spaces(most)));
        try {
            TaxiiTarget.Got got =
                    target().in("objects/")
                            .header("Content-Type", TaxiiTarget.TAXII)
                            .send("POST", request);
            assertError(413, got);
        } catch (IOException cut) {
            // It may also close the connection on whoever goes on sending.
            assertFalse(cut.toString().contains("timed out"));
        }
    }

    /** So many spaces. */
    private static final class Spaces extends java.io.InputStream {
        private long left;

        Spaces(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] into, int from, int count) {
            if (left <= 0) {
                return -1;
            }
            int now = (int) Math.min(left, count);
            java.util.Arrays.fill(into, from, from + now, (byte) ' ');
            left -= now;
            return now;
        }
    }

    @Test
    final void eRightsOfACollection() throws IOException {
        String object = "/objects/indicator--" + UUID.randomUUID() + "/";
        String envelope = envelope(TaxiiObjects.indicator(SOME));
        if (!target().readOnly().isEmpty()) {
            String at = "collections/" + target().readOnly();
            assertEquals(403, target().inRoot(at + object).delete().status());
            int status =
                    target().inRoot(at + "/objects/").post(TaxiiTarget.TAXII, envelope).status();
            assertTrue(status == 403 || status == 404, "" + status);
        }
        if (!target().writeOnly().isEmpty()) {
            String at = "collections/" + target().writeOnly();
            assertEquals(403, target().inRoot(at + object).delete().status());
            for (String path : List.of("/objects/", "/manifest/", object, object + "versions/")) {
                int status = target().inRoot(at + path).get().status();
                assertTrue(status == 403 || status == 404, "" + status);
            }
        }
        if (!target().neither().isEmpty()) {
            String at = "collections/" + target().neither();
            assertEquals(404, target().inRoot(at + object).delete().status());
        }
    }

    @Test
    final void eDelete() throws IOException {
        String id = TaxiiObjects.id("indicator");
        List<String> versions =
                List.of(SOME, "2024-02-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z");
        for (String version : versions) {
            target().add(TaxiiObjects.indicator(version).with("id", id));
        }
        String at = "objects/" + id + "/";
        TaxiiTarget.Got first = target().in(at + "?match%5Bversion%5D=first").delete();
        assertEquals(200, first.status());
        assertEquals(0, first.body().length());
        assertEquals(
                versions.subList(1, 3),
                target().in(at + "?match%5Bversion%5D=all").get().texts("objects", "modified"));
        assertEquals(200, target().in(at).delete().status());
        assertError(404, target().in(at).get());
        assertError(404, target().in(at + "versions/").get());
        assertError(404, target().in(at).delete());
        for (String path : List.of("objects/", "manifest/")) {
            assertTrue(target().in(path + "?match%5Bid%5D=" + id).get().list("objects").isEmpty());
        }
    }
}
