package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One flipped bit in any file of a stopped store is found by the check, or changes no answer. */
final class DamagedRowsTest {
    private static final Sizes SIZES = new Sizes(20_000, 1024, 1 << 20);

    @TempDir Path directory;

    @Test
    void findsFlippedBitsOrIsNotHarmedByThem() throws Exception {
        Path sound = directory.resolve("sound");
        Model model = write(sound);
        int[] found = {0};
        Seeds.each(
                16,
                random -> {
                    Path damaged = directory.resolve("damaged" + random.nextLong());
                    copy(sound, damaged);
                    flip(damaged, random);
                    List<Finding> findings = EmbeddedStore.inspect(damaged);
                    found[0] += findings.stream().anyMatch(Finding::grave) ? 1 : 0;
                    if (findings.stream().noneMatch(Finding::grave)) {
                        try (Store store = EmbeddedStore.open(damaged, false, Disk.REAL, SIZES)) {
                            assertEquals(model.rows, Model.of(store).rows);
                        }
                    }
                });
        assertTrue(found[0] > 4, "most flips are found: " + found[0]);
    }

    private static Model write(Path at) throws IOException {
        Model model = new Model();
        Random random = new Random(3);
        try (Store store = EmbeddedStore.open(at, true, Disk.REAL, SIZES)) {
            for (int batch = 0; batch < 120; batch++) {
                List<Change> changes = new ArrayList<>();
                for (int row = 0; row < 4; row++) {
                    byte[] value = new byte[random.nextInt(200)];
                    random.nextBytes(value);
                    changes.add(
                            new Change.Put(
                                    Bytes.utf8("row " + batch + " " + row), Bytes.of(value)));
                }
                store.commit(changes);
                model = model.after(changes);
                if (batch == 60) {
                    store.compact();
                }
            }
        }
        return model;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("native") && !file.endsWith("reserve")) {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void flip(Path store, Random random) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(store)) {
            all.filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .sorted()
                    .forEach(files::add);
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] content = Files.readAllBytes(file);
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, content);
    }
}
