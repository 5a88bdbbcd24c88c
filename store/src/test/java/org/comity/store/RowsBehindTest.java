package org.comity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RowsBehindTest {
    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");
    private static final Bytes NEW = Bytes.utf8("new");

    @TempDir Path folder;
    private HeldRows held;
    private RowsBehind rows;

    /** Rows in RocksDB that bring a batch in only when they are let. */
    private static final class HeldRows implements Rows {
        private final Rows rows;
        private final CountDownLatch may = new CountDownLatch(1);
        private volatile boolean breaks;

        HeldRows(Rows rows) {
            this.rows = rows;
        }

        @Override
        public void apply(List<Change> changes, long batch) throws IOException {
            try {
                may.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            if (breaks) {
                throw new IOException("the disk is gone");
            }
            rows.apply(changes, batch);
        }

        @Override
        public Optional<Bytes> value(Bytes key) throws IOException {
            return rows.value(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
            rows.scan(from, to, visitor);
        }

        @Override
        public RowsView snapshot() throws IOException {
            return rows.snapshot();
        }

        @Override
        public long lastBatch() throws IOException {
            return rows.lastBatch();
        }

        @Override
        public void flush() throws IOException {
            rows.flush();
        }

        @Override
        public void compact() throws IOException {
            rows.compact();
        }

        @Override
        public long count() {
            return rows.count();
        }

        @Override
        public long bytes() {
            return rows.bytes();
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    @BeforeEach
    void openThem() throws IOException {
        RocksLibrary.load(Disk.REAL, folder.resolve("native"));
        RocksRows real = RocksRows.open(folder.resolve("rows"), true);
        real.apply(List.of(new Change.Put(A, Bytes.utf8("old"))), 1);
        held = new HeldRows(real);
        rows = new RowsBehind(held);
    }

    @AfterEach
    void closeThem() throws IOException {
        held.may.countDown();
        rows.close();
    }

    @Test
    void readsABatchThatIsUnderWay() throws IOException {
        rows.apply(List.of(new Change.Delete(A), new Change.Put(B, NEW)), 2);
        assertEquals(Optional.empty(), rows.value(A));
        assertEquals(Optional.of(NEW), rows.value(B));
        assertEquals(Optional.empty(), held.value(B), "it was to be held");
    }

    @Test
    void readsTheLastOfSeveralChangesOfAKey() throws IOException {
        rows.apply(List.of(new Change.Put(B, A), new Change.Delete(B), new Change.Put(B, NEW)), 2);
        assertEquals(Optional.of(NEW), rows.value(B));
    }

    @Test
    void waitsWhereMoreThanARowIsRead() throws Exception {
        rows.apply(List.of(new Change.Put(B, NEW)), 2);
        var seen = new ArrayList<Bytes>();
        var scanning =
                Thread.ofPlatform()
                        .start(() -> assertTrue(scanned(seen), "the scan was to end by itself"));
        held.may.countDown();
        scanning.join();
        assertEquals(List.of(A, B), seen);
        try (RowsView view = rows.snapshot()) {
            assertEquals(Optional.of(NEW), view.value(B));
        }
        assertEquals(2, rows.lastBatch());
    }

    private boolean scanned(List<Bytes> seen) {
        try {
            rows.scanFrom(Bytes.EMPTY, Bytes.EMPTY, (key, _) -> seen.add(key));
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    @Test
    void bringsAWholeDeletionInBeforeItReturns() throws IOException {
        held.may.countDown();
        rows.apply(List.of(new Change.Put(B, NEW)), 2);
        rows.apply(List.of(new Change.DeleteAll(Bytes.EMPTY), new Change.Put(A, NEW)), 3);
        assertEquals(Optional.of(NEW), held.value(A));
        assertEquals(Optional.empty(), held.value(B));
    }

    @Test
    void tellsWhoeverWritesNextThatABatchDidNotArrive() throws IOException {
        held.breaks = true;
        held.may.countDown();
        rows.apply(List.of(new Change.Put(B, NEW)), 2);
        assertThrows(IOException.class, () -> rows.apply(List.of(new Change.Delete(A)), 3));
        assertThrows(IOException.class, rows::flush);
        assertThrows(IOException.class, rows::snapshot);
        assertEquals(Optional.of(NEW), rows.value(B), "it is durable in the journal");
    }
}
