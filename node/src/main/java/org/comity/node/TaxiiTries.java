package org.comity.node;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who may have one more password checked: some at once, then one every few seconds. A good one
 * gives its try back.
 */
final class TaxiiTries {
    private static final int AT_ONCE = 10;
    static final long SECONDS_EACH = 6;
    private static final double NANOS = 1e9;
    private static final int KEPT_MAX = 65_536;

    private record Left(double tries, long atNanos) {}

    private final LongSupplier nanos;
    // Guarded by this; who is not in it has all.
    private final Map<String, Left> left =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
                    return size() > KEPT_MAX;
                }
            };

    TaxiiTries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A network; and on loopback, where a proxy brings everybody, a network and a name.
     *
     * @param name as whoever asks calls himself
     */
    static String who(String address, String name) {
        String network = Strangers.network(address);
        return isLoopback(address) ? network + "\0" + name : network;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address.replaceAll("^\\[|\\]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException noLiteral) { // of a connection that has no address
            return false;
        }
    }

    synchronized boolean begin(String who) {
        double has = has(who);
        left.put(who, new Left(has < 1 ? has : has - 1, nanos.getAsLong()));
        return has >= 1;
    }

    synchronized void wasGood(String who) {
        left.put(who, new Left(Math.min(AT_ONCE, has(who) + 1), nanos.getAsLong()));
    }

    private double has(String who) {
        Left before = left.get(who);
        return before == null
                ? AT_ONCE
                : Math.min(
                        AT_ONCE,
                        before.tries()
                                + (nanos.getAsLong() - before.atNanos()) / NANOS / SECONDS_EACH);
    }
}
