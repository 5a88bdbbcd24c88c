package org.comity.tlog;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.comity.value.Bytes;

/**
 * Remembers keys that were found good, as {@link GoodSignatures} does signatures: the check costs
 * as much as a verification, and every charter that is read names the same keys.
 */
final class GoodKeys {
    private static final int SLOTS = 4_096;
    private static final AtomicReferenceArray<Bytes> KNOWN = new AtomicReferenceArray<>(SLOTS);

    private GoodKeys() {}

    static boolean takes(Bytes publicKey) {
        if (publicKey.length() != Ed25519Rule.KEY_BYTES) {
            return false;
        }
        int slot = publicKey.buffer().getInt() & SLOTS - 1;
        if (publicKey.equals(KNOWN.get(slot))) {
            return true;
        }
        boolean good = Ed25519Rule.takesKey(publicKey);
        if (good) {
            KNOWN.set(slot, publicKey);
        }
        return good;
    }
}
