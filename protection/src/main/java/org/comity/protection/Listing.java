package org.comity.protection;

import java.util.Optional;
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
    private static final long DAY_SECONDS = 86_400;
    private static final long ROUNDED_TO_SECONDS = 300;

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

    /**
     * What those see of it who may not see its evidence: that it is listed, for which tier, since
     * which day, and until when to five minutes, as every leaf has its time. Level, class and
     * reason are the least that they can be, since how many stand behind it, and what they say, is
     * not for them. Empty when it ends within these minutes.
     */
    public Optional<Listing> unshown() {
        long since = sinceSecond - sinceSecond % DAY_SECONDS;
        long until = untilSecond - untilSecond % ROUNDED_TO_SECONDS;
        return since < until
                ? Optional.of(
                        new Listing(
                                subject,
                                Level.TRUSTED,
                                tier,
                                AbuseClass.UNSPECIFIED,
                                since,
                                until,
                                ListRenderer.WITHHELD))
                : Optional.empty();
    }

    public boolean holdsAt(long second) {
        return second < untilSecond;
    }
}
