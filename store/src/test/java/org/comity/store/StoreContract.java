package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do; each engine extends it in its own tests. */
public abstract class StoreContract {
    @TempDir Path directory;
    protected Store store = new MemoryStore();

    /** A new and empty store of the engine under test. */
    protected abstract Store openEmpty(Path at) throws IOException;

    @BeforeEach
    void openIt() throws IOException {
        store = openEmpty(directory.resolve("store"));
    }

    @AfterEach
    void closeIt() throws IOException {
        store.close();
    }

    @Test
    void returnsWhatWasPutLast() throws IOException {
        store.commit(List.of(put("a", "1")));
        store.commit(List.of(put("a", "2")));
        assertEquals(Optional.of(Bytes.utf8("2")), store.value(Bytes.utf8("a")));
        assertEquals(Optional.empty(), store.value(Bytes.utf8("b")));
        assertEquals(Optional.empty(), store.value(Bytes.EMPTY));
    }

    @Test
    void keepsAnEmptyValueApartFromNone() throws IOException {
        store.commit(List.of(new Put(Bytes.utf8("a"), Bytes.EMPTY)));
        assertEquals(Optional.of(Bytes.EMPTY), store.value(Bytes.utf8("a")));
    }

    @Test
    void appliesChangesOfOneBatchInTheirOrder() throws IOException {
        store.commit(
                List.of(
                        put("a", "1"),
                        new Delete(Bytes.utf8("a")),
                        put("ab", "2"),
                        new DeleteAll(Bytes.utf8("a")),
                        put("ac", "3")));
        assertEquals(List.of("ac=3"), scan("", ""));
    }

    @Test
    void keepsABatchWhoseListItsCallerUsesAgain() throws IOException {
        var batch = new ArrayList<Change>();
        for (int i = 0; i < 1_000; i++) {
            batch.add(new Change.Put(Bytes.utf8("row " + i), Bytes.utf8("value " + i)));
            if (batch.size() == 100) {
                store.commit(batch);
                batch.clear();
            }
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(
                    Optional.of(Bytes.utf8("value " + i)), store.value(Bytes.utf8("row " + i)));
        }
    }

    @Test
    void scansInUnsignedOrderAndOnlyThePrefix() throws IOException {
        store.commit(
                List.of(
                        key(0xFF),
                        key(0x80, 1),
                        key(0x7F),
                        key(0x80),
                        key(0x80, 0xFF, 0xFF),
                        key(0x81)));
        List<String> keys = new ArrayList<>();
        store.scan(Bytes.of(new byte[] {(byte) 0x80}), (key, _) -> keys.add(key.hex()));
        assertEquals(List.of("80", "8001", "80ffff"), keys);
    }

    @Test
    void scansAPrefixOfHighestBytes() throws IOException {
        store.commit(List.of(key(0xFE), key(0xFF), key(0xFF, 0xFF), key(0xFF, 0xFF, 0xFF)));
        List<String> keys = new ArrayList<>();
        store.scan(Bytes.of(new byte[] {-1, -1}), (key, _) -> keys.add(key.hex()));
        assertEquals(List.of("ffff", "ffffff"), keys);
    }

    @Test
    void endsAScanWhenTheVisitorSaysSo() throws IOException {
        store.commit(List.of(put("a", "1"), put("b", "2"), put("c", "3")));
        List<String> seen = new ArrayList<>();
        store.scan(
                Bytes.EMPTY,
                (key, _) -> {
                    seen.add(key.utf8());
                    return seen.size() < 2;
                });
        assertEquals(List.of("a", "b"), seen);
    }

    @Test
    void goesOnStrictlyAfterAKey() throws IOException {
        store.commit(
                List.of(
                        put("a", "0"),
                        put("p", "1"),
                        put("pa", "2"),
                        put("pb", "3"),
                        put("q", "4")));
        assertEquals(List.of("pa=2", "pb=3"), scan("p", "p"));
        assertEquals(List.of("pb=3"), scan("p", "pa"));
        assertEquals(List.of(), scan("p", "pb"));
        assertEquals(List.of(), scan("p", "z"));
        assertEquals(List.of("p=1", "pa=2", "pb=3"), scan("p", "a"));
    }

    @Test
    void showsAScanOneMomentOnly() throws IOException {
        store.commit(List.of(put("a", "1"), put("b", "1")));
        List<String> seen = new ArrayList<>();
        store.scan(
                Bytes.EMPTY,
                (key, value) -> {
                    store.commit(List.of(put("b", "2"), put("c", "2")));
                    return seen.add(key.utf8() + "=" + value.utf8());
                });
        assertEquals(List.of("a=1", "b=1"), seen);
        assertEquals(List.of("a=1", "b=2", "c=2"), scan("", ""));
    }

