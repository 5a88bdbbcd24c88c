package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Logs for named members are kept, checked and recovered as any other. */
class PartyLogsKeptTest extends FoundedNodes {
    private static final String B = "isp.example";
    private static final JsonNode NONE = Json.object();

    private Node a;
    private Node b;

    private void two() throws Exception {
        directories(A, B);
        found();
        List<Node> both = runAll();
        a = both.get(0);
        b = both.get(1);
    }

    private String tell(String value) throws IOException {
        String id = PartyLogsTest.said(a, PartyLogsTest.to(value, B));
        await(b, "check", values(value), it -> claimants(it).contains(A));
        return id;
    }

    private void close(Node node) throws IOException {
        nodes.remove(node);
        node.close();
    }

    private Node startAgain(int number) throws IOException {
        Node node = Node.start(directories.get(number), InstantSource.system());
        nodes.add(node);
        return node;
    }

    private static String state(Node node) throws IOException {
        return node.run("status", NONE).path("own_log").path("state").asString();
    }

    /** One backup is older than the log, the other than its last statement. */
    @Test
    void aRestoredBackupRecoversThemAndForksNone() throws Exception {
        two();
        Path data = directories.getFirst();
        Path none = folder.resolve("none.backup");
        Path some = folder.resolve("some.backup");
        assertEquals(0, Cli.run(data, "backup", none.toString()).exit());
        tell("bad-one.com");
        assertEquals(0, Cli.run(data, "backup", some.toString()).exit());
        String second = tell("bad-two.com");
        for (Path backup : List.of(none, some)) {
            close(a);
            close(b);
            DemoCommand.deleteTree(data);
            assertEquals(0, Cli.run(data, "restore", backup.toString()).exit());
            b = startAgain(1);
            a = startAgain(0);
            await(a, "status", NONE, it -> it.toString().contains("\"older\""));
            assertThrows(Refusal.class, () -> a.run("claim", value("bad-three.com")));
            JsonNode recovered = a.run("recover", NONE);
            assertEquals("[]", recovered.path("payloads_missing").toString());
            assertEquals("newest", state(a));
            for (String value : List.of("bad-one.com", "bad-two.com")) {
                assertTrue(claimants(a.run("check", values(value))).contains(A), value);
            }
        }
        String third = tell("bad-three.com");
        assertEquals(second.replace("#2", "#3"), third, "the same log goes on");
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void aStoreThatWasPutBackIsSeenByItsSigningGuard() throws Exception {
        two();
        tell("bad-one.com");
        Path data = directories.getFirst();
        Path old = folder.resolve("old-store");
        close(a);
        OwnHistoryTest.copyTree(data.resolve("store"), old);
        a = startAgain(0);
        tell("bad-two.com");
        close(a);
        close(b);
        DemoCommand.deleteTree(data.resolve("store"));
        OwnHistoryTest.copyTree(old, data.resolve("store"));
        a = startAgain(0);
        assertEquals("older", state(a));
        a.startAlone();
        assertThrows(Refusal.class, () -> a.run("claim", value("bad-three.com")));
    }

    @Test
    void aFlippedBitIsFoundOnEitherSide() throws Exception {
        two();
        StatementId id = StatementId.parse(tell("bad-one.com")).orThrow();
        close(a);
        close(b);
        for (Path data : directories) {
            assertEquals(0, Cli.run(data, "check-data").exit());
            var rows =
                    List.of(
                            RowKeys.leaf(id.origin(), 0),
                            RowKeys.leaf(id.origin(), 1),
                            RowKeys.payload(new StatementId(id.origin(), 0)),
                            RowKeys.payload(id),
                            RowKeys.checkpoint(id.origin()),
                            RowKeys.guard(id.origin()));
            int found = 0;
            for (Bytes row : rows) {
                if (has(data, row)) { // an own checkpoint is signed anew, and a copy has no guard
                    flipped(data, row);
                    found++;
                }
            }
            assertTrue(found >= 5, data + " " + found);
        }
    }

    private static boolean has(Path data, Bytes row) throws IOException {
        try (var store = EmbeddedStore.openReadOnly(data.resolve("store"))) {
            return store.value(row).isPresent();
        }
    }

    private static void flipped(Path data, Bytes row) throws IOException {
        Bytes before = put(data, row, 1);
        Cli.Ran ran = Cli.run(data, "check-data");
        assertTrue(ran.out().contains("found: ") || ran.out().contains("note: "), ran.out());
        Bytes _ = put(data, row, 1);
        assertEquals(0, Cli.run(data, "check-data").exit(), before.hex());
    }

    private static Bytes put(Path data, Bytes row, int bit) throws IOException {
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            Bytes before = store.value(row).orElseThrow();
            byte[] other = before.array().clone();
            other[other.length / 2] ^= (byte) bit;
            store.commit(List.of(new Change.Put(row, Bytes.of(other))));
            return before;
        }
    }

    /** Whoever is told something must be able to rest on it that the others named are too. */
    @Test
    void whatIsForOthersThanTheLogIsNotTaken() throws Exception {
        two();
        StatementId told = StatementId.parse(tell("bad-one.com")).orThrow();
        Desk desk = a.desk();
        Log log = desk.logs().log(told.origin()).orElseThrow();
        var claim = new Addressed(Marking.of(Tlp.CLEAR), new Audience.Exchange());
        Statement forAll = copyFor(desk, told, claim.audience());
        Statement forOne =
                copyFor(
                        desk,
                        told,
                        new Audience.Parties(new java.util.TreeSet<>(List.of(new MemberId(B)))));
        Statement motion =
                desk.sealer()
                        .control(
                                StatementKind.MOTION,
                                desk.nowSecond(),
                                Tlp.RED,
                                log.audience().orElseThrow(),
                                Bytes.utf8("{}"));
        for (Statement one : List.of(forAll, forOne, motion)) {
            desk.writer().call(() -> desk.ledger().append(log, List.of(one), List.of()));
        }
        String last = tell("bad-two.com");
        assertEquals(new StatementId(told.origin(), 5).toString(), last);
        for (long index = 2; index < 5; index++) {
            var id = new StatementId(told.origin(), index);
            assertTrue(b.desk().logs().leaf(id).isPresent());
            assertFalse(b.desk().payloads().statement(id).isPresent(), id.toString());
        }
        assertEquals("[]", b.run("check-data", NONE).path("findings").toString());
    }

    private static Statement copyFor(Desk desk, StatementId id, Audience audience)
            throws IOException {
        Statement said = desk.payloads().statement(id).orElseThrow();
        var payload =
                new org.comity.statement.Payload(
                        desk.sealer().salt(), audience, said.payload().json());
        return Statement.seal(StatementKind.BUNDLE, desk.nowSecond(), Tlp.RED, 1, payload);
    }

    @Test
    void whoHasNoPortHandsItOver() throws Exception {
        directories(A, B, "nat.example");
        found();
        List<Node> all = runAll();
        a = all.get(2);
        b = all.get(1);
        Path data = directories.get(0);
        PartyLogsTest.said(a, PartyLogsTest.to("bad-one.com", B));
        await(b, "check", values("bad-one.com"), it -> claimants(it).contains("nat.example"));
        PartyLogsTest.said(b, PartyLogsTest.to("bad-two.com", "nat.example"));
        await(a, "check", values("bad-two.com"), it -> claimants(it).contains(B));
        assertFalse(PartyLogsTest.holds(data, "/parties/"));
    }
}
