package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class VerifierKeyTest {
    /** golang/mod, sumdb/note, TestNewVerifier. */
    private static final String PETER =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    /**
     * Of signed-note, golang/mod and transparency-dev/formats; a plus stands in the fourth's
     * base64.
     */
    private static final List<String> GOOD =
            List.of(
                    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                    PETER,
                    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
                    "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
                    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");

    private static final Bytes PETER_KEY = VerifierKey.parse(PETER).orThrow().publicKey();

    @Test
    void readsAndWritesTheKeysOfOthers() {
        for (String vkey : GOOD) {
            assertEquals(vkey, VerifierKey.parse(vkey).orThrow().text());
        }
        VerifierKey cosigner = VerifierKey.parse(GOOD.getLast()).orThrow();
        assertEquals(VerifierKey.Type.COSIGNATURE, cosigner.type());
        assertEquals("remora.n621.de", cosigner.name());
        assertEquals(0xda77ade7, cosigner.keyId());
    }

    @Test
    void refusesEveryPartOfAKeyAndEveryChangedCharacter() {
        for (int from = 0; from < PETER.length(); from++) {
            for (int to = from; to <= PETER.length(); to++) {
                if (from != 0 || to != PETER.length()) {
                    assertRefused(PETER.substring(from, to));
                }
            }
            char[] bent = PETER.toCharArray();
            bent[from]++;
            assertRefused(new String(bent));
        }
    }

    @Test
    void refusesKeysThatAreNotWellFormed() {
        for (String vkey :
                List.of(
                        // golang/mod: wrong length and unknown type, each with its right key id.
                        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                        "bananas.sigstore.dev+12344556",
                        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
                        "rekor.sigstore.dev+12345678+AwEB",
                        "PeterNeumann+NOT_HEXA+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                        "PeterNeumann+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                        PETER + "\n",
                        "",
                        "++",
                        "a++")) {
            assertRefused(vkey);
        }
    }

    @Test
    void refusesNamesThatAreEmptyOrHoldSpacesOrPlus() {
        for (String name :
                List.of("", "a b", "a\tb", "a\u00a0b", "a\u3000b", "a\u0085", "\ud800")) {
            assertRefused(vkey(name, 1, PETER_KEY));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new VerifierKey(name, VerifierKey.Type.ED25519, PETER_KEY));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new VerifierKey("a+b", VerifierKey.Type.ED25519, PETER_KEY));
        VerifierKey.parse(vkey("成员.example/log", 1, PETER_KEY)).orThrow();
    }

    @Test
    void refusesNameLongerThan255Bytes() {
        VerifierKey.parse(vkey("n".repeat(255), 1, PETER_KEY)).orThrow();
        assertRefused(vkey("n".repeat(256), 1, PETER_KEY));
        assertRefused(vkey("é".repeat(128), 1, PETER_KEY));
        assertRefused("n".repeat(1 << 20));
    }

    @Test
    void refusesKeysOfLowOrderAndTwoSpellings() {
        // The neutral element; and y = 2^255 - 19 + 1 - a second spelling of it.
        Bytes neutral = Bytes.parseHex("01" + "00".repeat(31)).orThrow();
        Bytes spelled = Bytes.parseHex("ee" + "ff".repeat(30) + "7f").orThrow();
        for (Bytes key : List.of(neutral, spelled, Bytes.of(new byte[32]))) {
            assertRefused(vkey("a", 1, key));
        }
    }

    @Test
    void namesSameKeyDifferentlyForEachTypeAndName() {
        VerifierKey note = new VerifierKey("a", VerifierKey.Type.ED25519, PETER_KEY);
        VerifierKey witness = new VerifierKey("a", VerifierKey.Type.COSIGNATURE, PETER_KEY);
        VerifierKey other = new VerifierKey("b", VerifierKey.Type.ED25519, PETER_KEY);
        assertNotEquals(note.keyId(), witness.keyId());
        assertNotEquals(note.keyId(), other.keyId());
    }

    /**
     * RFC 4231 section 4.3 has a four-byte key; ours are 32, so the value was computed with
     * OpenSSL.
     */
    @Test
    void derivesSeedsByHmac() {
        Bytes seed = Bytes.of(new byte[32]);
        Bytes derived = SigningKey.derive(seed, "comity/witness");
        assertEquals(32, derived.length());
        assertEquals(DERIVED, derived.hex());
        assertNotEquals(derived, SigningKey.derive(seed, "comity/log"));
        assertThrows(
                IllegalArgumentException.class,
                () -> SigningKey.derive(seed.slice(0, 31), "comity/log"));
    }

    @Test
    void neverPrintsTheSeed() {
        SigningKey key = SigningKey.of("a/log", VerifierKey.Type.ED25519, Bytes.of(new byte[32]));
        assertEquals("signing key a/log", key.toString());
        assertFalse(key.toString().contains("00"));
    }

    private static final String DERIVED =
            "5809c13f8fe2e3f8c0ca64657eaf302cf1072a5eda15517c39cd3170ffa1d0d0";

    private static void assertRefused(String vkey) {
        assertInstanceOf(Checked.Refused.class, VerifierKey.parse(vkey), vkey);
    }

    /** A vkey with its right key id, whatever the name and the key. */
    private static String vkey(String name, int type, Bytes key) {
        Bytes typed = Bytes.join(Bytes.of(new byte[] {(byte) type}), key);
        Hash hash = Hash.digest((name + "\n").getBytes(StandardCharsets.UTF_8), typed.array());
        return name + "+" + hash.hex().substring(0, 8) + "+" + typed.base64();
    }
}
