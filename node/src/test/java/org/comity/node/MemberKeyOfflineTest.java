package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A node lives without its member key, which is needed at few steps that say so. */
class MemberKeyOfflineTest extends VotingNodes {
    @Test
    void aNodeLivesWithoutItsMemberKey() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example");
        Path data = directories.getFirst();
        Path seed = data.resolve("keys/member.seed");
        Path away = Files.move(seed, folder.resolve("member.seed"));
        all.get(0).close();
        nodes.remove(all.get(0));
        Node a = Node.start(data, InstantSource.system());
        nodes.add(0, a);
        Node b = all.get(1);
        lives(a, b);

        JsonNode proposal = propose(b, 3);
        awaitProposal(a);
        var needed =
                Map.of(
                        "charter-vote",
                        proposal,
                        "charter-rotate",
                        Json.object().put("node_key", true),
                        "halt",
                        Json.object().put("reason", "test"),
                        "invite",
                        NONE);
        needed.forEach((step, with) -> {
            Refusal refused = assertThrows(Refusal.class, () -> a.run(step, with), step);
            assertTrue(refused.getMessage().contains(seed.toString()), refused.getMessage());
        });
        a.run("claim", value("bad-still-alive.com"));
        Files.move(away, seed);
        vote(a, proposal.path("proposal").asString());
        Files.delete(seed);
        vote(b, proposal.path("proposal").asString());
        awaitEpoch(a, 3);
    }

    private static JsonNode propose(Node node, int k) throws Exception {
        var with = Json.object().put("reason", "more evidence");
        with.putObject("rules").put("k", k);
        return Json.object()
                .put("proposal", node.run("charter-propose", with).path("proposal").asString());
    }

    private void lives(Node a, Node b) throws Exception {
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        a.run("claim", value("bad-two.com"));
        a.run("retract", value("bad-two.com"));
        a.run("want", value("good.com"));
        var erase = Json.object();
        erase.set("statements", Json.array(List.of("cert.example/log#1")));
        a.run("erase", erase);
        var question = Json.object().put("to", "isp.example").put("kind", "preservation");
        a.run("request-new", question.put("subject", "bad-one.com").put("text", "keep the logs"));
        a.run("backup", Json.object().put("file", folder.resolve("a.backup").toString()));
        Cli.Ran moved =
                Cli.run(
                        directories.getFirst(),
                        "motion",
                        "bad-one.com",
                        "--benign",
                        "--reason",
                        "test");
        assertEquals(0, moved.exit(), moved.err());
        a.tick();
        inStep(List.of(a, b));
        assertEquals("[]", a.run("check-data", NONE).path("findings").toString());
    }
}
