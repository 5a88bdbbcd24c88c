package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 12 MiB, filled to the brim by the store and by somebody else. */
final class FullDiskTest {
    private static final Sizes SIZES = new Sizes(1 << 20, 64 << 10, 1 << 20);
    private static final int FOREIGN_BYTES = 3 << 20;
    private static final int ROW_BYTES = 20_000;

    @TempDir Path directory;

    @Test
    void losesNothingOnAFullDiskAndWorksAgainAfterDeleting() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script =
                "mount -t tmpfs -o size=12m none \"$1\""
                        + " && exec \"$0\" --enable-native-access=ALL-UNNAMED -Xmx128m -cp \"$2\" \"$3\" \"$1\"";
        Path small = Files.createDirectory(directory.resolve("small"));
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, java));
        command.addAll(
                List.of(
                        small.toString(),
                        System.getProperty("java.class.path"),
                        Filler.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        Process filler = startOrSkip(builder.redirectErrorStream(true));
        String output = new String(filler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean mounted = !output.contains("unshare:") && !output.contains("mount:");
        assumeTrue(
                mounted,
                "no mount namespace here; the full disk was only simulated (FaultTableTest)");
        assertEquals(0, filler.waitFor(), output);
        assertTrue(output.contains("works again"), output);
        System.out.println("full disk: a real tmpfs of 12 MiB; " + output.strip());
    }

    private static Process startOrSkip(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException absent) {
            assumeTrue(false, "no unshare here; the full disk was only simulated (FaultTableTest)");
            throw new IllegalStateException("skipped", absent);
        }
    }

    /** Runs inside the small file system. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) throws IOException {
            Path root = Path.of(arguments[0]);
            Path at = root.resolve("store");
            // Outside: the native code alone would fill it.
            RocksLibrary.load(Disk.REAL, root.resolveSibling("native"));
            Path foreign = root.resolve("foreign");
            Files.write(foreign, new byte[FOREIGN_BYTES]);
            int rows = fill(at);
            takeTheRest(foreign);
            try (Store store = EmbeddedStore.open(at, false, Disk.REAL, SIZES)) {
                require(count(store) == rows, "every acknowledged row is there");
                require(refuses(store, rows), "still refuses");
                require(refusesToCompact(store), "says that it cannot compact");
                store.commit(List.of(new Change.Delete(key(0))));
            }
            Files.delete(foreign);
            try (Store store = EmbeddedStore.open(at, false, Disk.REAL, SIZES)) {
                require(count(store) == rows - 1, "the deletion held");
                store.deleteAll(Bytes.EMPTY);
                store.compact();
                store.commit(List.of(new Change.Put(key(1), value(1))));
                require(count(store) == 1, "writes again");
            }
            require(EmbeddedStore.inspect(at).isEmpty(), "sound");
            System.out.println(rows + " rows until full, works again");
        }

        private static int fill(Path at) throws IOException {
            try (Store store = EmbeddedStore.open(at, true, Disk.REAL, SIZES)) {
                int rows = 0;
                while (!refuses(store, rows)) {
                    rows++;
                }
                return rows;
            }
        }

        private static boolean refuses(Store store, int row) throws IOException {
            try {
                store.commit(List.of(new Change.Put(key(row), value(row))));
                return false;
            } catch (DiskFullException full) {
                return true;
            }
        }

        private static boolean refusesToCompact(Store store) throws IOException {
            try {
                store.compact();
                return false;
            } catch (DiskFullException full) {
                return true;
            }
        }

        private static void takeTheRest(Path file) {
            byte[] piece = new byte[4096];
            try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(piece);
                }
            } catch (IOException full) {
                // As wanted.
                return;
            }
        }

        private static int count(Store store) throws IOException {
            int[] rows = {0};
            store.scan(Bytes.EMPTY, (_, _) -> ++rows[0] > 0);
            return rows[0];
        }

        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException("does not hold: " + what);
            }
        }

        private static Bytes key(int row) {
            return Bytes.utf8("row %08d".formatted(row));
        }

        private static Bytes value(int row) {
            byte[] value = new byte[ROW_BYTES];
            new Random(row).nextBytes(value);
            return Bytes.of(value);
        }
    }
}
