package org.comity.charter;

import org.comity.statement.AppealNotice;
import org.comity.statement.MemberId;
import org.comity.statement.MotionNotice;
import org.comity.statement.StatementId;
import org.comity.statement.VoteNotice;
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
}
