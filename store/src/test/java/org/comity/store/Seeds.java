package org.comity.store;

import java.util.Random;

/** Runs a law under many seeds; a failure names its seed, and -Dseed= runs that one alone. */
public final class Seeds {
    /** One case of a law. */
    public interface Law {
        void hold(Random random) throws Exception;
    }

    private Seeds() {}

    public static void each(int count, Law law) throws Exception {
        Long only = Long.getLong("seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? count : only); seed++) {
            try {
                law.hold(new Random(seed));
            } catch (Exception | Error failed) {
                throw new AssertionError("failed with -Dseed=" + seed, failed);
            }
        }
    }
}
