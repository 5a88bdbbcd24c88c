package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code comity status} and {@code comity charter show} tell; and the halt of one of several.
 */
class UnvotedTest extends VotingNodes {
    private static ObjectNode rules() {
        ObjectNode with = Json.object().put("reason", "more evidence");
        with.putObject("rules").put("k", 3);
        return with;
    }

    private String status(int member) {
        return Cli.run(directories.get(member), "status").out();
    }

    @Test
    void statusNamesWhatThisMemberHasNotVotedOn() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        assertFalse(status(1).contains("To vote on"), status(1));
        String name = all.get(0).run("charter-propose", rules()).path("proposal").asString();
        Cli.Ran motion =
                Cli.run(
                        directories.get(0),
                        "motion",
                        "bad.example.com",
                        "--malicious",
                        "--reason",
                        "seen");
        assertEquals(0, motion.exit(), motion.err());
        await(all.get(1), "status", NONE, it -> it.path("to_vote_on").size() == 2);
        String before = status(1);
        assertTrue(before.contains("proposal " + name.substring(0, 8) + ", more evidence"), before);
        assertTrue(before.contains("domain:bad.example.com is malicious"), before);
        assertTrue(before.contains("comity charter status, comity motion"), before);
        // The mover has voted on its motion, not on the proposal.
        assertEquals(1, all.get(0).run("status", NONE).path("to_vote_on").size());
        vote(all.get(1), name);
        String moved =
                all.get(1)
                        .run("motion-list", NONE)
                        .path("motions")
                        .path(0)
                        .path("motion")
                        .asString();
        all.get(1)
                .run(
                        "motion-vote",
                        Json.object()
                                .put("motion", moved)
                                .put("vote", "against")
                                .put("reason", ""));
        assertFalse(status(1).contains("To vote on"), status(1));
    }

    @Test
    void charterShowSaysHowLongClaimsHold() throws Exception {
        exchange("cert.example", "isp.example");
        String shown = Cli.run(directories.getFirst(), "charter", "show").out();
        assertTrue(shown.contains("How long a claim holds"), shown);
        assertTrue(shown.contains("  address: 24 hours"), shown);
        assertTrue(shown.contains("  fingerprint: 30 days"), shown);
    }

    @Test
    void whatAMemberHaltsNobodyHearsAnyMore() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        take(all.get(1), Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        await(all.get(0), "check", values("bad-before.com"), it -> claimants(it).size() == 1);
        String name = all.get(0).run("charter-propose", rules()).path("proposal").asString();
        Cli.Ran halted =
                Cli.run(directories.get(1), "halt", "--yes", "--reason", "the key is stolen");
        assertEquals(0, halted.exit(), halted.err());
        for (int node : List.of(0, 2)) {
            await(
                    all.get(node),
                    "status",
                    NONE,
                    it -> it.path("members").toString().contains("\"halted\":true"));
            assertTrue(status(node).contains("halted"), status(node));
            // What it had said before stays.
            assertEquals(1, claimants(all.get(node).run("check", values("bad-before.com"))).size());
        }
        for (List<String> more :
                List.of(
                        List.of("claim", "bad-after.com"),
                        List.of("charter", "vote", name),
                        List.of("charter", "rotate", "--node-key"),
                        List.of("motion", "x.example.com", "--benign", "--reason", "x"))) {
            Cli.Ran refused =
                    Cli.run(
                            directories.get(1),
                            more.getFirst(),
                            more.subList(1, more.size()).toArray(String[]::new));
            assertTrue(refused.err().contains("has halted its log"), more + refused.err());
        }
    }
}
