package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What few were told in two forms is proved to these, and nobody else can tell. */
class ForkedPartyLogTest extends FoundedNodes {
    private static final String B = "isp.example";
    private static final String C = "bank.example";
    private static final String D = "mail.example";
    private static final String VALUE = "told-to-both.com";
    private static final JsonNode NONE = Json.object();

    /** Times stand still, so that answers differ by nothing else. */
    private final InstantSource clock = still();

    private static InstantSource still() {
        Instant now = Instant.now();
        return () -> now;
    }

    private static boolean isRead(Node node, String value) throws IOException {
        return isRead(node.run("check", values(value)));
    }

    /** By these nodes' clocks it may not hold yet. */
    private static boolean isRead(JsonNode answer) {
        return subject(answer).path("claims_in_all").asLong() > 0;
    }

    /** Three, of whom the third is told nothing, and the owner, whose node is closed then. */
    private String told() throws Exception {
        directories(B, C, D, A);
        found();
        for (int at = 0; at < 4; at++) {
            nodes.add(Node.start(directories.get(at), clock));
        }
        Node owner = nodes.getLast();
        await(
                owner,
                "status",
                NONE,
                it -> it.path("own_log").path("state").asString().equals("newest"));
        String id = PartyLogsTest.said(owner, PartyLogsTest.to(VALUE, B + "," + C));
        for (Node node : nodes.subList(0, 2)) {
            await(node, "check", values(VALUE), ForkedPartyLogTest::isRead);
        }
        settle(nodes);
        owner.close();
        nodes.removeLast();
        for (int at = 0; at < 3; at++) {
            again(at); // so that a second start changes no communique
        }
        settle(nodes);
        return id.substring(0, id.indexOf('#'));
    }

    private void again(int at) throws IOException {
        nodes.get(at).close();
        nodes.set(at, Node.start(directories.get(at), clock));
    }

    private void known(String origin) throws IOException {
        for (Node node : nodes.subList(0, 2)) {
            await(node, "fault-list", NONE, it -> it.path("faults").path(0).has("taken_to"));
            JsonNode fault = node.run("fault-list", NONE).path("faults").path(0);
            assertEquals(origin, fault.path("log").asString());
            assertEquals(Json.array(List.of(C, A, B)), fault.path("told_to"));
            assertTrue(fault.path("statement").asString().contains("/parties/"), fault.toString());
        }
        // Each stays with what it holds, and nothing that was said to it is taken away.
        assertTrue(isRead(nodes.get(0), ToldApart.ONE));
        assertTrue(isRead(nodes.get(1), ToldApart.OTHER));
        assertFalse(isRead(nodes.get(0), ToldApart.OTHER));
        assertTrue(isRead(nodes.get(1), VALUE));
        assertTrue(nodes.get(2).run("fault-list", NONE).path("faults").isEmpty());
    }

    @Test
    void itIsProvedToThoseWhomItIsForAndNobodyElseNotices() throws Exception {
        String origin = told();
        ToldApart forms = ToldApart.of(this, clock, B + "," + C);
        Map<String, String> before = Served.to(nodes.get(2), nodes);
        forms.show();
        known(origin);
        Served.same(before, nodes.get(2), nodes);
        shownAndChecked(origin);
        again(0);
        again(1);
        nodes.get(0).run("rebuild", NONE);
        known(origin);
        Served.same(before, nodes.get(2), nodes);
        assertTrue(PartyLogsTest.holds(directories.get(1), "/parties/"), "else it would see none");
        assertFalse(PartyLogsTest.holds(directories.get(2), "/parties/"));
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    private void shownAndChecked(String origin) throws Exception {
        Path reader = directories.get(0);
        String list = Cli.run(reader, "fault", "list").out();
        assertTrue(list.contains(A + " signed two forms of its log for " + C + ", " + B), list);
        assertTrue(list.contains("the first 3 statements stay here"), list);
        JsonNode fault = nodes.get(0).run("fault-list", NONE).path("faults").path(0);
        String statement = fault.path("statement").asString();
        Path proof = folder.resolve("fault.txt");
        Files.writeString(proof, Cli.run(reader, "fault", "show", statement).out());
        assertTrue(Files.readString(proof).contains(origin));
        Cli.Ran good = Cli.run(directories.get(2), "fault", "verify", proof.toString());
        assertTrue(good.out().startsWith("good: " + A), good.err());
    }

    /** Else who forks a log of its own for each circle would use up those of this member. */
    @Test
    void whatIsBegunToAccuseLeavesRoomForWhatThisMemberSays() throws Exception {
        directories(A);
        absent(B, "m0.example", "m1.example", "m2.example", "m3.example", "m4.example", C);
        found();
        OwnLogs own = run(0).desk().ownLogs();
        for (int circle = 1; circle <= OwnLogs.FOR_ONE_MAX / 2; circle++) {
            assertTrue(mayAccuse(own, 63), circle + "");
            PartyLogsTest.said(nodes.getFirst(), PartyLogsTest.to(VALUE, with(circle)));
        }
        assertFalse(mayAccuse(own, 63));
        assertTrue(mayAccuse(own, 1), "there is one for these already");
        assertTrue(mayAccuse(own, 0), "nothing else needs the one for the two");
    }

    private boolean mayAccuse(OwnLogs own, int circle) {
        var ids = new TreeSet<MemberId>();
        for (String name : (A + "," + with(circle)).split(",")) {
            ids.add(new MemberId(name));
        }
        return own.mayAccuseTo(new Audience.Parties(ids));
    }

    /** One, and of six others those whose bit is set. */
    private String with(int circle) {
        var names = new StringBuilder(B);
        for (int at = 0; at < 6; at++) {
            names.append((circle >> at & 1) == 1 ? "," + members.get(2 + at).id() : "");
        }
        return names.toString();
    }
}
