package org.comity.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.comity.statement.Json;
import org.junit.jupiter.api.Test;

/**
 * TAXII 2.1 from outside, for any server: what concerns every request, G1 to G14. {@link
 * TaxiiEndpointConformance} has the table of endpoints, {@link TaxiiFilterConformance} the filters.
 */
public abstract class TaxiiConformance {
    static final Pattern MICRO =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    private static final Pattern UUID_4 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final String SOME = "2024-01-01T00:00:00.000Z";

    protected abstract TaxiiTarget target();

    static void assertError(int status, TaxiiTarget.Got got) {
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
                        "application/json, application/taxii+json;version=2.1",
                        "application/*",
                        "*/*",
                        "application/taxii+json;version=2.0;q=0, application/taxii+json")) {
            assertEquals(200, target().at("/taxii2/").accept(accept).get().status(), accept);
        }
        for (String accept :
                List.of(
                        "text/plain",
                        "application/taxii+json;version=2.0",
                        "application/taxii+json;q=0, */*;q=0.1",
                        "application/taxii+json;version=2.1;q=0.0, application/taxii+json",
                        "\"",
                        ";;;")) {
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
            String body = TaxiiEndpointConformance.envelope(TaxiiObjects.indicator(SOME));
            assertEquals(202, target().in("objects/").post(type, body).status(), type);
        }
        assertError(
                415,
                target().in("objects/")
                        .post(
                                "text/xml",
                                TaxiiEndpointConformance.envelope(TaxiiObjects.indicator(SOME))));
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
            byte[] bytes = request.getBytes(UTF_8);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readNBytes(600);
            String text = new String(answer, UTF_8);
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
    final void g09WithinTlsNothingIsAnsweredInTheClear() throws IOException {
        assumeTrue(target().base().getScheme().equals("https"), "the server is behind plain HTTP");
        try (var socket = new Socket(target().base().getHost(), target().base().getPort())) {
            byte[] request = "GET /taxii2/ HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8);
            socket.getOutputStream().write(request);
            String text = new String(socket.getInputStream().readNBytes(9), UTF_8);
            assertFalse(text.startsWith("HTTP/1.1 2"), text);
        }
        assertEquals(200, target().at("/taxii2/").get().status());
    }

    @Test
    final void g12WhatIsLeftOutForAUserIsLeftOutEverywhere() throws IOException {
        target().add(TaxiiObjects.indicator(SOME), TaxiiObjects.address("198.51.100.11"));
        TaxiiTarget.Got objects = target().in("objects/?limit=50").get();
        TaxiiTarget.Got manifest = target().in("manifest/?limit=50").get();
        assertEquals(objects.texts("objects", "id"), manifest.texts("objects", "id"));
        for (String name : List.of("x-taxii-date-added-first", "x-taxii-date-added-last")) {
            assertEquals(objects.header(name), manifest.header(name));
        }
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
}
