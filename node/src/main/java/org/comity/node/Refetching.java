package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Drops all rows of one member's logs but one: which head this node cosigned last, since it must
 * never cosign another history.
 */
final class Refetching {
    private static final int AT_ONCE = 10_000;

    private Refetching() {}

    /** How many rows that were; the views are left to {@link Mending}. */
    static long drop(Store store, MemberId self, MemberId of) throws IOException {
        var charters = CharterCheck.run(store, new Findings());
        long dropped = 0;
        var drops = new ArrayList<Change>();
        for (Log log : CheckedLogs.of(charters, self, store).all()) {
            if (log.author().equals(of)) {
                for (Bytes key : keys(store, log.origin())) {
                    drops.add(new Change.Delete(key));
                    dropped++;
                    if (drops.size() == AT_ONCE) {
                        store.commit(List.copyOf(drops));
                        drops.clear();
                    }
                }
            }
        }
        store.commit(drops);
        return dropped;
    }

    /** The checkpoints first: a crash on the way leaves no head over leaves that are gone. */
    private static List<Bytes> keys(Store store, String origin) throws IOException {
        var keys = new ArrayList<Bytes>();
        for (Bytes head :
                List.of(
                        RowKeys.checkpoint(origin),
                        RowKeys.cosigned(origin),
                        RowKeys.guard(origin),
                        RowKeys.replica(origin))) {
            if (store.value(head).isPresent()) {
                keys.add(head);
            }
        }
        Bytes name = Bytes.utf8(origin + "\0");
        for (Bytes table :
                List.of(
                        RowKeys.PAYLOADS,
                        RowKeys.MISSING,
                        RowKeys.ERASED,
                        RowKeys.SHRED,
                        RowKeys.DROPPED,
                        RowKeys.CONTROLS,
                        RowKeys.ANCHORS,
                        RowKeys.LEAVES)) {
            store.scan(Bytes.join(table, name), (key, _) -> keys.add(key));
        }
        store.scan(
                RowKeys.PLACES,
                (key, _) -> {
                    int at = RowKeys.PLACES.length() + Hash.LENGTH;
                    if (key.length() > at && key.slice(at, key.length()).startsWith(name)) {
                        keys.add(key);
                    }
                    return true;
                });
        return keys;
    }
}
