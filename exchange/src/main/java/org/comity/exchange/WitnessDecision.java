package org.comity.exchange;

import java.util.Optional;
import org.comity.tlog.Merkle;
import org.comity.tlog.Note;
import org.comity.tlog.Proof;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;

/**
 * What a witness answers to a {@link WitnessRequest} (C2SP tlog-witness, section add-checkpoint). A
 * cosignature says "this is the largest tree of this log that I have seen, and it grew out of every
 * one before": the proof from what was cosigned last is enough for that. What is held of the log
 * besides is no condition, but a tree that contradicts it is not cosigned.
 *
 * <p>Reading what was cosigned last, deciding and keeping the new head must be one step, kept
 * before the answer leaves: between them another request could have both trees of a fork cosigned,
 * or roll the head back.
 */
public sealed interface WitnessDecision {
    /** Keep the head durably, then sign. */
    record Cosign(TreeHead head) implements WitnessDecision {}

    /** The old size is not what was cosigned last. */
    record Conflict(long latestSize) implements WitnessDecision {}

    record Refuse(Why why) implements WitnessDecision {}

    /** Why a request is refused, and the status that says so. */
    enum Why {
        UNKNOWN_LOG(404, "unknown log"),
        NOT_SIGNED(403, "no signature of the log's key"),
        BAD_SIGNATURE(403, "bad signature of the log's key"),
        OLD_ABOVE_SIZE(400, "the old size is above the checkpoint's"),
        WRONG_EMPTY_ROOT(422, "a tree of size 0 has another root"),
        OTHER_ROOT(422, "another root than what was seen of this size"),
        BAD_PROOF(422, "the consistency proof does not hold"),
        TOO_MANY(429, "too many requests that brought nothing; ask later");

        private final int status;
        private final String words;

        Why(int status, String words) {
            this.status = status;
            this.words = words;
        }

        public int status() {
            return status;
        }

        public String words() {
            return words;
        }
    }

    /**
     * Everything that does not depend on what was cosigned before; empty when nothing is wrong.
     *
     * @param trusted the key of the log with this origin, if it is witnessed here
     */
    static Optional<WitnessDecision> screen(Optional<VerifierKey> trusted, WitnessRequest request) {
        if (trusted.isEmpty()) {
            return Optional.of(new Refuse(Why.UNKNOWN_LOG));
        }
        VerifierKey key = trusted.get();
        Note checkpoint = request.checkpoint();
        long lines =
                checkpoint.signatures().stream()
                        .filter(it -> it.name().equals(key.name()) && it.keyId() == key.keyId())
                        .limit(2)
                        .count();
        if (lines == 0) {
            return Optional.of(new Refuse(Why.NOT_SIGNED));
        }
        // A log signs once; a second line under its key would only cost another check.
        if (lines > 1 || !checkpoint.isSignedBy(key)) {
            return Optional.of(new Refuse(Why.BAD_SIGNATURE));
        }
        return request.oldSize() > request.head().size()
                ? Optional.of(new Refuse(Why.OLD_ABOVE_SIZE))
                : Optional.empty();
    }

    /**
     * For a request that passed {@link #screen}.
     *
     * @param last what was cosigned last of this log; {@link TreeHead#EMPTY} before the first time
     * @param held what the entries held here give at the request's size, if there are as many
     */
    static WitnessDecision decide(TreeHead last, Optional<TreeHead> held, WitnessRequest request) {
        TreeHead head = request.head();
        if (request.oldSize() != last.size()) {
            return new Conflict(last.size());
        }
        if (head.size() == 0 && !head.equals(TreeHead.EMPTY)) {
            return new Refuse(Why.WRONG_EMPTY_ROOT);
        }
        boolean same = head.size() == last.size();
        if ((same && !head.equals(last)) || held.filter(it -> !it.equals(head)).isPresent()) {
            return new Refuse(Why.OTHER_ROOT);
        }
        return Merkle.check(last, head, request.proof()) instanceof Proof.Proven
                ? new Cosign(head)
                : new Refuse(Why.BAD_PROOF);
    }
}
