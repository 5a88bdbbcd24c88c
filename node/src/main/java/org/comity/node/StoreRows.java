package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;
import org.comity.views.RowChange;
import org.comity.views.Rows;

/**
 * The views' port over the store: all their rows stand under one prefix, so that they can be
 * deleted as a whole.
 */
final class StoreRows implements Rows {
    private final StoreReader store;

    StoreRows(StoreReader store) {
        this.store = store;
    }

    static Change toChange(RowChange change) {
        return switch (change) {
            case RowChange.Put(Bytes key, Bytes value) -> new Change.Put(under(key), value);
            case RowChange.Delete(Bytes key) -> new Change.Delete(under(key));
        };
    }

    /** Tells what is kept what must be read again. */
    static void tell(Indexes.Kept kept, List<Change> committed) {
        for (Change change : committed) {
            switch (change) {
                case Change.Put(Bytes key, _) -> tell(kept, key);
                case Change.Delete(Bytes key) -> tell(kept, key);
                case Change.DeleteAll _ -> kept.changedAll();
            }
        }
    }

    private static void tell(Indexes.Kept kept, Bytes key) {
        if (key.startsWith(RowKeys.VIEWS)) {
            kept.changed(key.slice(RowKeys.VIEWS.length(), key.length()));
        }
    }

    @Override
    public Optional<Bytes> value(Bytes key) {
        try {
            return store.value(under(key));
        } catch (IOException broken) {
            throw new UncheckedIOException("reading a view row", broken);
        }
    }

    @Override
    public void scan(Bytes prefix, Visitor visitor) {
        scanFrom(prefix, Bytes.EMPTY, visitor);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) {
        int strip = RowKeys.VIEWS.length();
        try {
            store.scanFrom(
                    under(prefix),
                    afterKey.length() == 0 ? Bytes.EMPTY : under(afterKey),
                    (key, value) -> visitor.visit(key.slice(strip, key.length()), value));
        } catch (IOException broken) {
            throw new UncheckedIOException("scanning view rows", broken);
        }
    }

    private static Bytes under(Bytes key) {
        return Bytes.join(RowKeys.VIEWS, key);
    }
}
