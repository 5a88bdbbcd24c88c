package org.comity.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;

/**
 * Rows in memory, gone when the process ends: for tests, the simulated world and trying things out.
 */
public final class MemoryStore implements Store {
    // Guarded by this; scans copy their range out so that a visitor may call back.
    private final NavigableMap<byte[], Bytes> rows = new TreeMap<>(Keys.ORDER);
    private long commits;
    private long changes;
    private boolean closed;

    @Override
    public synchronized void commit(List<Change> batch) throws IOException {
        checkOpen();
        Batches.checkThread();
        Batches.check(batch);
        if (batch.isEmpty()) {
            return;
        }
        batch.forEach(this::apply);
        commits++;
        changes += batch.size();
    }

    @Override
    public synchronized Optional<Bytes> value(Bytes key) throws IOException {
        checkOpen();
        return Optional.ofNullable(rows.get(key.array()));
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        for (Map.Entry<byte[], Bytes> row : range(Keys.from(prefix, afterKey), Keys.to(prefix))) {
            if (!visitor.visit(Bytes.of(row.getKey()), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public synchronized void compact() throws IOException {
        checkOpen();
    }

    @Override
    public synchronized StoreReader snapshot() throws IOException {
        checkOpen();
        var copy = new MemoryStore();
        copy.rows.putAll(rows);
        return copy;
    }

    @Override
    public synchronized StoreFigures figures() {
        return new StoreFigures(commits, changes, 0, 0, 0, rows.size(), 0, Long.MAX_VALUE);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized List<Map.Entry<byte[], Bytes>> range(byte[] from, byte[] to)
            throws IOException {
        checkOpen();
        if (Keys.ORDER.compare(from, to) >= 0) {
            return List.of();
        }
        List<Map.Entry<byte[], Bytes>> copy = new ArrayList<>();
        rows.subMap(from, to).forEach((key, value) -> copy.add(Map.entry(key, value)));
        return copy;
    }

    private void apply(Change change) {
        switch (change) {
            case Put(var key, var value) -> rows.put(key.array(), value);
            case Delete(var key) -> rows.remove(key.array());
            case DeleteAll(var prefix) -> rows.subMap(Keys.from(prefix), Keys.to(prefix)).clear();
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
    }
}
