package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How long claims hold: by the charter, and twice for what is back. */
class LivesTest extends RunningNodes {
    private static final JsonNode NONE = Json.object();
    private static final String VALUE = "bad-campaign.com";
    private static final long DAY = 86_400;
    private static final Instant FIRST = Instant.parse("2026-01-06T10:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(FIRST);

    @Test
    void whatIsBackAfterItsClaimEndedIsClaimedForTwoLives() throws Exception {
        Node desk = start(A, "NL", clock::get);
        desk.run("claim", value(VALUE));
        assertEquals(FIRST.plusSeconds(14 * DAY), until(desk));
        clock.set(FIRST.plusSeconds(10 * DAY));
        desk.run("claim", value(VALUE));
        assertEquals(FIRST.plusSeconds(24 * DAY), until(desk), "it had not ended");
        clock.set(FIRST.plusSeconds(30 * DAY));
        assertEquals(0, subject(desk.run("check", values(VALUE))).path("claims").size());
        take(desk, Cli.mail(folder, "back", "www." + VALUE, "45.80.9.9"));
        assertEquals(FIRST.plusSeconds(58 * DAY), until(desk));
        // One member's word is believed for one life all the same.
        JsonNode on = desk.run("explain", value(VALUE));
        String words = on.toString();
        assertTrue(words.contains(FIRST.plusSeconds(44 * DAY).toString()), words);
    }

    @Test
    void whatWasTakenBackIsNotBack() throws Exception {
        Node desk = start(A, "NL", clock::get);
        desk.run("claim", value(VALUE));
        desk.run("retract", value(VALUE));
        clock.set(FIRST.plusSeconds(30 * DAY));
        desk.run("claim", value(VALUE));
        assertEquals(FIRST.plusSeconds(44 * DAY), until(desk));
    }

    @Test
    void membersAgreeOnHowLongClaimsHoldOnWhichList() throws Exception {
        Node first = start(A, "NL");
        Node second = start("isp.example", "BR");
        join(first, second);
        ObjectNode shorter = Json.object().put("lives", "domain:24").put("reason", "stale");
        String name = first.run("charter-propose", shorter).path("proposal").asString();
        await(second, "charter-status", NONE, it -> it.path("proposals").size() == 1);
        vote(first, name);
        vote(second, name);
        for (Node node : nodes) {
            await(node, "status", NONE, it -> it.path("epoch").asInt() == 3);
        }
        first.run("claim", value(VALUE));
        JsonNode claim = subject(first.run("check", values(VALUE))).path("claims").path(0);
        assertEquals(
                DAY, seconds(claim.path("until")) - seconds(claim.path("since")), claim.toString());
        String told = second.run("charter", NONE).path("note").asString();
        assertTrue(told.contains("\nlives domain:24\n"), told);

        ObjectNode named = Json.object().put("lives", "domain:72").put("list", "takedowns");
        JsonNode proposed = first.run("charter-propose", named);
        assertTrue(proposed.toString().contains("takedowns"), proposed.toString());
        Refusal refused =
                assertThrows(
                        Refusal.class,
                        () -> first.run("charter-propose", Json.object().put("lives", "domain:0")));
        assertTrue(String.valueOf(refused.getMessage()).contains("address:24,domain:336"));
    }

    @Test
    void aListLosesItsOwnRulesByVote() throws Exception {
        Node first = start(A, "NL");
        Node second = start("isp.example", "BR");
        join(first, second);
        ObjectNode own = Json.object().put("lives", "domain:72").put("list", "takedowns");
        carry(first, second, own, 3);
        ObjectNode away = Json.object().put("list", "takedowns").put("remove_rules", true);
        carry(first, second, away, 4);
        String note = second.run("charter", NONE).path("note").asString();
        assertFalse(note.contains("list takedowns"), note);
        JsonNode diff = second.run("charter-diff", Json.object().put("from", 3).put("to", 4));
        assertTrue(diff.toString().contains("no rules of its own any more"), diff.toString());
        assertTrue(refused(first, away).contains("no rules of its own for this list"));
        assertTrue(refused(first, Json.object().put("remove_rules", true)).contains("--list"));
        assertTrue(refused(first, own.put("remove_rules", true)).contains("either remove"));
    }

    private static void carry(Node first, Node second, ObjectNode asked, int epoch)
            throws Exception {
        String name = first.run("charter-propose", asked).path("proposal").asString();
        await(second, "charter-status", NONE, it -> it.path("proposals").size() == 1);
        vote(first, name);
        vote(second, name);
        await(first, "status", NONE, it -> it.path("epoch").asInt() == epoch);
        await(second, "status", NONE, it -> it.path("epoch").asInt() == epoch);
    }

    @Test
    void whatIsNotMeantSoIsRefusedAndSaysWhat() throws Exception {
        Node first = start(A, "NL");
        join(first, start("isp.example", "BR"));
        ObjectNode twice = Json.object().put("lives", "domain:24,domain:48");
        assertTrue(refused(first, twice).contains("(domain:24,domain:48)"));
        ObjectNode named = Json.object().put("lives", "domain:72").put("list", "Two Words");
        assertTrue(refused(first, named).contains("--list Two Words"));
        ObjectNode phi = Json.object().put("list", "takedowns");
        phi.set("rules", Json.object().put("phi", 1));
        assertTrue(refused(first, phi).contains("not for one list (phi)"));
        ObjectNode of = Json.object().put("list", "takedowns").put("guards", true);
        assertTrue(refused(first, of).contains("--lives the list is to have"));
        String line =
                first.run("charter-rotate", Json.object().put("node_key", true).put("line", true))
                        .path("line")
                        .asString();
        ObjectNode also = Json.object().put("rotate", line).put("lives", "domain:72");
        assertTrue(refused(first, also).contains("propose the rest apart"));
        ObjectNode alone = Json.object().put("rotate", line).put("list", "").put("guards", false);
        alone.set("remove", Json.array(List.of()));
        assertTrue(first.run("charter-propose", alone).has("proposal"));
    }

    private static String refused(Node node, ObjectNode asked) {
        return assertThrows(Refusal.class, () -> node.run("charter-propose", asked)).words();
    }

    /** A node does not vote before it holds all logs up to the proposal's cut. */
    private static void vote(Node node, String proposal) throws Exception {
        for (int attempt = 0; attempt < 2_000; attempt++) {
            try {
                node.run("charter-vote", Json.object().put("proposal", proposal));
                return;
            } catch (Refusal early) {
                assertTrue(String.valueOf(early.getMessage()).contains("up to its cut yet"));
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static Instant until(Node desk) throws Exception {
        JsonNode claims = subject(desk.run("check", values(VALUE))).path("claims");
        return Instant.ofEpochSecond(seconds(claims.path(claims.size() - 1).path("until")));
    }

    private static long seconds(JsonNode time) {
        return Instant.parse(time.asString()).getEpochSecond();
    }
}
