package org.comity.statement;

import java.nio.ByteBuffer;
import org.comity.value.Bytes;

/**
 * What body fingerprints are made under: derived from the exchange key, so that who is not in the
 * exchange can neither make the fingerprint of a text nor try texts against a fingerprint.
 *
 * @param word0 and word1: the SipHash key for words
 * @param window0 and window1: the SipHash key for windows
 */
public record FingerprintKey(long word0, long word1, long window0, long window1) {
    private static final Bytes LABEL = Bytes.utf8("comity/fingerprint/v1\0");

    /** HMAC-SHA-256(exchangeKey, "comity/fingerprint/v1" 0x00), read as four numbers. */
    public static FingerprintKey of(Bytes exchangeKey) {
        if (exchangeKey.length() != Roots.KEY_BYTES) {
            throw new IllegalArgumentException("an exchange key has 32 bytes");
        }
        ByteBuffer derived = ByteBuffer.wrap(Roots.hmac(exchangeKey, LABEL).array());
        return new FingerprintKey(
                derived.getLong(), derived.getLong(), derived.getLong(), derived.getLong());
    }

    /** It is a secret. */
    @Override
    public String toString() {
        return "fingerprint key";
    }
}
