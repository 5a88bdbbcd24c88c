package org.comity.agreement;

/**
 * When a statement entered its log, as far as witnesses saw: later than the one second (the log was
 * cosigned without it) and not after the other (it was cosigned with it).
 */
public record Interval(long afterSecond, long untilSecond) {
    public Interval {
        if (afterSecond < 0 || untilSecond < afterSecond) {
            throw new IllegalArgumentException("an interval ends after it begins, since 1970");
        }
    }

    /** Whether all of this one lies before the other: what was first is proved. */
    public boolean isWhollyBefore(Interval other) {
        return untilSecond <= other.afterSecond;
    }
}
