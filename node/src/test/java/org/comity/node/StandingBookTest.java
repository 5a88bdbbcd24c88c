package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Standing as running nodes work it out from anchors in the logs, on a clock of the test's own. */
class StandingBookTest extends RunningNodes {
    private static final String B = "isp.example";
    private volatile Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void whoWasFirstIsConfirmedOnceTheOtherIsProvedLaterAndAllNodesSayTheSame() throws Exception {
        Node a = start(A, "NL", clock);
        Node b = start(B, "FR", clock);
        join(a, b);
        take(b, Cli.mail(folder, "zero", "www.something-else.com", "45.80.9.1"));
        anchored(b, a, B);
        pass(Duration.ofMinutes(10));
        take(a, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        anchored(a, b, A);
        pass(Duration.ofMinutes(70));
        anchored(b, a, B); // a quiet member says that it has not stated anything yet
        take(b, Cli.mail(folder, "two", "www.bad-campaign.com", "45.80.7.7"));
        pass(Duration.ofMinutes(10));
        anchored(b, a, B);
        assertEquals(0, confirmed(a, A), "not before the day is over");
        pass(Duration.ofHours(14));
        a.tick();
        b.tick();
        assertEquals(1, confirmed(a, A));
        assertEquals(0, confirmed(a, B));
        assertEquals(a.run("standing", Json.object()), b.run("standing", Json.object()));
        JsonNode before = b.run("standing", Json.object());
        b.run("rebuild", Json.object());
        assertEquals(before, b.run("standing", Json.object()));
        assertEquals(0, b.run("check-data", Json.object()).path("findings").size());
        nodes.get(1).close();
        Node again = Node.start(directories.get(1), clock);
        nodes.set(1, again);
        assertEquals(before, again.run("standing", Json.object()));
        // Ninety days later nothing of it counts any more.
        pass(Duration.ofDays(91));
        a.tick();
        assertEquals(0, confirmed(a, A));
    }

    /** The node's log is cosigned whole, and its anchor is at the other. */
    private void anchored(Node node, Node other, String name) throws IOException {
        await(node, "status", Json.object(), it -> cosigned(it, name) == size(it, name));
        long before = size(node.run("status", Json.object()), name);
        int anchors = node.desk().logs().own().anchors().count();
        node.tick();
        assertTrue(node.desk().logs().own().anchors().count() > anchors, "an anchor");
        long after = size(node.run("status", Json.object()), name);
        assertTrue(after > before);
        var with = Json.object();
        with.putObject("sizes").put(name, after);
        await(other, "hold", with, it -> it.path(name).asBoolean());
        await(node, "status", Json.object(), it -> cosigned(it, name) == after);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static long size(JsonNode status, String member) {
        return of(status, member).path("size").asLong();
    }

    private static long cosigned(JsonNode status, String member) {
        return of(status, member).path("cosigned_size").asLong();
    }

    private static JsonNode of(JsonNode status, String member) {
        for (JsonNode one : status.path("members")) {
            if (one.path("member").asString().equals(member)) {
                return one;
            }
        }
        throw new AssertionError("no member " + member);
    }

    private static long confirmed(Node node, String member) throws IOException {
        var with = Json.object().put("member", member);
        return node.run("standing", with).path("members").path(0).path("confirmed").asLong();
    }
}
