package org.comity.study;

/**
 * Clopper and Pearson's exact interval of a share, n of N (Biometrika 26, 1934): its ends are
 * quantiles of beta distributions, found by halving on the regularised incomplete beta function. It
 * holds the true share in at least 95 of 100 samples, whatever that share is.
 *
 * @param low and high: ends of the interval, 0 to 1
 */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;
    private static final int HALVINGS = 60;
    private static final int TERMS_MAX = 100_000;
    private static final double TINY = 1e-300;
    private static final double ENOUGH = 1e-14;

    /** Of n in N; the whole of 0 to 1 when N is 0. */
    public static Interval of(long n, long ofAll) {
        if (n < 0 || n > ofAll) {
            throw new IllegalArgumentException("n is 0 to N");
        }
        double low = n == 0 ? 0 : quantile(TAIL, (double) n, ofAll - n + 1.0);
        double high = n == ofAll ? 1 : quantile(1 - TAIL, n + 1.0, (double) (ofAll - n));
        return new Interval(low, high);
    }

    private static double quantile(double p, double a, double b) {
        double low = 0;
        double high = 1;
        for (int at = 0; at < HALVINGS; at++) {
            double middle = (low + high) / 2;
            if (beta(middle, a, b) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The regularised incomplete beta function I_x(a, b). */
    static double beta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        double front =
                StrictMath.exp(
                        logGamma(a + b)
                                - logGamma(a)
                                - logGamma(b)
                                + a * StrictMath.log(x)
                                + b * StrictMath.log1p(-x));
        // The continued fraction converges fast on this side of the mean only.
        return x < (a + 1) / (a + b + 2)
                ? front * fraction(x, a, b) / a
                : 1 - front * fraction(1 - x, b, a) / b;
    }

    /** The continued fraction of DLMF 8.17.22, evaluated forwards (Lentz). */
    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / away(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= TERMS_MAX; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            double step = d * c;
            value *= step;
            if (StrictMath.abs(step - 1) < ENOUGH) {
                return value;
            }
        }
        return value;
    }

    private static double away(double value) {
        return StrictMath.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series (DLMF 5.11.1), which at 10 and above is exact to 15 digits. */
    static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 10) {
            shift += StrictMath.log(z);
            z++;
        }
        double r = 1 / (z * z);
        double series =
                (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / z;
        return (z - 0.5) * StrictMath.log(z)
                - z
                + StrictMath.log(2 * StrictMath.PI) / 2
                + series
                - shift;
    }
}
