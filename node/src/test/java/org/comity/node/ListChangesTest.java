package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.comity.store.Change;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each change of a list says by what it was decided, and explain tells it. */
class ListChangesTest extends RunningNodes {
    private static final String VALUE = "bad-campaign.com";
    private static final Instant FIRST = Instant.parse("2026-01-06T10:00:00Z");
    private static final Instant LATER = FIRST.plusSeconds(3_600);

    private final AtomicReference<Instant> clock = new AtomicReference<>(FIRST);

    @Test
    void comingAndLeavingAreToldWithCharterAndHeads() throws Exception {
        Node desk = start(A, "NL", clock::get);
        desk.run("claim", value(VALUE));
        String charter = desk.run("status", Json.object()).path("charter").asString();
        List<String> on = changes(desk);
        assertEquals(1, on.size(), on.toString());
        assertTrue(
                on.getFirst()
                        .startsWith(
                                "on list exchange as trusted, tier score here since "
                                        + FIRST
                                        + ": by charter "
                                        + charter),
                on.toString());
        assertTrue(on.getFirst().endsWith("with the logs up to cert.example/log 1"), on.toString());

        clock.set(LATER);
        desk.run("retract", value(VALUE));
        List<String> off = changes(desk);
        assertEquals(2, off.size(), off.toString());
        assertTrue(off.getFirst().startsWith("off list exchange here since " + LATER));
        assertTrue(off.getFirst().endsWith("cert.example/log 2"), off.toString());
        assertEquals(on.getFirst(), off.getLast());
        assertEquals(on, changesAt(desk, LATER.minusSeconds(1)));
    }

    /** A restart decides all anew; what stays as it was is no change. */
    @Test
    void aRestartIsNoChangeAndWhatEndedMeanwhileIs() throws Exception {
        Node desk = start(A, "NL", clock::get);
        desk.run("claim", value(VALUE));
        List<String> before = changes(desk);
        desk = restarted(desk, LATER);
        assertEquals(before, changes(desk));
        Instant ended = FIRST.plusSeconds(30 * 86_400);
        desk = restarted(desk, ended);
        List<String> after = changes(desk);
        assertEquals(2, after.size(), after.toString());
        assertTrue(after.getFirst().startsWith("off list exchange here since " + ended));
    }

    /** A crash may lose the newest rows, never one listing's past for good. */
    @Test
    void whatACrashLostIsNotedAtTheNextStart() throws Exception {
        Node desk = start(A, "NL", clock::get);
        desk.run("claim", value(VALUE));
        desk.run("claim", value("other-campaign.com"));
        desk.close();
        nodes.clear();
        var on = new RowKeys.OnList("domain:" + VALUE, "exchange");
        try (Desk crashed = Desk.open(directories.getFirst(), clock::get)) {
            var lost = new Change.Delete(RowKeys.listChange(on));
            crashed.writer()
                    .call(() -> {
                        crashed.pending().write(List.of(lost));
                        return true;
                    });
        }
        clock.set(LATER);
        desk = Node.start(directories.getFirst(), clock::get);
        nodes.add(desk);
        List<String> told = changes(desk);
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.getFirst().contains("here since " + LATER), told.toString());
    }

    @Test
    void whatIsErasedIsNotNamedHereEither() throws Exception {
        Node desk = start(A, "NL", clock::get);
        var said = desk.run("claim", value(VALUE));
        desk.run("claim", value("other-campaign.com"));
        desk.close();
        nodes.clear();
        List<String> before = rows();
        assertTrue(before.stream().anyMatch(it -> it.contains(VALUE)), said.toString());
        desk = Node.start(directories.getFirst(), clock::get);
        nodes.add(desk);
        Cli.Ran erased = Cli.run(directories.getFirst(), "erase", "cert.example/log#0");
        assertEquals(0, erased.exit(), erased.err());
        desk.close();
        nodes.clear();
        List<String> left = rows();
        assertEquals(before.size() - 1, left.size());
        assertFalse(left.stream().anyMatch(it -> it.contains(VALUE)), left.toString());
    }

    @Test
    void atMostFourAreKeptAndOldInputsGo() throws Exception {
        Node desk = start(A, "NL", clock::get);
        for (int time = 0; time < 3; time++) {
            desk.run("claim", value(VALUE));
            clock.set(clock.get().plusSeconds(600));
            desk.run("retract", value(VALUE));
            clock.set(clock.get().plusSeconds(600));
        }
        List<String> four = changes(desk);
        assertEquals(4, four.size(), four.toString());
        assertTrue(four.getFirst().startsWith("off list"), four.toString());
        assertTrue(four.getLast().startsWith("on list"), four.toString());
        assertTrue(four.getLast().endsWith("cert.example/log 3"), four.toString());
        desk.close();
        nodes.clear();
        assertEquals(6, inputs());
        clock.set(FIRST.plusSeconds(400 * 86_400 + 1_500));
        try (Desk old = Desk.open(directories.getFirst(), clock::get)) {
            old.tick();
        }
        assertEquals(3, inputs());
    }

    private int inputs() throws Exception {
        var count = new int[1];
        try (Desk desk = Desk.open(directories.getFirst(), clock::get)) {
            desk.store().scan(RowKeys.LIST_INPUTS, (_, _) -> ++count[0] > 0);
        }
        return count[0];
    }

    private Node restarted(Node node, Instant now) throws Exception {
        node.close();
        nodes.remove(node);
        clock.set(now);
        Node again = Node.start(directories.getFirst(), clock::get);
        nodes.add(again);
        return again;
    }

    private static List<String> changes(Node desk) throws Exception {
        return told(desk.run("explain", value(VALUE)));
    }

    private static List<String> changesAt(Node desk, Instant at) throws Exception {
        return told(desk.run("explain", value(VALUE).asObject().put("at", at.getEpochSecond())));
    }

    private static List<String> told(JsonNode answer) {
        return answer.path("lines")
                .valueStream()
                .map(JsonNode::asString)
                .filter(it -> it.contains(" list exchange ") && it.contains(" here since "))
                .toList();
    }

    private List<String> rows() throws Exception {
        List<String> keys = new ArrayList<>();
        try (Desk desk = Desk.open(directories.getFirst(), clock::get)) {
            desk.store().scan(RowKeys.LIST_CHANGES, (key, _) -> keys.add(key.utf8()));
        }
        return keys;
    }
}
