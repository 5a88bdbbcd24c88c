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
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(exchangeKey.array(), "HmacSHA256"));
            hmac.update(Bytes.utf8("comity/root/" + kind + "/v1\0").array());
            return Hash.of(hmac.doFinal(canonical.array()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", absent);
        }
    }
}
