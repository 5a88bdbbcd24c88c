package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalTest {
    /** From tables of exact 95 % intervals. */
    @Test
    void endsAreThePublishedOnes() {
        holds(0, 10, 0, 0.3085);
        holds(1, 10, 0.0025, 0.4450);
        holds(5, 10, 0.1871, 0.8129);
        holds(10, 10, 0.6915, 1);
        holds(6, 10_984, 0.00020, 0.00119);
        holds(0, 0, 0, 1);
    }

    /** For one end the tail can be written down: (1-p)^N is 2.5 %. */
    @Test
    void endOfNoneIsTheRootOfTheTail() {
        for (int all : new int[] {1, 7, 100, 30_000}) {
            double expected = 1 - Math.pow(0.025, 1.0 / all);
            assertEquals(expected, Interval.of(0, all).high(), 1e-9);
            assertEquals(1 - expected, Interval.of(all, all).low(), 1e-9);
        }
    }

    /** The tail summed term by term is 2.5 % at each end. */
    @Test
    void tailsHoldWhatTheyShould() {
        for (int n : new int[] {1, 20, 150, 299}) {
            Interval interval = Interval.of(n, 300);
            assertEquals(0.025, 1 - below(n, 300, interval.low()), 1e-9);
            assertEquals(0.025, below(n + 1, 300, interval.high()), 1e-9);
            assertTrue(interval.low() < n / 300.0 && n / 300.0 < interval.high());
        }
    }

    @Test
    void refusesMoreThanAll() {
        assertThrows(IllegalArgumentException.class, () -> Interval.of(2, 1));
    }

    private static double below(int n, int all, double p) {
        double sum = 0;
        double log = all * Math.log1p(-p);
        for (int at = 0; at < n; at++) {
            sum += Math.exp(log);
            log += Math.log((all - at) / (at + 1.0)) + Math.log(p) - Math.log1p(-p);
        }
        return sum;
    }

    private static void holds(long n, long all, double low, double high) {
        double precision = all > 1_000 ? 0.000005 : 0.00005;
        assertEquals(low, Interval.of(n, all).low(), precision);
        assertEquals(high, Interval.of(n, all).high(), precision);
    }
}
