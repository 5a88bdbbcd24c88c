package org.comity.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.comity.value.Bytes;

/** Sorted rows as they are read. */
interface RowsView extends Closeable {
    Optional<Bytes> value(Bytes key) throws IOException;

    void scan(byte[] from, byte[] to, Visitor visitor) throws IOException;

    /** As the port has it. */
    default void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
        byte[] from = Keys.from(prefix, afterKey);
        byte[] to = Keys.to(prefix);
        if (Keys.ORDER.compare(from, to) < 0) {
            scan(from, to, visitor);
        }
    }
}
