package org.comity.statement;

import java.util.Optional;

/**
 * One label as letters of the DNS and back: Bootstring with the parameters of RFC 3492 section 5.
 */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_CODE_POINT = 0x80;

    private Punycode() {}

    /** Without the prefix "xn--". */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        var out = new StringBuilder();
        for (int point : points) {
            if (point < FIRST_CODE_POINT) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int next = FIRST_CODE_POINT;
        int delta = 0;
        int bias = FIRST_BIAS;
        int done = basic;
        while (done < points.length) {
            int lowest = lowestFrom(points, next);
            delta += (lowest - next) * (done + 1);
            next = lowest;
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    appendNumber(out, delta, bias);
                    bias = adapt(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            next++;
        }
        return out.toString();
    }

    private static int lowestFrom(int[] points, int least) {
        int lowest = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= least && point < lowest) {
                lowest = point;
            }
        }
        return lowest;
    }

    private static void appendNumber(StringBuilder out, int delta, int bias) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    /**
     * The label of lower-case ASCII after "xn--"; empty when it is not what some label encodes to.
     */
    static Optional<String> decode(String text) {
        int dash = text.lastIndexOf('-');
        var out = new StringBuilder(dash > 0 ? text.substring(0, dash) : "");
        int at = dash > 0 ? dash + 1 : 0;
        int point = FIRST_CODE_POINT;
        int bias = FIRST_BIAS;
        int index = 0;
        int length = out.length();
        while (at < text.length()) {
            int before = index;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int value = at < text.length() ? value(text.charAt(at++)) : -1;
                long sum = index + value * weight;
                if (value < 0 || sum > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                index = (int) sum;
                int threshold = threshold(k, bias);
                if (value < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            length++;
            bias = adapt(index - before, length, before == 0);
            point += index / length;
            index %= length;
            if (point > Character.MAX_CODE_POINT || (point >= 0xd800 && point < 0xe000)) {
                return Optional.empty();
            }
            out.insert(out.offsetByCodePoints(0, index), Character.toString(point));
            index++;
        }
        return Optional.of(out.toString());
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, T_MIN, T_MAX);
    }

    private static int adapt(int delta, int count, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / count;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char digit) {
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }
}
