package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed store reads as its next start will find it, and stays as it is. */
final class ReadOnlyStoreTest {
    private static final Sizes SMALL = new Sizes(3_000, 1_024, 1 << 20);
    @TempDir Path directory;

    @Test
    void readsWhatJournalAndRowsHoldTogetherAndChangesNothing() throws Exception {
        Seeds.each(
                20,
                random -> {
                    Path at = directory.resolve("s" + random.nextLong());
                    try (Store store = EmbeddedStore.open(at, true, Disk.REAL, SMALL)) {
                        for (int batch = 0; batch < 30; batch++) {
                            store.commit(changes(random));
                        }
                    }
                    byte[] journal = Files.readAllBytes(at.resolve("journal"));
                    TreeMap<Bytes, Bytes> seen;
                    try (StoreReader closed = EmbeddedStore.openReadOnly(at)) {
                        seen = rows(closed);
                        for (int key = 0; key < 60; key++) {
                            assertEquals(
                                    seen.containsKey(key(key)), closed.value(key(key)).isPresent());
                        }
                    }
                    assertArrayEquals(journal, Files.readAllBytes(at.resolve("journal")));
                    try (Store store = EmbeddedStore.open(at, false, Disk.REAL, SMALL)) {
                        assertEquals(rows(store), seen);
                    }
                });
    }

    @Test
    void saysWhoHasItOpen() throws IOException {
        try (Store store = EmbeddedStore.open(directory.resolve("s"), true)) {
            store.commit(changes(new Random(1)));
            var busy =
                    assertThrows(
                            StoreInUseException.class,
                            () -> EmbeddedStore.openReadOnly(directory.resolve("s")));
            assertEquals(Long.toString(ProcessHandle.current().pid()), busy.holder());
        }
    }

    @Test
    void aSnapshotStaysAsItWasAndWhatWasErasedMeanwhileGoesWhenItIsClosed() throws IOException {
        Path at = directory.resolve("s");
        Bytes secret = Bytes.utf8("to-be-erased-".repeat(20));
        try (Store store = EmbeddedStore.open(at, true)) {
            store.commit(List.of(new Change.Put(key(1), secret)));
            store.compact();
            try (StoreReader before = store.snapshot()) {
                store.commit(List.of(new Change.Delete(key(1))));
                store.compact();
                assertEquals(secret, before.value(key(1)).orElseThrow());
                assertTrue(holds(at, "to-be-erased-"), "a reader keeps it");
            }
            assertTrue(!holds(at, "to-be-erased-"), "and then it goes");
        }
    }

    private static boolean holds(Path at, String text) throws IOException {
        try (var files = Files.walk(at)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(
                                Files.readAllBytes(file),
                                java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Change> changes(Random random) {
        var changes = new ArrayList<Change>();
        for (int row = 0; row < 5; row++) {
            Bytes key = key(random.nextInt(60));
            changes.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new Change.Delete(key);
                        case 1 -> new Change.DeleteAll(key.slice(0, 2));
                        default -> new Change.Put(key, Bytes.of(new byte[random.nextInt(90)]));
                    });
        }
        return changes;
    }

    private static Bytes key(int number) {
        return Bytes.utf8("%02d".formatted(number) + "x".repeat(number % 3));
    }

    private static TreeMap<Bytes, Bytes> rows(StoreReader store) throws IOException {
        var rows = new TreeMap<Bytes, Bytes>();
        store.scan(
                Bytes.EMPTY,
                (key, value) -> {
                    rows.put(key, value);
                    return true;
                });
        return rows;
    }
}
