package org.comity.study;

/** n of N with its exact 95 % interval. */
public record Proportion(long n, long ofAll) {
    public Proportion {
        if (n < 0 || n > ofAll) {
            throw new IllegalArgumentException("n is 0 to N");
        }
    }

    public Interval interval() {
        return Interval.of(n, ofAll);
    }

    /** In percent; 0 of 0 is 0. */
    public double percent() {
        return ofAll == 0 ? 0 : 100.0 * n / ofAll;
    }
}
