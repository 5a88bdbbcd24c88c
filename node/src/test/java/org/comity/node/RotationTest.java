package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.charter.CharterHistory;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.verifier.ShownReceipt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Members replace their keys through the command line: real nodes on loopback. */
class RotationTest extends VotingNodes {
    private String proposed(Node node) throws Exception {
        awaitProposal(node);
        return node.run("charter-status", NONE)
                .path("proposals")
                .path(0)
                .path("proposal")
                .asString();
    }

    /** Members ask one another every second, so that a test need not wait. */
    @Override
    Node start(String member, String country, InstantSource clock) throws IOException {
        Path data = Cli.init(folder, member, country);
        Path toml = Desk.configFile(data);
        Files.writeString(
                toml,
                Files.readString(toml).replace("poll-every = \"30s\"", "poll-every = \"1s\""));
        Node node = Node.start(data, clock);
        nodes.add(node);
        directories.add(data);
        return node;
    }

    private static String charter(Path data) {
        return Cli.run(data, "charter", "show", "--json").out();
    }

    private void awaitAllCosigned(List<Node> all) throws Exception {
        for (Node node : all) {
            await(
                    node,
                    "status",
                    NONE,
                    it -> {
                        for (JsonNode member : it.path("members")) {
                            long size = member.path("size").asLong();
                            if (size == 0 || size != member.path("cosigned_size").asLong()) {
                                return false;
                            }
                        }
                        return true;
                    });
        }
    }

