package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;

/** Where batches go after the journal: sorted, read from any thread, durable only after flush. */
interface Rows extends Closeable {
    /** All or nothing, the batch number included. */
    void apply(List<Change> changes, long batch) throws IOException;

    /** Number of the last batch that these rows hold; 0 for none. */
    long lastBatch() throws IOException;

    /** What was applied is durable when it returns. */
    void flush() throws IOException;

    /** Leaves nothing in the files of what was deleted or replaced. */
    void compact() throws IOException;

    Optional<Bytes> value(Bytes key) throws IOException;

    void scan(byte[] from, byte[] to, Visitor visitor) throws IOException;

    /** An estimate. */
    long count();

    long bytes();
}
