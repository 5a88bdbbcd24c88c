package org.comity.node;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import org.comity.exchange.Allowance;
import org.comity.exchange.WitnessDecision;

/**
 * What requests that bring nothing may cost at the doors that are open to everybody. What is read
 * counts too, but from a network in which a member showed itself: members read all the time.
 */
final class Strangers {
    private static final int NETWORK_BYTES = 8;
    private static final long MEMBERS_MILLIS = 3_600_000;
    private static final int MEMBERS_MAX = 4_096;

    private final LongSupplier millis;
    // Guarded by itself.
    private final Allowance allowance = new Allowance(Allowance.BRINGING_NOTHING);
    // Guarded by allowance, as what follows.
    private final Allowance reading = new Allowance(Allowance.READING);
    // When a member was last seen in a network; the longest silent first.
    private final SequencedMap<String, Long> members = new LinkedHashMap<>();

    Strangers(LongSupplier millis) {
        this.millis = millis;
    }

    /**
     * Who counts as one: an address of IPv4, or the first 64 bits of one of IPv6, since everybody
     * who has one has as many as he likes.
     */
    static String network(String address) {
        try {
            InetAddress read = InetAddress.ofLiteral(address.replaceAll("^\\[|\\]$", ""));
            byte[] bytes = read.getAddress();
            return bytes.length == 2 * NETWORK_BYTES
                    ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "::/64"
                    : read.getHostAddress();
        } catch (IllegalArgumentException noLiteral) { // of a connection that has no address
            return address;
        }
    }

    boolean mayAsk(HttpServer.Asked asked) {
        synchronized (allowance) {
            return allowance.has(network(asked.from()), millis.getAsLong());
        }
    }

    /**
     * @param times that something was looked at
     */
    void broughtNothing(HttpServer.Asked asked, int times) {
        synchronized (allowance) {
            for (int time = 0; time < times; time++) {
                allowance.spend(network(asked.from()), millis.getAsLong());
            }
        }
    }

    /** A member has just shown that it is there. */
    void isMembers(HttpServer.Asked asked) {
        String network = network(asked.from());
        synchronized (allowance) {
            members.putLast(network, millis.getAsLong());
            if (members.size() > MEMBERS_MAX) {
                members.pollFirstEntry();
            }
        }
    }

    private boolean isMembers(String network, long now) {
        Long seen = members.get(network);
        return seen != null && now - seen < MEMBERS_MILLIS;
    }

    /** Whether it may read one thing more; that is then counted. */
    boolean mayRead(HttpServer.Asked asked) {
        String network = network(asked.from());
        long now = millis.getAsLong();
        synchronized (allowance) {
            boolean free = isMembers(network, now);
            boolean may = free || reading.has(network, now);
            if (may && !free) {
                reading.spend(network, now);
            }
            return may;
        }
    }

    static HttpServer.Answered tooMany() {
        WitnessDecision.Why why = WitnessDecision.Why.TOO_MANY;
        return HttpServer.Answered.text(why.status(), why.words());
    }
}
