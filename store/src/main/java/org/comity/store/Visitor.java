package org.comity.store;

import java.io.IOException;
import org.comity.value.Bytes;

/** Sees the rows of a scan one after another. */
@FunctionalInterface
public interface Visitor {
    /** Returns false to end the scan after this row. */
    boolean visit(Bytes key, Bytes value) throws IOException;
}
