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
    private static final int HEAD_BYTES = 16;
    private static final ReplicaRow NONE = new ReplicaRow(0, 0, Optional.empty());

    static ReplicaRow of(Store store, String origin) throws IOException {
        return store.value(RowKeys.replica(origin)).flatMap(ReplicaRow::parse).orElse(NONE);
    }

    /** Of a row that is damaged, nothing: then payloads are asked for once more. */
    static Optional<ReplicaRow> parse(Bytes value) {
        if (value.length() < HEAD_BYTES) {
            return Optional.empty();
        }
        var in = value.buffer();
        long askedTo = in.getLong();
        long bytes = in.getLong();
        Bytes rest = value.slice(HEAD_BYTES, value.length());
        Optional<Note> note = Note.parse(rest).optional();
        boolean sound = askedTo >= 0 && bytes >= 0 && (rest.length() == 0 || note.isPresent());
        return sound ? Optional.of(new ReplicaRow(askedTo, bytes, note)) : Optional.empty();
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
