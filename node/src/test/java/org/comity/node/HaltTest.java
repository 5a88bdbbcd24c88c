package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.comity.statement.Audience;
import org.comity.statement.HaltNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** A log ends by its member's word, not by that of whoever has the node key. */
class HaltTest extends RunningNodes {
    @Test
    void aHaltUnderTheNodeKeyAloneCountsNowhereElse() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        Desk thief = a.desk();
        halt(thief, new HaltNotice("silence", "").json());
        awaitSize(b, thief.logs().own().tree().size());
        assertFalse(halted(b));
        var here = new StatementId("cert.example/log", 2);
        var elsewhere = new StatementId("cert.example/log", 7);
        assertTrue(counts(b, here, Halts.sign(here, "", thief.keys().memberKey())));
        assertFalse(counts(b, here, Halts.sign(elsewhere, "", thief.keys().memberKey())));
        assertFalse(counts(b, here, Halts.sign(here, "", thief.keys().node())));
        assertFalse(counts(b, here, Halts.sign(here, "", b.desk().keys().memberKey())));
        nodes.remove(b);
        b.close();
        Node again = Node.start(directories.get(1), java.time.InstantSource.system());
        nodes.add(again);
        assertFalse(halted(again));
    }

    @Test
    void aHaltUnderTheMemberKeyCountsEverywhereAndAfterARestart() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        var seed = directories.getFirst().resolve("keys/member.seed");
        var away = Files.move(seed, folder.resolve("member.seed"));
        Cli.Ran refused = Cli.run(directories.getFirst(), "halt", "--yes");
        assertEquals(Main.REFUSED, refused.exit(), refused.out());
        assertTrue(refused.err().contains("put it at"), refused.err());
        Files.move(away, seed);
        assertEquals(0, Cli.run(directories.getFirst(), "halt", "--yes").exit());
        awaitSize(b, a.desk().logs().own().tree().size());
        await(b, "status", Json.object(), _ -> halted(b));
        nodes.remove(b);
        b.close();
        Node again = Node.start(directories.get(1), java.time.InstantSource.system());
        nodes.add(again);
        assertTrue(halted(again));
        assertEquals("[]", again.run("check-data", Json.object()).path("findings").toString());
    }

    private static boolean counts(Node node, StatementId id, HaltNotice notice) throws Exception {
        Log log = node.desk().logs().log("cert.example/log").orElseThrow();
        Statement halt = statement(node.desk(), notice.json());
        return node.desk().writer().call(() -> Halts.counts(node.desk().charters(), log, halt, id));
    }

    private static boolean halted(Node node) {
        Log log = node.desk().logs().log("cert.example/log").orElseThrow();
        return log.haltedFrom() != Long.MAX_VALUE;
    }

    private static void awaitSize(Node node, long size) throws Exception {
        var sizes = Json.object();
        sizes.putObject("sizes").put(A, size);
        await(node, "hold", sizes, it -> it.path(A).asBoolean());
    }

    /** As somebody could who has the node key: past what the member's own node would refuse. */
    private static void halt(Desk desk, Bytes json) throws Exception {
        Statement statement = statement(desk, json);
        desk.writer()
                .call(() -> desk.ledger().append(desk.logs().own(), List.of(statement), List.of()));
    }

    private static Statement statement(Desk desk, Bytes json) {
        return desk.sealer()
                .control(
                        StatementKind.HALT,
                        desk.nowSecond(),
                        Tlp.GREEN,
                        new Audience.Exchange(),
                        json);
    }
}
