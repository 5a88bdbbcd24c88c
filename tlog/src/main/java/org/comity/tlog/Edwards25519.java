package org.comity.tlog;

import java.util.Arrays;
import java.util.Optional;

/**
 * Points of edwards25519 (RFC 8032 section 5.1) and the one sum that a verification needs; for
 * public values only, since its time depends on them.
 *
 * <p>Coordinates and formulas: extended, X = xZ, Y = yZ, T = xyZ, of Hisil, Wong, Carter and Dawson
 * (2008) for a = -1, where addition is complete. Scalars are read in signed windows of odd digits,
 * the base point's from a table that is made once.
 */
final class Edwards25519 {
    /** Odd digits of the base point's scalar go to 127, of the other to 15. */
    private static final int BASE_DIGIT_MAX = 127;

    private static final int DIGIT_MAX = 15;
    private static final int SCALAR_BITS = 256;

    private static final long[] D = negated(quotient(121_665, 121_666));
    private static final long[] TWICE_D = sum(D, D);
    private static final long[] ROOT_OF_MINUS_ONE = rootOfMinusOne();
    private static final Addend[] BASE = multiples(base(), BASE_DIGIT_MAX);

    private final long[] x;
    private final long[] y;
    private final long[] z;
    private final long[] t;

    /** All tight. */
    private Edwards25519(long[] x, long[] y, long[] z, long[] t) {
        this.x = x;
        this.y = y;
        this.z = z;
        this.t = t;
    }

    /** A point prepared for being added: Y + X, Y - X, Z, 2dT. */
    @SuppressWarnings("ArrayRecordComponent") // limbs; nobody compares them
    private record Addend(long[] sum, long[] difference, long[] z, long[] product) {}

    /** Section 5.1.3; empty when no point has this y. The caller asks for canonical bytes. */
    static Optional<Edwards25519> decode(byte[] bytes) {
        long[] one = Field25519.of(1);
        long[] y = Field25519.decode(bytes);
        long[] yy = squared(y);
        long[] u = difference(yy, one);
        long[] v = sum(product(D, yy), one);
        long[] vv = squared(v);
        long[] uvvv = product(product(u, vv), v);
        long[] uv7 = product(product(uvvv, vv), vv);
        long[] x = product(uvvv, Field25519.powerForRoot(uv7));
        long[] vxx = product(v, squared(x));
        if (!isSame(vxx, u)) {
            x = product(x, ROOT_OF_MINUS_ONE);
            vxx = product(v, squared(x));
            if (!isSame(vxx, u)) {
                return Optional.empty();
            }
        }
        boolean isOdd = (bytes[Field25519.BYTES - 1] & 0x80) != 0;
        if (isOdd(x) != isOdd) {
            x = negated(x);
        }
        return Optional.of(new Edwards25519(x, y, one, product(x, y)));
    }

    Edwards25519 negate() {
        return new Edwards25519(negated(x), y, z, negated(t));
    }

    /** Section 5.1.2. */
    byte[] encode() {
        long[] inverse = Field25519.invert(z);
        byte[] out = Field25519.encode(product(y, inverse));
        if (isOdd(product(x, inverse))) {
            out[Field25519.BYTES - 1] |= (byte) 0x80;
        }
        return out;
    }

    /**
     * [ofBase]B + [scalar]this.
     *
     * @param ofBase 32 bytes, little-endian, below 2^253 as scalar is
     */
    Edwards25519 plusBase(byte[] scalar, byte[] ofBase) {
        byte[] digits = digits(scalar, DIGIT_MAX);
        byte[] baseDigits = digits(ofBase, BASE_DIGIT_MAX);
        Addend[] own = multiples(this, DIGIT_MAX);
        var sum = new Accumulator();
        int at = SCALAR_BITS - 1;
        while (at >= 0 && digits[at] == 0 && baseDigits[at] == 0) {
            at--;
        }
        for (; at >= 0; at--) {
            boolean isBase = baseDigits[at] != 0;
            boolean isLast = at == 0; // the sum itself has its T
            sum.twice(isLast || isBase || digits[at] != 0);
            sum.add(digits[at], own, isLast || isBase);
            sum.add(baseDigits[at], BASE, isLast);
        }
        return sum.point();
    }

    /** Signed windows: odd digits up to max with zeros between them, the lowest first. */
    private static byte[] digits(byte[] scalar, int max) {
        var digits = new byte[SCALAR_BITS];
        for (int at = 0; at < SCALAR_BITS; at++) {
            digits[at] = (byte) (scalar[at >> 3] >> (at & 7) & 1);
        }
        for (int at = 0; at < SCALAR_BITS; at++) {
            if (digits[at] != 0) {
                gather(digits, at, max);
            }
        }
        return digits;
    }

