package org.comity.views;

import java.util.Optional;
import org.comity.value.Bytes;

/**
 * The read side of wherever the rows lie, as this room needs it. An implementer that cannot read
 * throws {@link java.io.UncheckedIOException}.
 */
public interface Rows {
    /** Looks at one row; false ends the scan. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(Bytes key, Bytes value);
    }

    Optional<Bytes> value(Bytes key);

    /** Every row whose key begins with prefix, ascending by the unsigned bytes of the key. */
    void scan(Bytes prefix, Visitor visitor);

    /** Like scan, but only keys strictly after afterKey; to skip what is not wanted. */
    void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor);
}
