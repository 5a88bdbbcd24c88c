package org.comity.tlog;

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
 */
final class Ed25519Rule {
    static final int KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

    private Ed25519Rule() {}

    /** Canonical, not of low order, without torsion. */
    static boolean takesKey(Bytes publicKey) {
        return publicKey.length() == KEY_BYTES
                && Ed25519.validatePublicKeyFull(publicKey.array(), 0);
    }

    /** With a key that {@link #takesKey} took. */
    static boolean verifies(Bytes publicKey, Bytes message, Bytes signature) {
        if (signature.length() != SIGNATURE_BYTES) {
            return false;
        }
        byte[] sig = signature.array();
        byte[] signed = message.array();
        // R stands in the first 32 bytes and is checked as a key is: also for torsion.
        return Ed25519.verify(sig, 0, publicKey.array(), 0, signed, 0, signed.length)
                && Ed25519.validatePublicKeyFull(sig, 0);
    }
}