    /** Takes the bits after this one into its digit as long as that stays within the bounds. */
    private static void gather(byte[] digits, int at, int max) {
        for (int up = 1; at + up < SCALAR_BITS && 1 << up <= max; up++) {
            int more = digits[at + up] << up;
            if (more == 0) {
                continue;
            }
            if (digits[at] + more <= max) {
                digits[at] += (byte) more;
                digits[at + up] = 0;
            } else if (digits[at] - more >= -max) {
                digits[at] -= (byte) more;
                for (int carry = at + up; carry < SCALAR_BITS; carry++) {
                    if (digits[carry] == 0) {
                        digits[carry] = 1;
                        break;
                    }
                    digits[carry] = 0;
                }
            } else {
                break;
            }
        }
    }

    /** 1, 3, 5 to max times the point. */
    private static Addend[] multiples(Edwards25519 point, int max) {
        var sum = new Accumulator();
        sum.add(1, new Addend[] {point.prepared()}, true);
        sum.twice(true);
        Addend[] twice = {sum.point().prepared()};
        var all = new Addend[max / 2 + 1];
        all[0] = point.prepared();
        for (int at = 1; at < all.length; at++) {
            var next = new Accumulator();
            next.add(1, new Addend[] {all[at - 1]}, true);
            next.add(1, twice, true);
            all[at] = next.point().prepared();
        }
        return all;
    }

    private Addend prepared() {
        return new Addend(sum(y, x), difference(y, x), z, product(t, TWICE_D));
    }

    /** y = 4/5 and the even x. */
    private static Edwards25519 base() {
        return decode(Field25519.encode(quotient(4, 5))).orElseThrow();
    }

    /** 2^((p - 1) / 4). */
    private static long[] rootOfMinusOne() {
        long[] two = Field25519.of(2);
        return product(squared(Field25519.powerForRoot(two)), two);
    }

    private static long[] quotient(long above, long below) {
        return product(Field25519.of(above), Field25519.invert(Field25519.of(below)));
    }

    private static long[] squared(long[] a) {
        return product(a, a);
    }

    private static long[] product(long[] a, long[] b) {
        var out = new long[Field25519.LIMBS];
        Field25519.multiply(a, b, out);
        return out;
    }

    private static long[] sum(long[] a, long[] b) {
        var out = new long[Field25519.LIMBS];
        Field25519.add(a, b, out);
        Field25519.carry(out);
        return out;
    }

    private static long[] difference(long[] a, long[] b) {
        var out = new long[Field25519.LIMBS];
        Field25519.subtract(a, b, out);
        Field25519.carry(out);
        return out;
    }

    private static long[] negated(long[] a) {
        return difference(Field25519.of(0), a);
    }

    private static boolean isSame(long[] a, long[] b) {
        return Arrays.equals(Field25519.encode(a), Field25519.encode(b));
    }

    private static boolean isOdd(long[] a) {
        return (Field25519.encode(a)[0] & 1) != 0;
    }

    /** A sum that grows, with room for what lies between; T only where an addition needs it. */
    private static final class Accumulator {
        private final long[] x = Field25519.of(0);
        private final long[] y = Field25519.of(1);
        private final long[] z = Field25519.of(1);
        private final long[] t = Field25519.of(0);
        private final long[] e = new long[Field25519.LIMBS];
        private final long[] f = new long[Field25519.LIMBS];
        private final long[] g = new long[Field25519.LIMBS];
        private final long[] h = new long[Field25519.LIMBS];

        /** With T only where an addition follows. */
        void twice(boolean withT) {
            Field25519.add(x, y, e);
            Field25519.square(e, e);
            Field25519.square(x, f);
            Field25519.square(y, g);
            Field25519.square(z, t);
            Field25519.add(t, t, t);
            Field25519.add(g, f, h); // below 2^52.1
            Field25519.subtract(g, f, g);
            Field25519.carry(g);
            Field25519.subtract(e, h, e); // below 2^53.4
            Field25519.subtract(t, g, f); // below 2^53.6
            finish(withT);
        }

        void add(int digit, Addend[] multiples, boolean withT) {
            if (digit == 0) {
                return;
            }
            Addend one = multiples[Math.abs(digit) / 2];
            boolean isPlus = digit > 0;
            Field25519.subtract(y, x, e);
            Field25519.multiply(e, isPlus ? one.difference : one.sum, e);
            Field25519.add(y, x, h);
            Field25519.multiply(h, isPlus ? one.sum : one.difference, h);
            Field25519.multiply(t, one.product, t);
            Field25519.multiply(z, one.z, z);
            Field25519.add(z, z, z);
            Field25519.subtract(z, t, isPlus ? f : g);
            Field25519.add(z, t, isPlus ? g : f);
            Field25519.add(h, e, y);
            Field25519.subtract(h, e, e);
            System.arraycopy(y, 0, h, 0, Field25519.LIMBS);
            finish(withT);
        }

        /** X = EF, Y = GH, Z = FG, T = EH. */
        private void finish(boolean withT) {
            Field25519.multiply(e, f, x);
            Field25519.multiply(g, h, y);
            Field25519.multiply(f, g, z);
            if (withT) {
                Field25519.multiply(e, h, t);
            }
        }

        Edwards25519 point() {
            return new Edwards25519(x.clone(), y.clone(), z.clone(), t.clone());
        }
    }
}
