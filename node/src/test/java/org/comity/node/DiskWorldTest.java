package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.comity.statement.AbuseClass;
import org.comity.statement.Marking;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.SimulatedStore;
import org.comity.store.Store;
import org.comity.tlog.Note;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One desk on a disk that loses and tears what was not forced: after a failure at any step nothing
 * acknowledged is missing, and no head that was shown is taken back.
 */
class DiskWorldTest {
    private static final int LIVES = Integer.getInteger("lives", 20);
    private static final long BEGIN = Instant.parse("2026-01-05T10:00:00Z").getEpochSecond();
    private static final Addressed TO_ALL = Addressed.toAll(Marking.of(Tlp.GREEN));
    @TempDir Path folder;
    private long second = BEGIN;

    @Test
    void nothingAcknowledgedIsLostWhereverTheMachineStops() throws IOException {
        int crashes = 0;
        for (int seed = 1; seed <= LIVES; seed++) {
            crashes += live(seed);
        }
        assertTrue(crashes > LIVES, "there were " + crashes + " crashes");
    }

    /** What was promised: ids that were answered, and heads that were signed. */
    private record Promised(List<StatementId> ids, List<Note> heads) {}

    private int live(int seed) throws IOException {
        var random = new SplittableRandom(seed);
        var members =
                SimulatedMembers.of(folder.resolve("life-" + seed), 1, new SeededRandom(seed));
        SimulatedStore disk = SimulatedStore.empty(random.nextBoolean() ? 512 : 4096);
        try (Store store = disk.open()) {
            store.commit(
                    CharterBook.founding(Note.parse(members.note()).orThrow(), members.charter()));
        }
        var promised = new Promised(new ArrayList<>(), new ArrayList<>());
        int crashes = 0;
        for (int run = 0; run < 6; run++) {
            disk.failIn(1 + random.nextInt(120), random.nextBoolean());
            Optional<Desk> left = work(members, disk, promised, random);
            boolean failed = left.isEmpty();
            crashes += failed ? 1 : 0;
            disk =
                    random.nextBoolean()
                            ? disk.afterPowerLoss(random)
                            : disk.afterProcessDeath(random);
            check(members, disk, promised, seed);
        }
        return crashes;
    }

    /** Works until it fails or is done; empty when it failed. */
    private Optional<Desk> work(
            SimulatedMembers members,
            SimulatedStore disk,
            Promised promised,
            SplittableRandom random) {
        try {
            Desk desk = open(members, disk, random.nextLong());
            var said = new Said(desk);
            for (int at = 0; at < 12; at++) {
                second += random.nextInt(400);
                Subject subject =
                        new Subject(SubjectKind.DOMAIN, "bad-" + random.nextInt(5) + ".com");
                if (random.nextInt(5) == 0) {
                    desk.tick();
                } else if (random.nextInt(6) == 0) {
                    promised.ids().addAll(said.retract(subject, TO_ALL));
                } else {
                    var typed =
                            new Said.Typed(
                                    subject, Stance.MALICIOUS, AbuseClass.SPAM, Target.UNKNOWN);
                    promised.ids().addAll(said.claim(typed, Optional.empty(), TO_ALL));
                }
                promised.heads().add(desk.logs().own().checkpoint().orElseThrow());
            }
            return Optional.of(desk);
        } catch (IOException | RuntimeException failed) {
            // The simulated fault, and what follows from it.
            return Optional.empty();
        }
    }

    private Desk open(SimulatedMembers members, SimulatedStore disk, long seed) throws IOException {
        Path data = members.directories().getFirst();
        var machine =
                new Machine(
                        () -> Instant.ofEpochSecond(second),
                        new SeededRandom(seed),
                        InlineWriter::new,
                        disk::guard,
                        new Threads(),
                        new HttpWire());
        Desk desk = Desk.open(data, Desk.config(data), disk.open(), machine);
        desk.recover();
        desk.loadLists(desk.config().lists());
        return desk;
    }

    private void check(SimulatedMembers members, SimulatedStore disk, Promised promised, int seed)
            throws IOException {
        Desk desk = open(members, disk, seed);
        Log own = desk.logs().own();
        for (StatementId id : promised.ids()) {
            assertTrue(desk.payloads().statement(id).isPresent(), "lost " + id + ", seed " + seed);
        }
        for (Note head : promised.heads()) {
            var signed = org.comity.tlog.Checkpoint.parse(head.text()).orThrow().head();
            assertEquals(
                    signed.root(), own.tree().headAt(signed.size()).root(), "forked, seed " + seed);
        }
        desk.writer()
                .callLong(() -> {
                    assertEquals(List.of(), DataCheck.of(desk, _ -> {}).findings(), "seed " + seed);
                    return true;
                });
        desk.close();
    }
}
