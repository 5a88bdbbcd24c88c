package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every step of a workload fails once, before and after it took effect; then the process or the
 * power is gone, and a start on a good disk must find every acknowledged batch, and the one under
 * way whole or not at all.
 */
final class FaultTableTest {
    private static final Path DIRECTORY = Path.of("/store");
    private static final Sizes SIZES = new Sizes(900, 700, 100);

    @Test
    @Tag("short")
    void losesNothingAcknowledgedWhicheverStepFails() throws Exception {
        table(6);
    }

    @Test
    @Tag("slow")
    void losesNothingAcknowledgedWhicheverStepFailsForManySeeds() throws Exception {
        table(150);
    }

    @Test
    void forcesOncePerCommit() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        SimulatedRows rows = SimulatedRows.empty(disk);
        try (Engine engine = Engine.open(disk, DIRECTORY, Sizes.USUAL, true, _ -> rows)) {
            int before = disk.forces;
            Change change = new Change.Put(Bytes.utf8("a"), Bytes.EMPTY);
            for (int commits = 0; commits < 20; commits++) {
                engine.commit(List.of(change, change, change));
            }
            assertEquals(20, disk.forces - before);
            assertEquals(20, engine.figures().syncs());
        }
    }

    @Test
    void cutsATornTailOffAndSaysSo() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        SimulatedRows rows = SimulatedRows.empty(disk);
        Path journal = DIRECTORY.resolve("journal");
        open(disk, rows, true).close();
        int end = JournalFormat.HEADER_BYTES;
        byte[] torn = "a batch that a stop cut short".getBytes(StandardCharsets.UTF_8);
        disk.open(journal).write(ByteBuffer.wrap(torn), end);
        try (Engine engine = open(disk, rows, false)) {
            assertEquals(end, engine.tornTail().orElseThrow().offset());
            assertEquals(end, disk.read(journal, 1 << 20).length);
        }
        try (Engine engine = open(disk, rows, false)) {
            assertTrue(engine.tornTail().isEmpty());
        }
    }

    @Test
    void refusesRowsOnAFullDiskButDeletesAndStops() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        SimulatedRows rows = SimulatedRows.empty(disk);
        Change put = new Change.Put(Bytes.utf8("a"), Bytes.utf8("1"));
        try (Engine engine = open(disk, rows, true)) {
            engine.commit(List.of(put));
            assertTrue(disk.exists(DIRECTORY.resolve("reserve")));
            disk.usable = 50;
            assertThrows(DiskFullException.class, () -> engine.commit(List.of(put)));
            engine.commit(List.of(new Change.Delete(Bytes.utf8("a"))));
            assertThrows(DiskFullException.class, engine::compact);
            assertEquals(false, disk.exists(DIRECTORY.resolve("reserve")));
            disk.usable = 5000;
            engine.commit(List.of(put));
        }
        assertEquals(1, rows.count());
    }

    @Test
    void theReserveIsForThoseWhoAskForItAndComesBack() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        SimulatedRows rows = SimulatedRows.empty(disk);
        Change put = new Change.Put(Bytes.utf8("a"), Bytes.utf8("1"));
        try (Engine engine = open(disk, rows, true)) {
            disk.usable = 900;
            engine.commit(List.of(put));
            assertThrows(DiskFullException.class, () -> engine.requireRoom(1));
            disk.usable = 50;
            engine.commitFromReserve(List.of(put));
            assertEquals(false, disk.exists(DIRECTORY.resolve("reserve")));
            disk.usable = 10;
            assertThrows(DiskFullException.class, () -> engine.commitFromReserve(List.of(put)));
            disk.usable = 5000;
            engine.requireRoom(1);
            assertTrue(disk.exists(DIRECTORY.resolve("reserve")));
            engine.commit(List.of(put));
        }
        assertEquals(1, rows.count());
    }

    private static void table(int seeds) throws Exception {
        Seeds.each(
                seeds,
                random -> {
                    long workload = random.nextLong();
                    int steps = run(0, SimulatedDisk.Fault.BEFORE, workload, random);
                    assertTrue(steps > 60, "the workload has steps");
                    for (int step = 1; step <= steps; step++) {
                        for (SimulatedDisk.Fault fault : SimulatedDisk.Fault.values()) {
                            run(step, fault, workload, random);
                        }
                    }
                });
    }

    /** Returns how many steps the workload took. */
    private static int run(int step, SimulatedDisk.Fault fault, long workload, Random random)
            throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.fail(step, fault);
        SimulatedRows rows = SimulatedRows.empty(disk);
        Acknowledged acknowledged = new Acknowledged();
        try {
            work(disk, rows, new Random(workload), acknowledged);
        } catch (IOException failed) {
            assertTrue(disk.hasFailed(), "only the simulated fault may fail it");
        }
        boolean power = random.nextBoolean();
        SimulatedDisk next = power ? disk.afterPowerLoss(random) : disk.afterProcessDeath();
        SimulatedRows left = rows.afterCrash(next, random);
        check(next, left, acknowledged);
        return disk.steps();
    }

    private static void work(
            SimulatedDisk disk, SimulatedRows rows, Random random, Acknowledged acknowledged)
            throws IOException {
        try (Engine engine = open(disk, rows, true)) {
            for (int batch = 0; batch < 14; batch++) {
                List<Change> changes = Model.batch(random);
                acknowledged.may = acknowledged.model.after(changes);
                try {
                    engine.commit(changes);
                } catch (IOException failed) {
                    IOException later =
                            assertThrows(
                                    IOException.class,
                                    () -> engine.commit(changes),
                                    "it is fenced");
                    assertTrue(String.valueOf(later.getMessage()).contains("open the store anew"));
                    throw failed;
                }
                acknowledged.model = acknowledged.may;
                if (batch == 9) {
                    engine.compact();
                }
            }
        }
    }

    private static void check(SimulatedDisk disk, SimulatedRows rows, Acknowledged acknowledged)
            throws IOException {
        Model found;
        try (Engine engine = open(disk, rows, true)) {
            found = Model.of(engine);
            List<Object> allowed = new ArrayList<>();
            allowed.add(acknowledged.model.rows);
            allowed.add(acknowledged.may.rows);
            assertTrue(
                    allowed.contains(found.rows), "found another state than the acknowledged one");
            List<Change> more = List.of(new Change.Put(Bytes.utf8("more"), Bytes.EMPTY));
            engine.commit(more);
            found = found.after(more);
        }
        SimulatedDisk again = disk.afterPowerLoss(new Random(disk.steps()));
        try (Engine engine = open(again, rows.afterCrash(again, new Random(1)), false)) {
            assertEquals(found.rows, Model.of(engine).rows);
        }
    }

    private static Engine open(SimulatedDisk disk, SimulatedRows rows, boolean create)
            throws IOException {
        return Engine.open(disk, DIRECTORY, SIZES, create, _ -> rows);
    }

    private static final class Acknowledged {
        Model model = new Model();
        Model may = new Model();
    }
}
