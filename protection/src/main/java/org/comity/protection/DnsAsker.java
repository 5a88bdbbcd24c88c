package org.comity.protection;

import java.util.function.Predicate;

/**
 * Who asks, how and when.
 *
 * @param mayAsk whether a zone is for this client; the others do not exist for it
 */
public record DnsAsker(Predicate<DnsZone> mayAsk, Transport transport, long nowSecond) {
    /** RFC 1035, section 4.2. */
    public enum Transport {
        UDP,
        TCP
    }

    public static DnsAsker stranger(Transport transport, long nowSecond) {
        return new DnsAsker(_ -> false, transport, nowSecond);
    }

    public static DnsAsker allowed(Transport transport, long nowSecond) {
        return new DnsAsker(_ -> true, transport, nowSecond);
    }
}
