package org.comity.views;

import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Traceable;
import org.comity.value.Hash;

/**
 * One subject in one piece of evidence, as one statement says it: what traces walk on.
 *
 * @param says whether the member calls the subject benign, or takes back that it is not, which is
 *     known from the subject's side only; or that the root is a link of STIX and no evidence
 * @param fromSecond since when the claim holds, at most {@link #SECOND_MAX}
 * @param untilSecond when a link was replaced or revoked, at most {@link #SECOND_MAX}; or {@link
 *     #FOREVER}
 */
record Edge(
        Traceable thing,
        Hash root,
        Provenance provenance,
        long index,
        Role role,
        byte says,
        long fromSecond,
        long untilSecond) {
    /** In 2106; later ones are read as this. */
    static final long SECOND_MAX = 0xFFFF_FFFFL;

    /** Until when what nobody has ended holds. */
    static final long FOREVER = SECOND_MAX + 1;

    static final byte FOR = 0;
    static final byte AGAINST = 1;
    static final byte LINK = 2;

    Edge {
        fromSecond = Math.min(fromSecond, SECOND_MAX);
    }

    boolean holdsAt(long second) {
        return fromSecond <= second && (untilSecond == FOREVER || second < untilSecond);
    }

    StatementId statement() {
        return new StatementId(provenance.origin(), index);
    }
}
