package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Groups, protected assets, committee and budgets, changed by votes: real nodes on loopback. */
class ProposedArticlesTest extends VotingNodes {
    private List<Node> all = List.of();

    private Path of(int member) {
        return directories.get(member);
    }

    private String propose(String... options) {
        var rest = new ArrayList<>(List.of("propose"));
        rest.addAll(List.of(options));
        Cli.Ran ran = Cli.run(of(0), "charter", rest.toArray(String[]::new));
        return ran.out() + ran.err();
    }

    private void carry() throws Exception {
        for (Node node : all) {
            awaitProposal(node);
        }
        String name =
                all.getFirst()
                        .run("charter-status", NONE)
                        .path("proposals")
                        .path(0)
                        .path("proposal")
                        .asString();
        int epoch = all.getFirst().run("status", NONE).path("epoch").asInt();
        for (Node node : all) {
            if (node.run("status", NONE).path("epoch").asInt() == epoch) {
                vote(node, name);
            }
        }
        for (Node node : all) {
            awaitEpoch(node, epoch + 1);
        }
    }

    @Test
    void aGroupIsMadeChangedAndRemovedByVotes() throws Exception {
        all = exchange("cert.example", "isp.example", "bank.example");
        String said = propose("--group", "banks=bank.example,cert.example", "--protect", "big.com");
        assertTrue(said.contains("New group banks: bank.example, cert.example"), said);
        assertTrue(said.contains("Protected assets: 1 more, 0 fewer"), said);
        carry();
        Cli.Ran claimed = Cli.run(of(2), "claim", "to-banks.com", "--group", "banks");
        assertEquals(0, claimed.exit(), claimed.err());
        await(all.get(0), "check", values("to-banks.com"), it -> claimants(it).size() == 1);
        assertTrue(
                propose("--protect", "big.com").contains("protects this already"),
                "protected twice");
        assertTrue(propose("--remove-group", "shops").contains("has no such group"));
        assertTrue(propose("--group", "banks=nobody.example").contains("not a member"));
        assertTrue(propose("--committee", "isp.example").contains("up to ten members all witness"));

        said = propose("--group", "banks=isp.example,bank.example", "--budgets", "requests=7");
        assertTrue(said.contains("Group banks"), said);
        assertTrue(said.contains("Requests in a day"), said);
        carry();
        JsonNode changes = all.get(1).run("charter-diff", diff(4, 5));
        assertTrue(changes.toString().contains("isp.example"), changes.toString());
        propose("--remove-group", "banks", "--unprotect", "big.com");
        carry();
        changes = all.get(2).run("charter-diff", diff(5, 6));
        assertTrue(changes.toString().contains("No group banks any more"), changes.toString());
        assertTrue(changes.toString().contains("0 more, 1 fewer"), changes.toString());
    }

    @Test
    void whatIsNoProposalIsRefusedInWords() throws Exception {
        all = exchange("cert.example", "isp.example");
        String twice = propose("--group", "banks=isp.example", "--group", "banks=cert.example");
        assertTrue(twice.contains("say once"), twice);
        for (String wrong : List.of("{\"F\":3}", "{\"f\":\"3\"}", "{\"dimensions\":\"country\"}")) {
            ObjectNode with = Json.object().set("rules", Json.parse(wrong));
            Refusal refused =
                    assertThrows(Refusal.class, () -> all.getFirst().run("charter-propose", with));
            assertTrue(refused.words().contains("rules are"), refused.words());
        }
        assertTrue(propose("--group", "banks").contains("a group is such as"));
        assertTrue(propose("--group", "BANKS=isp.example").contains("lower-case letters"));
        assertTrue(propose("--budgets", "bytes=3").contains("budgets are such as"));
        assertTrue(propose("--unprotect", "big.com").contains("does not protect this"));
        assertTrue(propose("--protect", "no value").contains("no value"));
    }

    private static ObjectNode diff(int from, int to) {
        return Json.object().put("from", from).put("to", to);
    }
}
