package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Three nodes in three countries, by a clock that the test moves, and what they ask. */
abstract class RequestNodes extends FoundedNodes {
    static final String B = "isp.example";
    static final String C = "bank.example";
    static final JsonNode NONE = Json.object();
    static final String SECRET = "keep-what-concerns-mule-account-7731";
    volatile Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300);
    final InstantSource clock = () -> now;

    void exchange() throws IOException {
        directories(A, B, C);
        found();
        for (int at = 0; at < 3; at++) {
            nodes.add(Node.start(directories.get(at), clock));
        }
        nodes.forEach(RequestNodes::awaitNewest);
    }

    /** Whatever was sent, answered, erased and taken again meanwhile. */
    @AfterEach
    void whatIsKeptOfRequestsIsWhatReadingAllAnewGives() throws IOException {
        for (Node node : nodes) {
            RequestSteps kept = RequestSteps.of(node.desk());
            RequestSteps anew = new RequestShelf().steps(node.desk(), _ -> true);
            // What comes between the two is no difference.
            for (int again = 0; again < 100 && !anew.equals(kept); again++) {
                LockSupport.parkNanos(20_000_000);
                kept = RequestSteps.of(node.desk());
                anew = new RequestShelf().steps(node.desk(), _ -> true);
            }
            assertEquals(anew, kept);
        }
    }

    static void awaitNewest(Node node) {
        try {
            await(
                    node,
                    "status",
                    NONE,
                    it -> it.path("own_log").path("state").asString().equals("newest"));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    void stop(int number) throws IOException {
        nodes.get(number).close();
    }

    Node startAgain(int number) throws IOException {
        Node node = Node.start(directories.get(number), clock);
        nodes.set(number, node);
        awaitNewest(node);
        return node;
    }

    String ask(Node from, String to, String kind) throws IOException {
        ObjectNode with = Json.object().put("to", to).put("kind", kind).put("text", SECRET);
        with.put("subject", "shop.example.com").put("within_seconds", 6 * 3600);
        return from.run("request-new", with).path("request").asString();
    }

    static JsonNode reply(Node node, String id, String stage) throws IOException {
        ObjectNode with = Json.object().put("request", id).put("stage", stage);
        return node.run("request-reply", with.put("text", stage + " by a human"));
    }

    static JsonNode one(JsonNode list, String id) {
        return list.path("requests")
                .valueStream()
                .filter(it -> it.path("request").asString().equals(id))
                .findFirst()
                .orElse(Json.object());
    }

    static void awaitStage(Node node, String id, String stage) throws IOException {
        await(node, "request-list", NONE, it -> one(it, id).path("stage").asString().equals(stage));
    }

    static JsonNode show(Node node, String id) throws IOException {
        return node.run("request-show", Json.object().put("request", id));
    }

    void nobodyElseKnows(int stranger, String id, String words) throws IOException {
        assertEquals("{}", one(nodes.get(stranger).run("request-list", NONE), id).toString());
        assertFalse(PartyLogsTest.holds(directories.get(stranger), id), id);
        assertFalse(PartyLogsTest.holds(directories.get(stranger), words), words);
        assertTrue(PartyLogsTest.holds(directories.get(0), words), "else it would see nothing");
    }

    static void assertRefused(String why, Node node, String name, JsonNode with)
            throws IOException {
        try {
            JsonNode answer = node.run(name, with);
            throw new AssertionError("not refused: " + answer);
        } catch (Refusal refused) {
            assertTrue(refused.words().contains(why), refused.words());
        }
    }
}
