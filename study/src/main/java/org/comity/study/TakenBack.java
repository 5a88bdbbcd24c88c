package org.comity.study;

import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;

/**
 * A member revokes all that it has said of a subject with this stance, as a node does: never some
 * of it.
 *
 * @param by the statement that revokes
 */
record TakenBack(MemberId member, Stance stance, StatementId by, long second) {}
