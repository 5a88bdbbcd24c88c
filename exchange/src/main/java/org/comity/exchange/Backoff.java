package org.comity.exchange;

import java.util.random.RandomGenerator;

/**
 * When a peer that failed is tried again: after twice as long each time, up to a bound, with a
 * quarter of jitter to either side, so that those who lost the same peer do not come back at once.
 */
final class Backoff {
    private static final long NOW = Long.MIN_VALUE;

    private final RandomGenerator random;
    private final long firstMillis;
    private final long mostMillis;
    private int failures;
    private long readyAt = NOW;

    Backoff(RandomGenerator random, long firstMillis, long mostMillis) {
        this.random = random;
        this.firstMillis = firstMillis;
        this.mostMillis = mostMillis;
    }

    boolean isReady(long now) {
        return now >= readyAt;
    }

    /** The smallest long when it may be tried at any time. */
    long readyAt() {
        return readyAt;
    }

    void failed(long now) {
        failures = Math.min(failures + 1, 40);
        long doubled = firstMillis << Math.min(failures - 1, 20);
        long pause = Math.min(mostMillis, doubled);
        readyAt = now + pause - pause / 4 + random.nextLong(pause / 2 + 1);
    }

    void worked() {
        failures = 0;
        readyAt = NOW;
    }

    /** It seems to be there again. If that is not so, the pauses go on where they were. */
    void tryNow() {
        readyAt = NOW;
    }
}
