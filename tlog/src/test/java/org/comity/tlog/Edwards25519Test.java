package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class Edwards25519Test {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** The largest limbs that a sum and a difference may have before they are multiplied. */
    private static final long TIGHT = (1L << 51) + (1L << 17) - 1;

    private static final long DIFFERENCE = TIGHT + (1L << 52) + (1L << 53);

    @Test
    void multipliesAsWholeNumbersDo() {
        Seeds.each(
                2_000,
                random -> {
                    long[] a = element(random, DIFFERENCE);
                    long[] b = element(random, TIGHT + (1L << 53));
                    long[] product = new long[Field25519.LIMBS];
                    Field25519.multiply(a, b, product);
                    assertEquals(number(a).multiply(number(b)).mod(P), decoded(product));
                    Field25519.square(b, product);
                    assertEquals(number(b).modPow(BigInteger.TWO, P), decoded(product));
                });
    }

    @Test
    void subtractsAsWholeNumbersDo() {
        Seeds.each(
                1_000,
                random -> {
                    long[] a = element(random, TIGHT);
                    long[] b = element(random, 2 * TIGHT);
                    long[] difference = new long[Field25519.LIMBS];
                    Field25519.subtract(a, b, difference);
                    Field25519.carry(difference);
                    assertEquals(number(a).subtract(number(b)).mod(P), decoded(difference));
                });
    }

    @Test
    void encodesTheLargestAndTheSmallestCanonically() {
        for (int above = -20; above <= 20; above++) {
            BigInteger wide = P.add(BigInteger.valueOf(above));
            assertEquals(wide.mod(P), decoded(limbs(wide)), "p + " + above);
        }
    }

    @Test
    void invertsAndFindsTheRootOfMinusOne() {
        Seeds.each(
                200,
                random -> {
                    long[] a = element(random, TIGHT);
                    BigInteger inverse = number(a).modPow(P.subtract(BigInteger.TWO), P);
                    assertEquals(inverse, decoded(Field25519.invert(a)));
                    BigInteger exponent = BigInteger.TWO.pow(252).subtract(BigInteger.valueOf(3));
                    assertEquals(
                            number(a).modPow(exponent, P), decoded(Field25519.powerForRoot(a)));
                });
    }

    /** [a]B + [b][c]B = [a + bc]B, for scalars from all over their range. */
    @Test
    void addsMultiplesAsScalarsAdd() {
        Seeds.each(
                200,
                random -> {
                    BigInteger a = scalar(random);
                    BigInteger b = scalar(random);
                    BigInteger c = scalar(random);
                    Edwards25519 point = ofBase(c);
                    byte[] sum = point.plusBase(little(b), little(a)).encode();
                    assertArrayEquals(ofBase(a.add(b.multiply(c)).mod(ORDER)).encode(), sum);
                });
    }

    @Test
    void theOrderTimesTheBasePointIsNeutral() {
        Edwards25519 last = ofBase(ORDER.subtract(BigInteger.ONE));
        assertArrayEquals(ofBase(BigInteger.ONE).negate().encode(), last.encode());
        assertArrayEquals(
                Field25519.encode(Field25519.of(1)),
                last.plusBase(little(BigInteger.ONE), little(BigInteger.ONE)).encode());
    }

    @Test
    void decodesWhatItEncodes() {
        Seeds.each(
                100,
                random -> {
                    byte[] bytes = ofBase(scalar(random)).encode();
                    assertArrayEquals(bytes, Edwards25519.decode(bytes).orElseThrow().encode());
                });
    }

    /** About half of all numbers are the y of a point. */
    @Test
    void refusesWhatIsNoPoint() {
        int none = 0;
        for (int y = 2; y < 1_002; y++) {
            Optional<Edwards25519> point = Edwards25519.decode(Field25519.encode(Field25519.of(y)));
            none += point.isEmpty() ? 1 : 0;
        }
        assertTrue(none > 400 && none < 600, "" + none);
    }

    private static Edwards25519 ofBase(BigInteger scalar) {
        Edwards25519 neutral =
                Edwards25519.decode(Field25519.encode(Field25519.of(1))).orElseThrow();
        return neutral.plusBase(little(BigInteger.ZERO), little(scalar));
    }

    private static BigInteger scalar(RandomGenerator random) {
        BigInteger any = number(element(random, TIGHT));
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.valueOf(random.nextInt(300));
            case 1 -> ORDER.subtract(BigInteger.valueOf(1 + random.nextInt(300)));
            case 2 -> BigInteger.TWO.pow(random.nextInt(252));
            default -> any.mod(ORDER);
        };
    }

    /** Limbs at random, often at their bounds. */
    private static long[] element(RandomGenerator random, long most) {
        var limbs = new long[Field25519.LIMBS];
        for (int at = 0; at < limbs.length; at++) {
            limbs[at] =
                    switch (random.nextInt(4)) {
                        case 0 -> most;
                        case 1 -> 0;
                        default -> random.nextLong(most + 1);
                    };
        }
        return limbs;
    }

    private static BigInteger number(long[] limbs) {
        BigInteger number = BigInteger.ZERO;
        for (int at = limbs.length - 1; at >= 0; at--) {
            number = number.shiftLeft(51).add(BigInteger.valueOf(limbs[at]));
        }
        return number;
    }

    private static long[] limbs(BigInteger number) {
        var limbs = new long[Field25519.LIMBS];
        BigInteger mask = BigInteger.TWO.pow(51).subtract(BigInteger.ONE);
        for (int at = 0; at < limbs.length - 1; at++) {
            limbs[at] = number.shiftRight(51 * at).and(mask).longValueExact();
        }
        limbs[limbs.length - 1] = number.shiftRight(204).longValueExact();
        return limbs;
    }

    private static BigInteger decoded(long[] element) {
        byte[] little = Field25519.encode(element);
        return new BigInteger(1, reversed(little));
    }

    private static byte[] little(BigInteger number) {
        byte[] big = number.toByteArray();
        var little = new byte[Field25519.BYTES];
        for (int at = 0; at < big.length; at++) {
            little[at] = big[big.length - 1 - at];
        }
        return little;
    }

    private static byte[] reversed(byte[] bytes) {
        var out = new byte[bytes.length];
        for (int at = 0; at < out.length; at++) {
            out[at] = bytes[bytes.length - 1 - at];
        }
        return out;
    }
}
