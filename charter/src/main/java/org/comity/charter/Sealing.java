package org.comity.charter;

import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Hands the exchange key to a member: HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256 and ChaCha20Poly1305; docs/formats/sealed-key.md. Base mode says nothing about the
 * sender: what is sealed must come by a way that does, such as a request signed with the sender's
 * node key.
 */
public final class Sealing {
    public static final int KEY_LENGTH = 32;

    /** Ephemeral public key and the sealed key with its tag of 16 bytes. */
    public static final int SEALED_LENGTH = 32 + KEY_LENGTH + 16;

    private static final Bytes LABEL = Bytes.utf8("comity/exchange-key/v1\0");
    private static final int ENCAPSULATED_LENGTH = 32;

    private Sealing() {}

    /** The X25519 public key of a private one of 32 bytes: what stands in the charter as seal. */
    public static Bytes publicKey(Bytes privateKey) {
        return Bytes.of(
                new X25519PrivateKeyParameters(key(privateKey).array())
                        .generatePublicKey()
                        .getEncoded());
    }

    /**
     * Refused when the seal key is of low order: then anybody could open it.
     *
     * @param random draws the one-time key; must be a cryptographic generator outside tests
     */
    public static Checked<Bytes> seal(
            Bytes exchangeKey, Bytes sealKey, String exchange, RandomGenerator random) {
        byte[] oneTime = new byte[KEY_LENGTH];
        random.nextBytes(oneTime);
        if (sealKey.length() != KEY_LENGTH || isLowOrder(sealKey)) {
            return Checked.refused("not a seal key that keeps a secret", "");
        }
        return Checked.good(
                encrypt(key(exchangeKey), sealKey, info(exchange), Bytes.EMPTY, Bytes.of(oneTime)));
    }

    public static Checked<Bytes> open(Bytes sealed, Bytes privateKey, String exchange) {
        if (sealed.length() != SEALED_LENGTH) {
            return Checked.refused("a sealed exchange key has 80 bytes", "");
        }
        if (isLowOrder(sealed.slice(0, ENCAPSULATED_LENGTH))) {
            return Checked.refused("the one-time key keeps no secret", "byte 0");
        }
        return decrypt(sealed, key(privateKey), info(exchange), Bytes.EMPTY);
    }

    /**
     * One message of RFC 9180 section 6.1, with the one-time private key given; enc and ciphertext
     * joined.
     */
    static Bytes encrypt(Bytes plain, Bytes sealKey, Bytes info, Bytes aad, Bytes oneTime) {
        HPKE hpke = suite();
        try {
            var context =
                    hpke.setupBaseS(
                            hpke.deserializePublicKey(sealKey.array()),
                            info.array(),
                            pair(oneTime));
            return Bytes.join(
                    Bytes.of(context.getEncapsulation()),
                    Bytes.of(context.seal(aad.array(), plain.array())));
        } catch (InvalidCipherTextException never) {
            throw new IllegalStateException("sealing reads no ciphertext", never);
        }
    }

    static Checked<Bytes> decrypt(Bytes sealed, Bytes privateKey, Bytes info, Bytes aad) {
        byte[] encapsulated = sealed.slice(0, ENCAPSULATED_LENGTH).array();
        byte[] cipher = sealed.slice(ENCAPSULATED_LENGTH, sealed.length()).array();
        try {
            var context = suite().setupBaseR(encapsulated, pair(privateKey), info.array());
            return Checked.good(Bytes.of(context.open(aad.array(), cipher)));
        } catch (InvalidCipherTextException notForUs) {
            return Checked.refused("sealed to another key, for another exchange, or altered", "");
        }
    }

    private static HPKE suite() {
        return new HPKE(
                HPKE.mode_base,
                HPKE.kem_X25519_SHA256,
                HPKE.kdf_HKDF_SHA256,
                HPKE.aead_CHACHA20_POLY1305);
    }

    private static AsymmetricCipherKeyPair pair(Bytes privateKey) {
        var key = new X25519PrivateKeyParameters(privateKey.array());
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }

    private static Bytes info(String exchange) {
        return Bytes.join(LABEL, Bytes.utf8(exchange));
    }

    /**
     * RFC 7748 section 6.1: a point of low order gives the all-zero secret with every private key.
     */
    private static boolean isLowOrder(Bytes publicKey) {
        byte[] any = new byte[KEY_LENGTH];
        any[0] = 8;
        return !X25519.calculateAgreement(any, 0, publicKey.array(), 0, new byte[KEY_LENGTH], 0);
    }

    private static Bytes key(Bytes key) {
        if (key.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("a key of 32 bytes");
        }
        return key;
    }
}
