package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A charter changed by votes: real nodes on loopback. */
class AmendmentTest extends VotingNodes {
    private static ObjectNode rules(int k) {
        ObjectNode with = Json.object().put("reason", "more evidence");
        with.putObject("rules").put("k", k);
        return with;
    }

    @Test
    void aRuleChangeIsProposedVotedAndInForceOnAllAndStaysAfterARestart() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        JsonNode proposed = all.getFirst().run("charter-propose", rules(3));
        String name = proposed.path("proposal").asString();
        assertTrue(proposed.path("changes").toString().contains("k=3"), proposed.toString());
        for (Node node : all) {
            awaitProposal(node);
        }
        vote(all.get(0), name);
        JsonNode second = vote(all.get(1), name.substring(0, 8));
        assertFalse(second.path("in_force").asBoolean());
        JsonNode again = assertThrowsRefusal(() -> vote(all.get(1), name));
        assertTrue(again.asString().contains("has voted in this round"), again.toString());
        await(
                all.get(2),
                "charter-status",
                NONE,
                it ->
                        it.path("proposals")
                                .path(0)
                                .path("missing")
                                .toString()
                                .contains("1 of the votes of bank.example"));
        vote(all.get(2), name);
        String charter = "";
        for (Node node : all) {
            awaitEpoch(node, 4);
            JsonNode status = node.run("status", NONE);
            assertTrue(charter.isEmpty() || charter.equals(status.path("charter").asString()));
            charter = status.path("charter").asString();
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        JsonNode changes =
                all.get(1).run("charter-diff", Json.object().put("from", 3).put("to", 4));
        assertTrue(changes.toString().contains("Rules: f=1 k=3"), changes.toString());
        all.get(1).close();
        nodes.remove(1);
        Node restarted = Node.start(directories.get(1), InstantSource.system());
        nodes.add(restarted);
        assertEquals(charter, restarted.run("status", NONE).path("charter").asString());
        restarted.run("rebuild", NONE);
        assertEquals("[]", restarted.run("check-data", NONE).path("findings").toString());
    }

