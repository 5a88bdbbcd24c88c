package org.comity.exchange;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.value.Checked;

/**
 * Remembers the nonces of verified requests until their signatures have expired, so that none
 * counts twice. Bounded for each key: a member that floods shuts out itself and nobody else. Used
 * by one thread at a time.
 */
public final class NonceMemory {
    /**
     * About twelve requests a second over the longest life of a signature, 900 s with both clocks
     * wrong.
     */
    public static final int NONCES_PER_KEY_MAX = 10_800;

    private final Map<String, OfKey> byKey = new HashMap<>();

    /**
     * Everything that expired before was forgotten, and must not be taken again if the clock steps
     * back.
     */
    private long forgottenBefore;

    private static final class OfKey {
        private final Set<String> known = new HashSet<>();
        private final TreeMap<Long, Set<String>> byExpiry = new TreeMap<>();
    }

    /** Good the first time only. */
    public Checked<HttpSignature.Verified> admit(HttpSignature.Verified request, long nowSecond) {
        forgottenBefore = Math.max(forgottenBefore, nowSecond - HttpSignature.SKEW_SECONDS_MAX);
        if (request.expiresSecond() < forgottenBefore) {
            return Checked.refused("expired", "expires");
        }
        OfKey nonces = byKey.computeIfAbsent(request.keyId(), _ -> new OfKey());
        forget(nonces);
        if (nonces.known.contains(request.nonce())) {
            return Checked.refused("request was sent before", "nonce");
        }
        if (nonces.known.size() >= NONCES_PER_KEY_MAX) {
            return Checked.refused("too many requests of this key", "nonce");
        }
        nonces.known.add(request.nonce());
        nonces.byExpiry
                .computeIfAbsent(request.expiresSecond(), _ -> new HashSet<>())
                .add(request.nonce());
        return Checked.good(request);
    }

    private void forget(OfKey nonces) {
        var expired = nonces.byExpiry.headMap(forgottenBefore);
        expired.values().forEach(nonces.known::removeAll);
        expired.clear();
    }

    int size() {
        return byKey.values().stream().mapToInt(nonces -> nonces.known.size()).sum();
    }
}
