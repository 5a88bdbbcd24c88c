package org.comity.exchange;

import java.util.Random;

/**
 * Runs a law with many seeds; a failure names its seed, and {@code -Dseed=} runs that one alone.
 */
final class Seeds {
    private static final long FIRST = 20_261_124L;

    private Seeds() {}

    /** May fail in any way. */
    interface Law {
        void check(Random random) throws Exception;
    }

    static void each(int count, Law law) {
        Long only = Long.getLong("seed");
        for (long seed = only == null ? FIRST : only;
                seed < (only == null ? FIRST + count : only + 1);
                seed++) {
            try {
                law.check(new Random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError(
                        "with -Dseed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
    }
}
