package org.comity.tlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arithmetic modulo p = 2^255 - 19, for public values only: nothing here takes the same time for
 * all inputs.
 *
 * <p>An element is five limbs of 51 bits, the lowest first, not necessarily reduced. Bounds: what
 * {@link #multiply} and {@link #square} give has limbs below 2^51 + 2^17 (called tight). They take
 * limbs a and b with a * b below 2^107 and each below 2^54: then no sum below reaches 2^63. A sum
 * of two tight ones stays below 2^52.1, a difference below 2^53.6 ({@link #subtract} adds 4p).
 *
 * <p>A product is split at bit 51 and not at bit 64: its high part is the high word of the product
 * of one limb times 2^6 and the other times 2^7, so that no carry crosses a word.
 */
final class Field25519 {
    static final int LIMBS = 5;
    static final int BYTES = 32;
    private static final int BITS = 51;
    private static final long MASK = (1L << BITS) - 1;
    private static final int UP_A = 6;
    private static final int UP_B = 7;

    /** 4p: 2^53 - 76 and four times 2^53 - 4. */
    private static final long FOUR_P_LOWEST = (1L << 53) - 76;

    private static final long FOUR_P = (1L << 53) - 4;

    private Field25519() {}

    static long[] of(long small) {
        return new long[] {small, 0, 0, 0, 0};
    }

    /** Little-endian; the highest bit is left out. */
    static long[] decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long first = in.getLong(0);
        long second = in.getLong(8);
        long third = in.getLong(16);
        long fourth = in.getLong(24);
        return new long[] {
            first & MASK,
            (first >>> 51 | second << 13) & MASK,
            (second >>> 38 | third << 26) & MASK,
            (third >>> 25 | fourth << 39) & MASK,
            fourth >>> 12 & MASK
        };
    }

    /** The one encoding, little-endian, of a tight element. */
    static byte[] encode(long[] element) {
        long[] out = element.clone();
        carry(out);
        carry(out);
        // Below 2^255 now: at or above p only if adding 19 reaches 2^255.
        long more = 19;
        for (int at = 0; at < LIMBS; at++) {
            more = (out[at] + more) >>> BITS;
        }
        out[0] += 19 * more;
        for (int at = 0; at < LIMBS - 1; at++) {
            out[at + 1] += out[at] >>> BITS;
            out[at] &= MASK;
        }
        out[LIMBS - 1] &= MASK;
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(out[0] | out[1] << 51);
        bytes.putLong(out[1] >>> 13 | out[2] << 38);
        bytes.putLong(out[2] >>> 26 | out[3] << 25);
        bytes.putLong(out[3] >>> 39 | out[4] << 12);
        return bytes.array();
    }

    /** Makes it tight. */
    static void carry(long[] element) {
        for (int at = 0; at < LIMBS - 1; at++) {
            element[at + 1] += element[at] >>> BITS;
            element[at] &= MASK;
        }
        element[0] += 19 * (element[LIMBS - 1] >>> BITS);
        element[LIMBS - 1] &= MASK;
    }

    static void add(long[] a, long[] b, long[] out) {
        for (int at = 0; at < LIMBS; at++) {
            out[at] = a[at] + b[at];
        }
    }

    /** With limbs of b below 2^53 - 76. */
    static void subtract(long[] a, long[] b, long[] out) {
        out[0] = a[0] + FOUR_P_LOWEST - b[0];
        for (int at = 1; at < LIMBS; at++) {
            out[at] = a[at] + FOUR_P - b[at];
        }
    }

    /** Both may be out. */
    static void multiply(long[] a, long[] b, long[] out) {
        long low0 = low(a[0], b[0]);
        long low1 = low(a[0], b[1]) + low(a[1], b[0]);
        long low2 = low(a[0], b[2]) + low(a[1], b[1]) + low(a[2], b[0]);
        long low3 = low(a[0], b[3]) + low(a[1], b[2]) + low(a[2], b[1]) + low(a[3], b[0]);
        long low4 =
                low(a[0], b[4])
                        + low(a[1], b[3])
                        + low(a[2], b[2])
                        + low(a[3], b[1])
                        + low(a[4], b[0]);
        long low5 = low(a[1], b[4]) + low(a[2], b[3]) + low(a[3], b[2]) + low(a[4], b[1]);
        long low6 = low(a[2], b[4]) + low(a[3], b[3]) + low(a[4], b[2]);
        long low7 = low(a[3], b[4]) + low(a[4], b[3]);
        long low8 = low(a[4], b[4]);
        long high0 = high(a[0], b[0]);
        long high1 = high(a[0], b[1]) + high(a[1], b[0]);
        long high2 = high(a[0], b[2]) + high(a[1], b[1]) + high(a[2], b[0]);
        long high3 = high(a[0], b[3]) + high(a[1], b[2]) + high(a[2], b[1]) + high(a[3], b[0]);
        long high4 =
                high(a[0], b[4])
                        + high(a[1], b[3])
                        + high(a[2], b[2])
                        + high(a[3], b[1])
                        + high(a[4], b[0]);
        long high5 = high(a[1], b[4]) + high(a[2], b[3]) + high(a[3], b[2]) + high(a[4], b[1]);
        long high6 = high(a[2], b[4]) + high(a[3], b[3]) + high(a[4], b[2]);
        long high7 = high(a[3], b[4]) + high(a[4], b[3]);
        long high8 = high(a[4], b[4]);
        long out0 = low0 + 19 * (low5 + high4);
        long out1 = low1 + high0 + 19 * (low6 + high5) + (out0 >>> BITS);
        long out2 = low2 + high1 + 19 * (low7 + high6) + (out1 >>> BITS);
        long out3 = low3 + high2 + 19 * (low8 + high7) + (out2 >>> BITS);
        long out4 = low4 + high3 + 19 * high8 + (out3 >>> BITS);
        out[0] = (out0 & MASK) + 19 * (out4 >>> BITS);
        out[1] = out1 & MASK;
        out[2] = out2 & MASK;
        out[3] = out3 & MASK;
        out[4] = out4 & MASK;
    }

    /** As multiply of a by itself. */
    static void square(long[] a, long[] out) {
        long low0 = low(a[0], a[0]);
        long low1 = 2 * low(a[0], a[1]);
        long low2 = 2 * low(a[0], a[2]) + low(a[1], a[1]);
        long low3 = 2 * (low(a[0], a[3]) + low(a[1], a[2]));
        long low4 = 2 * (low(a[0], a[4]) + low(a[1], a[3])) + low(a[2], a[2]);
        long low5 = 2 * (low(a[1], a[4]) + low(a[2], a[3]));
        long low6 = 2 * low(a[2], a[4]) + low(a[3], a[3]);
        long low7 = 2 * low(a[3], a[4]);
        long low8 = low(a[4], a[4]);
        long high0 = high(a[0], a[0]);
        long high1 = 2 * high(a[0], a[1]);
        long high2 = 2 * high(a[0], a[2]) + high(a[1], a[1]);
        long high3 = 2 * (high(a[0], a[3]) + high(a[1], a[2]));
        long high4 = 2 * (high(a[0], a[4]) + high(a[1], a[3])) + high(a[2], a[2]);
        long high5 = 2 * (high(a[1], a[4]) + high(a[2], a[3]));
        long high6 = 2 * high(a[2], a[4]) + high(a[3], a[3]);
        long high7 = 2 * high(a[3], a[4]);
        long high8 = high(a[4], a[4]);
        long out0 = low0 + 19 * (low5 + high4);
        long out1 = low1 + high0 + 19 * (low6 + high5) + (out0 >>> BITS);
        long out2 = low2 + high1 + 19 * (low7 + high6) + (out1 >>> BITS);
        long out3 = low3 + high2 + 19 * (low8 + high7) + (out2 >>> BITS);
        long out4 = low4 + high3 + 19 * high8 + (out3 >>> BITS);
        out[0] = (out0 & MASK) + 19 * (out4 >>> BITS);
        out[1] = out1 & MASK;
        out[2] = out2 & MASK;
        out[3] = out3 & MASK;
        out[4] = out4 & MASK;
    }

    private static long low(long a, long b) {
        return a * b & MASK;
    }

    private static long high(long a, long b) {
        return Math.multiplyHigh(a << UP_A, b << UP_B);
    }

    /** a^(2^times), in place. */
    private static void squareTimes(long[] a, int times) {
        for (int done = 0; done < times; done++) {
            square(a, a);
        }
    }

    /** a^(2^250 - 1), and a^11 in eleventh: what both exponents below begin with. */
    private static long[] power250(long[] a, long[] eleventh) {
        long[] t0 = new long[LIMBS];
        long[] t1 = new long[LIMBS];
        square(a, t0); // 2
        square(t0, t1);
        square(t1, t1); // 8
        multiply(a, t1, t1); // 9
        multiply(t0, t1, eleventh); // 11
        square(eleventh, t0); // 22
        multiply(t1, t0, t1); // 2^5 - 1
        long[] five = t1.clone();
        long[] ten = times(five, five, 5);
        long[] twenty = times(ten, ten, 10);
        long[] forty = times(twenty, twenty, 20);
        long[] fifty = times(forty, ten, 10);
        long[] hundred = times(fifty, fifty, 50);
        long[] twoHundred = times(hundred, hundred, 100);
        return times(twoHundred, fifty, 50);
    }

    /** a^(2^times) * b. */
    private static long[] times(long[] a, long[] b, int times) {
        long[] out = a.clone();
        squareTimes(out, times);
        multiply(out, b, out);
        return out;
    }

    /** a^(p - 2): the inverse, and 0 of 0. */
    static long[] invert(long[] a) {
        long[] eleventh = new long[LIMBS];
        long[] power = power250(a, eleventh);
        return times(power, eleventh, 5);
    }

    /** a^((p - 5) / 8) = a^(2^252 - 3). */
    static long[] powerForRoot(long[] a) {
        return times(power250(a, new long[LIMBS]), a, 2);
    }
}
