package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.comity.exchange.WitnessAnswer;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A member, or who stole its key, shows its log in two forms to real nodes. */
class ForkedLogTest extends VotingNodes {
    private static final String EVIL = "evil.example";
    private static final List<String> ONE = List.of("bad-one.com");
    private static final List<String> TWO = List.of("bad-two.com", "bad-too.com");
    private static final List<String> THREE = List.of("bad-three.com");

    private static JsonNode fault(Node node) throws Exception {
        return node.run("fault-list", NONE).path("faults").path(0);
    }

    private static long size(JsonNode status, String member) {
        for (JsonNode one : status.path("members")) {
            if (one.path("member").asString().equals(member)) {
                return one.path("size").asLong();
            }
        }
        return -1;
    }

    private static void awaitSize(Node node, long size) throws Exception {
        await(node, "status", NONE, it -> size(it, EVIL) == size);
    }

    /** Three honest members, and one whose node is closed and has said something that counts. */
    private long exchangeWithEvil() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", EVIL);
        take(all.get(3), Cli.mail(folder, "before", "www.bad-before.com", "45.80.9.9"));
        inStep(all);
        long cosigned = all.get(3).desk().logs().own().tree().size();
        all.get(3).close();
        nodes.remove(3);
        return cosigned;
    }

    private static Config config(Node node) {
        return node.desk().config();
    }

    private void settled(long cosigned) throws Exception {
        for (Node node : nodes) {
            await(
                    node,
                    "fault-list",
                    NONE,
                    it -> it.path("faults").path(0).path("void_from").asLong(-1) == cosigned);
            awaitLevel(node, "bad-before.com", "trusted");
            for (String value : List.of("bad-one.com", "bad-two.com", "bad-too.com")) {
                awaitLevel(node, value, "unknown");
            }
        }
    }

    private static void awaitLevel(Node node, String value, String level) throws Exception {
        await(
                node,
                "check",
                values(value),
                it -> subject(it).path("level").asString().equals(level));
    }

    @Test
    void twoFormsMeetInTheHeadsThatMembersStateAndTheLogEndsTheSameForAll() throws Exception {
        long cosigned = exchangeWithEvil();
        Node cert = nodes.get(0);
        Node isp = nodes.get(1);
        try (TwoFaced evil =
                TwoFaced.of(directories.get(3), folder, Map.of("one", ONE, "two", TWO))) {
            evil.show("one", config(cert));
            awaitSize(cert, evil.size("one"));
            awaitLevel(cert, "bad-one.com", "trusted");
            evil.show("two", config(isp));
            awaitSize(isp, evil.size("two"));
            cert.tick(); // states what it holds of the others' logs
            long told = cert.desk().logs().own().tree().size();
            await(isp, "status", NONE, it -> size(it, "cert.example") >= told);
            await(
                    isp,
                    "hold",
                    sizes("cert.example", told),
                    it -> it.path("cert.example").asBoolean());
            isp.tick(); // compares
            settled(cosigned);
        }
        JsonNode found = fault(cert);
        assertFalse(found.path("other").path("quorum").asBoolean(), found.toString());
        assertEquals(EVIL, found.path("member").asString());
        restarted(cosigned);
        shown(cosigned);
    }

    private static JsonNode sizes(String member, long size) {
        return Json.object().set("sizes", Json.object().put(member, size));
    }

    private void restarted(long cosigned) throws Exception {
        for (int at = 0; at < 3; at++) {
            nodes.get(at).close();
            nodes.set(at, Node.start(directories.get(at), InstantSource.system()));
        }
        nodes.get(0).run("rebuild", NONE);
        settled(cosigned);
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    /** On the terminal, and offline with only the charter. */
    private void shown(long cosigned) throws Exception {
        Path cert = directories.get(0);
        String status = Cli.run(cert, "status").out();
        assertTrue(status.contains(EVIL + " signed two forms of its log"), status);
        assertTrue(status.contains("from index " + cosigned + " on is void"), status);
        String list = Cli.run(cert, "fault", "list").out();
        assertTrue(list.contains("  found by "), list);
        String statement = fault(nodes.get(0)).path("statement").asString();
        Path proof = folder.resolve("fault.txt");
        Files.writeString(proof, Cli.run(cert, "fault", "show", statement).out());
        Path charter = folder.resolve("charter.note");
        Files.writeString(charter, nodes.get(0).run("charter", NONE).path("note").asString());
        Cli.Ran good =
                Cli.run(
                        folder.resolve("nothing-here"),
                        "fault",
                        "verify",
                        proof.toString(),
                        "--charter",
                        charter.toString());
        assertTrue(good.out().startsWith("good: " + EVIL), good.err());
        Files.writeString(proof, Files.readString(proof).replaceFirst("\n(.)", "\nX"));
        Cli.Ran bad = Cli.run(cert, "fault", "verify", proof.toString());
        assertEquals(1, bad.exit(), bad.out());
    }

    @Test
    void whoFollowsALogAndMeetsItsOtherFormAtAMirrorProvesIt() throws Exception {
        long cosigned = exchangeWithEvil();
        Node cert = nodes.get(0);
        Node isp = nodes.get(1);
        try (TwoFaced evil =
                TwoFaced.of(directories.get(3), folder, Map.of("one", ONE, "two", TWO))) {
            evil.show("two", config(cert));
            awaitSize(cert, evil.size("two"));
            evil.show("one", config(isp));
            awaitSize(isp, evil.size("one"));
            evil.announce("two", config(isp)); // and serves the other form
            settled(cosigned);
        }
    }

    @Test
    void aStolenKeyVoidsNothingThatWasCosignedAndTheLogGoesOnUnderANewOne() throws Exception {
        long cosigned = exchangeWithEvil();
        Path owner = directories.get(3);
        try (TwoFaced thief =
                TwoFaced.of(owner, folder, Map.of("one", ONE, "two", TWO, "three", THREE))) {
            // Each witness cosigns another form before it holds anything of it.
            assertCosigned(thief.haveCosigned("one", config(nodes.get(0))));
            assertCosigned(thief.haveCosigned("two", config(nodes.get(1))));
            assertCosigned(thief.haveCosigned("three", config(nodes.get(2))));
            thief.show("one", config(nodes.get(0)));
            awaitSize(nodes.get(0), thief.size("one"));
            thief.show("two", config(nodes.get(1)));
            awaitSize(nodes.get(1), thief.size("two"));
            nodes.get(1).tick();
            nodes.get(0).tick();
            inStepOfEachOther();
            nodes.get(0).tick();
            nodes.get(1).tick();
            settled(cosigned);
        }
        Node back = Node.start(owner, InstantSource.system());
        nodes.add(back);
        await(back, "fault-list", NONE, it -> it.path("faults").path(0).has("void_from"));
        Refusal refused =
                assertThrows(Refusal.class, () -> back.run("claim", value("bad-after.com")));
        assertTrue(refused.getMessage().contains("shown in two forms"), refused.getMessage());
        rotate(owner);
        back.run("claim", value("bad-after.com"));
        for (Node node : nodes) {
            awaitLevel(node, "bad-after.com", "trusted");
            awaitLevel(node, "bad-before.com", "trusted");
            awaitLevel(node, "bad-two.com", "unknown");
            assertTrue(fault(node).path("key_replaced").asBoolean(), fault(node).toString());
            assertFalse(fault(node).has("void_from"), fault(node).toString());
        }
        inStep(nodes); // a quorum is all three others: each of them witnesses the log again
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void aLogForFewThatWasForkedIsFollowedByAnotherUnderANewKey() throws Exception {
        String both = "cert.example,isp.example";
        List<Node> all = exchange("cert.example", "isp.example", "bank.example", EVIL);
        String first = PartyLogsTest.said(all.get(3), PartyLogsTest.to("told.com", both));
        for (Node node : all.subList(0, 2)) {
            awaitLevel(node, "told.com", "reported");
        }
        inStep(all);
        all.get(3).close();
        nodes.remove(3);
        ToldApart.of(this, InstantSource.system(), both).show();
        Path directory = directories.get(3);
        Node owner = Node.start(directory, InstantSource.system());
        nodes.add(owner);
        await(owner, "fault-list", NONE, it -> it.path("faults").path(0).has("taken_to"));
        var more = PartyLogsTest.to("told-after.com", both);
        Refusal refused = assertThrows(Refusal.class, () -> PartyLogsTest.said(owner, more));
        assertTrue(refused.getMessage().contains("two"), refused.getMessage());
        rotate(directory);
        String next = PartyLogsTest.said(owner, more);
        assertTrue(next.endsWith("#1") && !next.equals(first), next);
        for (Node node : nodes.subList(0, 2)) {
            awaitLevel(node, "told-after.com", "reported");
            assertTrue(fault(node).path("key_replaced").asBoolean(), fault(node).toString());
            assertFalse(fault(node).has("taken_to"), fault(node).toString());
        }
        awaitLevel(nodes.get(1), ToldApart.OTHER, "reported"); // what it was told is still there
        assertTrue(fault(nodes.get(2)).isMissingNode());
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    private static void assertCosigned(WitnessAnswer answer) {
        assertInstanceOf(WitnessAnswer.Cosigned.class, answer);
    }

    private void inStepOfEachOther() throws Exception {
        for (Node node : nodes) {
            for (Node its : nodes) {
                String name = its.desk().self().name();
                long size = its.desk().logs().own().tree().size();
                await(node, "hold", sizes(name, size), it -> it.path(name).asBoolean());
            }
        }
    }

    @Test
    void aDamagedCopyIsFetchedAnewAndNobodyIsAccused() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        for (int at = 0; at < 4; at++) {
            take(all.get(1), Cli.mail(folder, "m" + at, "www.bad-" + at + ".com", "45.80.9." + at));
        }
        inStep(all);
        long size = all.get(1).desk().logs().own().tree().size();
        all.get(0).close();
        for (Change damage :
                List.of(
                        new Change.Delete(RowKeys.leaf("isp.example/log", 1)),
                        new Change.Put(RowKeys.leaf("isp.example/log", 1), Bytes.utf8("rubbish")),
                        new Change.Delete(RowKeys.leaf("isp.example/log", size - 1)),
                        new Change.Put(
                                RowKeys.checkpoint("isp.example/log"), Bytes.utf8("rubbish")))) {
            Path data = directories.get(0);
            try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
                store.commit(List.of(damage));
            }
            Node mended = Node.start(data, InstantSource.system());
            nodes.set(0, mended);
            var with = sizes("isp.example", size);
            await(mended, "hold", with, it -> it.path("isp.example").asBoolean());
            await(mended, "check", values("bad-1.com"), it -> claimants(it).size() == 1);
            assertTrue(fault(mended).isMissingNode());
            assertEquals("[]", mended.run("check-data", NONE).path("findings").toString());
            var leaf = mended.desk().logs().leaf(new StatementId("isp.example/log", 1));
            assertTrue(leaf.isPresent());
            mended.close();
        }
    }
}
