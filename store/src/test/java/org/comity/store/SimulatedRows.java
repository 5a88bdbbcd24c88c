package org.comity.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;

/**
 * Rows that lose what was not flushed, down to any state since the last flush, as RocksDB does
 * without its own log (it may flush by itself at any batch). Where a bit turned over the checksum
 * differs, and nothing can be read.
 */
final class SimulatedRows implements Rows {
    /** What is kept until the next flush at most: as a real engine, it flushes by itself. */
    private static final int UNFLUSHED_MAX = 64;

    private record Batch(List<Change> changes, long number) {}

    private final SimulatedDisk disk;
    private final TreeMap<byte[], Bytes> flushed = new TreeMap<>(Keys.ORDER);
    private final TreeMap<byte[], Bytes> rows = new TreeMap<>(Keys.ORDER);
    private final List<Batch> sinceFlush = new ArrayList<>();
    private final TreeSet<byte[]> damaged = new TreeSet<>(Keys.ORDER);
    private long flushedBatch;
    private long bytes;

    private SimulatedRows(SimulatedDisk disk) {
        this.disk = disk;
    }

    static SimulatedRows empty(SimulatedDisk disk) {
        return new SimulatedRows(disk);
    }

    SimulatedRows afterCrash(SimulatedDisk next, RandomGenerator random) {
        var left = new SimulatedRows(next);
        flushed.forEach(left::put);
        left.flushedBatch = flushedBatch;
        int kept = random.nextInt(sinceFlush.size() + 1);
        for (Batch batch : sinceFlush.subList(0, kept)) {
            left.change(batch.changes());
            left.flushedBatch = batch.number();
        }
        left.flushed.putAll(left.rows);
        left.damaged.addAll(damaged);
        return left;
    }

    /** A bit turns over where one of the rows stands; false when there is none on the disk. */
    boolean damage(RandomGenerator random) {
        return !flushed.isEmpty()
                && damaged.add(List.copyOf(flushed.keySet()).get(random.nextInt(flushed.size())));
    }

    /** All reads as it was again. */
    void repair() {
        damaged.clear();
    }

    /** Reads all that is on the disk. */
    void verify() throws IOException {
        read(Keys.from(Bytes.EMPTY), Keys.to(Bytes.EMPTY));
    }

    /** What stands on the disk between these keys, the last one left out. */
    private void read(byte[] from, byte[] to) throws IOException {
        byte[] first = damaged.ceiling(from);
        if (first != null && Keys.ORDER.compare(first, to) < 0) {
            throw new IOException("block checksum mismatch at the row " + Bytes.of(first).hex());
        }
    }

    List<byte[]> contents() {
        var all = new ArrayList<byte[]>();
        for (TreeMap<byte[], Bytes> some : List.of(rows, flushed)) {
            some.forEach((key, value) -> {
                all.add(key);
                all.add(value.array());
            });
        }
        return all;
    }

    @Override
    public void apply(List<Change> changes, long batch) throws IOException {
        disk.step(() -> {
            change(changes);
            sinceFlush.add(new Batch(List.copyOf(changes), batch));
            if (sinceFlush.size() > UNFLUSHED_MAX) {
                settle();
            }
        });
    }

    private void change(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Put(Bytes key, Bytes value) -> put(key.array(), value);
                case Change.Delete(Bytes key) -> remove(key.array());
                case Change.DeleteAll(Bytes prefix) -> {
                    NavigableMap<byte[], Bytes> range =
                            rows.subMap(Keys.from(prefix), true, Keys.to(prefix), false);
                    List.copyOf(range.keySet()).forEach(this::remove);
                }
            }
        }
    }

    private void put(byte[] key, Bytes value) {
        remove(key);
        rows.put(key, value);
        bytes += key.length + value.length();
    }

    private void remove(byte[] key) {
        Bytes gone = rows.remove(key);
        bytes -= gone == null ? 0 : key.length + gone.length();
    }

    private void settle() {
        flushedBatch = lastBatch();
        flushed.clear();
        flushed.putAll(rows);
        sinceFlush.clear();
    }

    @Override
    public long lastBatch() {
        return sinceFlush.isEmpty() ? flushedBatch : sinceFlush.getLast().number();
    }

    @Override
    public void flush() throws IOException {
        disk.step(this::settle);
    }

    @Override
    public void compact() throws IOException {
        flush();
        verify();
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        if (damaged.contains(key.array())) {
            verify();
        }
        return Optional.ofNullable(rows.get(key.array()));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
        read(from, to);
        // A snapshot, as in RocksDB: a visitor may commit.
        var range = new ArrayList<Map.Entry<byte[], Bytes>>();
        if (Keys.ORDER.compare(from, to) < 0) {
            range.addAll(new TreeMap<>(rows.subMap(from, true, to, false)).entrySet());
        }
        for (var row : range) {
            if (!visitor.visit(Bytes.of(row.getKey()), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public RowsView snapshot() {
        var seen = new SimulatedRows(disk);
        rows.forEach(seen::put);
        seen.damaged.addAll(damaged);
        return seen;
    }

    @Override
    public long count() {
        return rows.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {}
}
