package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.comity.statement.HeadsNotice;
import org.comity.statement.Leaf;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** How often a member tells which checkpoints of the others it holds. */
class PeerHeadsTest extends VotingNodes {
    private Instant now = Instant.ofEpochSecond(20_833L * 86_400);

    @Override
    Node start(String member, String country) throws java.io.IOException {
        return start(member, country, () -> now);
    }

    private static List<StatementId> heads(Node node) throws Exception {
        Log own = node.desk().logs().own();
        List<Bytes> leaves = node.desk().logs().leaves(own.origin(), 0, 10_000);
        return java.util.stream.IntStream.range(0, leaves.size())
                .filter(it -> Leaf.parse(leaves.get(it)).orThrow().kind() == StatementKind.HEADS)
                .mapToObj(it -> new StatementId(own.origin(), it))
                .toList();
    }

    private static void state(Node node) throws Exception {
        Desk desk = node.desk();
        desk.writer()
                .call(() -> {
                    PeerHeads.stateIfDue(desk);
                    return true;
                });
    }

    private void grows(Node by, Node at, String name) throws Exception {
        take(by, Cli.mail(folder, name, "www.bad-" + name + ".com", "45.80.9.9"));
        String member = by.desk().self().name();
        var with = Json.object();
        with.putObject("sizes").put(member, by.desk().logs().own().tree().size());
        await(at, "hold", with, it -> it.path(member).asBoolean());
    }

    @Test
    void onceAnHourIfSomethingGrewAndEightTimesADay() throws Exception {
        List<Node> both = exchange("cert.example", "isp.example");
        Node cert = both.get(0);
        Node isp = both.get(1);
        state(cert);
        assertEquals(List.of(), heads(cert), "nothing is held");
        grows(cert, isp, "own");
        grows(isp, cert, "first");
        state(cert);
        assertEquals(1, heads(cert).size());
        tells(cert, isp);
        now = now.plusSeconds(PeerHeads.EVERY_SECONDS);
        state(cert);
        assertEquals(1, heads(cert).size(), "nothing grew");
        state(isp);
        assertEquals(1, heads(isp).size());
        awaitHeld(isp, cert);
        state(cert);
        assertEquals(1, heads(cert).size(), "that somebody told of heads is no news");
        grows(isp, cert, "second");
        state(cert);
        assertEquals(2, heads(cert).size());
        grows(isp, cert, "third");
        now = now.plusSeconds(PeerHeads.EVERY_SECONDS - 1);
        state(cert);
        assertEquals(2, heads(cert).size(), "not within the hour");
        for (int at = 0; at < 8; at++) {
            grows(isp, cert, "more-" + at);
            now = now.plusSeconds(PeerHeads.EVERY_SECONDS);
            state(cert);
        }
        assertEquals(PeerHeads.A_DAY_MAX, heads(cert).size());
        now = Instant.ofEpochSecond(20_834L * 86_400);
        state(cert);
        assertEquals(PeerHeads.A_DAY_MAX + 1, heads(cert).size(), "another day");
    }

    private static void awaitHeld(Node of, Node at) throws Exception {
        String member = of.desk().self().name();
        var with = Json.object();
        with.putObject("sizes").put(member, of.desk().logs().own().tree().size());
        await(at, "hold", with, it -> it.path(member).asBoolean());
    }

    /** What is told is the newest that is held, under the log's signature. */
    private static void tells(Node of, Node about) throws Exception {
        var statement = of.desk().payloads().statement(heads(of).getLast()).orElseThrow();
        var notice = HeadsNotice.parse(statement.payload().json()).orThrow();
        assertEquals(1, notice.checkpoints().size());
        Note note = Note.parse(Bytes.utf8(notice.checkpoints().getFirst())).orThrow();
        Log own = about.desk().logs().own();
        assertEquals(own.tree().head(), Checkpoint.open(note, own.key()).orThrow().head());
    }
}
