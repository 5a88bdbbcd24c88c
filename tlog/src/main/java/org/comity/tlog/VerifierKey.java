package org.comity.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * A public key with its name, as the vkey of C2SP signed-note: {@code name+hash+base64(type, key)}.
 * Types taken: 0x01 Ed25519 note signature, 0x04 Ed25519 cosignature. The key is canonical, not of
 * low order and torsion-free ({@link Ed25519Rule} says why); other keys are refused.
 */
public record VerifierKey(String name, Type type, Bytes publicKey) {
    /** As tlog-cosignature bounds a cosigner's name. */
    public static final int NAME_BYTES_MAX = 255;

    private static final int VKEY_CHARS_MAX = NAME_BYTES_MAX + 64;

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

        private static Optional<Type> of(byte code) {
            return List.of(values()).stream().filter(type -> type.code == code).findFirst();
        }
    }

    public VerifierKey {
        if (!isName(name) || !GoodKeys.takes(publicKey)) {
            throw new IllegalArgumentException("key name or public key not allowed");
        }
    }

    /** Takes exactly what {@link #text} writes. */
    public static Checked<VerifierKey> parse(String vkey) {
        if (vkey.length() > VKEY_CHARS_MAX) {
            return Checked.refused("vkey too long", "");
        }
        // Base64 may hold a plus, names and key ids may not.
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            return Checked.refused("vkey without three parts", "");
        }
        if (!isName(parts[0])) {
            return Checked.refused("key name not allowed", "name");
        }
        return Bytes.parseBase64(parts[2])
                .in("key")
                .then(typed -> key(parts[0], typed))
                .then(key ->
                        key.text().equals(vkey)
                                ? Checked.good(key)
                                : Checked.refused("key id differs", "key id"));
    }

    private static Checked<VerifierKey> key(String name, Bytes typed) {
        if (typed.length() == 0) {
            return Checked.refused("vkey without a key", "key");
        }
        Optional<Type> type = Type.of(typed.at(0));
        if (type.isEmpty()) {
            return Checked.refused("signature type not taken", "key");
        }
        Bytes publicKey = typed.slice(1, typed.length());
        return GoodKeys.takes(publicKey)
                ? Checked.good(new VerifierKey(name, type.get(), publicKey))
                : Checked.refused("not a canonical Ed25519 key of prime order", "key");
    }

    /** The vkey text. */
    public String text() {
        return name + "+" + HexFormat.of().toHexDigits(keyId()) + "+" + typed().base64();
    }

    /** First four bytes, big-endian, of SHA-256(name, 0x0A, type, key). */
    public int keyId() {
        Hash hash = Hash.digest((name + "\n").getBytes(StandardCharsets.UTF_8), typed().array());
        return ByteBuffer.wrap(hash.array()).getInt();
    }

    /**
     * Whether sig is this key's Ed25519 signature of message; the one verifier that decides
     * validity.
     */
    public boolean verifies(Bytes message, Bytes sig) {
        return GoodSignatures.verifies(publicKey, message, sig);
    }

    private Bytes typed() {
        return Bytes.join(Bytes.of(new byte[] {(byte) type.code}), publicKey);
    }

    private static boolean isName(String name) {
        return Text.isKeyName(name) && Bytes.utf8(name).length() <= NAME_BYTES_MAX;
    }
}
