package org.comity.tlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.comity.value.Bytes;

/** An Ed25519 private key with its verifier key. Never prints its seed. */
public final class SigningKey {
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private static final String HMAC = "HmacSHA256";

    private final byte[] seed;
    private final byte[] publicKey;
    private final VerifierKey verifierKey;

    private SigningKey(byte[] seed, byte[] publicKey, VerifierKey verifierKey) {
        this.seed = seed;
        this.publicKey = publicKey;
        this.verifierKey = verifierKey;
    }

    /** From a 32-byte seed (RFC 8032 section 5.1.5). */
    public static SigningKey of(String name, VerifierKey.Type type, Bytes seed) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        byte[] secret = seed.array();
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        return new SigningKey(secret, publicKey, new VerifierKey(name, type, Bytes.of(publicKey)));
    }

    /** HMAC-SHA-256(seed, label): seeds of further keys from one secret. */
    public static Bytes derive(Bytes seed, String label) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(seed.array(), HMAC));
            return Bytes.of(mac.doFinal(label.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", absent);
        }
    }

    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /** The 64 bytes of RFC 8032 section 5.1.6; the same message always gives the same bytes. */
    public Bytes sign(Bytes message) {
        byte[] signed = message.array();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        // The public key is the seed's own; one of another seed would give the seed away.
        Ed25519.sign(seed, 0, publicKey, 0, signed, 0, signed.length, signature, 0);
        return Bytes.of(signature);
    }

    @Override
    public String toString() {
        return "signing key " + verifierKey.name();
    }
}
