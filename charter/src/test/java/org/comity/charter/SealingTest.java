package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class SealingTest {
    private static final Bytes KEY = Bytes.utf8("0123456789abcdef0123456789abcdef");
    private static final Bytes SECRET = Made.sealSecret("a");
    private static final Bytes PUBLIC = Sealing.publicKey(SECRET);

    /**
     * RFC 9180 appendix A.2.1, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305; sequence
     * 0.
     */
    @Test
    void sealsAsRfc9180Shows() {
        Bytes oneTime = hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
        Bytes toKey = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        Bytes secret = hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        Bytes info = hex("4f6465206f6e2061204772656369616e2055726e");
        Bytes aad = hex("436f756e742d30");
        Bytes plain = hex("4265617574792069732074727574682c20747275746820626561757479");
        Bytes sealed =
                hex(
                        "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
                                + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
                                + "21993c62ce81883d2dd1b51a28");
        assertEquals(sealed, Sealing.encrypt(plain, toKey, info, aad, oneTime));
        assertEquals(Checked.good(plain), Sealing.decrypt(sealed, secret, info, aad));
        assertEquals(toKey, Sealing.publicKey(secret));
    }

    @Test
    void opensWhatItSealed() {
        Seeds.each(
                50,
                random -> {
                    Bytes sealed = Sealing.seal(KEY, PUBLIC, Made.EXCHANGE, random).orThrow();
                    assertEquals(Sealing.SEALED_LENGTH, sealed.length());
                    assertEquals(Checked.good(KEY), Sealing.open(sealed, SECRET, Made.EXCHANGE));
                });
    }

    @Test
    void twoSealsOfOneKeyDiffer() {
        var random = new SplittableRandom(1);
        assertNotEquals(
                Sealing.seal(KEY, PUBLIC, Made.EXCHANGE, random),
                Sealing.seal(KEY, PUBLIC, Made.EXCHANGE, random));
    }

    @Test
    void opensForNoOtherKeyExchangeOrByte() {
        Bytes sealed = sealed();
        refuses(sealed, Made.sealSecret("b"), Made.EXCHANGE);
        refuses(sealed, SECRET, "f" + Made.EXCHANGE.substring(1));
        for (int at = 0; at < sealed.length(); at++) {
            byte[] altered = sealed.array();
            altered[at] ^= 1;
            refuses(Bytes.of(altered), SECRET, Made.EXCHANGE);
        }
    }

    @Test
    void refusesOtherLengths() {
        refuses(Bytes.EMPTY, SECRET, Made.EXCHANGE);
        refuses(sealed().slice(0, 79), SECRET, Made.EXCHANGE);
        refuses(Bytes.join(sealed(), Bytes.of(new byte[1])), SECRET, Made.EXCHANGE);
    }

    /** RFC 7748 section 6.1; the u-coordinates 0, 1 and one of order 8. */
    @Test
    void refusesKeysThatGiveEverybodyTheSameSecret() {
        String order8 = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";
        for (String low : List.of("00".repeat(32), "01" + "00".repeat(31), order8)) {
            assertInstanceOf(
                    Checked.Refused.class,
                    Sealing.seal(KEY, hex(low), Made.EXCHANGE, new SplittableRandom(1)));
            refuses(Bytes.join(hex(low), sealed().slice(32, 80)), SECRET, Made.EXCHANGE);
        }
    }

    @Test
    void anyEightyBytesAreRefusedAndNothingElseHappens() {
        Seeds.each(
                300,
                random -> {
                    byte[] any = new byte[Sealing.SEALED_LENGTH];
                    random.nextBytes(any);
                    refuses(Bytes.of(any), SECRET, Made.EXCHANGE);
                });
    }

    private static Bytes sealed() {
        return Sealing.seal(KEY, PUBLIC, Made.EXCHANGE, new SplittableRandom(1)).orThrow();
    }

    private static void refuses(Bytes sealed, Bytes secret, String exchange) {
        assertInstanceOf(Checked.Refused.class, Sealing.open(sealed, secret, exchange));
    }

    private static Bytes hex(String text) {
        return Bytes.parseHex(text).orThrow();
    }
}
