package org.comity.tlog;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Remembers signatures that were found good: a checkpoint with its cosignatures passes the same
 * check at each step of the exchange, and the check costs a hundred times its digest. Only good
 * ones are kept, under a digest of key, signature and message, so nobody can fill it with rubbish,
 * and what it answers is what the check would.
 */
final class GoodSignatures {
    private static final int SLOTS = 4_096;
    private static final AtomicReferenceArray<Hash> KNOWN = new AtomicReferenceArray<>(SLOTS);

    private GoodSignatures() {}

    static boolean verifies(Bytes publicKey, Bytes message, Bytes sig) {
        // Key and signature have fixed lengths where they are good, so the parts cannot run
        // together.
        Hash digest = Hash.digest(publicKey.array(), sig.array(), message.array());
        int slot = (int) digest.first() & SLOTS - 1;
        if (digest.equals(KNOWN.get(slot))) {
            return true;
        }
        boolean good = Ed25519Rule.verifies(publicKey, message, sig);
        if (good) {
            KNOWN.set(slot, digest);
        }
        return good;
    }
}
