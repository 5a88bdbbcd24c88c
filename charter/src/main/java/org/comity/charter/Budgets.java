package org.comity.charter;

/**
 * What one member may ask of another in a day; both at most {@value #NUMBER_MAX}.
 *
 * @param matching values in private matching
 * @param requests of whatever kind, drills too: a human reads each
 */
public record Budgets(int matching, int requests) {
    public static final Budgets DEFAULT = new Budgets(10_000, 1_000);
    public static final int NUMBER_MAX = 99_999_999;

    public Budgets {
        if (matching < 0 || requests < 0 || matching > NUMBER_MAX || requests > NUMBER_MAX) {
            throw new IllegalArgumentException("a budget is 0 to 99,999,999 a day");
        }
    }
}
