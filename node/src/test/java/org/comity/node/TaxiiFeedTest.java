package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.comity.statement.Tlp;
import org.comity.taxii.Entry;
import org.comity.taxii.Selection;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing collections of other servers: of another node, and of what servers do. */
final class TaxiiFeedTest {
    @TempDir Path folder;

    private Node client;
    private HttpServer odd;
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private String asked = "";

    private record Answer(int status, String body, Map<String, String> headers) {}

    @BeforeEach
    void start() throws IOException {
        client = Node.start(ScopeTest.exchange(folder.resolve("client")), InstantSource.system());
        odd = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        odd.createContext("/", this::answer);
        odd.start();
    }

    @AfterEach
    void stop() throws IOException {
        odd.stop(0);
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestURI().toString();
        Answer answer = answers.size() > 1 ? answers.remove() : answers.peek();
        exchange.getResponseHeaders().add("Content-Type", "application/taxii+json;version=2.1");
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = Bytes.utf8(answer.body()).array();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void whatAnotherNodeHoldsComesOnceAndWhatIsOursGoesThere() throws IOException {
        try (TaxiiNode server = TaxiiNode.start(folder.resolve("server"))) {
            Path secret = Files.writeString(folder.resolve("pw"), TaxiiNode.PASSWORD + "\n");
            ObjectNode feed =
                    Json.object()
                            .put("name", "there")
                            .put(
                                    "url",
                                    "http://127.0.0.1:"
                                            + server.port()
                                            + "/taxii2/comity/collections/"
                                            + server.collection("own")
                                            + "/")
                            .put("user", "one")
                            .put("secret_file", secret.toString())
                            .put("every", 600);
            Path bundle = folder.resolve("bundle.json");
            Files.writeString(
                    bundle, "{\"type\":\"bundle\",\"objects\":[" + tool(1) + "," + tool(2) + "]}");
            server.node()
                    .run(
                            "import",
                            Json.object()
                                    .<ObjectNode>set(
                                            "files", Json.array(List.of(bundle.toString()))));
            JsonNode first = client.run("taxii-pull", feed);
            assertTrue(first.path("stated").asInt() >= 2, first.toString());
            assertEquals(0, first.path("refused").asInt(), first.toString());
            JsonNode second = client.run("taxii-pull", Json.object().put("name", "there"));
            assertEquals(0, second.path("objects").asInt(), second.toString());
            JsonNode again =
                    client.run("taxii-pull", Json.object().put("name", "there").put("again", true));
            assertEquals(0, again.path("stated").asInt(), again.toString());
            assertEquals(first.path("objects"), again.path("objects"));
            JsonNode feeds = client.run("taxii-pull", Json.object()).path("feeds");
            assertEquals(600, feeds.path(0).path("every").asInt());
            assertTrue(!feeds.toString().contains(TaxiiNode.PASSWORD));
        }
    }

    /** No more leaves than the level that was allowed, and nothing twice. */
    @Test
    void writesToAnotherNodeWhatMayLeave() throws IOException {
        try (TaxiiNode server = TaxiiNode.start(folder.resolve("server"))) {
            Path secret = Files.writeString(folder.resolve("pw"), TaxiiNode.PASSWORD + "\n");
            for (String level : List.of("TLP:CLEAR", "TLP:GREEN")) {
                int number = level.equals("TLP:CLEAR") ? 1 : 2;
                Path bundle = folder.resolve(number + ".json");
                Files.writeString(
                        bundle, "{\"type\":\"bundle\",\"objects\":[" + tool(number) + "]}");
                var with = Json.object().put("marking", level);
                with.set("files", Json.array(List.of(bundle.toString())));
                assertEquals(1, client.run("import", with).path("statements").asInt());
            }
            ObjectNode feed =
                    name("there")
                            .put(
                                    "url",
                                    "http://127.0.0.1:"
                                            + server.port()
                                            + "/taxii2/comity/collections/"
                                            + server.collection("own")
                                            + "/objects/")
                            .put("user", "one")
                            .put("secret_file", secret.toString());
            JsonNode pushed = client.run("taxii-push", feed);
            assertEquals(0, pushed.path("refused").asInt(), pushed.toString());
            assertEquals(List.of("tool--00000000-0000-4000-8000-000000000001"), tools(server));
            assertEquals(0, client.run("taxii-push", name("there")).path("objects").asInt());
        }
    }

    /** What was said to a group stays there, and one bad object of an envelope spoils no other. */
    @Test
    void whatIsForAGroupStaysAndTheGoodOfAnEnvelopeGoes() throws IOException {
        var taken = new ArrayList<String>();
        odd.createContext(
                "/push/",
                exchange -> {
                    boolean added = exchange.getRequestMethod().equals("POST");
                    String body = Bytes.of(exchange.getRequestBody().readAllBytes()).utf8();
                    boolean bad = added && body.contains("\"tool 2\"");
                    if (added && !bad) {
                        taken.add(body);
                    }
                    byte[] said = Bytes.utf8("{\"can_write\":true}").array();
                    exchange.sendResponseHeaders(bad ? 422 : added ? 202 : 200, said.length);
                    exchange.getResponseBody().write(said);
                    exchange.close();
                });
        for (int number = 1; number <= 4; number++) {
            Path bundle = folder.resolve(number + ".json");
            Files.writeString(bundle, "{\"type\":\"bundle\",\"objects\":[" + tool(number) + "]}");
            var with = Json.object().put("group", number == 4 ? "banks" : "");
            with.set("files", Json.array(List.of(bundle.toString())));
            assertEquals(1, client.run("import", with).path("statements").asInt());
        }
        JsonNode pushed =
                client.run(
                        "taxii-push",
                        name("odd")
                                .put("marking", "TLP:GREEN")
                                .put(
                                        "url",
                                        "http://127.0.0.1:"
                                                + odd.getAddress().getPort()
                                                + "/push/collections/c/"));
        assertEquals(1, pushed.path("refused").asInt(), pushed.toString());
        assertEquals(
                "tool--00000000-0000-4000-8000-000000000002",
                pushed.path("not_taken").path(0).path("where").asString());
        String all = String.join("", taken);
        assertTrue(all.contains("\"tool 1\"") && all.contains("\"tool 3\""), all);
        assertTrue(!all.contains("\"tool 4\""), all);
    }

    private static List<String> tools(TaxiiNode server) throws IOException {
        var rights = new TreeMap<String, String>(Map.of("own", "r"));
        var reader = new TaxiiUser("all", Tlp.RED, rights, TaxiiSecret.ofNobody(new Random(1)));
        return new CollectedRoot(server.node().desk(), reader)
                .page(server.collection("own"), Selection.ALL, 0, 100).entries().stream()
                        .map(Entry::id)
                        .filter(it -> it.startsWith("tool--"))
                        .toList();
    }

    /** OpenCTI and MITRE send such headers; and no page is lost or asked for twice. */
    @Test
    void goesThroughPagesWhateverTheHeadersSay() throws IOException {
        Map<String, String> undefined = Map.of("X-TAXII-Date-Added-Last", "undefined");
        answers.add(
                new Answer(
                        200,
                        "{\"more\":true,\"next\":\"b\",\"objects\":[" + tool(1) + "]}",
                        undefined));
        answers.add(
                new Answer(
                        200,
                        "{\"objects\":[" + tool(2) + "],\"more\":false,\"next\":\"\"}",
                        undefined));
        answers.add(new Answer(200, "{}", Map.of()));
        JsonNode pulled = client.run("taxii-pull", odd("two"));
        assertEquals(2, pulled.path("stated").asInt(), pulled.toString());
        assertTrue(asked.contains("next=b"), asked);
        assertEquals(0, client.run("taxii-pull", name("two")).path("objects").asInt());
        assertTrue(asked.contains("added_after="), asked);
    }

    @Test
    void aPageThatBreaksOffIsAskedForAgain() throws IOException {
        String whole = "{\"objects\":[" + tool(1) + "," + tool(2) + "]}";
        answers.add(new Answer(200, whole.substring(0, whole.length() - 40), Map.of()));
        answers.add(new Answer(200, whole, Map.of()));
        assertThrows(IOException.class, () -> client.run("taxii-pull", odd("cut")));
        JsonNode feed = client.run("taxii-pull", Json.object()).path("feeds").path(0);
        assertEquals(1, feed.path("failures").asInt());
        assertEquals("", feed.path("added_after").asString());
        JsonNode pulled = client.run("taxii-pull", name("cut"));
        assertEquals(1, pulled.path("stated").asInt(), pulled.toString());
        assertEquals(1, pulled.path("already").asInt(), pulled.toString());
    }

    @Test
    void oneBadObjectSpoilsNoOther() throws IOException {
        answers.add(
                new Answer(
                        200,
                        "{\"objects\":[" + tool(1) + ",{\"type\":7}," + tool(3) + "]}",
                        Map.of()));
        JsonNode pulled = client.run("taxii-pull", odd("bad"));
        assertEquals(2, pulled.path("stated").asInt(), pulled.toString());
        assertEquals(
                "object 2 of page 1", pulled.path("not_taken").path(0).path("where").asString());
    }

    @Test
    void refusesWhatIsNoTaxiiServerAndSendsCredentialsNowhereElse() throws IOException {
        answers.add(new Answer(200, "<html>", Map.of()));
        assertRefused("no TAXII envelope", odd("html"));
        answers.clear();
        answers.add(new Answer(302, "", Map.of("Location", "http://127.0.0.1:1/")));
        assertRefused("answered 302", odd("moved"));
        answers.clear();
        answers.add(new Answer(401, "{\"title\":\"who\\u0007?\"}", Map.of()));
        assertRefused("answered 401 (who ?)", odd("who"));
        answers.clear();
        answers.add(
                new Answer(
                        200,
                        "{\"more\":true,\"next\":\"x\",\"objects\":[" + tool(1) + "]}",
                        Map.of()));
        assertRefused("gives the same page again", odd("circle"));
        answers.clear();
        for (String next : List.of("a", "b", "c")) {
            String page = "{\"more\":true,\"next\":\"" + next + "\",\"objects\":[" + tool(1) + "]}";
            answers.add(new Answer(200, page, Map.of()));
        }
        assertRefused("gives the same page again", odd("spiral"));
        assertRefused(
                "only https", Json.object().put("name", "a").put("url", "http://198.51.100.1/c/"));
        assertRefused("no such feed", name("other"));
    }

    private void assertRefused(String why, ObjectNode with) {
        Refusal refusal = assertThrows(Refusal.class, () -> client.run("taxii-pull", with));
        assertTrue(
                refusal.toString().contains(why) || refusal.getMessage().contains(why),
                refusal.toString());
    }

    private ObjectNode odd(String name) {
        return name(name)
                .put(
                        "url",
                        "http://127.0.0.1:" + odd.getAddress().getPort() + "/api/collections/c/");
    }

    private static ObjectNode name(String name) {
        return Json.object().put("name", name);
    }

    private static String tool(int number) {
        return """
        {"type":"tool","spec_version":"2.1","id":"tool--00000000-0000-4000-8000-%012d","created":"2026-01-01T00:00:00.000Z",\
        "modified":"2026-01-01T00:00:00.000Z","name":"tool %d","object_marking_refs":["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]}\
        """
                .formatted(number, number);
    }
}
