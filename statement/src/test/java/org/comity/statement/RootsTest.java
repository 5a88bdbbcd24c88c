package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class RootsTest {
    @Test
    void isTheHmacOfRfc2104OverLabelAndCanonicalBytes() {
        Seeds.each(
                200,
                random -> {
                    byte[] key = new byte[32];
                    byte[] content = new byte[random.nextInt(300)];
                    random.nextBytes(key);
                    random.nextBytes(content);
                    // RFC 2104, section 2: H(K xor opad, H(K xor ipad, text)), blocks of 64 bytes.
                    byte[] inner = new byte[64];
                    byte[] outer = new byte[64];
                    for (int at = 0; at < 64; at++) {
                        int k = at < 32 ? key[at] : 0;
                        inner[at] = (byte) (k ^ 0x36);
                        outer[at] = (byte) (k ^ 0x5c);
                    }
                    byte[] label = Bytes.utf8("comity/root/mail/v1\0").array();
                    Hash expected = Hash.digest(outer, Hash.digest(inner, label, content).array());
                    assertEquals(expected, Roots.of("mail", Bytes.of(key), Bytes.of(content)));
                });
    }

    @Test
    void anotherKindOrKeyIsAnotherRoot() {
        Bytes key = Bytes.of(new byte[32]);
        Bytes other = Bytes.parseHex("01" + "00".repeat(31)).orThrow();
        Hash root = Roots.of("mail", key, Bytes.EMPTY);
        assertNotEquals(root, Roots.of("file", key, Bytes.EMPTY));
        assertNotEquals(root, Roots.of("mail", other, Bytes.EMPTY));
    }

    @Test
    void refusesKindsThatBlurTheLabelAndKeysOfAnotherLength() {
        Bytes key = Bytes.of(new byte[32]);
        for (String kind : new String[] {"", "Mail", "mail/v1", "mail\0", "-", "a--b"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> Roots.of(kind, key, Bytes.EMPTY), kind);
        }
        assertThrows(
                IllegalArgumentException.class, () -> Roots.of("mail", Bytes.EMPTY, Bytes.EMPTY));
    }
}
