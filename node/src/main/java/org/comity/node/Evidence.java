package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Payload;
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

    /** Second and salt before the raw bytes. */
    private static final int HEAD_BYTES = Long.BYTES + Payload.SALT_BYTES;

    /** Deleted in one go. */
    private static final int OLD_MAX = 1_000;

    private Evidence() {}

    static List<Change> rows(Hash evidence, long second, Bytes salt, Bytes raw) {
        Bytes whole = Bytes.join(RowKeys.number(second), salt, raw);
        var rows = new ArrayList<Change>();
        rows.add(new Change.Put(RowKeys.evidenceAt(second, evidence), Bytes.EMPTY));
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
            Hash hash = Hash.of(evidence.get().array());
            keys.add(RowKeys.evidenceOf(commitment));
            store.scan(
                    RowKeys.evidence(hash),
                    (key, value) -> {
                        if (isFirst(key)) {
                            keys.add(RowKeys.evidenceAt(value.buffer().getLong(), hash));
                        }
                        return keys.add(key);
                    });
        }
        return keys;
    }

    /** What was seen, byte for byte; empty when it is no longer kept. */
    static Optional<Bytes> raw(Store store, Hash evidence) throws IOException {
        var chunks = new ArrayList<Bytes>();
        store.scan(RowKeys.evidence(evidence), (key, value) -> chunks.add(value));
        Bytes whole = Bytes.join(chunks.toArray(Bytes[]::new));
        return chunks.isEmpty()
                ? Optional.empty()
                : Optional.of(whole.slice(HEAD_BYTES, whole.length()));
    }

    /** Keys of all rows of evidence that was taken before a second; some of them, the oldest. */
    static List<Bytes> olderThan(Store store, long second) throws IOException {
        var keys = new ArrayList<Bytes>();
        var old = new ArrayList<Hash>();
        store.scan(
                RowKeys.EVIDENCE_AT,
                (key, value) -> {
                    int at = RowKeys.EVIDENCE_AT.length();
                    if (key.buffer().getLong(at) >= second) {
                        return false;
                    }
                    keys.add(key);
                    old.add(Hash.of(key.slice(at + Long.BYTES, key.length()).array()));
                    return old.size() < OLD_MAX;
                });
        for (Hash evidence : old) {
            store.scan(RowKeys.evidence(evidence), (key, value) -> keys.add(key));
        }
        return keys;
    }

    private static boolean isFirst(Bytes key) {
        return key.buffer().getLong(RowKeys.EVIDENCE.length() + Hash.LENGTH) == 0;
    }
}
