package org.comity.exchange;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How many requests of a kind each address may send: so many at once, and so many a second after
 * that. Not thread-safe.
 */
public final class Allowance {
    /**
     * Requests that bring nothing where something is to be brought; those that do cost nothing, so
     * nobody who does its work is held up.
     */
    public static final Rate BRINGING_NOTHING = new Rate(200, 20);

    /** Files that anybody may read: a log of a million entries at once. */
    public static final Rate READING = new Rate(4_000, 400);

    /** At once, and a second after that. */
    public record Rate(int most, int perSecond) {}

    /** Beyond it the address that was longest silent is forgotten; it then has everything again. */
    static final int ADDRESSES_MAX = 4_096;

    private final class Left {
        private long thousandths = most;
        private long atMillis;

        Left(long atMillis) {
            this.atMillis = atMillis;
        }

        void fill(long nowMillis) {
            long passed = Math.max(0, Math.min(nowMillis - atMillis, most));
            thousandths = Math.min(most, thousandths + passed * rate.perSecond());
            atMillis = nowMillis;
        }
    }

    private final Rate rate;
    private final long most;

    private final SequencedMap<String, Left> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    public Allowance(Rate rate) {
        this.rate = rate;
        this.most = rate.most() * 1_000L;
    }

    /** Whether one more request of this address is looked at. */
    public boolean has(String address, long nowMillis) {
        Left left = byAddress.get(address);
        if (left == null) {
            return true;
        }
        left.fill(nowMillis);
        return left.thousandths >= 1_000;
    }

    /** It was one more. */
    public void spend(String address, long nowMillis) {
        Left left = byAddress.computeIfAbsent(address, _ -> new Left(nowMillis));
        left.fill(nowMillis);
        left.thousandths = Math.max(0, left.thousandths - 1_000);
        if (byAddress.size() > ADDRESSES_MAX) {
            byAddress.pollFirstEntry();
        }
    }
}
