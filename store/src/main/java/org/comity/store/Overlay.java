package org.comity.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.value.Bytes;

/**
 * Changes that are not in the rows beneath yet, and how those rows read with them. One thread at a
 * time.
 */
public final class Overlay {
    private final Map<Bytes, Optional<Bytes>> changed = new HashMap<>();
    private final List<Bytes> emptied = new ArrayList<>();

    // The keys of changed: sorted as far as a scan has asked, since most batches are never scanned.
    private final NavigableSet<Bytes> sorted = new TreeSet<>();
    private final List<Bytes> unsorted = new ArrayList<>();

    public void apply(Change change) {
        switch (change) {
            case Change.Put(Bytes key, Bytes value) -> change(key, Optional.of(value));
            case Change.Delete(Bytes key) -> change(key, Optional.empty());
            case Change.DeleteAll(Bytes prefix) -> {
                sort();
                sorted.removeIf(it -> it.startsWith(prefix));
                changed.keySet().removeIf(it -> it.startsWith(prefix));
                emptied.add(prefix);
            }
        }
    }

    private void change(Bytes key, Optional<Bytes> value) {
        if (changed.put(key, value) == null) {
            unsorted.add(key);
        }
    }

    private void sort() {
        sorted.addAll(unsorted);
        unsorted.clear();
    }

    public void clear() {
        changed.clear();
        emptied.clear();
        sorted.clear();
        unsorted.clear();
    }

    public Optional<Bytes> value(StoreReader beneath, Bytes key) throws IOException {
        Optional<Bytes> known = changed.get(key);
        if (known != null) {
            return known;
        }
        return isEmptied(key) ? Optional.empty() : beneath.value(key);
    }

    /** As {@link StoreReader#scanFrom}; the visitor may change this overlay meanwhile. */
    public void scan(StoreReader beneath, Bytes prefix, Bytes afterKey, Visitor visitor)
            throws IOException {
        var mine = new TreeMap<Bytes, Optional<Bytes>>();
        sort();
        for (Bytes key : sorted.tailSet(prefix, true)) {
            if (!key.startsWith(prefix)) {
                break;
            }
            if (key.compareTo(afterKey) > 0) {
                mine.put(key, changed.getOrDefault(key, Optional.empty()));
            }
        }
        if (mine.isEmpty() && emptied.isEmpty()) {
            beneath.scanFrom(prefix, afterKey, visitor);
            return;
        }
        var merge = new Merge(mine, List.copyOf(emptied), visitor);
        beneath.scanFrom(prefix, afterKey, merge);
        merge.rest();
    }

    private boolean isEmptied(Bytes key) {
        return emptied.stream().anyMatch(key::startsWith);
    }

    /** Puts changed rows in their places among those of the scan beneath. */
    private static final class Merge implements Visitor {
        private final NavigableMap<Bytes, Optional<Bytes>> mine;
        private final List<Bytes> emptied;
        private final Visitor visitor;
        private boolean going = true;

        Merge(NavigableMap<Bytes, Optional<Bytes>> mine, List<Bytes> emptied, Visitor visitor) {
            this.mine = mine;
            this.emptied = emptied;
            this.visitor = visitor;
        }

        @Override
        public boolean visit(Bytes key, Bytes value) throws IOException {
            while (going && !mine.isEmpty() && mine.firstKey().compareTo(key) < 0) {
                pass();
            }
            if (going && !mine.isEmpty() && mine.firstKey().equals(key)) {
                pass();
            } else if (going && emptied.stream().noneMatch(key::startsWith)) {
                going = visitor.visit(key, value);
            }
            return going;
        }

        void rest() throws IOException {
            while (going && !mine.isEmpty()) {
                pass();
            }
        }

        private void pass() throws IOException {
            var row = mine.pollFirstEntry();
            if (row.getValue().isPresent()) {
                going = visitor.visit(row.getKey(), row.getValue().get());
            }
        }
    }
}
