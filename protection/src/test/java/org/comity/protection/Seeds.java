package org.comity.protection;

import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a law with many seeds; {@code -Dseed=} runs one. */
final class Seeds {
    private Seeds() {}

    static void each(int times, Consumer<RandomGenerator> law) {
        String asked = System.getProperty("seed");
        long first = asked == null ? new Random().nextInt(1_000_000_000) : Long.parseLong(asked);
        for (long seed = first; seed < first + (asked == null ? times : 1); seed++) {
            try {
                law.accept(new Random(seed));
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("fails with -Dseed=" + seed, broken);
            }
        }
    }
}
