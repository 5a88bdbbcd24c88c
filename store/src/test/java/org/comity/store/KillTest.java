package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.comity.value.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real process while it writes, and holds it to every batch that it acknowledged. */
final class KillTest {
    private static final Sizes SIZES = new Sizes(60_000, 16_384, 1 << 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path root;
    private Path directory = Path.of("");
    private Path temporary = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        directory = root.resolve("store");
        temporary = Files.createDirectory(root.resolve("temporary"));
    }

    @Test
    @Tag("short")
    void losesNothingAcknowledgedWhenKilledTenTimes() throws Exception {
        killAndCheck(10);
    }

    @Test
    @Tag("slow")
    void losesNothingAcknowledgedHoweverOftenItIsKilled() throws Exception {
        killAndCheck(Integer.getInteger("kills", 24));
    }

    @Test
    void saysWhichProcessHoldsTheStore() throws Exception {
        Process writer =
                new ProcessBuilder(command(0))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines = writer.inputReader()) {
            assertEquals("1", lines.readLine());
            IOException held =
                    assertThrows(IOException.class, () -> EmbeddedStore.open(directory, false));
            assertTrue(
                    String.valueOf(held.getMessage()).contains("process " + writer.pid()),
                    held.getMessage());
            assertThrows(IOException.class, () -> EmbeddedStore.inspect(directory));
        } finally {
            writer.destroyForcibly();
            assertTrue(
                    writer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the writer is gone");
        }
        EmbeddedStore.open(directory, false).close();
    }

    private void killAndCheck(int rounds) throws Exception {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        int acknowledged = 0;
        int torn = 0;
        for (int round = 0; round < rounds; round++) {
            acknowledged = Math.max(acknowledged, killOne(acknowledged, random));
            try (EmbeddedStore store = EmbeddedStore.open(directory, false, Disk.REAL, SIZES)) {
                torn += store.tornTail().isPresent() ? 1 : 0;
                int found = check(store);
                assertTrue(
                        found >= acknowledged,
                        "lost " + acknowledged + " > " + found + ", -Dseed=" + seed);
                acknowledged = found;
            }
        }
        assertEquals(List.of(), EmbeddedStore.inspect(directory));
        try (var left = Files.list(temporary)) {
            assertEquals(0, left.count(), "native code is not unpacked at each start");
        }
        System.out.println(
                rounds
                        + " kills, "
                        + acknowledged
                        + " batches, "
                        + torn
                        + " torn tails, seed "
                        + seed);
    }

    /**
     * Runs a writer until it acknowledged some batches more, kills it, and returns how far it says
     * it came.
     */
    private int killOne(int from, Random random) throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(command(from))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int killAfter = from + 1 + random.nextInt(150);
        int last = from;
        try (BufferedReader lines = writer.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                last = Integer.parseInt(line);
                if (last >= killAfter) {
                    // The writer does not wait for us: this hits one of the batches after it. The
                    // handle,
                    // because the process itself would close the stream with acknowledgements still
                    // in it.
                    writer.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        } finally {
            writer.destroyForcibly();
        }
        assertTrue(writer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the writer is gone");
        assertTrue(last > from, "the writer wrote");
        return last;
    }

    private List<String> command(int from) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(Writer.class.getName(), directory.toString(), Integer.toString(from)));
        return command;
    }

    /** Every batch is there whole or not at all, without a gap; returns how many there are. */
    private static int check(Store store) throws IOException {
        int batch = 0;
        while (store.value(key(batch + 1, 0)).isPresent()) {
            batch++;
            for (int row = 0; row < rows(batch); row++) {
                assertEquals(
                        Optional.of(value(batch, row)),
                        store.value(key(batch, row)),
                        "batch " + batch);
            }
        }
        int[] counted = {0};
        store.scan(Bytes.EMPTY, (_, _) -> ++counted[0] > 0);
        int expected = 0;
        for (int written = 1; written <= batch; written++) {
            expected += rows(written);
        }
        assertEquals(expected, counted[0], "rows of a batch that is not whole");
        return batch;
    }

    private static int rows(int batch) {
        return 1 + batch % 9;
    }

    private static Bytes key(int batch, int row) {
        return Bytes.utf8("%08d/%d".formatted(batch, row));
    }

    private static Bytes value(int batch, int row) {
        byte[] value = new byte[(batch * 37 + row) % 900];
        new Random(batch * 31L + row).nextBytes(value);
        return Bytes.of(value);
    }

    /** The process that is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            try (Store store = EmbeddedStore.open(directory, true, Disk.REAL, SIZES)) {
                for (int batch = Integer.parseInt(arguments[1]) + 1; ; batch++) {
                    List<Change> changes = new ArrayList<>();
                    for (int row = 0; row < rows(batch); row++) {
                        changes.add(new Change.Put(key(batch, row), value(batch, row)));
                    }
                    store.commit(changes);
                    System.out.println(batch);
                }
            }
        }
    }
}
