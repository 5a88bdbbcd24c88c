package org.comity.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreTest {
    private static final Sizes SMALL = new Sizes(4000, 1024, 1 << 20);

    @TempDir Path directory;

    private Store open(boolean create) throws IOException {
        return EmbeddedStore.open(directory.resolve("store"), create, Disk.REAL, SMALL);
    }

    @Test
    void keepsEverythingAcrossStopsInAnyPlace() throws Exception {
        Seeds.each(
                4,
                random -> {
                    Model model = new Model();
                    try (Store store = open(true)) {
                        store.deleteAll(Bytes.EMPTY);
                    }
                    for (int stop = 0; stop < 5; stop++) {
                        try (Store store = open(false)) {
                            assertEquals(model.rows, Model.of(store).rows);
                            for (int left = random.nextInt(10); left > 0; left--) {
                                List<Change> batch = Model.batch(random);
                                store.commit(batch);
                                model = model.after(batch);
                            }
                        }
                    }
                    assertEquals(List.of(), EmbeddedStore.inspect(directory.resolve("store")));
                });
    }

    @Test
    void erasesValuesAndKeysFromEveryFileWhenCompacted() throws IOException {
        Random random = new Random(7);
        List<byte[]> secrets = new ArrayList<>();
        try (Store store = open(true)) {
            for (int row = 0; row < 60; row++) {
                byte[] value = new byte[32];
                byte[] key = new byte[32];
                random.nextBytes(value);
                random.nextBytes(key);
                secrets.add(value);
                secrets.add(key);
                store.commit(List.of(new Change.Put(Bytes.of(key), Bytes.of(value))));
            }
            store.commit(List.of(new Change.Put(Bytes.utf8("kept"), Bytes.utf8("value"))));
            assertFalse(places(secrets).isEmpty(), "the search finds what is there");
            for (int at = 1; at < secrets.size() / 2; at += 2) {
                store.commit(List.of(new Change.Delete(Bytes.of(secrets.get(at)))));
            }
            store.deleteAll(Bytes.EMPTY);
            store.commit(List.of(new Change.Put(Bytes.utf8("kept"), Bytes.utf8("value"))));
            store.compact();
            assertEquals(List.of(), places(secrets));
            assertEquals(Optional.of(Bytes.utf8("value")), store.value(Bytes.utf8("kept")));
        }
    }

    @Test
    void erasesInEveryRoundWhereverTheRowsLay() throws Exception {
        Seeds.each(
                4,
                random -> {
                    List<byte[]> gone = new ArrayList<>();
                    List<byte[]> kept = new ArrayList<>();
                    try (Store store = open(true)) {
                        for (int round = 0; round < 4; round++) {
                            for (int row = random.nextInt(20); row >= 0; row--) {
                                byte[] key = new byte[32];
                                random.nextBytes(key);
                                kept.add(key);
                                Bytes both = Bytes.of(key);
                                store.commit(List.of(new Change.Put(both, both)));
                            }
                            if (random.nextBoolean()) {
                                store.compact();
                            }
                            for (int row = random.nextInt(kept.size()); row >= 0; row--) {
                                byte[] key = kept.remove(random.nextInt(kept.size()));
                                gone.add(key);
                                store.commit(List.of(new Change.Delete(Bytes.of(key))));
                            }
                            store.compact();
                            assertEquals(List.of(), places(gone));
                        }
                        store.deleteAll(Bytes.EMPTY);
                    }
                });
    }

    @Test
    void isOpenOnceInAProcess() throws IOException {
        try (Store store = open(true)) {
            IOException second = assertThrows(IOException.class, () -> open(true).close());
            assertTrue(String.valueOf(second.getMessage()).contains("in this process"));
            store.commit(List.of(new Change.Put(Bytes.utf8("a"), Bytes.EMPTY)));
        }
        open(false).close();
    }

    @Test
    void makesTheDirectoryPrivate() throws IOException {
        Path at = Files.createDirectories(directory.resolve("store"));
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        open(true).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(at)));
    }

    @Test
    void opensNothingWhereThereIsNoStore() throws IOException {
        assertThrows(IOException.class, () -> open(false));
        Files.createDirectories(directory.resolve("store"));
        assertThrows(IOException.class, () -> open(false));
        assertFalse(Files.exists(directory.resolve("store/journal")));
    }

    @Test
    void refusesRowsThatLostTheirJournal() throws IOException {
        open(true).close();
        Files.delete(directory.resolve("store/journal"));
        assertTrue(message(() -> open(true)).contains("journal is missing"));
        assertEquals(1, EmbeddedStore.inspect(directory.resolve("store")).size());
    }

    @Test
    void refusesAJournalThatIsOlderOrNewerThanTheRows() throws IOException {
        Path journal = directory.resolve("store/journal");
        Path old = directory.resolve("old");
        Path older = directory.resolve("older");
        try (Store store = open(true)) {
            Files.copy(journal, old);
            store.commit(List.of(new Change.Put(Bytes.utf8("a"), Bytes.EMPTY)));
            store.compact();
        }
        Files.copy(journal, older);
        Files.delete(journal);
        Files.copy(old, journal);
        assertTrue(message(() -> open(false)).contains("rows hold batch 1"));
        assertEquals(1, EmbeddedStore.inspect(directory.resolve("store")).size());
        Files.delete(journal);
        Files.copy(older, journal);
        open(false).close();
    }

    @Test
    void readsWhileAnotherThreadWritesAndCloses() throws Exception {
        Store store = open(true);
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                while (true) {
                                    store.scan(Bytes.EMPTY, (_, _) -> true);
                                    var _ = store.value(Bytes.utf8("a"));
                                }
                            } catch (IOException closed) {
                                // The way out: the store was closed.
                                return;
                            }
                        });
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            store.commit(Model.batch(random));
        }
        store.close();
        reader.join();
    }

    /** Files that hold any of the secrets. */
    private List<String> places(List<byte[]> secrets) throws IOException {
        List<String> places = new ArrayList<>();
        try (var files = Files.walk(directory.resolve("store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains("native")) {
                    continue;
                }
                String content = Files.readString(file, ISO_8859_1);
                for (byte[] secret : secrets) {
                    if (content.contains(new String(secret, ISO_8859_1))) {
                        places.add(
                                directory.relativize(file)
                                        + " holds secret "
                                        + secrets.indexOf(secret));
                    }
                }
            }
        }
        return places;
    }

    private static String message(org.junit.jupiter.api.function.Executable opening) {
        return String.valueOf(assertThrows(IOException.class, opening).getMessage());
    }
}
