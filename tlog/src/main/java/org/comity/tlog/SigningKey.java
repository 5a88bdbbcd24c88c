package org.comity.tlog;

import org.comity.value.Bytes;

/** An Ed25519 private key with its verifier key. Never prints its seed. */
public final class SigningKey {
    private SigningKey() {}

    /** From a 32-byte seed (RFC 8032 section 5.1.5). */
    public static SigningKey of(String name, VerifierKey.Type type, Bytes seed) {
        throw new UnsupportedOperationException();
    }

    /** HMAC-SHA-256(seed, label): seeds of further keys from one secret. */
    public static Bytes derive(Bytes seed, String label) {
        throw new UnsupportedOperationException();
    }

    public VerifierKey verifierKey() {
        throw new UnsupportedOperationException();
    }

    public Bytes sign(Bytes message) {
        throw new UnsupportedOperationException();
    }
}
