package org.comity.store;

import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.util.StdErrLogger;

/** How RocksDB is told to keep rows: memory, blocks, levels and its own files. */
final class RocksSettings {
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

    private RocksSettings() {}

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
        return RocksRows.own(owned, known);
    }

    static Options of(List<RocksObject> owned) {
        var tables =
                new BlockBasedTableConfig()
                        .setBlockCache(
                                RocksRows.own(
                                        owned, new LRUCache(BLOCK_CACHE_BYTES, CACHE_SHARD_BITS)))
                        .setFilterPolicy(RocksRows.own(owned, new BloomFilter(FILTER_BITS_PER_KEY)))
                        .setBlockSize(BLOCK_BYTES)
                        // In parts, so that a lookup among many rows needs one small part of each.
                        .setIndexType(IndexType.kTwoLevelIndexSearch)
                        .setPartitionFilters(true)
                        .setMetadataBlockSize(BLOCK_BYTES)
                        .setPinTopLevelIndexAndFilter(true)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true);
        var family = RocksRows.own(owned, new ColumnFamilyOptions());
        Options options = RocksRows.own(owned, new Options(shortManifest(owned), family));
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
                .setLogger(RocksRows.own(owned, new StdErrLogger(InfoLogLevel.FATAL_LEVEL)));
    }
}
