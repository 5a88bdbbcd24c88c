package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.store.Change;
import org.comity.store.DiskFullException;
import org.comity.store.Overlay;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.store.Visitor;
import org.comity.value.Bytes;

/**
 * The store as the writer sees it between two syncs: what tasks have written shows at once to the
 * tasks behind them, and reaches the disk in one commit for all. Others read the store beneath and
 * so never see what might yet be lost. Used by the writer's thread only.
 */
final class PendingStore implements Store {
    /** Below the store's own bound, so that one more task always fits. */
    private static final long PENDING_BYTES_MAX = 4 << 20;

    private final Store beneath;
    private final List<Change> changes = new ArrayList<>();
    private final Overlay overlay = new Overlay();
    private long bytes;

    /** Bytes since the last commit for which there was room when it was asked. */
    private long room;

    private Supplier<List<Change>> lastRows = List::of;
    private volatile Consumer<List<Change>> onCommitted = _ -> {};
    private volatile BooleanSupplier isOwner = () -> true;

    PendingStore(Store beneath) {
        this.beneath = beneath;
    }

    /** From here on, whoever else calls has made a mistake, and is told so each time. */
    void belongsTo(BooleanSupplier isOwner) {
        this.isOwner = isOwner;
    }

    /** Rows that follow from what was written and go with it, once for all tasks of a commit. */
    void withEach(Supplier<List<Change>> rows) {
        lastRows = rows;
    }

    /** Told of all that can be read from now on. */
    void onCommitted(Consumer<List<Change>> told) {
        onCommitted = told;
    }

    /** The same for one more, from any thread. */
    void alsoOnCommitted(Consumer<List<Change>> told) {
        onCommitted = onCommitted.andThen(told);
    }

    private void checkOwner() {
        if (!isOwner.getAsBoolean()) {
            throw new IllegalStateException("only the writer sees what is not yet durable");
        }
    }

    /** All or nothing; durable only after {@link #force()}. */
    void write(List<Change> more) throws IOException {
        checkOwner();
        if (bytes > PENDING_BYTES_MAX) {
            forceWithin();
        }
        for (Change change : more) {
            changes.add(change);
            overlay.apply(change);
            bytes +=
                    switch (change) {
                        case Change.Put(Bytes key, Bytes value) -> key.length() + value.length();
                        case Change.Delete(Bytes key) -> key.length();
                        case Change.DeleteAll _ ->
                                throw new IllegalArgumentException(
                                        "commit a whole deletion by itself");
                    };
        }
    }

    /** Makes everything written durable, in one commit. */
    void force() throws IOException {
        if (!changes.isEmpty()) {
            changes.addAll(lastRows.get());
            List<Change> batch = List.copyOf(changes);
            try {
                beneath.commit(batch);
            } catch (DiskFullException full) {
                // Whoever asked for room has it; so it is small, or somebody else filled the disk.
                beneath.commitFromReserve(batch);
            }
            changes.clear();
            overlay.clear();
            bytes = 0;
            onCommitted.accept(batch);
        }
        room = 0;
    }

    /** A part of a step is not undone: the node must end and recover from what is durable. */
    private void forceWithin() throws IOException {
        try {
            force();
        } catch (DiskFullException full) {
            throw new IOException("the disk filled up in the middle of a step", full);
        }
    }

    /** To be asked before a step that grows a tree or takes in what others say. */
    @Override
    public void requireRoom(long more) throws IOException {
        checkOwner();
        long needed = bytes + more;
        if (needed > room) {
            room = roomAhead(needed);
        }
    }

    /**
     * Asked for many steps at once where there is so much: the answer costs a call of the system.
     */
    private long roomAhead(long needed) throws IOException {
        try {
            beneath.requireRoom(needed + PENDING_BYTES_MAX);
            return needed + PENDING_BYTES_MAX;
        } catch (DiskFullException full) {
            beneath.requireRoom(needed);
            return needed;
        }
    }

    @Override
    public void commit(List<Change> more) throws IOException {
        force();
        beneath.commit(more);
        onCommitted.accept(more);
    }

    @Override
    public Optional<Bytes> value(Bytes key) throws IOException {
        checkOwner();
        return overlay.value(beneath, key);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        checkOwner();
        overlay.scan(beneath, prefix, afterKey, visitor);
    }

    @Override
    public void compact() throws IOException {
        force();
        beneath.compact();
    }

    @Override
    public StoreFigures figures() {
        return beneath.figures();
    }

    @Override
    public void close() throws IOException {
        beneath.close();
    }
}