    @Test
    void aUrlOfAnotherOrInPlainHttpIsNotProposed() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example");
        String its = all.get(1).desk().config().http().url();
        assertTrue(refusedUrl(all.getFirst(), its).contains("two members have one url"));
        for (String plain : List.of("http://192.0.2.1:8440", "http://cert.example")) {
            assertTrue(refusedUrl(all.getFirst(), plain).contains("begins with https://"));
        }
    }

    private static String refusedUrl(Node node, String url) {
        return assertThrowsRefusal(() -> node.run("charter-propose", Json.object().put("url", url)))
                .asString();
    }

    @Test
    void oneOfFourIsRemovedWithoutItsVoteAndWhatItSaysThenDoesNotCount() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", "shop.example");
        Node shop = all.get(3);
        take(shop, Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        for (Node node : all.subList(0, 3)) {
            await(node, "check", values("bad-before.com"), it -> claimants(it).size() == 1);
        }
        ObjectNode with = Json.object().put("reason", "its node is somebody else's");
        with.set("remove", Json.array(List.of("shop.example")));
        String name = all.getFirst().run("charter-propose", with).path("proposal").asString();
        for (Node node : all) {
            awaitProposal(node);
        }
        JsonNode refused = assertThrowsRefusal(() -> vote(shop, name));
        assertTrue(refused.asString().contains("no vote on it"), refused.toString());
        vote(all.get(0), name);
        vote(all.get(1), name);
        await(
                all.get(1),
                "charter-status",
                NONE,
                it ->
                        it.toString().contains("Missing: 1")
                                && it.toString().contains("shop.example has no vote"));
        vote(all.get(2), name);
        for (Node node : all.subList(0, 3)) {
            awaitEpoch(node, 5);
        }
        take(shop, Cli.mail(folder, "after", "www.bad-after.com", "45.80.9.10"));
        for (Node node : all.subList(0, 3)) {
            assertEquals(3, node.run("status", NONE).path("members").size());
            JsonNode check = node.run("check", values("bad-before.com"));
            assertEquals("unknown", subject(check).path("level").asString(), check.toString());
            assertEquals(
                    "unknown",
                    subject(node.run("check", values("bad-after.com"))).path("level").asString());
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        Path data = directories.getFirst();
        all.getFirst().close();
        nodes.removeFirst();
        Node restarted = Node.start(data, InstantSource.system());
        nodes.add(restarted);
        assertEquals("[]", restarted.run("check-data", NONE).path("findings").toString());
        restarted.run("rebuild", NONE);
        assertEquals("[]", restarted.run("check-data", NONE).path("findings").toString());
    }

    @Test
    void aNewcomerComesInByVotesOnProbation() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Node newcomer = start("shop.example", "JP");
        String invitation = all.getFirst().run("invite", NONE).path("line").asString();
        String line =
                newcomer.run("join", Json.object().put("line", invitation))
                        .path("accepted")
                        .asString();
        ObjectNode with = Json.object().put("admit", line).put("reason", "welcome");
        with.set("sponsors", Json.array(List.of("isp.example")));
        JsonNode proposed = all.getFirst().run("charter-propose", with);
        assertTrue(proposed.path("changes").toString().contains("sponsored by isp.example"));
        String name = proposed.path("proposal").asString();
        for (Node node : all) {
            awaitProposal(node);
        }
        for (Node node : all) {
            vote(node, name);
        }
        for (Node node : List.copyOf(nodes)) {
            awaitEpoch(node, 4);
        }
        JsonNode history = newcomer.run("charter-history", NONE);
        assertTrue(history.toString().contains("probation=4"), history.toString());
        // What it was shown to cosign it fetches after that.
        await(newcomer, "check-data", NONE, it -> it.path("findings").isEmpty());
    }

    @Test
    void whomANodeIgnoresIsNotOnItsListsAndOnTheOthers() throws Exception {
        List<Node> both = exchange("cert.example", "isp.example");
        take(both.get(1), Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        int listed = both.get(1).run("status", NONE).path("lists").path("exchange").asInt();
        assertTrue(listed > 0);
        await(
                both.get(0),
                "status",
                NONE,
                it -> it.path("lists").path("exchange").asInt() == listed);
        var ignore = Json.object().put("member", "isp.example").put("from", 0);
        both.get(0).run("ignore", ignore);
        await(both.get(0), "status", NONE, it -> it.path("lists").path("exchange").asInt() == 0);
        assertEquals(
                listed, both.get(1).run("status", NONE).path("lists").path("exchange").asInt());
        assertTrue(export(both.get(0)).contains("bad-campaign.com"), "what all write alike");
        both.get(0).run("ignore", ignore.put("undo", true));
        await(
                both.get(0),
                "status",
                NONE,
                it -> it.path("lists").path("exchange").asInt() == listed);
    }

    @Test
    void badInputIsRefusedClearly() throws Exception {
        Node one = exchange("cert.example", "isp.example").getFirst();
        for (var wrong :
                List.of(
                        Json.object().put("reason", "nothing"),
                        rules(1),
                        Json.object().set("remove", Json.array(List.of("nobody.example"))),
                        Json.object().put("admit", "comity-accept1:AAAA"),
                        rules(3).put("days", 400))) {
            assertThrows(Refusal.class, () -> one.run("charter-propose", wrong), wrong.toString());
        }
        assertThrows(Refusal.class, () -> vote(one, "xyz"));
        assertThrows(Refusal.class, () -> vote(one, "0123456789"));
        assertThrows(
                Refusal.class,
                () -> one.run("ignore", Json.object().put("member", "cert.example")));
        assertThrows(
                Refusal.class,
                () -> one.run("charter-diff", Json.object().put("from", 1).put("to", 9)));
        Path data = directories.getFirst();
        assertEquals(2, Cli.run(data, "charter", "propose", "--rules", "f=x").exit());
        assertEquals(2, Cli.run(data, "charter", "diff", "1", "x").exit());
    }
}
