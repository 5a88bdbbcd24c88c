package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Motions, votes and reservations through real nodes. */
class DecidingTest extends RunningNodes {
    private static final String SHOP = "wool-and-yarn.com";
    private static final long DAY = 86_400;

    @Test
    void membersOfTwoCountriesClearWhatOneOfThemListed() throws Exception {
        Node a = start(A, "NL");
        Node b = start("isp.example", "FR");
        join(a, b);
        b.run("claim", value(SHOP));
        hold(a, "isp.example", 1);
        await(a, "check", values(SHOP), it -> level(it).equals("trusted"));
        JsonNode motion = a.run("motion", onSubject(SHOP, "benign", 30));
        assertEquals("members for it: 1 of 2", motion.path("missing").path(0).asString());
        assertEquals("trusted", level(a.run("check", values(SHOP))));
        String name = motion.path("motion").asString();
        await(b, "motion-list", Json.object(), it -> !it.path("motions").isEmpty());
        JsonNode voted = b.run("motion-vote", vote(name.substring(0, Deciding.SHORT), "for"));
        assertTrue(voted.path("carried").asBoolean(), voted.toString());
        for (Node node : nodes) {
            await(node, "check", values(SHOP), it -> level(it).equals("cleared"));
        }
        await(a, "status", Json.object(), it -> listed(it) == 0);
        assertEquals(1, listed(b.run("status", Json.object())), "its own claim on its own list");
        assertTrue(same(a, b));
        b.run("motion-vote", vote(name, "against"));
        await(a, "check", values(SHOP), it -> level(it).equals("trusted"));
        restart(0);
        assertEquals("trusted", level(nodes.getFirst().run("check", values(SHOP))));
    }

    @Test
    void aDeskAloneDecidesForItselfAndRestartsWithIt() throws Exception {
        Node desk = start(A, "NL");
        assertTrue(
                desk.run("motion", onSubject(SHOP, "malicious", 30)).path("carried").asBoolean());
        JsonNode answer = subject(desk.run("check", values(SHOP)));
        assertEquals("agreed", answer.path("level").asString());
        assertEquals("block", answer.path("tier").asString());
        assertTrue(export(desk).contains(SHOP), "although nobody claims it");
        Node again = restart(0);
        assertEquals(1, listed(again.run("status", Json.object())));
        assertEquals("agreed", level(again.run("check", values(SHOP))));
    }

    @Test
    void aReservedDecisionHasNoEffectOnOnesOwnList() throws Exception {
        Node a = start(A, "NL");
        Node b = start("isp.example", "FR");
        join(a, b);
        String name = a.run("motion", onSubject(SHOP, "malicious", 30)).path("motion").asString();
        await(b, "motion-list", Json.object(), it -> !it.path("motions").isEmpty());
        b.run("motion-vote", vote(name, "for"));
        for (Node node : nodes) {
            await(node, "status", Json.object(), it -> listed(it) == 1);
        }
        ObjectNode reserve = Json.object().put("about", "decision").put("of", name);
        b.run("reserve", reserve.put("reason", "our customers buy there"));
        await(b, "status", Json.object(), it -> listed(it) == 0);
        assertEquals("agreed", level(b.run("check", values(SHOP))), "the verdict is everybody's");
        await(a, "motion-list", Json.object(), it -> !it.path("reservations").isEmpty());
        assertEquals(1, listed(a.run("status", Json.object())));
        b.run("reserve", reserve.put("undo", true));
        await(b, "status", Json.object(), it -> listed(it) == 1);
    }

    @Test
    void aVoteCannotBeErased() throws Exception {
        Node desk = start(A, "NL");
        JsonNode motion = desk.run("motion", onSubject(SHOP, "malicious", 30));
        ObjectNode with = Json.object().put("reason", "regret");
        with.set("statements", Json.array(List.of(motion.path("statement").asString())));
        refused(desk, "erase", with);
        assertEquals("agreed", level(desk.run("check", values(SHOP))));
    }

    @Test
    void aSuspendedMemberIsNoLongerBelievedAlone() throws Exception {
        Node a = start(A, "NL");
        Node b = start("isp.example", "FR");
        join(a, b);
        b.run("claim", value(SHOP));
        hold(a, "isp.example", 1);
        await(a, "check", values(SHOP), it -> level(it).equals("trusted"));
        ObjectNode motion = Json.object().put("suspend", "isp.example").put("reason", "captured");
        motion.put("until", now() + 3_600);
        JsonNode made = a.run("motion", motion);
        assertTrue(
                made.path("missing").toString().contains("countries for it: 1 of 2"),
                "with two countries neither can suspend the other: " + made);
        assertEquals("trusted", level(a.run("check", values(SHOP))));
    }

    @Test
    void badMotionsAndVotesAreRefusedAndLeaveNothing() throws Exception {
        Node desk = start(A, "NL");
        refused(desk, "motion", onSubject(SHOP, "malicious", 0));
        refused(desk, "motion", onSubject(SHOP, "malicious", 366));
        refused(desk, "motion", onSubject("not a value", "malicious", 3));
        refused(desk, "motion", onSubject(SHOP, "evil", 3));
        refused(desk, "motion", onSubject(SHOP, "benign", 3).put("reason", "\u202e"));
        refused(desk, "motion", Json.object().put("suspend", "nobody.example"));
        refused(desk, "motion-vote", vote("0000000000", "for"));
        refused(desk, "motion-vote", vote("", "for"));
        refused(desk, "motion-vote", vote(A + "/log#0", "for"));
        refused(desk, "reserve", Json.object().put("about", "life").put("of", "x"));
        refused(desk, "standing", Json.object().put("member", "nobody.example"));
        assertEquals(
                0, desk.run("status", Json.object()).path("members").path(0).path("size").asInt());
    }

    /** Pulls now, and not when the next round is due. */
    private static void hold(Node node, String member, int size) throws IOException {
        ObjectNode with = Json.object();
        with.putObject("sizes").put(member, size);
        assertTrue(node.run("hold", with).path(member).asBoolean());
    }

    private Node restart(int at) throws IOException {
        nodes.get(at).close();
        Node again = Node.start(directories.get(at), InstantSource.system());
        nodes.set(at, again);
        return again;
    }

    private static void refused(Node node, String name, JsonNode with) {
        assertThrows(Refusal.class, () -> node.run(name, with), name + " " + with);
    }

    private static ObjectNode onSubject(String value, String stance, int days) {
        ObjectNode with = Json.object().put("value", value).put("stance", stance);
        return with.put("reason", "seen by hand").put("until", now() + days * DAY);
    }

    private static ObjectNode vote(String motion, String vote) {
        return Json.object().put("motion", motion).put("vote", vote);
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private static String level(JsonNode checked) {
        return subject(checked).path("level").asString();
    }

    private static int listed(JsonNode status) {
        return status.path("lists").iterator().next().asInt();
    }
}
