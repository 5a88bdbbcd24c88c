package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.comity.exchange.LogName;
import org.comity.tlog.Note;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A restored member lacks what it had said to one member only, which shows it and keeps it back.
 */
class KeptBackTest extends RunningNodes {
    private static final JsonNode NONE = Json.object();
    private static final String B = "isp.example";
    private volatile boolean hides;

    @Test
    void aMemberThatKeepsBackWhatOnlyItCanHaveSilencesOneLogAndNotTheNode() throws Exception {
        Node a = start(A, "NL");
        Node b = start(B, "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        a.run("request-new", request());
        await(b, "request-list", NONE, it -> it.path("requests").size() == 1);
        inStep(nodes);
        Path data = directories.getFirst();
        close(a);
        Path old = folder.resolve("old");
        OwnHistoryTest.copyTree(data, old);
        a = again(0);
        a.run("request-new", request());
        await(b, "request-list", NONE, it -> it.path("requests").size() == 2);
        LogName main = LogName.main(a.desk().self());
        LogName forB = firstForParties(a);
        Map<String, Note> shown = Map.of(served(main), held(b, main), served(forB), held(b, forB));
        close(a);
        close(b);
        DemoCommand.deleteTree(data);
        OwnHistoryTest.copyTree(old, data);
        HttpServer liar = shows(shown, Desk.config(directories.get(1)));
        Node restored = again(0);
        try {
            assertEquals("older", state(restored));
            assertThrows(Refusal.class, () -> restored.run("recover", NONE));
            JsonNode recovered = restored.run("recover", Json.object().put("anyway", true));
            String words = recovered.path("may_lack").path(0).path("words").asString();
            assertTrue(words.contains(forB + " lacks 1 of 3 statements; only " + B), words);
            goesOnBut(restored, words);
            hides = true; // what it has shown
            goesOnBut(restored, words);
        } finally {
            liar.stop(0);
        }
        close(restored);
        Node again = again(0);
        saysSo(again, again.run("status", NONE).path("may_lack").path(0).path("words").asString());
        again(1);
        assertEquals("[]", again.run("recover", NONE).path("may_lack").toString());
        again.run("request-new", request());
        assertEquals(3, again.run("request-list", NONE).path("requests").size());
        assertEquals("[]", again.run("check-data", NONE).path("findings").toString());
    }

    private static void goesOnBut(Node restored, String words) throws IOException {
        assertEquals("newest", state(restored));
        restored.tick();
        restored.run("claim", value("bad-two.com"));
        Refusal refused = assertThrows(Refusal.class, () -> restored.run("request-new", request()));
        assertTrue(refused.words().contains("lacks 1 of 3"), refused.words());
        saysSo(restored, words);
        restored.tick();
        assertEquals("newest", state(restored));
    }

    private static void saysSo(Node node, String words) throws IOException {
        JsonNode status = node.run("status", NONE);
        assertEquals(1, status.path("may_lack").size());
        JsonNode checked = node.run("check-data", NONE);
        assertTrue(checked.path("good").asBoolean(), checked.toString());
        assertEquals(words, checked.path("findings").path(0).path("what").asString());
    }

    /** Checkpoints, and nothing behind them. */
    private HttpServer shows(Map<String, Note> notes, Config at) throws IOException {
        HttpServer liar = HttpServer.create(at.http().listen().orElseThrow(), 0);
        liar.createContext(
                "/",
                exchange -> {
                    Note note = notes.get(exchange.getRequestURI().getPath());
                    byte[] body = note == null ? new byte[0] : note.bytes().array();
                    if (hides) {
                        exchange.sendResponseHeaders(404, -1);
                        return;
                    }
                    exchange.sendResponseHeaders(note == null ? 503 : 200, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        liar.start();
        return liar;
    }

    private static LogName firstForParties(Node owner) {
        Log log = owner.desk().logs().forParties(owner.desk().self()).getFirst();
        return LogName.parseOrigin(log.origin()).orThrow();
    }

    private static String served(LogName name) {
        return name.path() + "/checkpoint";
    }

    private static Note held(Node node, LogName name) {
        return node.desk().logs().log(name.origin()).orElseThrow().checkpoint().orElseThrow();
    }

    private static JsonNode request() {
        return Json.object()
                .put("to", B)
                .put("kind", "preservation")
                .put("subject", "bad-one.com")
                .put("text", "keep the logs");
    }

    private static String state(Node node) throws IOException {
        return node.run("status", NONE).path("own_log").path("state").asString();
    }

    private void close(Node node) throws IOException {
        nodes.remove(node);
        node.close();
    }

    private Node again(int number) throws IOException {
        Node node = Node.start(directories.get(number), InstantSource.system());
        nodes.add(node);
        return node;
    }
}
