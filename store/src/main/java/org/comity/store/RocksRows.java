package org.comity.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Rows in RocksDB, its own log off: our journal stands before it. The number of the last batch lies
 * under the empty key, which no row may have, and changes in the same atomic write as the rows.
 */
final class RocksRows implements Rows {
    private static final byte[] BATCH_KEY = {};

    /**
     * Native objects, in the order they were made: none has a finaliser, so each must be closed.
     */
    private final List<RocksObject> owned;

    private final RocksDB db;
    private final WriteOptions writing;
    private final FlushOptions flushing;

    /**
     * Readers share it and close takes it alone: a read of closed native memory kills the process.
     */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    // Guarded by inUse.
    private boolean closed;

    private RocksRows(RocksDB db, List<RocksObject> owned) {
        this.db = db;
        this.owned = owned;
        this.writing = own(owned, new WriteOptions().setDisableWAL(true));
        this.flushing =
                own(owned, new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true));
    }

    static RocksRows open(Path directory, boolean create) throws IOException {
        List<RocksObject> owned = new ArrayList<>();
        try {
            if (create) {
                Files.createDirectories(directory);
            }
            Options options = RocksSettings.of(owned).setCreateIfMissing(create);
            return new RocksRows(RocksDB.open(options, directory.toString()), owned);
        } catch (RocksDBException failed) {
            closeAll(owned);
            throw failure("opening the rows", failed);
        }
    }

    /** Writes nothing; what the journal holds beyond these rows is not in them. */
    static RocksRows openReadOnly(Path directory) throws IOException {
        List<RocksObject> owned = new ArrayList<>();
        try {
            return new RocksRows(
                    RocksDB.openReadOnly(RocksSettings.of(owned), directory.toString()), owned);
        } catch (RocksDBException failed) {
            closeAll(owned);
            throw failure("opening the rows", failed);
        }
    }

    /** Reads every block and compares its checksum, without changing anything. */
    static long verify(Path directory) throws IOException {
        List<RocksObject> owned = new ArrayList<>();
        try (RocksDB db = RocksDB.openReadOnly(RocksSettings.of(owned), directory.toString())) {
            db.verifyChecksum();
            return number(db.get(BATCH_KEY));
        } catch (RocksDBException failed) {
            throw failure("checking the rows", failed);
        } finally {
            closeAll(owned);
        }
    }

    @Override
    public void apply(List<Change> changes, long batch) throws IOException {
        try (WriteBatch out = new WriteBatch()) {
            for (Change change : Batches.byKey(changes)) {
                switch (change) {
                    case Put(var key, var value) -> out.put(key.array(), value.array());
                    case Delete(var key) -> out.delete(key.array());
                    case DeleteAll(var prefix) ->
                            out.deleteRange(Keys.from(prefix), Keys.to(prefix));
                }
            }
            out.put(BATCH_KEY, ByteBuffer.allocate(Long.BYTES).putLong(batch).array());
            db.write(writing, out);
        } catch (RocksDBException failed) {
            throw failure("writing rows", failed);
        }
    }

    @Override
    public long lastBatch() throws IOException {
        try {
            return number(db.get(BATCH_KEY));
        } catch (RocksDBException failed) {
            throw failure("reading the batch number", failed);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            db.flush(flushing);
        } catch (RocksDBException failed) {
            throw failure("flushing rows", failed);
        }
    }

    @Override
    public void compact() throws IOException {
        Lock using = beginReading();
        try (var all = new CompactRangeOptions()) {
            all.setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
            all.setExclusiveManualCompaction(true);
            db.flush(flushing);
            db.compactRange(db.getDefaultColumnFamily(), null, null, all);
            // Waits for the job that unlinks the old files.
            db.pauseBackgroundWork();
            db.continueBackgroundWork();
        } catch (RocksDBException failed) {
            throw failure("compacting rows", failed);
        } finally {
            using.unlock();
        }
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        return value(key, null);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
        scan(from, to, visitor, null);
    }

    @Override
    public RowsView snapshot() throws IOException {
        Lock reading = beginReading();
        try {
            return new AsOf(db.getSnapshot());
        } finally {
            reading.unlock();
        }
    }

    /** The rows as they were when it was made. */
    private final class AsOf implements RowsView {
        private final Snapshot seen;

        AsOf(Snapshot seen) {
            this.seen = seen;
        }

        @Override
        public Optional<Bytes> value(Bytes key) throws IOException {
            return RocksRows.this.value(key, seen);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
            RocksRows.this.scan(from, to, visitor, seen);
        }

        @Override
        public void close() {
            inUse.readLock().lock();
            try {
                if (!closed) {
                    db.releaseSnapshot(seen);
                }
            } finally {
                inUse.readLock().unlock();
            }
        }
    }

    private Optional<Bytes> value(Bytes key, @Nullable Snapshot seen) throws IOException {
        Lock reading = beginReading();
        try {
            byte[] value = key.length() == 0 ? null : get(key.array(), seen);
            return value == null ? Optional.empty() : Optional.of(Bytes.of(value));
        } catch (RocksDBException failed) {
            throw failure("reading a row", failed);
        } finally {
            reading.unlock();
        }
    }

    private byte @Nullable [] get(byte[] key, @Nullable Snapshot seen) throws RocksDBException {
        if (seen == null) {
            return db.get(key);
        }
        try (var options = new ReadOptions().setSnapshot(seen)) {
            return db.get(options, key);
        }
    }

    private void scan(byte[] from, byte[] to, Visitor visitor, @Nullable Snapshot seen)
            throws IOException {
        Lock reading = beginReading();
        try (var end = new Slice(to);
                var options = new ReadOptions().setSnapshot(seen);
                var rows = db.newIterator(options.setIterateUpperBound(end))) {
            for (rows.seek(from); rows.isValid(); rows.next()) {
                if (!visitor.visit(Bytes.of(rows.key()), Bytes.of(rows.value()))) {
                    return;
                }
            }
            // An iterator ends on a bad block as it ends after the last row; only its status tells.
            rows.status();
        } catch (RocksDBException failed) {
            throw failure("scanning rows", failed);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public long count() {
        return property("rocksdb.estimate-num-keys");
    }

    @Override
    public long bytes() {
        return property("rocksdb.total-sst-files-size");
    }

    @Override
    public long bytes(byte[] from, byte[] to) throws IOException {
        Lock reading = beginReading();
        try (var begin = new Slice(from);
                var end = new Slice(to)) {
            var range = List.of(new Range(begin, end));
            return db.getApproximateSizes(
                            range,
                            SizeApproximationFlag.INCLUDE_FILES,
                            SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        if (inUse.getReadHoldCount() > 0) {
            throw new IllegalStateException("a visitor must not close the store that it visits");
        }
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                db.close();
                closeAll(owned);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private long property(String name) {
        inUse.readLock().lock();
        try {
            return closed ? 0 : db.getLongProperty(name);
        } catch (RocksDBException unknown) {
            throw new IllegalStateException("RocksDB has no property " + name, unknown);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private Lock beginReading() throws IOException {
        Lock reading = inUse.readLock();
        reading.lock();
        if (closed) {
            reading.unlock();
            throw new IOException("the store is closed");
        }
        return reading;
    }

    static <T extends RocksObject> T own(List<RocksObject> owned, T made) {
        owned.add(made);
        return made;
    }

    private static void closeAll(List<RocksObject> owned) {
        Collections.reverse(owned);
        owned.forEach(RocksObject::close);
    }

    private static long number(byte @Nullable [] value) {
        return value == null || value.length != Long.BYTES ? 0 : ByteBuffer.wrap(value).getLong();
    }

    private static IOException failure(String doing, RocksDBException cause) {
        return new IOException("rows failed while " + doing + ": " + cause.getMessage(), cause);
    }
}
