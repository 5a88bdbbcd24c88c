package org.comity.agreement;

import java.util.Set;
import org.comity.charter.Charter;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;

/**
 * What a verdict depends on beside the claims: equal settings and claims give equal verdicts on
 * every node.
 *
 * @param asOfSecond evaluation time
 * @param inStanding members believed alone: the vouched ones, until standing is earned day by day
 * @param vetoes how many listed subjects one member's benign claims may veto this day
 */
public record Setting(
        Charter charter,
        GuardSet guards,
        long asOfSecond,
        Set<MemberId> inStanding,
        Vetoes vetoes) {
    public Setting {
        inStanding = Set.copyOf(inStanding);
    }
}
