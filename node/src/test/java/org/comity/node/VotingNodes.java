package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Real nodes on loopback whose members vote on their charter. */
abstract class VotingNodes extends RunningNodes {
    static final JsonNode NONE = Json.object();

    /** Members named, each of another country, all in. */
    List<Node> exchange(String... names) throws Exception {
        var countries = List.of("NL", "BR", "KE", "JP");
        Node first = start(names[0], countries.getFirst());
        for (int at = 1; at < names.length; at++) {
            Node next = start(names[at], countries.get(at));
            String invitation = first.run("invite", NONE).path("line").asString();
            JsonNode accepted = next.run("join", Json.object().put("line", invitation));
            first.run("join", Json.object().put("line", accepted.path("accepted").asString()));
            for (int before = 1; before < at; before++) {
                Node signer = nodes.get(before);
                await(signer, "status", NONE, it -> it.has("charter_waits_for"));
                signer.run("join-sign", Json.object().put("newcomer", names[at]));
            }
            int epoch = at + 1;
            for (Node node : nodes) {
                await(node, "status", NONE, it -> it.path("epoch").asInt() == epoch);
            }
        }
        return List.copyOf(nodes);
    }

    static void awaitEpoch(Node node, int epoch) throws Exception {
        await(node, "status", NONE, it -> it.path("epoch").asInt() == epoch);
    }

    static void awaitProposal(Node node) throws Exception {
        await(node, "charter-status", NONE, it -> it.path("proposals").size() == 1);
    }

    static JsonNode vote(Node node, String proposal) throws Exception {
        // A node does not vote before it holds all logs up to the proposal's cut.
        for (int attempt = 0; ; attempt++) {
            try {
                return node.run("charter-vote", Json.object().put("proposal", proposal));
            } catch (Refusal early) {
                if (attempt > 2_000 || !early.getMessage().contains("up to its cut yet")) {
                    throw early;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        }
    }

    static JsonNode assertThrowsRefusal(org.junit.jupiter.api.function.Executable act) {
        Refusal refused = assertThrows(Refusal.class, act);
        return Json.array(List.of(String.valueOf(refused.getMessage()))).path(0);
    }

    /** The fourth gets another node key: the first proposes, and the three others vote. */
    void rotate(Path owner) throws Exception {
        Cli.Ran line = Cli.run(owner, "charter", "rotate", "--node-key", "--line");
        assertEquals(0, line.exit(), line.err());
        Cli.Ran proposed =
                Cli.run(
                        directories.get(0),
                        "charter",
                        "propose",
                        "--rotate",
                        line.out().strip(),
                        "--reason",
                        "stolen");
        assertEquals(0, proposed.exit(), proposed.err());
        awaitProposal(nodes.get(0));
        String name =
                nodes.get(0)
                        .run("charter-status", NONE)
                        .path("proposals")
                        .path(0)
                        .path("proposal")
                        .asString();
        for (Node node : nodes.subList(0, 3)) {
            awaitProposal(node);
            vote(node, name);
        }
        for (Node node : nodes) {
            awaitEpoch(node, 5);
        }
        await(
                nodes.get(3),
                "status",
                NONE,
                _ -> !Files.exists(owner.resolve("keys/next/node.seed")));
    }
}
