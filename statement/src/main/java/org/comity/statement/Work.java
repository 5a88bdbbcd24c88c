package org.comity.statement;

/**
 * What comparing may still cost, in comparisons of characters. References lead in circles,
 * wildcards go back and regular expressions try many ways at once, so a short pattern and a small
 * observation can ask for more than the age of the world.
 */
final class Work {
    static final String WHY = "too much to compare";

    private static final long ANY = 20_000_000;
    private static final long EACH = 1_000_000;

    private long left;

    private Work(long left) {
        this.left = left;
    }

    /** For one pattern: what comes in more may cost more. */
    static Work on(int observations) {
        return new Work(ANY + EACH * observations);
    }

    /** For a look at one observation. */
    static Work onOne() {
        return new Work(EACH);
    }

    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new Spent();
        }
    }

    /** Whoever made the work catches it. */
    static final class Spent extends RuntimeException {
        Spent() {
            super(WHY, null, false, false);
        }
    }
}
