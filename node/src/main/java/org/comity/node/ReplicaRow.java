package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.exchange.Shelf;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * How far replication of another's log has come, beside the log itself: below which index payloads
 * were asked for, the bytes that its entries and payloads take, and the checkpoint that is ahead.
 */
record ReplicaRow(long askedTo, long bytes, Optional<Note> ahead) {
    private static final ReplicaRow NONE = new ReplicaRow(0, 0, Optional.empty());

    static ReplicaRow of(Store store, String origin) throws IOException {
        Optional<Bytes> row = store.value(RowKeys.replica(origin));
        if (row.isEmpty()) {
            return NONE;
        }
        Bytes value = row.get();
        var in = value.buffer();
        long askedTo = in.getLong();
        long bytes = in.getLong();
        Bytes note = value.slice(16, value.length());
        return new ReplicaRow(
                askedTo,
                bytes,
                note.length() == 0 ? Optional.empty() : Note.parse(note).optional());
    }

    Change put(String origin) {
        Bytes note = ahead.map(Note::bytes).orElse(Bytes.EMPTY);
        return new Change.Put(
                RowKeys.replica(origin),
                Bytes.join(RowKeys.number(askedTo), RowKeys.number(bytes), note));
    }

    Shelf.Left left() {
        return new Shelf.Left(ahead, askedTo, bytes);
    }
}
