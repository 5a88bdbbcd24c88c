package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;

/** Where following a log stands. All but {@link Continue} are the end of a round. */
public sealed interface Step {
    /** Ask these too, in any order or at once; empty while answers to earlier ones are awaited. */
    record Continue(List<Ask> asks) implements Step {
        public Continue {
            asks = List.copyOf(asks);
        }
    }

    /**
     * The peer's checkpoint has the head that we hold; it may bear cosignatures that are new to us.
     */
    record UpToDate(Note checkpoint) implements Step {}

    /**
     * The peer has an earlier part of what we hold: harmless from a mirror or cache, a rollback
     * from the log's owner.
     */
    record Behind(Note checkpoint) implements Step {}

    /**
     * The log grew and every new entry is proven to be under the checkpoint.
     *
     * @param reached head of the tree with these entries; smaller than the checkpoint's when the
     *     log is far ahead, and then the checkpoint is the target of the next round
     * @param entries leaves in order, the first at fromIndex
     */
    record Advanced(Note checkpoint, TreeHead reached, List<Bytes> entries, long fromIndex)
            implements Step {
        public Advanced {
            entries = List.copyOf(entries);
        }
    }

    /** The log was shown in two forms, and this proves it to anybody; nothing of it is taken. */
    record Forked(ForkProof proof) implements Step {}

    /**
     * The peer lied or sent rubbish; nothing of this round counts.
     *
     * @param why constant text
     * @param evidence a checkpoint that the log signed and that does not fit what we hold, as far
     *     as this peer shows; no fault of the log's owner before it is proved
     */
    record Refused(String why, String where, Optional<Note> evidence) implements Step {
        @Override
        public String toString() {
            return where.isEmpty() ? why : why + " (" + where + ")";
        }
    }

    /** The peer could not be asked; try again later. */
    record Unanswered(String why) implements Step {}
}
