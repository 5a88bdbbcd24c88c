package org.comity.node;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.comity.value.Bytes;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018), slow on purpose where people
 * chose it, so that a copy of the directory gives nobody those; one that was drawn at random cannot
 * be guessed however quick a try is (NIST SP 800-63B says the same of look-up secrets of 112 bits).
 */
record TaxiiSecret(int rounds, Bytes salt, Bytes hash) {
    /** OWASP's figure for this function; some 0.2 s. */
    private static final int ROUNDS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    /** Of a password that somebody chose. */
    static TaxiiSecret chosen(String password, RandomGenerator random) {
        return of(password, ROUNDS, random);
    }

    /** Of one that was drawn, of 112 bits or more. */
    static TaxiiSecret drawn(String password, RandomGenerator random) {
        return of(password, 1, random);
    }

    private static TaxiiSecret of(String password, int rounds, RandomGenerator random) {
        byte[] salt = drawn(SALT_BYTES, random);
        return new TaxiiSecret(rounds, Bytes.of(salt), hash(password, salt, rounds));
    }

    /** No password is this one; to find that out takes as long as with one that was chosen. */
    static TaxiiSecret ofNobody(RandomGenerator random) {
        return new TaxiiSecret(
                ROUNDS,
                Bytes.of(drawn(SALT_BYTES, random)),
                Bytes.of(drawn(HASH_BITS / Byte.SIZE, random)));
    }

    private static byte[] drawn(int length, RandomGenerator random) {
        byte[] drawn = new byte[length];
        random.nextBytes(drawn);
        return drawn;
    }

    boolean isDrawn() {
        return rounds == 1;
    }

    boolean isOf(String password) {
        return MessageDigest.isEqual(hash.array(), hash(password, salt.array(), rounds).array());
    }

    private static Bytes hash(String password, byte[] salt, int rounds) {
        try {
            var spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
            return Bytes.of(
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(spec)
                            .getEncoded());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has PBKDF2", absent);
        }
    }

    String text() {
        return String.format(Locale.ROOT, "pbkdf2 %d %s %s", rounds, salt.hex(), hash.hex());
    }

    static TaxiiSecret parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 4 || !parts[0].equals("pbkdf2")) {
            throw new IllegalArgumentException("not what is kept of a password");
        }
        return new TaxiiSecret(
                Integer.parseInt(parts[1]),
                Bytes.parseHex(parts[2]).orThrow(),
                Bytes.parseHex(parts[3]).orThrow());
    }
}
