package org.comity.views;

import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * One subject in one piece of evidence, as one statement says it: what traces walk on.
 *
 * @param against the member calls the subject benign, or takes back that it is not; known from the
 *     subject's side only
 * @param fromSecond since when the claim holds, at most {@link #SECOND_MAX}
 */
record Edge(
        Subject subject,
        Hash root,
        Provenance provenance,
        long index,
        Role role,
        boolean against,
        long fromSecond) {
    /** In 2106; later ones are read as this. */
    static final long SECOND_MAX = 0xFFFF_FFFFL;

    Edge {
        fromSecond = Math.min(fromSecond, SECOND_MAX);
    }

    StatementId statement() {
        return new StatementId(provenance.origin(), index);
    }
}
