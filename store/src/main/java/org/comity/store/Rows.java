package org.comity.store;

import java.io.IOException;
import java.util.List;

/** Where batches go after the journal: sorted, read from any thread, durable only after flush. */
interface Rows extends RowsView {
    /** All or nothing, the batch number included. */
    void apply(List<Change> changes, long batch) throws IOException;

    /** Number of the last batch that these rows hold; 0 for none. */
    long lastBatch() throws IOException;

    /** What was applied is durable when it returns. */
    void flush() throws IOException;

    /** Leaves nothing in the files of what was deleted or replaced. */
    void compact() throws IOException;

    /** An estimate. */
    long count();

    long bytes();

    /** Of the rows between these keys; an estimate. */
    default long bytes(byte[] from, byte[] to) throws IOException {
        return 0;
    }

    /** These rows as they are now. */
    default RowsView snapshot() throws IOException {
        throw new UnsupportedOperationException("no snapshots of these rows");
    }
}
