package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one who asks costs at most, and that the others are answered meanwhile. */
class ApiCostTest extends RunningNodes {
    @Timeout(60)
    @Test
    void oneTokenTakesNoMoreThanItsTurns() throws Exception {
        var turns = new ApiTurns(Duration.ofSeconds(1));
        for (int at = 0; at < 4; at++) {
            assertTrue(turns.enter("greedy"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> waiting =
                    IntStream.range(0, 40)
                            .mapToObj(_ -> threads.submit(() -> turns.enter("greedy")))
                            .toList();
            assertTrue(turns.enter("other"), "while forty calls of another token wait");
            turns.leave("other");
            turns.leave("greedy");
            int answered = 0;
            for (Future<Boolean> one : waiting) {
                answered += one.get() ? 1 : 0;
            }
            assertEquals(1, answered, "as many as were let go");
        }
    }

    /**
     * A call may take as long as it takes; before, the connection was closed after five seconds.
     */
    @Test
    @Tag("slow")
    @Timeout(60)
    void anAnswerThatTakesLongIsGiven() throws Exception {
        var never = new CountDownLatch(1);
        HttpServer.Routes routes =
                new HttpServer.Routes() {
                    @Override
                    public int bodyBytesMax(String method, String path) {
                        return 0;
                    }

                    @Override
                    public HttpServer.Answered answer(HttpServer.Asked asked) {
                        try {
                            assertFalse(never.await(7, TimeUnit.SECONDS));
                        } catch (InterruptedException stopping) {
                            Thread.currentThread().interrupt();
                        }
                        return HttpServer.Answered.text(200, "at last");
                    }
                };
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server = HttpServer.start(listen, routes);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals("at last\n", answer.body());
        }
    }

    @Test
    void oneTraceAnswersForNoMoreThanAHundredValues() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        var values = new ArrayList<String>();
        IntStream.range(0, 101).forEach(it -> values.add("host" + it + ".example.org"));
        Cli.Ran ran = Cli.run(data, "trace", values.toArray(String[]::new));
        assertEquals(Main.REFUSED, ran.exit(), ran.out());
        assertTrue(ran.err().contains("at most 100 values"), ran.err());
        values.removeLast();
        assertEquals(0, Cli.run(data, "trace", values.toArray(String[]::new)).exit());
    }

    @Test
    void noMoreWatchesAreTakenThanCanBeHeldAgainstOneAnother() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        try (Desk desk = Desk.open(data, java.time.InstantSource.system())) {
            desk.recover();
            for (int at = 0; at < Watching.WATCHES_MAX; at++) {
                watch(desk, "watch" + at);
            }
            watch(desk, "watch3");
            Refusal refused = assertThrows(Refusal.class, () -> watch(desk, "one-more"));
            assertTrue(refused.words().contains("at most 64 watches"), refused.words());
        }
    }

    private static void watch(Desk desk, String name) throws IOException {
        ObjectNode with = Json.object().put("name", name);
        with.putArray("values").add(name + ".example.org");
        new Watching(desk, new Asking(desk).sight()).run("watch-add", with);
    }

    @Test
    void asAStreamATraceSaysTheSame() throws Exception {
        Node a = start(A, "NL");
        for (String host : List.of("one", "two")) {
            take(a, Cli.mail(folder, host, "www." + host + "-campaign.com", "45.80.9.9"));
        }
        try (ApiClient client = ApiClient.of(a, "read")) {
            String path = "/trace?value=one-campaign.com&hops=3";
            String plain = client.call("GET", path, "").body().strip();
            assertTrue(plain.contains("two-campaign.com"), plain);
            String target = ApiTable.ROOT + path;
            HttpResponse<String> streamed =
                    client.send(client.asking(target).header("Accept", "text/event-stream"));
            assertEquals("event: answer\ndata: " + plain + "\n\n", streamed.body());
            HttpResponse<String> refused =
                    client.send(
                            client.asking(target + "&hops=9")
                                    .header("Accept", "text/event-stream"));
            assertTrue(refused.body().startsWith("event: problem\ndata: {"), refused.body());
        }
    }

    /** As a stream it says how far it is and then the same as without; closed, it stops. */
    @Test
    void aTraceTellsHowFarItIsAndStopsWhenNobodyListens() throws IOException {
        var written = new ArrayList<String>();
        HttpServer.Answered answered = ApiRoutes.json(200, Json.object().put("text", "done"));
        new ApiTraceStream(
                        progress -> {
                            progress.accept(Json.object().put("rows", 1_000));
                            return answered;
                        })
                .run(part -> written.add(part.utf8()));
        assertEquals(
                List.of(
                        "event: progress\ndata: {\"rows\":1000}\n\n",
                        "event: answer\ndata: {\"text\":\"done\"}\n\n"),
                written);
        var reached = new ArrayList<JsonNode>();
        var closed =
                new ApiTraceStream(progress -> {
                    progress.accept(Json.object().put("rows", 1_000));
                    reached.add(Json.object());
                    return answered;
                });
        assertThrows(
                IOException.class,
                () ->
                        closed.run((Bytes _) -> {
                            throw new IOException("closed");
                        }));
        assertEquals(List.of(), reached);
    }
}
