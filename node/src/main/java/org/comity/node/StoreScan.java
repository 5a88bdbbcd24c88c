package org.comity.node;

import java.io.IOException;
import org.comity.store.Store;
import org.comity.store.Visitor;
import org.comity.value.Bytes;

/** Scans that begin at a key, the key itself included. */
final class StoreScan {
    private StoreScan() {}

    static void from(Store store, Bytes prefix, Bytes firstKey, Visitor visitor)
            throws IOException {
        var first = store.value(firstKey);
        if (first.isPresent() && !visitor.visit(firstKey, first.get())) {
            return;
        }
        store.scanFrom(prefix, firstKey, visitor);
    }
}
