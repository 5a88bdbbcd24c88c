package org.comity.store;

import java.io.IOException;
import java.util.List;
import org.comity.value.Bytes;

/**
 * Rows under keys: the one port that each engine implements. One platform thread writes (a native
 * write would pin a virtual thread's carrier and stall the server); any thread reads. A failed
 * commit fences the store: it and every later one throws until the store is opened anew, because
 * after a failed sync nobody knows what the disk holds.
 */
public interface Store extends StoreReader {
    /** Bound on the keys and values of one batch together. */
    int BATCH_BYTES_MAX = 32 << 20;

    /** Steps in one batch. */
    int BATCH_CHANGES_MAX = 1 << 20;

    /** All or nothing, and durable when it returns; costs one forced write however many changes. */
    void commit(List<Change> changes) throws IOException;

    /** As durable and atomic as a commit. */
    default void deleteAll(Bytes prefix) throws IOException {
        commit(List.of(new Change.DeleteAll(prefix)));
    }

    /**
     * Afterwards the bytes of deleted and replaced values are nowhere in the directory. Reads
     * everything, so it is slow, and needs room for a second copy (DiskFullException otherwise, and
     * nothing happened). A scan that is still running keeps old bytes until it ends and compact is
     * called again.
     */
    void compact() throws IOException;

    StoreFigures figures();

    /**
     * As commit, for the few small rows by which somebody erases or stops: on a full disk it takes
     * the reserve. DiskFullException when even that is used up, and nothing happened.
     */
    default void commitFromReserve(List<Change> changes) throws IOException {
        commit(changes);
    }

    /**
     * To be asked before anything that adds this many bytes is begun: what it passes can be
     * committed though others write meanwhile, DiskFullException otherwise.
     */
    default void requireRoom(long bytes) throws IOException {}

    /** All rows as they are durable now, however long it is read; close it. */
    default StoreReader snapshot() throws IOException {
        throw new UnsupportedOperationException("no snapshots of this store");
    }

    /** Bytes of these rows on disk; an estimate. */
    default long bytesUnder(Bytes prefix) throws IOException {
        return 0;
    }
}
