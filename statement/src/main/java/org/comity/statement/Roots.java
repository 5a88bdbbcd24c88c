package org.comity.statement;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Roots of artefacts, DESIGN section 5: HMAC-SHA-256 under the exchange key, so that an outsider
 * cannot find traps.
 */
public final class Roots {
    /** Of the exchange key. */
    public static final int KEY_BYTES = 32;

    private Roots() {}

    /** HMAC-SHA-256(exchangeKey, "comity/root/" kind "/v1" 0x00 canonical). */
    public static Hash of(String kind, Bytes exchangeKey, Bytes canonical) {
        if (!kind.matches("[a-z]+(-[a-z]+)*") || exchangeKey.length() != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a root needs a kind in lower case and a key of 32 bytes");
        }
        return hmac(exchangeKey, Bytes.utf8("comity/root/" + kind + "/v1\0"), canonical);
    }

    /** HMAC-SHA-256 (RFC 2104) of the parts one after another. */
    static Hash hmac(Bytes key, Bytes... parts) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key.array(), "HmacSHA256"));
            for (Bytes part : parts) {
                hmac.update(part.array());
            }
            return Hash.of(hmac.doFinal());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", absent);
        }
    }
}
