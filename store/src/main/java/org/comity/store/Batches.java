package org.comity.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.comity.store.Change.Delete;
import org.comity.store.Change.DeleteAll;
import org.comity.store.Change.Put;
import org.comity.value.Bytes;

/** What every engine asks of a batch and of the thread that brings it. */
final class Batches {
    private Batches() {}

    /** A native write holds up the thread beneath a virtual one, and with it all others. */
    static void checkThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("only a platform thread may write to the store");
        }
    }

    /** Refuses our own mistakes before anything is written. */
    static void check(List<Change> changes) {
        if (changes.size() > Store.BATCH_CHANGES_MAX) {
            throw new IllegalArgumentException(
                    "a batch has at most 1,048,576 changes, not " + changes.size());
        }
        if (bytes(changes) > Store.BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("a batch has at most 32 MiB, not " + bytes(changes));
        }
    }

    /** Bytes of keys and values together. */
    static long bytes(List<Change> changes) {
        long bytes = 0;
        for (Change change : changes) {
            bytes +=
                    switch (change) {
                        case Put(var key, var value) -> key.length() + value.length();
                        case Delete(var key) -> key.length();
                        case DeleteAll(var prefix) -> prefix.length();
                    };
        }
        return bytes;
    }

    /**
     * Those of one key in their order. Neighbours are quicker to insert (a sixth of a commit's
     * processor time); not where a whole range goes, which must stay before or after its rows.
     */
    static List<Change> byKey(List<Change> changes) {
        if (changes.stream().anyMatch(DeleteAll.class::isInstance)) {
            return changes;
        }
        var sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparing(Batches::key));
        return sorted;
    }

    static Bytes key(Change change) {
        return switch (change) {
            case Put(var key, _) -> key;
            case Delete(var key) -> key;
            case DeleteAll(var prefix) -> prefix;
        };
    }
}
