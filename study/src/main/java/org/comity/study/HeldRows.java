package org.comity.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.value.Bytes;
import org.comity.views.RowChange;
import org.comity.views.Rows;

/** Rows of the views in memory. */
final class HeldRows implements Rows {
    private final TreeMap<Bytes, Bytes> rows = new TreeMap<>();

    void apply(List<RowChange> changes) {
        for (RowChange change : changes) {
            switch (change) {
                case RowChange.Put(Bytes key, Bytes value) -> rows.put(key, value);
                case RowChange.Delete(Bytes key) -> rows.remove(key);
            }
        }
    }

    @Override
    public Optional<Bytes> value(Bytes key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public void scan(Bytes prefix, Visitor visitor) {
        scanFrom(prefix, Bytes.EMPTY, visitor);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) {
        boolean whole = afterKey.compareTo(prefix) < 0;
        Bytes from = whole ? prefix : afterKey;
        for (Map.Entry<Bytes, Bytes> row : rows.tailMap(from, whole).entrySet()) {
            if (!row.getKey().startsWith(prefix) || !visitor.visit(row.getKey(), row.getValue())) {
                return;
            }
        }
    }
}
