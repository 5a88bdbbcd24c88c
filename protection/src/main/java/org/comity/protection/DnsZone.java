package org.comity.protection;

import java.util.Locale;
import org.comity.agreement.Tier;
import org.comity.statement.SubjectKind;

/**
 * One list as a zone, docs/formats/dns.md.
 *
 * @param name without the last dot, such as {@code score.list.example}
 * @param kind ADDRESS or DOMAIN; nothing else fits into a DNS name
 * @param tier SCORE answers what is listed to score or to block, BLOCK only what is listed to block
 * @param withdrawn then nothing is listed, the test point neither, so that users of the list notice
 */
public record DnsZone(String name, SubjectKind kind, Tier tier, Lookup lookup, boolean withdrawn) {
    public DnsZone {
        name = name.toLowerCase(Locale.ROOT);
        if (DnsName.parseText(name).optional().isEmpty()) {
            throw new IllegalArgumentException("not a zone name: " + name);
        }
        if (tier == Tier.WATCH) {
            throw new IllegalArgumentException("an answer means listed, so watch has no zone");
        }
        if (kind != SubjectKind.ADDRESS && kind != SubjectKind.DOMAIN) {
            throw new IllegalArgumentException("a zone lists addresses or domains");
        }
    }

    public static DnsZone of(String name, SubjectKind kind, Tier tier, Lookup lookup) {
        return new DnsZone(name, kind, tier, lookup, false);
    }

    boolean answers(Listing listing) {
        return listing.tier().compareTo(tier) >= 0;
    }
}
