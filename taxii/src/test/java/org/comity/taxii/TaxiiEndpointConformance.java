package org.comity.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.comity.statement.Json;
import org.junit.jupiter.api.Test;

/** TAXII 2.1 from outside, for any server: the table of endpoints, each with its failures. */
public abstract class TaxiiEndpointConformance {
    private static final String SOME = "2024-01-01T00:00:00.000Z";

    protected abstract TaxiiTarget target();

    static String envelope(Json.Members object) {
        return Json.Members.NONE
                .with("objects", new Json.Array(List.of(object)))
                .canonical()
                .utf8();
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
        TaxiiConformance.assertError(404, target().inRoot("collections/not-a-uuid/").get());
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
        TaxiiConformance.assertError(
                404, target().inRoot("status/" + UUID.randomUUID() + "/").get());
        TaxiiConformance.assertError(404, target().inRoot("status/zzz/").get());
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
            TaxiiConformance.assertError(413, got);
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
        TaxiiConformance.assertError(404, target().in(at).get());
        TaxiiConformance.assertError(404, target().in(at + "versions/").get());
        TaxiiConformance.assertError(404, target().in(at).delete());
        for (String path : List.of("objects/", "manifest/")) {
            assertTrue(target().in(path + "?match%5Bid%5D=" + id).get().list("objects").isEmpty());
        }
    }
}
