package org.comity.charter;

import org.comity.statement.Topic;
import org.comity.value.Hash;

/**
 * A motion that was carried: what the membership decided.
 *
 * @param motion commitment of the motion's payload: the decision's name
 * @param fromSecond when enough members had voted for it; untilSecond: from when it no longer holds
 * @param members that voted for it; countries that lean for it, and against
 */
public record Decision(
        Hash motion,
        Topic topic,
        long fromSecond,
        long untilSecond,
        int members,
        int countries,
        int countriesAgainst) {}
