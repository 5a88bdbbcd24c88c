package org.comity.charter;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Runs a law for many seeds; says which seed failed, and -Dseed=N runs only that one. -Dcases=N
 * runs every law N times.
 */
final class Seeds {
    private Seeds() {}

    static void each(int count, Consumer<RandomGenerator> law) {
        Long only = Long.getLong("seed");
        long from = only == null ? 1 : only;
        long until = only == null ? Long.getLong("cases", count) : only;
        for (long seed = from; seed <= until; seed++) {
            try {
                law.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("fails with -Dseed=" + seed, failed);
            }
        }
    }
}
