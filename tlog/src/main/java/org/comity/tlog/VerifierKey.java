package org.comity.tlog;

import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A public key with its name, as the vkey of C2SP signed-note: {@code name+hash+base64(type, key)}.
 * Types taken: 0x01 Ed25519 note signature, 0x04 Ed25519 cosignature. The key is canonical, not of low order
 * and torsion-free (see anchors of RFC 8032); other keys are refused.
 */
public record VerifierKey(String name, Type type, Bytes publicKey) {
    /** Signature type byte. */
    public enum Type {
        ED25519(0x01),
        COSIGNATURE(0x04);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    public static Checked<VerifierKey> parse(String vkey) {
        throw new UnsupportedOperationException();
    }

    /** The vkey text. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    /** First four bytes, big-endian, of SHA-256(name, 0x0A, type, key). */
    public int keyId() {
        throw new UnsupportedOperationException();
    }

    /** Whether sig is this key's Ed25519 signature of message; the one verifier that decides validity. */
    public boolean verifies(Bytes message, Bytes sig) {
        throw new UnsupportedOperationException();
    }
}
