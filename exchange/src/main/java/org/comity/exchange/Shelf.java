package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;

/** What this node holds of the logs that it follows, as far as {@link Replication} reads it. */
public interface Shelf {
    /** Empty when such a log is not followed; without leaves where none of it is here yet. */
    Optional<Held> log(LogName name);

    /** The logs for named members that are held of this owner. */
    List<LogName> forParties(MemberId owner);

    /** Whether a log is for this member, as far as is known here; its owner's it always is. */
    boolean isFor(LogName log, MemberId member);

    /** Where an earlier run of the node stopped; asked once for each log. */
    Left left(LogName name);

    /**
     * A log as it is held now.
     *
     * @param key its name is the log's origin
     * @param tree read below head.size() only
     * @param checkpoint the newest that was reached whole, with the cosignatures known
     * @param until beyond it nothing is taken, since the log was shown in two forms
     */
    record Held(
            VerifierKey key,
            MerkleTree tree,
            TreeHead head,
            Optional<Note> checkpoint,
            Optional<Note> until) {}

    /**
     * What is kept of a log beside it.
     *
     * @param ahead a checkpoint that was verified and not reached yet
     * @param askedTo payloads of the leaves below it were asked for once
     * @param bytes of its entries and payloads on disk
     */
    record Left(Optional<Note> ahead, long askedTo, long bytes) {
        public static final Left NOTHING = new Left(Optional.empty(), 0, 0);
    }
}