    @Test
    void newKeysOfANodeAreVotedTakenAndWitnessedOnAllNodes() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Path isp = directories.get(1);
        take(all.get(1), Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        String before = charter(isp);
        VerifierKey former = all.get(1).desk().logs().own().key();
        Path receiptBefore = folder.resolve("before.receipt");
        String first = "isp.example/log#0";
        assertEquals(0, Cli.run(isp, "receipt", first, "--out", receiptBefore.toString()).exit());
        Cli.Ran ran =
                Cli.run(isp, "charter", "rotate", "--node-key", "--member-key", "--reason", "new");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("New keys of isp.example: member key, node key"), ran.out());
        String name = proposed(all.get(0));
        for (Node node : all) {
            awaitProposal(node);
        }
        assertTrue(Files.exists(isp.resolve("keys/next/node.seed")));
        // Its own vote counts: it signed with the old key and the new one.
        for (Node node : all) {
            vote(node, name);
        }
        for (Node node : all) {
            awaitEpoch(node, 4);
        }
        await(all.get(1), "status", NONE, _ -> !Files.exists(isp.resolve("keys/next/node.seed")));
        assertNotEquals(before, charter(isp));
        signedAnew(all.get(1), former);
        stillWitnessed(all);
        oldReceiptStillVerifies(isp, receiptBefore);
        afterThem(all, isp);
    }

    /**
     * At once and by itself: its next statement, signed with the new key too, may be long in
     * coming.
     */
    private static void signedAnew(Node node, VerifierKey former) throws IOException {
        Log own = node.desk().logs().own();
        node.desk().writer().call(() -> true); // what put the charter in force is done
        Note head = own.checkpoint().orElseThrow();
        assertNotEquals(former, own.key());
        assertTrue(head.isSignedBy(own.key()), head.bytes().utf8());
        assertTrue(head.isSignedBy(former), head.bytes().utf8());
    }

    /**
     * The charter of now and of before, in one file; the first receipt was signed with old keys.
     */
    private void oldReceiptStillVerifies(Path isp, Path before) throws Exception {
        Cli.Ran alone = Cli.run(isp, "charter", "show", "--json");
        assertEquals(0, alone.exit(), alone.err());
        Path history = folder.resolve("history.notes");
        Cli.Ran out = Cli.run(isp, "charter", "history", "--out", history.toString());
        assertEquals(0, out.exit(), out.err());
        Path nowhere = folder.resolve("nowhere");
        Cli.Ran good =
                Cli.run(nowhere, "verify", before.toString(), "--charter", history.toString());
        assertEquals(0, good.exit(), good.err());
        assertTrue(good.out().contains("by the charter of epoch 3, "), good.out());
        assertTrue(good.out().contains("of epoch 4, "), good.out());
        assertEquals(0, Cli.run(isp, "verify", before.toString()).exit());
        Path newest = folder.resolve("newest.note");
        String notes = Files.readString(history);
        Files.writeString(newest, notes.substring(notes.lastIndexOf("comity charter v1\n")));
        Cli.Ran bad = Cli.run(nowhere, "verify", before.toString(), "--charter", newest.toString());
        assertEquals(Main.REFUSED, bad.exit(), bad.out());
        assertTrue(bad.err().contains("needs a charter that was not given (epoch 3, "), bad.err());
    }

    private void stillWitnessed(List<Node> all) throws Exception {
        // What stands is signed and witnessed under the new keys though nobody states anything.
        awaitAllCosigned(all);
        JsonNode receipt =
                all.get(0).run("receipt", Json.object().put("statement", "isp.example/log#0"));
        ShownReceipt shown =
                ShownReceipt.of(
                                Bytes.utf8(receipt.path("receipt").asString()),
                                new CharterHistory(List.of(all.get(0).desk().charters().charter())))
                        .orThrow();
        assertEquals("quorum", shown.witnessed());
        for (Node node : all) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    private void afterThem(List<Node> all, Path isp) throws Exception {
        take(all.get(1), Cli.mail(folder, "after", "www.bad-after.com", "45.80.9.10"));
        for (Node node : all) {
            await(node, "check", values("bad-before.com"), it -> claimants(it).size() == 1);
            await(node, "check", values("bad-after.com"), it -> claimants(it).size() == 1);
        }
        awaitAllCosigned(all);
        for (Node node : all) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        all.get(1).close();
        nodes.remove(1);
        Node restarted = Node.start(isp, InstantSource.system());
        nodes.add(1, restarted);
        assertEquals("[]", restarted.run("check-data", NONE).path("findings").toString());
        take(restarted, Cli.mail(folder, "again", "www.bad-again.com", "45.80.9.11"));
        for (Node node : nodes) {
            await(node, "check", values("bad-again.com"), it -> claimants(it).size() == 1);
        }
        // The new member key votes from now on.
        String next = all.get(0).run("charter-propose", rules(3)).path("proposal").asString();
        awaitProposal(restarted);
        vote(restarted, next);
        await(
                all.get(0),
                "charter-status",
                NONE,
                it -> it.path("proposals").path(0).path("voters").toString().contains("isp"));
    }

    private static JsonNode rules(int k) {
        var with = Json.object().put("reason", "more evidence");
        with.putObject("rules").put("k", k);
        return with;
    }

    @Test
    void afterALossAnotherMemberProposesAndTheOthersDecide() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", "shop.example");
        Path shop = directories.get(3);
        Path seed = shop.resolve("keys/member.seed");
        Files.delete(seed);
        Cli.Ran refused = Cli.run(shop, "charter", "rotate", "--member-key");
        assertTrue(refused.err().contains("not on this machine"), refused.err());
        assertFalse(Files.exists(shop.resolve("keys/next/member.seed")));
        Cli.Ran line = Cli.run(shop, "charter", "rotate", "--member-key", "--lost", "--line");
        assertEquals(0, line.exit(), line.err());
        Cli.Ran proposed =
                Cli.run(
                        directories.get(0),
                        "charter",
                        "propose",
                        "--rotate",
                        line.out().strip(),
                        "--reason",
                        "its key is lost");
        assertEquals(0, proposed.exit(), proposed.err());
        assertTrue(proposed.out().contains("New keys of shop.example: member key"), proposed.out());
        assertTrue(proposed.out().contains("shop.example has no vote on it"), proposed.out());
        String name = proposed(all.get(0));
        for (Node node : all.subList(0, 3)) {
            awaitProposal(node);
            vote(node, name);
        }
        for (Node node : all) {
            awaitEpoch(node, 5);
        }
        await(all.get(3), "status", NONE, _ -> Files.exists(seed));
        assertFalse(Files.exists(shop.resolve("keys/next/member.seed")));
        // Whoever holds the old line cannot use it again.
        Cli.Ran again =
                Cli.run(directories.get(0), "charter", "propose", "--rotate", line.out().strip());
        assertTrue(again.err().contains("must be made anew"), again.err());
    }

    /** The secrets were drawn elsewhere: here they are in no directory. */
    @Test
    void aNodeWhoseKeyWasReplacedSaysSoWhenAsked() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", "shop.example");
        Path shop = directories.get(3);
        String replaced =
                NodeKeys.open(new MemberId("shop.example"), shop).node().verifierKey().text();
        String line =
                Cli.run(shop, "charter", "rotate", "--member-key", "--node-key", "--lost", "--line")
                        .out()
                        .strip();
        Files.move(shop.resolve("keys/next"), folder.resolve("elsewhere"));
        Path cert = directories.getFirst();
        Cli.Ran proposed = Cli.run(cert, "charter", "propose", "--rotate", line);
        assertEquals(0, proposed.exit(), proposed.err());
        String name = proposed(all.get(0));
        for (Node node : all.subList(0, 3)) {
            awaitProposal(node);
            vote(node, name);
        }
        String why = Main.reason((Exception) all.get(3).await().orElseThrow());
        assertTrue(why.contains(replaced), why);
        all.get(3).close();
        nodes.remove(3);
        for (String command : List.of("status", "node")) {
            Cli.Ran asked = Cli.run(shop, command);
            assertEquals(Main.REFUSED, asked.exit(), asked.err());
            assertTrue(asked.err().contains(replaced), asked.err());
            assertTrue(asked.err().contains("replaced by charter epoch 5"), asked.err());
            assertTrue(asked.err().contains("keys/next"), asked.err());
        }
        Files.move(folder.resolve("elsewhere"), shop.resolve("keys/next"));
        Cli.Ran again = Cli.run(shop, "status");
        assertEquals(0, again.exit(), again.err());
    }

    @Test
    void whatCannotBeIsRefusedInWords() throws Exception {
        List<Node> both = exchange("cert.example", "isp.example");
        Path data = directories.getFirst();
        assertTrue(Cli.run(data, "charter", "rotate").err().contains("say which key is to be new"));
        assertTrue(
                Cli.run(data, "charter", "rotate", "--node-key", "--lost")
                        .err()
                        .contains("add --member-key"));
        assertEquals(0, Cli.run(data, "charter", "rotate", "--node-key", "--line").exit());
        Cli.Ran other = Cli.run(data, "charter", "rotate", "--member-key");
        assertTrue(other.err().contains("another new key waits"), other.err());
        Cli.Ran foreign = Cli.run(data, "charter", "propose", "--rotate", "comity-rotate1:AAAA");
        assertNotEquals(0, foreign.exit());
        assertEquals(2, both.size());
    }
}
