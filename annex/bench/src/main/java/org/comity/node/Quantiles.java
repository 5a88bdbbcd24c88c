package org.comity.node;

import java.util.Arrays;

/** Of figures in any order; nearest rank, so every answer was measured. */
final class Quantiles {
    private Quantiles() {}

    static double of(double[] figures, double quantile) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(quantile * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    static double median(double[] figures) {
        return of(figures, 0.5);
    }
}
