package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Raw evidence that this member keeps for a while, with the salt that shows it to be what was seen.
 * It never leaves the node by itself. Rows: evidence key and chunk number to second, salt and raw
 * bytes (first chunk), or more raw bytes.
 */
final class Evidence {
    private static final int CHUNK_BYTES = 8 << 20;

    private Evidence() {}

    static List<Change> rows(Hash evidence, long second, Bytes salt, Bytes raw) {
        Bytes whole = Bytes.join(RowKeys.number(second), salt, raw);
        var rows = new ArrayList<Change>();
        for (int from = 0; from < whole.length(); from += CHUNK_BYTES) {
            Bytes key = Bytes.join(RowKeys.evidence(evidence), RowKeys.number(from / CHUNK_BYTES));
            int end = Math.min(whole.length(), from + CHUNK_BYTES);
            rows.add(new Change.Put(key, whole.slice(from, end)));
        }
        return rows;
    }

    /** Keys of all rows of the evidence behind an own payload. */
    static List<Bytes> keysOf(Store store, Hash commitment) throws IOException {
        var keys = new ArrayList<Bytes>();
        Optional<Bytes> evidence = store.value(RowKeys.evidenceOf(commitment));
        if (evidence.isPresent()) {
            keys.add(RowKeys.evidenceOf(commitment));
            store.scan(
                    RowKeys.evidence(Hash.of(evidence.get().array())),
                    (key, value) -> keys.add(key));
        }
        return keys;
    }

    /** Keys of all rows of evidence that was taken before a second. */
    static List<Bytes> olderThan(Store store, long second) throws IOException {
        var old = new ArrayList<Bytes>();
        store.scan(
                RowKeys.EVIDENCE,
                (key, value) -> {
                    int chunkAt = RowKeys.EVIDENCE.length() + Hash.LENGTH;
                    boolean first = key.buffer().getLong(chunkAt) == 0;
                    if (first && value.buffer().getLong() < second) {
                        old.add(key.slice(0, chunkAt));
                    }
                    return true;
                });
        var keys = new ArrayList<Bytes>();
        for (Bytes evidence : old) {
            store.scan(evidence, (key, value) -> keys.add(key));
        }
        return keys;
    }
}
