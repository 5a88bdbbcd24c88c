package org.comity.tlog;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.comity.value.Bytes;

/**
 * The one Ed25519 verifier (RFC 8032 section 5.1.7) that decides whether something is signed.
 *
 * <p>RFC 8032 leaves open what becomes of points outside the prime-order group, and libraries use
 * the freedom differently: five that Java can reach part on 291 of 914 edge cases, so that a member
 * could sign one statement that half of the nodes accept. The equations that they use (with or
 * without the cofactor, or multiplied by a short scalar) agree exactly when the key A and the
 * commitment R both lie in the prime-order group. So both must, and be written canonically; then
 * the answer no longer depends on the library or its version. No honest signer makes another R or
 * A: both are multiples of the base point.
 *
 * <p>A key is checked once, when it is taken, by the library. R is not looked at as a point at all:
 * it is worked out anew from the other parts, and what a good key and the base point give lies in
 * the group.
 */
final class Ed25519Rule {
    static final int KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private static final int R_BYTES = SIGNATURE_BYTES / 2;

    /** L of section 5.1. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** The neutral point, which no honest signer draws. */
    private static final byte[] IDENTITY = Field25519.encode(Field25519.of(1));

    private Ed25519Rule() {}

    /** Canonical, not of low order, without torsion. */
    static boolean takesKey(Bytes publicKey) {
        return publicKey.length() == KEY_BYTES
                && Ed25519.validatePublicKeyFull(publicKey.array(), 0);
    }

    /**
     * With a key that {@link #takesKey} took. R is worked out anew as [S]B - [k]A and its encoding
     * compared: B and A lie in the prime-order group, so whatever equals it does, and is canonical.
     */
    static boolean verifies(Bytes publicKey, Bytes message, Bytes signature) {
        if (signature.length() != SIGNATURE_BYTES) {
            return false;
        }
        byte[] r = signature.slice(0, R_BYTES).array();
        byte[] s = signature.slice(R_BYTES, SIGNATURE_BYTES).array();
        Optional<Edwards25519> key = Edwards25519.decode(publicKey.array());
        if (key.isEmpty() || Arrays.equals(r, IDENTITY) || number(s).compareTo(ORDER) >= 0) {
            return false;
        }
        byte[] k = scalar(r, publicKey.array(), message.array());
        return Arrays.equals(r, key.get().negate().plusBase(k, s).encode());
    }

    /** SHA-512(R, A, message) modulo the order, little-endian. */
    private static byte[] scalar(byte[] r, byte[] key, byte[] message) {
        MessageDigest sha512 = sha512();
        sha512.update(r);
        sha512.update(key);
        byte[] big = number(sha512.digest(message)).mod(ORDER).toByteArray();
        var little = new byte[R_BYTES];
        for (int at = 0; at < big.length; at++) {
            little[at] = big[big.length - 1 - at];
        }
        return little;
    }

    private static BigInteger number(byte[] little) {
        var big = new byte[little.length];
        for (int at = 0; at < big.length; at++) {
            big[at] = little[little.length - 1 - at];
        }
        return new BigInteger(1, big);
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-512", absent);
        }
    }
}
