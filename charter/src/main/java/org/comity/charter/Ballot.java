package org.comity.charter;

import java.util.Optional;
import org.comity.statement.AppealNotice;
import org.comity.statement.MemberId;
import org.comity.statement.MotionNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.VoteNotice;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** What members stated about single cases, with where it stands. */
public sealed interface Ballot {
    MemberId member();

    StatementId statement();

    /** As the leaf declares it, rounded down to 300 s. */
    long second();

    /**
     * A motion; moving it is voting for it.
     *
     * @param commitment of its payload: the motion's name
     */
    record Moved(
            MemberId member,
            StatementId statement,
            long second,
            Hash commitment,
            MotionNotice notice)
            implements Ballot {}

    /** A vote. */
    record Voted(MemberId member, StatementId statement, long second, VoteNotice notice)
            implements Ballot {}

    /** The owner of a subject turned to this member, and is to be heard. */
    record Appealed(MemberId member, StatementId statement, long second, AppealNotice notice)
            implements Ballot {}

    /** What a statement says about single cases; nothing when it says nothing. */
    static Optional<Ballot> of(MemberId author, StatementId id, Statement statement) {
        long second = statement.leaf().declaredSecond();
        Hash commitment = statement.leaf().commitment();
        Bytes json = statement.payload().json();
        return switch (statement.leaf().kind()) {
            case MOTION ->
                    MotionNotice.parse(json)
                            .optional()
                            .map(it -> new Moved(author, id, second, commitment, it));
            case MOTION_VOTE ->
                    VoteNotice.parse(json).optional().map(it -> new Voted(author, id, second, it));
            case APPEAL ->
                    AppealNotice.parse(json)
                            .optional()
                            .map(it -> new Appealed(author, id, second, it));
            default -> Optional.empty();
        };
    }
}
