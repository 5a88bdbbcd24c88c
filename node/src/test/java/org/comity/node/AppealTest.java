package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.comity.charter.Appeals;
import org.comity.statement.Observables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The owner of a listed shop is heard, through real nodes with a clock of the test's own. */
class AppealTest extends RunningNodes {
    private static final String SHOP = "wool-and-yarn.com";
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private volatile Instant now = START;
    private Node a;
    private Node b;

    @BeforeEach
    void twoMembersBlockWhatTheyDecided() throws Exception {
        a = start(A, "NL", () -> now);
        b = start("isp.example", "FR", () -> now);
        join(a, b);
    }

    @Test
    void blockDropsToScoreOnEveryNodeAndComesBackAfterSeventyTwoHours() throws Exception {
        decideOn("compromised");
        JsonNode stated = b.run("appeal", appeal(SHOP));
        assertEquals(Appeals.HEARD_SECONDS, stated.path("seconds_left").asLong());
        for (Node node : nodes) {
            await(node, "check", values(SHOP), it -> tier(it).equals("score"));
        }
        now = START.plusSeconds(2 * 3_600);
        JsonNode one = a.run("appeal-list", Json.object()).path("appeals").path(0);
        assertEquals("in 70 h", Appealing.left(one.path("seconds_left").asLong()));
        assertTrue(one.path("changes").asBoolean());
        now = START.plusSeconds(Appeals.HEARD_SECONDS - 1);
        assertServed("score");
        now = START.plusSeconds(Appeals.HEARD_SECONDS);
        assertServed("block");
    }

    @Test
    void theCommuniqueIsWorkedOutAlikeWhileAnOwnerIsHeard() throws Exception {
        decideOn("compromised");
        b.run("appeal", appeal(SHOP));
        for (Node node : nodes) {
            await(node, "check", values(SHOP), it -> tier(it).equals("score"));
        }
        for (int round = 1; round <= 2; round++) { // what the first made is logged by the second
            now = START.plusSeconds(round * 600);
            tickInStep(nodes);
        }
        await(
                a,
                "communique",
                Json.object().put("member", "isp.example"),
                it -> it.path("outcome").asString().equals("same"));
    }

    @Test
    void aSecondAppealWithinTheTermIsRefusedAndChangesNothing() throws Exception {
        decideOn("compromised");
        b.run("appeal", appeal(SHOP));
        await(a, "check", values(SHOP), it -> tier(it).equals("score"));
        now = START.plusSeconds(Appeals.HEARD_SECONDS);
        Refusal refused = assertThrows(Refusal.class, () -> a.run("appeal", appeal(SHOP)));
        assertTrue(
                refused.getMessage().contains("again from 2027-04-15T08:00:00Z"),
                refused.toString());
        assertServed("block");
    }

    @Test
    void whatIsDedicatedToAbuseIsNotHeard() throws Exception {
        decideOn("dedicated");
        assertThrows(Refusal.class, () -> b.run("appeal", appeal(SHOP)));
        assertThrows(Refusal.class, () -> b.run("appeal", appeal("unheard-of.com")));
        assertServed("block");
    }

    @Test
    void anAppealIsStillHeardAfterARestart() throws Exception {
        decideOn("shared");
        assertThrows(Refusal.class, () -> b.run("appeal", appeal(SHOP).put("proof", "word")));
        b.run("appeal", appeal(SHOP));
        nodes.get(1).close();
        nodes.set(1, Node.start(directories.get(1), () -> now));
        b = nodes.get(1);
        assertEquals(1, b.run("appeal-list", Json.object()).path("appeals").size());
        assertEquals("score", tier(b.run("check", values(SHOP))));
    }

    /** Both claim it as such a target, and both decide that it is malicious. */
    private void decideOn(String target) throws Exception {
        for (Node node : nodes) {
            node.run("claim", Json.object().put("value", SHOP).put("target", target));
        }
        for (Node node : nodes) {
            await(node, "check", values(SHOP), it -> claimants(it).size() == 2);
        }
        ObjectNode motion = Json.object().put("value", SHOP).put("stance", "malicious");
        motion.put("reason", "seen").put("until", now.getEpochSecond() + 100 * 86_400L);
        String name = a.run("motion", motion).path("motion").asString();
        await(b, "motion-list", Json.object(), it -> !it.path("motions").isEmpty());
        b.run("motion-vote", Json.object().put("motion", name).put("vote", "for"));
        String tier = target.equals("shared") ? "score" : "block";
        for (Node node : nodes) {
            await(node, "check", values(SHOP), it -> tier(it).equals(tier));
        }
    }

    /** On the lists that are kept and served, after a tick of the clock. */
    private void assertServed(String tier) throws Exception {
        for (Node node : nodes) {
            node.tick();
            assertEquals(tier, tier(node.run("check", values(SHOP))));
            var listing =
                    node.desk()
                            .lists()
                            .all()
                            .getFirst()
                            .listings()
                            .on(Observables.recognise(SHOP).orThrow());
            assertEquals(tier, listing.orElseThrow().tier().word());
        }
    }

    private static ObjectNode appeal(String value) {
        return Json.object().put("value", value).put("proof", "dns").put("reason", "cleaned");
    }

    private static String tier(JsonNode checked) {
        return subject(checked).path("tier").asString();
    }
}
