package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;

/** What {@link Replication} wants done; most are answered. */
public sealed interface Order {
    /**
     * Ask a peer.
     *
     * @param ticket comes back with the answer
     * @param signed on a request signed with the node key
     */
    record Send(long ticket, MemberId to, LogName log, Ask ask, boolean signed) implements Order {}

    /**
     * Append these entries under this checkpoint; {@link Replication#taken}.
     *
     * @param isWhole whether the checkpoint is reached; else keep it as what is ahead
     */
    record Take(LogName log, Step.Advanced step, boolean isWhole) implements Order {}

    /** Take over the cosignatures that this note bears on the checkpoint that is held. */
    record Merge(LogName log, Note checkpoint) implements Order {}

    /**
     * Payloads that are missing, by index, from one on and below another; {@link
     * Replication#found}.
     */
    record Find(LogName log, long from, long below, int count) implements Order {}

    /**
     * Check these payloads against their leaves and keep the good ones, and remember how far was
     * asked; {@link Replication#kept}.
     */
    record Keep(LogName log, List<Missing> asked, PayloadAnswer answer, long askedTo)
            implements Order {
        public Keep {
            asked = List.copyOf(asked);
        }
    }

    /**
     * Cosign what is held of a main log; {@link Replication#cosignLater} if that cannot be now.
     *
     * @param shown the newest checkpoint as the log's owner has it, if it showed one
     */
    record Cosign(LogName log, Optional<Note> shown) implements Order {}

    /**
     * The peer has another charter or draft than before: fetch them; {@link Replication#looked}.
     */
    record LookAtCharter(MemberId peer) implements Order {}

    /** The peer answered a poll, so it can be asked for whatever else is wanted of it. */
    record Answered(MemberId peer) implements Order {}

    /**
     * Announce the newest checkpoint of a log, or hand over what is new in it if nobody can ask
     * this node; {@link Replication#told}.
     */
    record Tell(MemberId to, LogName log) implements Order {}

    /** The log was shown in two forms; state it. */
    record Forked(LogName log, ForkProof proof) implements Order {}

    /** The peer lied; note it with what it signed. */
    record Blame(MemberId peer, LogName log, Step.Refused refused) implements Order {}
}
