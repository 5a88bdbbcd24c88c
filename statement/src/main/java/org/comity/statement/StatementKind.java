package org.comity.statement;

import java.util.Arrays;
import java.util.Optional;

/** The code stands in the leaf; docs/formats/leaf.md lists them. */
public enum StatementKind {
    /** A STIX 2.1 bundle. */
    BUNDLE(0),
    /** Control: payloads that their author destroyed. */
    ERASE(1),
    /** Control: one step of a request between two members. */
    REQUEST(2),
    /** Control: a member stops what its keys say from here on. */
    HALT(3),
    /** Control: a charter that is to follow the one in force. */
    PROPOSAL(4),
    /** Control: a vote for such a charter. */
    VOTE(5),
    /** Control: new keys of a member. */
    ROTATION(6),
    /** Control: a member moves that the membership decide on a subject, or suspend a member. */
    MOTION(7),
    /** Control: a member's word on a motion. */
    MOTION_VOTE(8),
    /** Control: a member does not follow a rule, list or decision, and says why. */
    RESERVATION(9),
    /** Control: an own cosigned checkpoint, which bounds the time of all before it. */
    ANCHOR(10),
    /** Control: a day's communique. */
    COMMUNIQUE(11),
    /** Control: the owner of a listed subject has proved its control and is to be heard. */
    APPEAL(12),
    /** Control: proof that a log was shown in two forms. */
    FAULT(13),
    /** Control: the newest checkpoints of other members' logs that the author holds. */
    HEADS(14),
    /** Control: nothing is left here of payloads that another member asked to erase. */
    ERASED(15),
    /** Control: the first statement of a log for named members; its audience says who they are. */
    AUDIENCE(16);

    private final int code;

    StatementKind(int code) {
        this.code = code;
    }

    /**
     * What was said is erased for people's sake; how members decided names nobody else, and without
     * it nobody could work out again why a charter or a decision came into force.
     */
    public boolean mayBeErased() {
        return switch (this) {
            case BUNDLE, REQUEST, RESERVATION -> true;
            case ERASE, HALT, PROPOSAL, VOTE, ROTATION -> false;
            case MOTION, MOTION_VOTE, ANCHOR, COMMUNIQUE, APPEAL, FAULT, HEADS, ERASED -> false;
            case AUDIENCE -> false;
        };
    }

    public int code() {
        return code;
    }

    public static Optional<StatementKind> ofCode(int code) {
        return Arrays.stream(values()).filter(it -> it.code == code).findFirst();
    }
}
