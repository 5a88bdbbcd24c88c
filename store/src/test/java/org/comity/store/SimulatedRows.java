package org.comity.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comity.value.Bytes;

/**
 * Rows that lose what was not flushed, down to any state since the last flush, as RocksDB does
 * without its own log (it may flush by itself at any batch).
 */
final class SimulatedRows implements Rows {
    private record State(Model model, long batch) {}

    private final SimulatedDisk disk;
    private final List<State> sinceFlush = new ArrayList<>();

    private SimulatedRows(SimulatedDisk disk, State state) {
        this.disk = disk;
        sinceFlush.add(state);
    }

    static SimulatedRows empty(SimulatedDisk disk) {
        return new SimulatedRows(disk, new State(new Model(), 0));
    }

    SimulatedRows afterCrash(SimulatedDisk next, Random random) {
        return new SimulatedRows(next, sinceFlush.get(random.nextInt(sinceFlush.size())));
    }

    Model model() {
        return sinceFlush.getLast().model;
    }

    @Override
    public void apply(List<Change> changes, long batch) throws IOException {
        disk.step(() -> sinceFlush.add(new State(model().after(changes), batch)));
    }

    @Override
    public long lastBatch() {
        return sinceFlush.getLast().batch;
    }

    @Override
    public void flush() throws IOException {
        disk.step(() -> {
            State last = sinceFlush.getLast();
            sinceFlush.clear();
            sinceFlush.add(last);
        });
    }

    @Override
    public void compact() throws IOException {
        flush();
    }

    @Override
    public Optional<Bytes> value(Bytes key) {
        return Optional.ofNullable(model().rows.get(key.hex()));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
        for (var row : model().rows.entrySet()) {
            byte[] key = Bytes.parseHex(row.getKey()).orThrow().array();
            if (Keys.ORDER.compare(key, from) >= 0
                    && Keys.ORDER.compare(key, to) < 0
                    && !visitor.visit(Bytes.of(key), row.getValue())) {
                return;
            }
        }
    }

    @Override
    public long count() {
        return model().rows.size();
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void close() {}
}
