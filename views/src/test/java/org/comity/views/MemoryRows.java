package org.comity.views;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.value.Bytes;

/** Rows in a sorted map; counts what is read. */
final class MemoryRows implements Rows {
    final TreeMap<Bytes, Bytes> rows = new TreeMap<>();
    long reads;

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
        reads++;
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public void scan(Bytes prefix, Visitor visitor) {
        scanFrom(prefix, Bytes.EMPTY, visitor);
    }

    @Override
    public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) {
        boolean whole = afterKey.compareTo(prefix) < 0;
        for (Map.Entry<Bytes, Bytes> row :
                rows.tailMap(whole ? prefix : afterKey, whole).entrySet()) {
            Bytes key = row.getKey();
            boolean within =
                    key.length() >= prefix.length() && key.slice(0, prefix.length()).equals(prefix);
            reads++;
            if (!within || !visitor.visit(key, row.getValue())) {
                return;
            }
        }
    }
}
