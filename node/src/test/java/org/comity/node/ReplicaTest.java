package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import org.comity.exchange.LogName;
import org.comity.exchange.Step;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** What a node shows of another's log while it is taking more of it. */
class ReplicaTest extends RunningNodes {
    private static final LogName LOG = LogName.main(new MemberId("isp.example"));

    @Test
    void aReplicaIsShownOnlyAsFarAsItIsDurable() throws Exception {
        Node a = start(A, "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(b, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        inStep(nodes);
        nodes.remove(b);
        b.close();
        Note note;
        List<Bytes> leaves;
        try (Desk desk = Desk.open(directories.get(1), InstantSource.system())) {
            desk.recover();
            new HistoryCheck(desk, new PeerClient(desk.keys(), desk.machine())).goOn();
            desk.writer()
                    .call(() ->
                            desk.ledger()
                                    .append(
                                            desk.logs().own(),
                                            List.of(
                                                    desk.payloads()
                                                            .statement(
                                                                    new org.comity.statement
                                                                            .StatementId(
                                                                            LOG.origin(), 0))
                                                            .orElseThrow()),
                                            List.of()));
            note = desk.logs().own().checkpoint().orElseThrow();
            leaves = desk.logs().leaves(LOG.origin(), 1, 1);
        }
        Desk desk = a.desk();
        Log log = desk.logs().log(LOG.origin()).orElseThrow();
        var routes = new LogRoutes(desk.logs());
        var reached = Checkpoint.parse(note.text()).orThrow().head();
        var advanced = new Step.Advanced(note, reached, leaves, 1);
        var inBetween =
                desk.writer()
                        .call(() -> {
                            desk.ledger().accept(log, advanced);
                            return List.of(
                                    routes.answer(LOG, "checkpoint", "").orElseThrow().body(),
                                    routes.answer(LOG, "tile/entries/000.p/2", "").isEmpty());
                        });
        String before = ((Bytes) inBetween.getFirst()).utf8();
        assertTrue(before.startsWith(LOG.origin() + "\n1\n"), before);
        assertEquals(true, inBetween.getLast(), "no bundle that is half there");
        String after = routes.answer(LOG, "checkpoint", "").orElseThrow().body().utf8();
        assertTrue(after.startsWith(LOG.origin() + "\n2\n"), after);
        assertTrue(routes.answer(LOG, "tile/entries/000.p/2", "").isPresent());
    }
}
