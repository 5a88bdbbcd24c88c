package org.comity.statement;

import java.util.Optional;

/**
 * What comparing may still cost, in comparisons of characters. References lead in circles,
 * wildcards go back and regular expressions try many ways at once, so a short pattern and a small
 * observation can ask for more than the age of the world.
 */
final class Work {
    static final String WHY = "too much to compare";

    private static final long ANY = 20_000_000;
    private static final long EACH = 1_000_000;

    private final Optional<Work> total;
    private long left;

    private Work(long left, Optional<Work> total) {
        this.left = left;
        this.total = total;
    }

    /** For many patterns and observations together. */
    static Work ofAll(long steps) {
        return new Work(steps, Optional.empty());
    }

    /** For one pattern: what comes in more may cost more. */
    static Work on(int observations) {
        return new Work(ANY + EACH * observations, Optional.empty());
    }

    /** For a look at one observation for the sake of one pattern, while this lasts. */
    Work forOne() {
        return new Work(ANY + EACH, Optional.of(this));
    }

    /** For a look at one observation. */
    static Work onOne() {
        return new Work(EACH, Optional.empty());
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new Spent();
        }
        if (total.isPresent()) {
            total.get().spend(steps);
        }
    }

    /** Whoever made the work catches it. */
    static final class Spent extends RuntimeException {
        Spent() {
            super(WHY, null, false, false);
        }
    }
}
