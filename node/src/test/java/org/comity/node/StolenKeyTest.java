package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.comity.exchange.WitnessAnswer;
import org.comity.exchange.WitnessRequest;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Somebody has a member's node key; once the charter lists another, the log is as it was. */
class StolenKeyTest extends VotingNodes {
    private static final String OWNER = "owner.example";

    @Test
    void aHugeHeadWithoutEntriesThatAllCosignedBindsNobodyUnderANewKey() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", OWNER);
        Node owner = all.get(3);
        take(owner, Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        inStep(all);
        haveCosigned(owner, madeUp(owner.desk().logs().own().tree(), 5_000));
        await(owner, "status", NONE, it -> it.path("own_log").toString().contains("older"));

        rotate(directories.get(3));
        owner.run("recover", NONE);
        take(owner, Cli.mail(folder, "after", "www.bad-after.com", "45.80.9.11"));
        inStep(nodes);
        for (Node node : nodes) {
            awaitLevel(node, "bad-before.com", "trusted");
            awaitLevel(node, "bad-after.com", "trusted");
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void whatTheThiefShowedToOneMemberMakesRoomForWhatTheOwnerSaysUnderANewKey() throws Exception {
        exchange("cert.example", "isp.example", "bank.example", OWNER);
        take(nodes.get(3), Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        inStep(nodes);
        nodes.remove(3).close();
        Path data = directories.get(3);
        Node isp = nodes.get(1);
        try (TwoFaced thief =
                TwoFaced.of(data, folder, Map.of("one", List.of("good-one.com", "good-two.com")))) {
            thief.show("one", isp.desk().config());
            awaitLevel(isp, "good-one.com", "trusted");
        }
        Node owner = Node.start(data, InstantSource.system());
        nodes.add(owner);
        await(owner, "status", NONE, it -> it.path("own_log").toString().contains("older"));
        rotate(data);
        assertThrows(Refusal.class, () -> owner.run("claim", value("bad-after.com")));
        owner.run("recover", NONE);
        owner.run("claim", value("bad-after.com"));
        Log own = owner.desk().logs().own();
        for (Node node : nodes) {
            await(node, "status", NONE, _ -> looksAndHolds(node, own));
        }
        inStep(nodes);
        for (Node node : nodes) {
            awaitLevel(node, "bad-after.com", "trusted");
            awaitLevel(node, "bad-before.com", "trusted");
            awaitLevel(node, "good-one.com", "unknown");
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    private static boolean looksAndHolds(Node node, Log own) {
        node.tick();
        return node.desk().logs().log(own.origin()).orElseThrow().holds(own.tree().head());
    }

    /** The first leaves are those of the log; nobody has the others. */
    private static MerkleTree madeUp(MerkleTree log, int more) {
        var tree = new MerkleTree();
        for (long at = 0; at < log.size(); at++) {
            tree.append(log.leafHash(at));
        }
        for (long at = 0; at < more; at++) {
            tree.append(new Hash(at, at, at, at));
        }
        return tree;
    }

    private void haveCosigned(Node owner, MerkleTree tree) {
        Note note =
                Note.of(new Checkpoint(OWNER + "/log", tree.head()).text())
                        .signedBy(owner.desk().keys().node());
        PeerClient client = PeerClient.of(owner.desk());
        for (Node node : nodes.subList(0, 3)) {
            String url = node.desk().config().http().url();
            var first = WitnessRequest.of(0, new ConsistencyProof(List.of()), note);
            WitnessAnswer answer = client.addCheckpoint(url, first);
            long latest = assertInstanceOf(WitnessAnswer.Conflict.class, answer).latestSize();
            ConsistencyProof proof = tree.proveConsistency(latest, tree.size());
            answer = client.addCheckpoint(url, WitnessRequest.of(latest, proof, note));
            assertInstanceOf(WitnessAnswer.Cosigned.class, answer);
        }
        client.post(owner.desk().config().http().url() + "/announce", note);
    }

    private static void awaitLevel(Node node, String value, String level) throws Exception {
        await(
                node,
                "check",
                values(value),
                it -> subject(it).path("level").asString().equals(level));
    }
}
