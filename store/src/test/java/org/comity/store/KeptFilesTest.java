package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AtomicFile and SecretFile. */
final class KeptFilesTest {
    @TempDir Path directory;

    @Test
    void readsBackASecretThatOnlyItsOwnerMayRead() throws IOException {
        Path file = directory.resolve("key");
        SecretFile.write(file, Bytes.utf8("one"));
        SecretFile.write(file, Bytes.utf8("two"));
        assertEquals(Bytes.utf8("two"), SecretFile.read(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing is left beside it");
        }
    }

    @Test
    void refusesASecretThatOthersMayRead() throws IOException {
        Path file = directory.resolve("key");
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
            SecretFile.write(file, Bytes.utf8("one"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThrows(IOException.class, () -> SecretFile.read(file), permissions);
        }
    }

    @Test
    void narrowsTheCopyThatAnEarlierCrashLeft() throws IOException {
        Path file = directory.resolve("key");
        Files.writeString(directory.resolve("key.new"), "left");
        SecretFile.write(file, Bytes.utf8("one"));
        assertEquals(Bytes.utf8("one"), SecretFile.read(file));
    }

    @Test
    void refusesASecretAboveTheLimit() throws IOException {
        Path file = directory.resolve("key");
        Bytes over = Bytes.of(new byte[SecretFile.SECRET_BYTES_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> SecretFile.write(file, over));
        AtomicFile.replace(Disk.REAL, file, over, "rw-------");
        assertThrows(IOException.class, () -> SecretFile.read(file));
        assertThrows(IOException.class, () -> SecretFile.read(directory.resolve("none")));
    }

    @Test
    void replacesAFileThatOthersMayRead() throws IOException {
        Path file = directory.resolve("list");
        AtomicFile.replace(file, Bytes.utf8("one"));
        AtomicFile.replace(file, Bytes.utf8("two"));
        assertEquals("two", Files.readString(file));
        assertFalse(Files.exists(directory.resolve("list.new")));
    }

    @Test
    void holdsTheOldOrTheNewContentWhicheverStepFails() throws Exception {
        Path file = Path.of("/store/list");
        Bytes old = Bytes.utf8("old ".repeat(400));
        Bytes next = Bytes.utf8("new".repeat(700));
        Seeds.each(
                300,
                random -> {
                    SimulatedDisk disk = new SimulatedDisk();
                    AtomicFile.replace(disk, file, old, "rw-------");
                    int step = disk.steps() + 1 + random.nextInt(6);
                    var how =
                            random.nextBoolean()
                                    ? SimulatedDisk.Fault.BEFORE
                                    : SimulatedDisk.Fault.AFTER;
                    disk.fail(step, how);
                    boolean acknowledged = replaces(disk, file, next);
                    Bytes left = Bytes.of(crash(disk, random).read(file, 1 << 20));
                    assertTrue(left.equals(next) || (!acknowledged && left.equals(old)));
                });
    }

    private static boolean replaces(SimulatedDisk disk, Path file, Bytes content) {
        try {
            AtomicFile.replace(disk, file, content, "rw-------");
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    private static SimulatedDisk crash(SimulatedDisk disk, Random random) {
        return random.nextBoolean() ? disk.afterPowerLoss(random) : disk.afterProcessDeath();
    }
}
