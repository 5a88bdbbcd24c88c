package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import org.comity.statement.PatternSides;

/** A thousand patterns against observed data: all at once by the index, and each by itself. */
final class PatternBench {
    private static final int PATTERNS = 1_000;
    private static final int OBSERVATIONS = 10_000;
    private static final int AT_ONCE = 1_000;
    private static final long SEED = 20_260_101;

    private PatternBench() {}

    static void run(Plan plan) throws IOException {
        plan.title("Patterns");
        int observations = plan.size().orElse(OBSERVATIONS);
        var sides = new PatternSides(PATTERNS, SEED);
        // Until both are compiled.
        for (int at = 0; at < 3; at++) {
            PatternSides.Seen warm = sides.more(AT_ONCE);
            alike(warm.byIndex(), warm.oneByOne());
        }
        for (int round = 0; round < plan.rounds().orElse(1); round++) {
            long byIndex = 0;
            long oneByOne = 0;
            long matches = 0;
            for (int at = 0; at < observations; at += AT_ONCE) {
                PatternSides.Seen seen = sides.more(Math.min(AT_ONCE, observations - at));
                long began = System.nanoTime();
                List<SortedSet<String>> found = seen.byIndex();
                long middle = System.nanoTime();
                List<SortedSet<String>> other = seen.oneByOne();
                oneByOne += System.nanoTime() - middle;
                byIndex += middle - began;
                alike(found, other);
                matches += found.stream().mapToLong(it -> it.size()).sum();
            }
            plan.say(
                    "%,d patterns, %,d observations in bundles of %d, %,d matches, the same on both sides"
                            .formatted(
                                    PATTERNS,
                                    observations,
                                    PatternSides.OBSERVATIONS_EACH,
                                    matches));
            plan.say("by the index: %,.0f observations/s".formatted(observations * 1e9 / byIndex));
            plan.say("one by one: %,.0f observations/s".formatted(observations * 1e9 / oneByOne));
            plan.say("ratio %.1f (goal: 50)".formatted((double) oneByOne / byIndex));
        }
    }

    private static void alike(List<SortedSet<String>> found, List<SortedSet<String>> other)
            throws IOException {
        if (!found.equals(other)) {
            throw new IOException("the index finds others than one by one");
        }
    }
}
