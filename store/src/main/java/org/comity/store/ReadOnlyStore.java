package org.comity.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comity.value.Bytes;

/**
 * A closed store as its next start will find it: what the journal holds beyond the rows is replayed
 * in memory, and nothing in the directory is changed, not even a torn tail.
 */
final class ReadOnlyStore implements StoreReader {
    private final DirectoryLock lock;
    private final Beneath beneath;

    /** Never changes once it is open, so any thread may read it. */
    private final Overlay journal = new Overlay();

    private ReadOnlyStore(DirectoryLock lock, RowsView rows) {
        this.lock = lock;
        this.beneath = new Beneath(rows);
    }

    static ReadOnlyStore open(Path directory) throws IOException {
        DirectoryLock lock = DirectoryLock.forReading(directory);
        try {
            RocksLibrary.loadOnly(directory.resolve("native"));
            return replay(directory, lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static ReadOnlyStore replay(Path directory, DirectoryLock lock) throws IOException {
        Path file = directory.resolve("journal");
        JournalReading.Sound content = Engine.read(Disk.REAL, file);
        boolean notBegun =
                content.firstBatch() == 1 && !Files.exists(directory.resolve("rows/CURRENT"));
        if (notBegun) {
            return new ReadOnlyStore(lock, new NoRows()).with(content, 0);
        }
        RocksRows rows = RocksRows.openReadOnly(directory.resolve("rows"));
        try {
            long inRows = rows.lastBatch();
            Optional<Finding> gap = Engine.gap(content, inRows, file);
            if (gap.isPresent()) {
                throw new IOException(gap.get().toString());
            }
            return new ReadOnlyStore(lock, rows).with(content, inRows);
        } catch (IOException | RuntimeException failed) {
            rows.close();
            throw failed;
        }
    }

    private ReadOnlyStore with(JournalReading.Sound content, long inRows) {
        for (long number = inRows + 1; number <= content.lastBatch(); number++) {
            content.batch(number).forEach(journal::apply);
        }
        return this;
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        return journal.value(beneath, key);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        journal.scan(beneath, prefix, afterKey, visitor);
    }

    @Override
    public void close() throws IOException {
        try {
            beneath.close();
        } finally {
            lock.close();
        }
    }

    /** Rows as the port has them. */
    record Beneath(RowsView rows) implements StoreReader {
        @Override
        public Optional<Bytes> value(Bytes key) throws IOException {
            return rows.value(key);
        }

        @Override
        public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
            rows.scanFrom(prefix, afterKey, visitor);
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /** Before the journal was first emptied there are none. */
    private static final class NoRows implements RowsView {
        @Override
        public Optional<Bytes> value(Bytes key) {
            return Optional.empty();
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            // Nothing to visit.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
