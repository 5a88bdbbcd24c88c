package org.comity.charter;

/**
 * The clauses of the rule by which a charter is changed. Only tests switch one off: each must then
 * turn one of them red, or it holds nothing.
 */
enum Clause {
    /** A vote is signed by the member key over what it says. */
    SIGNED,
    /** A member's first vote for a parent and round counts, whatever follows it in the log. */
    FIRST_VOTE,
    /** What follows a vote whose payload is withheld does not count. */
    WITHHELD,
    /** A vote names the charter that its proposal proposes. */
    CHARTER_NAMED,
    /** A vote declared after the deadline does not count. */
    DEADLINE,
    /** q votes of the parent's n. */
    QUORUM,
    /** More than half of the countries. */
    COUNTRIES,
    /** Who is removed, or whose keys are replaced without the old one, does not vote on it. */
    TARGET_OUT,
    /** Though the target does not vote, n stays. */
    N_STAYS,
    /** Who is named dormant does not vote on it. */
    DORMANT_OUT,
    /** Who spoke in the last 60 days is not dormant. */
    ALIVE,
    /** Above half, whoever is dormant. */
    HALF,
    /** A vote in a later round shows every proposal of earlier rounds dead. */
    DEAD_ROUNDS,
    /** The dead-round rule allows for phi members that vote twice. */
    PHI,
    /** The dead-round rule counts who was not seen to vote as if they voted for it. */
    UNSEEN,
    /** The least round and hash is the successor. */
    LEAST,
    /** The next charter is of the same exchange. */
    EXCHANGE,
    /** It names its parent and the next epoch. */
    NEXT_EPOCH,
    /** Who is removed has a cut, the same in charter and proposal. */
    CUT,
    /** At most so many newcomers of one country. */
    ADDITIONS,
    /** A newcomer is on probation and not vouched for. */
    PROBATION,
    /** Sponsors are of other countries and voted for it. */
    SPONSORS,
    /** Nobody is let in, and no key is listed, without its signature. */
    CONSENT
}
