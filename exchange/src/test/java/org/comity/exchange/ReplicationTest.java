package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.comity.tlog.Note;
import org.comity.tlog.TileId;
import org.junit.jupiter.api.Test;

/** Single cases of the machine that runs replication; ReplicationLawTest has what always holds. */
class ReplicationTest {
    private final SimulatedNet net = new SimulatedNet(new Random(11));
    private final SimulatedNode owner = net.add("owner.example", ReplicationLimits.DEFAULT);
    private final SimulatedNode node = net.add("node.example", ReplicationLimits.DEFAULT);

    @Test
    void anOldCheckpointSentAgainDoesNotHideNews() {
        net.join();
        owner.state(3, Set.of());
        Note old = owner.checkpoint();
        owner.state(4, Set.of());
        Note news = owner.checkpoint();
        // Whatever it would learn otherwise is on its way; these come at once.
        net.loss = 1;
        node.sent.clear();
        node.heard(owner.desk.log(), news);
        node.heard(owner.desk.log(), old);
        net.run(1_000);
        List<Ask> asked = node.sent.stream().map(Order.Send::ask).toList();
        assertTrue(
                asked.contains(new Ask.Entries(new TileId(TileId.ENTRIES, 0, 7))),
                asked.toString());
    }

    @Test
    void whatAStrangerSignedIsNotFollowed() {
        net.join();
        net.run(1_000);
        node.sent.clear();
        var stranger = new TestLog(Desk.of("stranger.example", "DE").node()).grow(5, net.random);
        node.heard(owner.desk.log(), stranger.checkpoint());
        net.run(1_000);
        assertTrue(node.sent.stream().noneMatch(it -> it.ask() instanceof Ask.Entries));
    }

    @Test
    void whoFailsIsAskedAgainEverMoreRarely() {
        owner.manner = SimulatedNode.Manner.SILENT;
        net.join();
        net.run(24 * 3_600_000L);
        int asked = node.sent.size();
        assertTrue(asked >= 24 * 4 && asked <= 24 * 12, asked + " asks in a day");
        assertTrue(node.trouble(owner).startsWith("not answered"), node.trouble(owner));
        owner.manner = SimulatedNode.Manner.HONEST;
        owner.state(1, Set.of());
        assertTrue(net.runUntil(60_000, () -> node.difference(owner).isEmpty()), "told, it asks");
        assertEquals("", node.trouble(owner));
    }

    @Test
    void oneThatAsksUsIsAskedAtOnceAfterItWasAway() {
        net.cut(owner, node);
        owner.state(1, Set.of());
        net.join();
        net.run(3 * 3_600_000L);
        net.cut.clear();
        node.seen(owner);
        assertTrue(net.runUntil(5_000, () -> node.difference(owner).isEmpty()));
    }

    @Test
    void whatWasWithheldFromAStrangerIsAskedForOnceItsKeyIsKnown() {
        node.isClockWrong = true;
        net.join();
        owner.state(600, Set.of(node.id()));
        net.run(20_000);
        assertTrue(node.difference(owner).isPresent());
        node.isClockWrong = false;
        node.seen(owner);
        assertTrue(net.runUntil(5_000, () -> node.difference(owner).isEmpty()));
    }

    @Test
    void whoDidNotKnowOurKeyIsAskedAgainOnceItAsksUs() {
        node.isClockWrong = true;
        net.join();
        net.run(2_000);
        node.isClockWrong = false;
        assertAskedAgainOnceSeen();
    }

    @Test
    void itMayAskUsWhileItsRefusalIsOnItsWay() {
        node.isClockWrong = true;
        net.join();
        net.run(1);
        assertAskedAgainOnceSeen();
    }

    private void assertAskedAgainOnceSeen() {
        node.sent.clear();
        node.seen(owner);
        net.run(5_000);
        assertTrue(
                node.sent.stream().anyMatch(it -> it.ask() instanceof Ask.News && it.signed()),
                node.sent.toString());
    }

    @Test
    void whoHasLessThanWasAnnouncedElsewhereIsNotBlamed() {
        SimulatedNode mirror = net.add("mirror.example", ReplicationLimits.DEFAULT);
        owner.state(300, Set.of());
        net.join();
        assertTrue(net.runUntil(60_000, () -> net.differences(List.of(node, mirror)).isEmpty()));
        net.run(60_000);
        owner.state(100, Set.of());
        net.run(10_000);
        net.cut(owner, node);
        net.cut(owner, mirror);
        owner.state(100, Set.of());
        node.heard(owner.desk.log(), owner.checkpoint());
        net.run(600_000);
        assertEquals(List.of(), node.blamed);
    }

    @Test
    void aMemberWithoutAUrlIsAskedForNothing() {
        owner.hasUrl = false;
        net.join();
        owner.state(5, Set.of());
        net.run(3_600_000L);
        assertEquals(List.of(), node.sent);
    }
}
