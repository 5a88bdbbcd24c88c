package org.comity.node;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often one user may ask: so many at once, and so many a second from then on. */
final class TaxiiRates {
    private static final double A_SECOND = 1_000;
    private static final double AT_ONCE = 5_000;
    private static final double NANOS = 1e9;

    private record Left(double requests, long atNanos) {}

    private final LongSupplier nanos;
    // Guarded by itself; as many as there are users.
    private final Map<String, Left> left = new HashMap<>();

    TaxiiRates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean mayAsk(String user) {
        long now = nanos.getAsLong();
        synchronized (left) {
            Left before = left.getOrDefault(user, new Left(AT_ONCE, now));
            double more = (now - before.atNanos()) / NANOS * A_SECOND;
            double requests = Math.min(AT_ONCE, before.requests() + more);
            left.put(user, new Left(Math.max(0, requests - 1), now));
            return requests >= 1;
        }
    }
}
