package org.comity.protection;

import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;

/**
 * One subject on a list.
 *
 * @param untilSecond from this second on it is no longer listed, whoever forgot to remove it
 * @param reason one plain sentence; whoever makes the listing has passed it through {@code maySee}
 *     for the list's audience
 * @param decided by a motion of the membership
 */
public record Listing(
        Subject subject,
        Level level,
        Tier tier,
        AbuseClass abuse,
        long sinceSecond,
        long untilSecond,
        String reason,
        boolean decided) {
    public static final int REASON_CHARS_MAX = 1_000;

    /** By claims, not by decision. */
    public Listing(
            Subject subject,
            Level level,
            Tier tier,
            AbuseClass abuse,
            long sinceSecond,
            long untilSecond,
            String reason) {
        this(subject, level, tier, abuse, sinceSecond, untilSecond, reason, false);
    }

    public Listing {
        if (sinceSecond < 0 || untilSecond <= sinceSecond) {
            throw new IllegalArgumentException("a listing ends after it begins");
        }
        if (reason.length() > REASON_CHARS_MAX) {
            throw new IllegalArgumentException("a reason has at most 1,000 characters");
        }
    }

    public boolean holdsAt(long second) {
        return second < untilSecond;
    }
}
