package org.comity.exchange;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How many requests that bring nothing each address may send: {@value #MOST} at once, and {@value
 * #PER_SECOND} a second after that. Requests that bring something cost nothing, so nobody who does
 * its work is held up. Not thread-safe.
 */
public final class Allowance {
    static final int MOST = 200;
    static final int PER_SECOND = 20;

    /** Beyond it the address that was longest silent is forgotten; it then has everything again. */
    static final int ADDRESSES_MAX = 4_096;

    private static final class Left {
        private long thousandths = MOST * 1_000L;
        private long atMillis;

        Left(long atMillis) {
            this.atMillis = atMillis;
        }

        void fill(long nowMillis) {
            long passed = Math.max(0, Math.min(nowMillis - atMillis, 1_000L * MOST));
            thousandths = Math.min(MOST * 1_000L, thousandths + passed * PER_SECOND);
            atMillis = nowMillis;
        }
    }

    private final SequencedMap<String, Left> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether one more request of this address is looked at. */
    public boolean has(String address, long nowMillis) {
        Left left = byAddress.get(address);
        if (left == null) {
            return true;
        }
        left.fill(nowMillis);
        return left.thousandths >= 1_000;
    }

    /** It brought nothing. */
    public void spend(String address, long nowMillis) {
        Left left = byAddress.computeIfAbsent(address, _ -> new Left(nowMillis));
        left.fill(nowMillis);
        left.thousandths = Math.max(0, left.thousandths - 1_000);
        if (byAddress.size() > ADDRESSES_MAX) {
            byAddress.pollFirstEntry();
        }
    }
}
