package org.comity.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A store on a simulated disk: the real engine and journal, rows that lose what was not flushed.
 * What a crash leaves is a new one of these.
 */
public final class SimulatedStore {
    private static final Path DIRECTORY = Path.of("/simulated");

    /** Small, so that a short life has many trims. */
    private static final Sizes SIZES = new Sizes(96 << 10, 16 << 10, 0);

    private final SimulatedDisk disk;
    private final SimulatedRows rows;

    private SimulatedStore(SimulatedDisk disk, SimulatedRows rows) {
        this.disk = disk;
        this.rows = rows;
    }

    /**
     * @param sectorBytes what is never torn apart: 512 or 4,096
     */
    public static SimulatedStore empty(int sectorBytes) {
        var disk = new SimulatedDisk(sectorBytes);
        return new SimulatedStore(disk, SimulatedRows.empty(disk));
    }

    public Store open() throws IOException {
        return Engine.open(disk, DIRECTORY, SIZES, true, _ -> rows);
    }

    /** A file that remembers what was signed, on the same disk. */
    public SigningGuard guard(Path file) throws IOException {
        return SigningGuard.open(disk, file);
    }

    /** What another start finds when only the process died. */
    public SimulatedStore afterProcessDeath(RandomGenerator random) {
        SimulatedDisk next = disk.afterProcessDeath();
        return new SimulatedStore(next, rows.afterCrash(next, random));
    }

    /** What another start finds when power failed: what was not forced is lost or torn. */
    public SimulatedStore afterPowerLoss(RandomGenerator random) {
        SimulatedDisk next = disk.afterPowerLoss(random);
        return new SimulatedStore(next, rows.afterCrash(next, random));
    }

    /** The step so many from now fails once, before or after it took effect. */
    public void failIn(int steps, boolean after) {
        disk.fail(
                disk.steps() + steps,
                after ? SimulatedDisk.Fault.AFTER : SimulatedDisk.Fault.BEFORE);
    }

    /** One bit turns over, in a file or where a row stands; false when there is nothing. */
    public boolean flip(RandomGenerator random) {
        return random.nextBoolean() && rows.damage(random) || disk.flip(random);
    }

    /** The bit that turned over reads as it was; for a store of which it was found. */
    public void flipBack() {
        rows.repair();
        disk.flipBack();
    }

    /** What is wrong with the store itself, when no process has it open; changes nothing. */
    public List<Finding> inspect() throws IOException {
        Path file = DIRECTORY.resolve("journal");
        var findings = new ArrayList<Finding>();
        switch (JournalParser.parse(disk.read(file, JournalParser.JOURNAL_BYTES_MAX))) {
            case JournalReading.Corrupt(var why, var offset) ->
                    findings.add(new Finding(Finding.Kind.JOURNAL, why, file, offset));
            case JournalReading.Sound content -> {
                Engine.tornTail(content, file).ifPresent(findings::add);
                Engine.gap(content, rows.lastBatch(), file).ifPresent(findings::add);
            }
        }
        try {
            rows.verify();
        } catch (IOException bad) {
            String why = String.valueOf(bad.getMessage());
            findings.add(new Finding(Finding.Kind.ROWS, why, DIRECTORY.resolve("rows"), 0));
        }
        return findings;
    }

    /**
     * All bytes that are there, wherever: in files, as they are and as they were forced, and rows.
     */
    public List<byte[]> contents() {
        var all = new ArrayList<byte[]>(disk.contents());
        all.addAll(rows.contents());
        return all;
    }

    /** The same once more, as a copy of the whole machine. */
    public SimulatedStore copy(RandomGenerator random) {
        SimulatedDisk next = disk.copy();
        return new SimulatedStore(next, rows.afterCrash(next, random));
    }

    /** Bytes that may still be written. */
    public void usable(long bytes) {
        disk.usable = bytes;
    }
}
