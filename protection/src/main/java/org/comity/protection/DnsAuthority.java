package org.comity.protection;

/**
 * What the zones say of themselves in SOA and NS (RFC 1035, section 3.3.13).
 *
 * @param server the name of this name server, such as {@code localhost}
 * @param contact mailbox as a name: the first dot stands for the at sign
 * @param ttlSeconds the longest that a positive answer may be kept; never past the listing's end
 * @param negativeTtlSeconds how long "not listed" may be kept (RFC 2308)
 */
public record DnsAuthority(String server, String contact, int ttlSeconds, int negativeTtlSeconds) {
    public static final DnsAuthority LOCAL =
            new DnsAuthority("localhost", "hostmaster.localhost", 300, 60);

    public DnsAuthority {
        if (DnsName.parseText(server).optional().isEmpty()
                || DnsName.parseText(contact).optional().isEmpty()) {
            throw new IllegalArgumentException("server and contact are DNS names");
        }
        if (ttlSeconds < 1 || negativeTtlSeconds < 1) {
            throw new IllegalArgumentException("a time to live is at least a second");
        }
    }
}
