package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;

/**
 * Rows under keys: the one port that each engine implements. One platform thread writes (a native
 * write would pin a virtual thread's carrier and stall the server); any thread reads. A failed
 * commit fences the store: it and every later one throws until the store is opened anew, because
 * after a failed sync nobody knows what the disk holds.
 */
public interface Store extends Closeable {
    /** Bound on the keys and values of one batch together. */
    int BATCH_BYTES_MAX = 32 << 20;

    /** Steps in one batch. */
    int BATCH_CHANGES_MAX = 1 << 20;

    /** All or nothing, and durable when it returns; costs one forced write however many changes. */
    void commit(List<Change> changes) throws IOException;

    Optional<Bytes> value(Bytes key) throws IOException;

    /** Rows whose key begins with prefix, by ascending unsigned order, as of one moment. */
    default void scan(Bytes prefix, Visitor visitor) throws IOException {
        scanFrom(prefix, Bytes.EMPTY, visitor);
    }

    /** Like scan, but only keys strictly after afterKey; to go on where an earlier scan ended. */
    void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException;

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
}
