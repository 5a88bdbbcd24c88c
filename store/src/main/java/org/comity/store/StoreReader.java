package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.comity.value.Bytes;

/** Rows under keys, for whoever only reads; any thread may. */
public interface StoreReader extends Closeable {
    Optional<Bytes> value(Bytes key) throws IOException;

    /** Rows whose key begins with prefix, by ascending unsigned order, as of one moment. */
    default void scan(Bytes prefix, Visitor visitor) throws IOException {
        scanFrom(prefix, Bytes.EMPTY, visitor);
    }

    /** Like scan, but only keys strictly after afterKey; to go on where an earlier scan ended. */
    void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException;
}
