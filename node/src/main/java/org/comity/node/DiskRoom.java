package org.comity.node;

import java.io.IOException;
import java.util.List;
import org.comity.statement.Statement;
import org.comity.store.Change;
import org.comity.store.DiskFullException;
import org.comity.value.Bytes;

/** How much of the disk a step will take, asked before it is begun. */
final class DiskRoom {
    /**
     * Rows that follow from a statement, for each byte of it; measured with reports of mails: 3.
     */
    private static final int ROWS_PER_BYTE = 4;

    /** Rows of one leaf without its payload. */
    private static final int LEAF_BYTES = 1_024;

    private DiskRoom() {}

    static long of(List<Statement> statements, List<Change> extra) {
        long bytes = 0;
        for (Statement one : statements) {
            bytes += LEAF_BYTES + (long) ROWS_PER_BYTE * one.payload().bytes().length();
        }
        for (Change change : extra) {
            if (change instanceof Change.Put(Bytes key, Bytes value)) {
                bytes += key.length() + value.length();
            }
        }
        return bytes;
    }

    static long of(List<Bytes> leaves) {
        return (long) LEAF_BYTES * leaves.size();
    }

    /** Whether there is any for what is not erased or halted; the lists go on without. */
    static boolean isLeft(PendingStore store) throws IOException {
        try {
            store.requireRoom(0);
            return true;
        } catch (DiskFullException full) {
            return false;
        }
    }
}
