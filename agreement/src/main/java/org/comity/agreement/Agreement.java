package org.comity.agreement;

import java.util.Collection;
import java.util.SortedMap;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/** Decides; a pure, total function of integers (DESIGN section 6, anchors/trust 3.4). */
public final class Agreement {
    private Agreement() {}

    /**
     * What follows for the subject.
     *
     * @param claims every claim on the subject that the scope may use, in any order, revoked and
     *     expired ones included; duplicates change nothing
     */
    public static Verdict decide(Subject subject, Collection<StatedClaim> claims, Setting setting) {
        throw new UnsupportedOperationException();
    }

    /**
     * What one member's own claims say by themselves: for its own list. Others' vetoes do not reach
     * it, so a node lists what decide or own lists, and then takes away what it wants itself.
     */
    public static Verdict own(
            Subject subject, Collection<StatedClaim> claims, Setting setting, MemberId owner) {
        throw new UnsupportedOperationException();
    }

    /**
     * A member's current claim on the subject: unexpired, not revoked, strongest basis, then newest
     * by log index.
     */
    public static SortedMap<MemberId, StatedClaim> current(
            Collection<StatedClaim> claims, long asOfSecond) {
        throw new UnsupportedOperationException();
    }
}
