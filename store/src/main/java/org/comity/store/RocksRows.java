package org.comity.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
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
import org.rocksdb.util.StdErrLogger;

/**
 * Rows in RocksDB, its own log off: our journal stands before it. The number of the last batch lies
 * under the empty key, which no row may have, and changes in the same atomic write as the rows.
 */
final class RocksRows implements Rows {
    /** Bounds the memory of reads; two memtables bound that of writes. */
    private static final long BLOCK_CACHE_BYTES = 32L << 20;

    /**
     * Few shards: a block that is larger than one is read anew each time. With the usual 64, a
     * filter of 200,000 keys was, and a lookup took 260 µs instead of 20.
     */
    private static final int CACHE_SHARD_BITS = 2;

    private static final long MEMTABLE_BYTES = 20L << 20;
    private static final int MEMTABLES = 2;
    private static final int BLOCK_BYTES = 8 << 10;

    /**
     * Flushes give tables of a few MB. Merged four at a time into a level of 256 MB, each row was
     * written some twenty times: it was the greatest single cost of a node that takes objects in.
     */
    private static final int TABLES_TO_MERGE = 6;

    private static final long FIRST_LEVEL_BYTES = 64L << 20;
    private static final long TABLE_BYTES = 16L << 20;
    private static final double FILTER_BITS_PER_KEY = 10;

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
            Options options = options(owned).setCreateIfMissing(create);
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
            return new RocksRows(RocksDB.openReadOnly(options(owned), directory.toString()), owned);
        } catch (RocksDBException failed) {
            closeAll(owned);
            throw failure("opening the rows", failed);
        }
    }

    /** Reads every block and compares its checksum, without changing anything. */
    static long verify(Path directory) throws IOException {
        List<RocksObject> owned = new ArrayList<>();
        try (RocksDB db = RocksDB.openReadOnly(options(owned), directory.toString())) {
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

    /**
     * Rewrites the manifest at each flush, so that it keeps no keys of tables that are gone: see
     * forgetKeys.
     */
    private static DBOptions shortManifest(List<RocksObject> owned) {
        Properties names = new Properties();
        names.setProperty("max_manifest_file_size", "1");
        // Has no setter in Java; its default lets the manifest grow to six times its content.
        names.setProperty("max_manifest_space_amp_pct", "0");
        DBOptions known = DBOptions.getDBOptionsFromProps(names);
        if (known == null) {
            throw new IllegalStateException(
                    "RocksDB does not know the options of its manifest any more");
        }
        return own(owned, known);
    }

    private static Options options(List<RocksObject> owned) {
        var tables =
                new BlockBasedTableConfig()
                        .setBlockCache(
                                own(owned, new LRUCache(BLOCK_CACHE_BYTES, CACHE_SHARD_BITS)))
                        .setFilterPolicy(own(owned, new BloomFilter(FILTER_BITS_PER_KEY)))
                        .setBlockSize(BLOCK_BYTES)
                        // In parts, so that a lookup among many rows needs one small part of each.
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setMetadataBlockSize(BLOCK_BYTES)
                        .setPinTopLevelIndexAndFilter(true)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true);
        var family = own(owned, new ColumnFamilyOptions());
        Options options = own(owned, new Options(shortManifest(owned), family));
        return options.setTableFormatConfig(tables)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setMaxWriteBufferNumber(MEMTABLES)
                .setLevel0FileNumCompactionTrigger(TABLES_TO_MERGE)
                .setMaxBytesForLevelBase(FIRST_LEVEL_BYTES)
                .setTargetFileSizeBase(TABLE_BYTES)
                .setMaxBackgroundJobs(2)
                // The journal holds what a stop would flush.
                .setAvoidFlushDuringShutdown(true)
                .setStatsDumpPeriodSec(0)
                // RocksDB's own log file is worth less than a directory that holds nothing unasked.
                .setLogger(own(owned, new StdErrLogger(InfoLogLevel.FATAL_LEVEL)));
    }

    private static <T extends RocksObject> T own(List<RocksObject> owned, T made) {
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
