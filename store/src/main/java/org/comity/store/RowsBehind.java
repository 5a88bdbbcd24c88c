package org.comity.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Rows that take a batch while its caller, for whom it is durable in the journal already, goes on.
 * One batch is under way at most; whoever reads finds it as if it had arrived: a single row is
 * looked up in the batch first, and what reads more waits for it. A batch that could not be brought
 * in ends these rows: they say so to whoever writes next, and read as if it had arrived until then.
 */
final class RowsBehind implements Rows {
    private final Rows rows;
    private final ExecutorService bringing =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("rows").factory());

    /** The newest batch, until it has arrived. Written by whoever applies, cleared by bringing. */
    private volatile @Nullable UnderWay newest;

    /**
     * @param changed the last change of each key
     */
    private record UnderWay(Map<Bytes, Change> changed, CompletableFuture<Void> arrived) {}

    RowsBehind(Rows rows) {
        this.rows = rows;
    }

    @Override
    public void apply(List<Change> changes, long batch) throws IOException {
        settle();
        // What goes in a whole range cannot be looked up by its key.
        if (changes.stream().anyMatch(Change.DeleteAll.class::isInstance)) {
            rows.apply(changes, batch);
            return;
        }
        Map<Bytes, Change> changed = HashMap.newHashMap(changes.size());
        for (Change change : changes) {
            changed.put(Batches.key(change), change);
        }
        var next = new UnderWay(changed, new CompletableFuture<>());
        newest = next;
        // The caller may use its list again meanwhile.
        List<Change> kept = List.copyOf(changes);
        bringing.execute(() -> bring(kept, batch, next));
    }

    private void bring(List<Change> changes, long batch, UnderWay next) {
        try {
            rows.apply(changes, batch);
            newest = null;
            next.arrived().complete(null);
        } catch (Throwable failed) { // whatever it is, the next who writes must hear of it
            next.arrived().completeExceptionally(failed);
        }
    }

    /** Waits until all that was given has arrived; not to be interrupted, as the writer is not. */
    private void settle() throws IOException {
        UnderWay last = newest;
        try {
            if (last != null) {
                last.arrived().join();
            }
        } catch (CompletionException failed) {
            throw new IOException("an earlier batch did not reach the rows", failed.getCause());
        }
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        UnderWay last = newest;
        return switch (last == null ? null : last.changed().get(key)) {
            case Change.Put(_, Bytes value) -> Optional.of(value);
            case Change.Delete _ -> Optional.empty();
            case Change.DeleteAll _ -> throw new IllegalStateException("brought in at once");
            case null -> rows.value(key);
        };
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) throws IOException {
        settle();
        rows.scan(from, to, visitor);
    }

    @Override
    public RowsView snapshot() throws IOException {
        settle();
        return rows.snapshot();
    }

    @Override
    public long lastBatch() throws IOException {
        settle();
        return rows.lastBatch();
    }

    @Override
    public void flush() throws IOException {
        settle();
        rows.flush();
    }

    @Override
    public void compact() throws IOException {
        settle();
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
    public long bytes(byte[] from, byte[] to) throws IOException {
        return rows.bytes(from, to);
    }

    /** The batch under way comes to its end first: native memory must not go beneath it. */
    @Override
    public void close() throws IOException {
        bringing.close();
        rows.close();
    }
}
