package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The stream of changes, read as a browser would. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ChangeFeedTest extends RunningNodes {
    private static final String B = "isp.example";

    /** One event. */
    private record Told(String id, String kind, JsonNode said) {}

    private static final class Listening implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private final HttpResponse<InputStream> answer;
        private final BufferedReader lines;

        Listening(Node node, String token, String lastId) throws Exception {
            HttpRequest.Builder ask =
                    HttpRequest.newBuilder(URI.create(ApiClient.url(node) + "/api/v1/events"))
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + token);
            if (!lastId.isEmpty()) {
                ask.header("Last-Event-ID", lastId);
            }
            answer = http.send(ask.build(), HttpResponse.BodyHandlers.ofInputStream());
            lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            if (answer.statusCode() == 200) {
                assertEquals(":", lines.readLine(), "it begins at once");
            }
        }

        /** The next that is one of these; others are passed over. */
        Told next(String... kinds) throws IOException {
            String id = "";
            String kind = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    kind = line.substring(7);
                } else if (line.startsWith("data: ") && List.of(kinds).contains(kind)) {
                    return new Told(id, kind, Json.parse(line.substring(6)));
                }
            }
            throw new IOException("the stream ended");
        }

        boolean hasEnded() throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertFalse(line.startsWith("data:"), line);
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
            http.shutdownNow();
        }
    }

    @Test
    void listChangesAreToldAndGoOnBehindTheLastThatWasRead() throws Exception {
        Node node = start(A, "NL");
        String token = ApiClient.token(node, "", "read");
        String last;
        try (var listening = new Listening(node, token, "")) {
            take(node, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
            // Values of one mail come in any order, and what is only forged is watched.
            Told told = listening.next("list");
            while (!told.said().path("subject").asString().equals("domain:bad-campaign.com")) {
                told = listening.next("list");
            }
            assertEquals("exchange", told.said().path("list").asString());
            assertEquals("trusted", told.said().path("level").asString(), told.toString());
            assertEquals("score", told.said().path("tier").asString());
            last = told.id();
        }
        node.run("retract", value("bad-campaign.com")); // while nobody listens
        node.desk().writer().callLong(() -> true);
        try (var listening = new Listening(node, token, last)) {
            Told told = listening.next("list", "reset");
            while (!told.said().path("tier").asString("").equals("none")) {
                assertFalse(told.kind().equals("reset"), told.toString());
                told = listening.next("list", "reset");
            }
            assertTrue(told.said().path("subject").asString().contains("bad-campaign.com"));
        }
        try (var listening = new Listening(node, token, "00-7")) {
            assertEquals("reset", listening.next("list", "reset").kind());
        }
    }

    @Test
    void whatIsErasedIsNotToldToWhoWasAway() throws Exception {
        Node node = start(A, "NL");
        String token = ApiClient.token(node, "", "read");
        String first;
        try (var listening = new Listening(node, token, "")) {
            take(node, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
            first = listening.next("list").id();
        }
        ObjectNode erase = Json.object();
        erase.putArray("statements").add(A + "/log#0");
        node.run("erase", erase);
        node.desk().writer().callLong(() -> true);
        try (var listening = new Listening(node, token, first)) {
            assertEquals("reset", listening.next("list", "reset").kind());
        }
    }

    @Test
    void requestsAndAlertsAreToldToThoseWhoMayReadThem() throws Exception {
        Node a = start(A, "NL");
        Node b = start(B, "FR");
        join(a, b);
        a.run(
                "watch-add",
                Json.object().put("name", "left").set("values", values("left.com").path("values")));
        a.run(
                "watch-add",
                Json.object()
                        .put("name", "right")
                        .set("values", values("right.com").path("values")));
        try (var requests = new Listening(a, ApiClient.token(a, "", "request"), "");
                var reads = new Listening(a, ApiClient.token(a, "", "read"), "")) {
            // The first look is what others begin with: without it nothing would be new.
            awaitLook(a);
            var request = Json.object().put("to", A).put("kind", "preservation");
            b.run("request-new", request.put("subject", "bad.com").put("text", "keep it"));
            Told told = requests.next("list", "alert", "request");
            assertEquals("request", told.kind());
            assertEquals(B, told.said().path("from").asString());
            for (String host : List.of("left.com", "right.com")) {
                take(a, Cli.mail(folder, host, "www." + host, "45.80.9.9"));
            }
            Told alert = reads.next("alert", "request");
            assertEquals("alert", alert.kind());
            assertEquals("connected", alert.said().path("kind").asString(), alert.toString());
        }
    }

    /** A list change that comes through shows that whoever listens is served. */
    private void awaitLook(Node node) throws Exception {
        try (var listening = new Listening(node, ApiClient.token(node, "", "read"), "")) {
            take(node, Cli.mail(folder, "first", "www.first.com", "45.80.1.1"));
            listening.next("list");
        }
        java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L);
    }

    @Test
    void aRevokedTokenHearsNoMoreAndStreamsAreBounded() throws Exception {
        Node node = start(A, "NL");
        String token = ApiClient.token(node, "", "read");
        var open = new ArrayList<Listening>();
        try {
            for (int at = 0; at < 4; at++) {
                open.add(new Listening(node, token, ""));
            }
            try (var fifth = new Listening(node, token, "")) {
                assertEquals(503, fifth.answer.statusCode());
            }
            node.run("token-revoke", Json.object().put("id", token.substring(7, 23)));
            assertTrue(open.getFirst().hasEnded());
            try (var again = new Listening(node, token, "")) {
                assertEquals(401, again.answer.statusCode());
            }
        } finally {
            for (Listening one : open) {
                one.close();
            }
        }
    }
}