    @Test
    void deletesEverythingUnderAPrefix() throws IOException {
        store.commit(List.of(put("a", "1"), put("b", "2"), put("ba", "3"), put("c", "4")));
        store.deleteAll(Bytes.utf8("b"));
        assertEquals(List.of("a=1", "c=4"), scan("", ""));
        store.deleteAll(Bytes.EMPTY);
        assertEquals(List.of(), scan("", ""));
    }

    @Test
    void compactsWithoutChangingWhatIsThere() throws IOException {
        store.commit(List.of(put("a", "1"), put("b", "2"), put("c", "3")));
        store.commit(List.of(new Delete(Bytes.utf8("b"))));
        store.compact();
        assertEquals(List.of("a=1", "c=3"), scan("", ""));
    }

    @Test
    void countsCommitsAndChanges() throws IOException {
        store.commit(List.of(put("a", "1"), put("b", "2")));
        store.commit(List.of(put("c", "3")));
        store.commit(List.of());
        assertEquals(2, store.figures().commits());
        assertEquals(3, store.figures().changes());
    }

    @Test
    void takesTheLargestKeyAndValueAndNothingLarger() throws IOException {
        Bytes longest = Bytes.of(new byte[Change.KEY_BYTES_MAX]);
        Bytes largest = Bytes.of(new byte[Change.VALUE_BYTES_MAX]);
        store.commit(List.of(new Put(longest, largest)));
        assertEquals(Optional.of(largest), store.value(longest));
        Bytes over = Bytes.of(new byte[Change.KEY_BYTES_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> new Put(over, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Put(Bytes.EMPTY, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Delete(over));
        assertThrows(IllegalArgumentException.class, () -> new DeleteAll(over));
        Bytes tooLarge = Bytes.of(new byte[Change.VALUE_BYTES_MAX + 1]);
        assertThrows(IllegalArgumentException.class, () -> new Put(longest, tooLarge));
    }

    @Test
    void refusesABatchAboveItsBoundsAndStaysUsable() throws IOException {
        Put half = new Put(Bytes.utf8("a"), Bytes.of(new byte[Store.BATCH_BYTES_MAX / 2]));
        assertThrows(IllegalArgumentException.class, () -> store.commit(List.of(half, half)));
        List<Change> tooMany =
                Collections.nCopies(Store.BATCH_CHANGES_MAX + 1, new Delete(Bytes.utf8("a")));
        assertThrows(IllegalArgumentException.class, () -> store.commit(tooMany));
        store.commit(List.of(put("a", "1")));
        assertEquals(List.of("a=1"), scan("", ""));
    }

    @Test
    void refusesToWriteFromAVirtualThread() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        store.commit(List.of(put("a", "1")));
                    } catch (IOException | RuntimeException refused) {
                        thrown.set(refused);
                    }
                })
                .join();
        assertInstanceOf(IllegalStateException.class, thrown.get());
    }

    @Test
    void throwsAfterItWasClosedAndClosesTwice() throws IOException {
        store.close();
        store.close();
        assertThrows(IOException.class, () -> store.commit(List.of(put("a", "1"))));
        assertThrows(IOException.class, () -> store.value(Bytes.utf8("a")));
        assertThrows(IOException.class, () -> store.scan(Bytes.EMPTY, (_, _) -> true));
        assertThrows(IOException.class, store::compact);
    }

    @Test
    void agreesWithASortedMap() throws Exception {
        Seeds.each(
                20,
                random -> {
                    store.deleteAll(Bytes.EMPTY);
                    Model model = new Model();
                    for (int round = 0; round < 12; round++) {
                        List<Change> batch = Model.batch(random);
                        store.commit(batch);
                        model = model.after(batch);
                        Bytes prefix = random.nextBoolean() ? Bytes.EMPTY : Model.key(random);
                        Bytes after = random.nextBoolean() ? Bytes.EMPTY : Model.key(random);
                        assertEquals(model.range(prefix, after), Model.scan(store, prefix, after));
                        Bytes key = Model.key(random);
                        assertEquals(
                                Optional.ofNullable(model.rows.get(key.hex())), store.value(key));
                    }
                });
    }

    private List<String> scan(String prefix, String after) throws IOException {
        List<String> rows = new ArrayList<>();
        store.scanFrom(
                Bytes.utf8(prefix),
                Bytes.utf8(after),
                (key, value) -> rows.add(key.utf8() + "=" + value.utf8()));
        return rows;
    }

    private static Change put(String key, String value) {
        return new Put(Bytes.utf8(key), Bytes.utf8(value));
    }

    private static Change key(int... content) {
        byte[] key = new byte[content.length];
        for (int at = 0; at < key.length; at++) {
            key[at] = (byte) content[at];
        }
        return new Put(Bytes.of(key), Bytes.EMPTY);
    }
}
