package org.comity.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * Two checkpoints that one log signed and that may not both be of it: what is kept for whoever
 * judges it. Where the sizes are equal and the roots differ they are proof by themselves; else they
 * are a suspicion, since anybody can send a good checkpoint with a bad proof.
 *
 * @param held the one that was here first
 */
record Conflict(String origin, Note held, Note offered, boolean isCertain) {
    private static final int CERTAIN = 1;

    /** Keeps it; one for each log, and a suspicion only until there is a certain one. */
    static void keep(PendingStore store, Conflict conflict) throws IOException {
        Bytes row = RowKeys.conflict(conflict.origin());
        Optional<Bytes> before = store.value(row);
        if (before.isEmpty() || (conflict.isCertain() && before.get().at(0) != CERTAIN)) {
            store.write(List.of(new Change.Put(row, conflict.bytes())));
        }
    }

    /** What is kept of this log. */
    static Optional<Conflict> of(Store store, String origin) throws IOException {
        return store.value(RowKeys.conflict(origin)).map(it -> parse(origin, it));
    }

    private Bytes bytes() {
        Bytes first = held.bytes();
        byte[] head =
                ByteBuffer.allocate(5)
                        .put((byte) (isCertain ? CERTAIN : 0))
                        .putInt(first.length())
                        .array();
        return Bytes.join(Bytes.of(head), first, offered.bytes());
    }

    /** Whether a row can be one. */
    static boolean isOne(Bytes row) {
        if (row.length() < 5 || row.at(0) < 0 || row.at(0) > CERTAIN) {
            return false;
        }
        int first = row.slice(1, 5).buffer().getInt();
        return first >= 0
                && first <= row.length() - 5
                && Note.parse(row.slice(5, 5 + first)).optional().isPresent()
                && Note.parse(row.slice(5 + first, row.length())).optional().isPresent();
    }

    private static Conflict parse(String origin, Bytes row) {
        int end = 5 + row.slice(1, 5).buffer().getInt();
        return new Conflict(
                origin,
                Note.parse(row.slice(5, end)).orThrow(),
                Note.parse(row.slice(end, row.length())).orThrow(),
                row.at(0) == CERTAIN);
    }
}
