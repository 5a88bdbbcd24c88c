package org.comity.node;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.comity.value.Bytes;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018), slow on purpose, so that a copy
 * of the directory gives nobody the passwords that people chose.
 */
record TaxiiSecret(int rounds, Bytes salt, Bytes hash) {
    /** OWASP's figure for this function; some 0.2 s. */
    private static final int ROUNDS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    static TaxiiSecret of(String password, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new TaxiiSecret(ROUNDS, Bytes.of(salt), hash(password, salt, ROUNDS));
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
