package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** A member whose server answers byte by byte holds up none of what a node does with the others. */
class SlowMemberTest extends VotingNodes {
    /** Far below the minute after which such an answer is cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String SLOW = "slow.example";

    @Test
    void theClockGoesOnAndOthersAreAskedWhileOneAnswersByteByByte() throws Exception {
        exchange("cert.example", "isp.example", SLOW);
        take(nodes.get(2), Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        take(nodes.get(1), Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        inStep(nodes);
        Node cert = nodes.getFirst();
        Desk slow = nodes.get(2).desk();
        // Of a larger tree, so that all must be asked how it goes on.
        TreeHead larger = new TreeHead(5_000, Hash.digest(new byte[1]));
        Note note =
                Note.of(new Checkpoint(SLOW + "/log", larger).text()).signedBy(slow.keys().node());
        Config at = slow.config();
        nodes.remove(2).close();
        try (var _ =
                new DrippingPeer(DrippingPeer.Drops.head(), at.http().listen().orElseThrow())) {
            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> {
                        for (int tick = 0; tick < 2; tick++) { // each member is asked once
                            var suspect = new Suspects.Suspect(note, slow.self(), 0);
                            cert.desk().logs().suspects().put(suspect);
                            cert.tick();
                        }
                        cert.run("charter-propose", rules());
                    });
            take(cert, Cli.mail(folder, "three", "www.bad-three.com", "45.80.9.3"));
            await(nodes.get(1), "check", values("bad-three.com"), it -> claimants(it).size() == 1);
            assertTrue(cert.desk().ledger().heads().history().isNewest());
            nodes.removeFirst().close();
            var pace = new CountingPace();
            Node again = Node.start(directories.getFirst(), on(pace));
            assertTrue(pace.underWay() > 0, "it waited until the slow answer was cut off");
            nodes.addFirst(again);
            assertTrue(again.desk().ledger().heads().history().isNewest(), "another answered");
        }
    }

    @Test
    void roundsAtOnceEachHearWhoAnswers() throws Exception {
        exchange("cert.example", "isp.example");
        Node cert = nodes.getFirst();
        var history = new HistoryCheck(cert.desk(), PeerClient.of(cert.desk()));
        for (int time = 0; time < 20; time++) {
            var rounds = new ArrayList<FutureTask<List<MemberId>>>();
            for (int round = 0; round < 4; round++) {
                var asking = new FutureTask<>(history::askAll);
                rounds.add(asking);
                Thread.startVirtualThread(asking);
            }
            for (FutureTask<List<MemberId>> round : rounds) {
                assertEquals(List.of(), round.get(), "nobody is silent");
            }
        }
    }

    private static Machine on(Pace pace) {
        Machine real = Machine.real(InstantSource.system());
        return new Machine(
                real.clock(), real.random(), real.writer(), real.guards(), pace, real.wire());
    }

    /** As real, and knows how much of what is done beside other work is not done yet. */
    private static final class CountingPace implements Pace {
        private final Pace real = new Threads();
        private final AtomicInteger underWay = new AtomicInteger();

        int underWay() {
            return underWay.get();
        }

        private List<Runnable> counted(List<Runnable> works) {
            return works.stream().map(this::counted).toList();
        }

        private Runnable counted(Runnable work) {
            return () -> {
                underWay.incrementAndGet();
                try {
                    work.run();
                } finally {
                    underWay.decrementAndGet();
                }
            };
        }

        @Override
        public void within(List<Runnable> works, long millisMax) {
            real.within(counted(works), millisMax);
        }

        @Override
        public void together(List<Runnable> works) {
            real.together(counted(works));
        }

        @Override
        public long millis() {
            return real.millis();
        }

        @Override
        public void start(String name, Runnable work) {
            real.start(name, work);
        }

        @Override
        public void startNative(String name, Runnable work) {
            real.startNative(name, work);
        }

        @Override
        public Turns turns(String name, long firstMillis, Turn turn) {
            return real.turns(name, firstMillis, turn);
        }
    }

    private static tools.jackson.databind.JsonNode rules() {
        var with = Json.object().put("reason", "more evidence");
        with.putObject("rules").put("k", 3);
        return with;
    }
}
