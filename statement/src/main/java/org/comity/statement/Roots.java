package org.comity.statement;

import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Roots of artefacts, DESIGN section 5: HMAC-SHA-256 under the exchange key, so that an outsider
 * cannot find traps.
 */
public final class Roots {
    private Roots() {}

    /** HMAC-SHA-256(exchangeKey, "comity/root/" kind "/v1" 0x00 canonical). */
    public static Hash of(String kind, Bytes exchangeKey, Bytes canonical) {
        throw new UnsupportedOperationException(kind + exchangeKey + canonical);
    }
}
