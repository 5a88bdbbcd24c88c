package org.comity.protection;

import static org.comity.protection.Asking.ADDRESSES;
import static org.comity.protection.Asking.BLOCKED;
import static org.comity.protection.Asking.DOMAINS;
import static org.comity.protection.Asking.NOW;
import static org.comity.protection.Asking.WITHDRAWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What stands in the zones; DnsWireTest has the packets. */
class DnsResponderTest {
    private final Asking asking = new Asking();

    @Test
    void whatTheMembersDecidedHasAnAnswerOfItsOwn() {
        asking.listings.put(
                new Listing(
                        new Subject(SubjectKind.DOMAIN, "decided.example"),
                        Level.AGREED,
                        Tier.BLOCK,
                        AbuseClass.SPAM,
                        NOW - 10,
                        NOW + 1_000,
                        "agreed: decided by 2 members of 2 countries",
                        true));
        assertEquals(List.of("127.0.0.4"), asking.answers("decided.example." + DOMAINS, Type.A));
    }

    @Test
    void answersListedAddressAndDomainByLevel() {
        asking.list(SubjectKind.ADDRESS, "192.0.2.66", Level.TRUSTED, Tier.SCORE);
        asking.list(SubjectKind.DOMAIN, "bad.example", Level.AGREED, Tier.BLOCK);
        assertEquals(List.of("127.0.0.2"), asking.answers("66.2.0.192." + ADDRESSES, Type.A));
        assertEquals(List.of("127.0.0.3"), asking.answers("bad.example." + DOMAINS, Type.A));
        assertEquals(
                List.of("\"seen in spam\""), asking.answers("bad.example." + DOMAINS, Type.TXT));
    }

    @Test
    void answersIpv6ByItsNibbles() {
        asking.list(SubjectKind.ADDRESS, "2001:db8::1:2", Level.TRUSTED, Tier.SCORE);
        String zeros = "0.".repeat(15);
        String name = "2.0.0.0.1.0.0.0." + zeros + "0.8.b.d.0.1.0.0.2." + ADDRESSES;
        assertEquals(List.of("127.0.0.2"), asking.answers(name, Type.A));
        assertEquals(List.of("127.0.0.2"), asking.answers(name.toUpperCase(Locale.ROOT), Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("3" + name.substring(1), Type.A));
    }

    @Test
    void mappedIpv6AddressIsTheIpv4Address() {
        asking.list(SubjectKind.ADDRESS, "192.0.2.66", Level.TRUSTED, Tier.SCORE);
        assertEquals(List.of("127.0.0.2"), asking.answers(mapped("2.4.2.0.0.0.0.c"), Type.A));
    }

    @Test
    void testPointsAreThoseOfRfc5782() {
        assertEquals(List.of("127.0.0.2"), asking.answers("2.0.0.127." + ADDRESSES, Type.A));
        assertEquals(1, asking.answers("2.0.0.127." + ADDRESSES, Type.TXT).size());
        assertEquals(Rcode.NXDOMAIN, asking.code("1.0.0.127." + ADDRESSES, Type.A));
        assertEquals(List.of("127.0.0.2"), asking.answers(mapped("2.0.0.0.0.0.f.7"), Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code(mapped("1.0.0.0.0.0.f.7"), Type.A));
        for (String zone : List.of(DOMAINS, BLOCKED)) {
            assertEquals(List.of("127.0.0.2"), asking.answers("TEST." + zone, Type.A));
            assertEquals(Rcode.NXDOMAIN, asking.code("INVALID." + zone, Type.A));
        }
    }

    @Test
    void neverListsTheNegativeTestPointsEvenWhenListed() {
        asking.list(SubjectKind.ADDRESS, "127.0.0.1", Level.AGREED, Tier.BLOCK);
        asking.list(SubjectKind.DOMAIN, "invalid", Level.AGREED, Tier.BLOCK);
        assertEquals(Rcode.NXDOMAIN, asking.code("1.0.0.127." + ADDRESSES, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("invalid." + DOMAINS, Type.A));
    }

    @Test
    void zoneAnswersItsTierAndAboveAndNeverWatch() {
        for (Tier tier : Tier.values()) {
            asking.list(SubjectKind.DOMAIN, tier.word() + ".test", Level.AGREED, tier);
        }
        assertEquals(Rcode.NXDOMAIN, asking.code("watch.test." + DOMAINS, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("watch.test." + DOMAINS, Type.TXT));
        assertEquals(Rcode.NOERROR, asking.code("score.test." + DOMAINS, Type.A));
        assertEquals(Rcode.NOERROR, asking.code("block.test." + DOMAINS, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("watch.test." + BLOCKED, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("score.test." + BLOCKED, Type.A));
        assertEquals(Rcode.NOERROR, asking.code("block.test." + BLOCKED, Type.A));
    }

    @Test
    void onlyTrustedAndAgreedAreEverAnswered() {
        for (Level level : Level.values()) {
            asking.list(SubjectKind.DOMAIN, level.word() + ".test", level, Tier.BLOCK);
            boolean listed = level == Level.TRUSTED || level == Level.AGREED;
            assertEquals(
                    listed ? Rcode.NOERROR : Rcode.NXDOMAIN,
                    asking.code(level.word() + ".test." + DOMAINS, Type.A),
                    level.word());
        }
    }

    @Test
    void listsTheExactNameAndNoHostUnderIt() {
        asking.list("bad.test", "why");
        assertEquals(Rcode.NXDOMAIN, asking.code("www.bad.test." + DOMAINS, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("xbad.test." + DOMAINS, Type.A));
    }

    @Test
    void nameAboveAListedHostIsEmptyButExists() {
        asking.list("www.bad.test", "why");
        asking.list(SubjectKind.DOMAIN, "www.quiet.test", Level.TRUSTED, Tier.WATCH);
        Message answer = asking.ask("bad.test." + DOMAINS, Type.A);
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(List.of(), answer.getSection(Section.ANSWER));
        assertEquals(Rcode.NXDOMAIN, asking.code("quiet.test." + DOMAINS, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("bad.test." + BLOCKED, Type.A));
        asking.listings.remove(new Subject(SubjectKind.DOMAIN, "www.bad.test"));
        assertEquals(Rcode.NXDOMAIN, asking.code("bad.test." + DOMAINS, Type.A));
    }

    @Test
    void partOfAnAddressIsEmptyButExists() {
        assertEquals(Rcode.NOERROR, asking.code("127." + ADDRESSES, Type.A));
        assertEquals(List.of(), asking.answers("0.0.127." + ADDRESSES, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("256." + ADDRESSES, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("02.0.0.127." + ADDRESSES, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("9.2.0.0.127." + ADDRESSES, Type.A));
    }

    @Test
    void endedListingIsNoLongerAnswered() {
        asking.list("bad.test", "why");
        asking.asker = DnsAsker.allowed(DnsAsker.Transport.UDP, NOW + 99);
        Record last = asking.ask("bad.test." + DOMAINS, Type.A).getSection(Section.ANSWER).get(0);
        assertEquals(1, last.getTTL());
        asking.asker = DnsAsker.allowed(DnsAsker.Transport.UDP, NOW + 100);
        assertEquals(Rcode.NXDOMAIN, asking.code("bad.test." + DOMAINS, Type.A));
    }

    @Test
    void removedListingIsGoneAtOnce() {
        asking.list("bad.test", "why");
        assertEquals(Rcode.NOERROR, asking.code("bad.test." + DOMAINS, Type.A));
        asking.listings.remove(new Subject(SubjectKind.DOMAIN, "bad.test"));
        assertEquals(Rcode.NXDOMAIN, asking.code("bad.test." + DOMAINS, Type.A));
    }

    @Test
    void otherTypesOfAListedNameAreEmptyWithSoa() {
        asking.list("bad.test", "why");
        for (int type : new int[] {Type.AAAA, Type.MX, Type.NS, Type.SOA, Type.CNAME, Type.DS}) {
            Message answer = asking.ask("bad.test." + DOMAINS, type);
            assertEquals(Rcode.NOERROR, answer.getRcode(), Type.string(type));
            assertEquals(List.of(), answer.getSection(Section.ANSWER));
            assertEquals(1, answer.getSection(Section.AUTHORITY).size());
        }
    }

    @Test
    void notListedCarriesSoaOfTheZoneWithTheNegativeTimeToLive() {
        Message answer = asking.ask("good.test." + DOMAINS, Type.A);
        var soa = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
        assertEquals(DOMAINS + ".", soa.getName().toString());
        assertEquals(DnsAuthority.LOCAL.negativeTtlSeconds(), soa.getMinimum());
        assertEquals(DnsAuthority.LOCAL.negativeTtlSeconds(), soa.getTTL());
        assertEquals(NOW, soa.getSerial());
    }

    @Test
    void apexHasSoaAndNs() {
        assertEquals(1, asking.answers(DOMAINS, Type.SOA).size());
        assertEquals(List.of("localhost."), asking.answers(DOMAINS, Type.NS));
        assertEquals(Rcode.NOERROR, asking.code(DOMAINS, Type.A));
        assertEquals(List.of(), asking.answers(DOMAINS, Type.A));
    }

    @Test
    void withdrawnZoneListsNothingNotEvenItsTestPoint() {
        asking.list("bad.test", "why");
        assertEquals(Rcode.NXDOMAIN, asking.code("bad.test." + WITHDRAWN, Type.A));
        assertEquals(Rcode.NXDOMAIN, asking.code("test." + WITHDRAWN, Type.A));
        assertEquals(1, asking.answers(WITHDRAWN, Type.SOA).size());
    }

    @Test
    void reasonIsAsciiInStringsOfAtMost255Bytes() {
        asking.list("bad.test", "ü\n\u001b" + "x".repeat(600));
        asking.asker = DnsAsker.allowed(DnsAsker.Transport.TCP, NOW);
        Message answer = asking.ask("bad.test." + DOMAINS, Type.TXT);
        var text = (TXTRecord) answer.getSection(Section.ANSWER).getFirst();
        assertEquals("???" + "x".repeat(600), String.join("", text.getStrings()));
        assertEquals(3, text.getStrings().size());
    }

    @Test
    void randomNamesAreNeverListed() {
        asking.list("bad.test", "why");
        asking.list(SubjectKind.ADDRESS, "192.0.2.66", Level.TRUSTED, Tier.SCORE);
        Seeds.each(
                1_000,
                random -> {
                    String label = Long.toString(random.nextLong(Long.MAX_VALUE), 36);
                    String host = label + (random.nextBoolean() ? ".bad" : "") + ".test";
                    assertEquals(Rcode.NXDOMAIN, asking.code(host + "." + DOMAINS, Type.A), host);
                    String address =
                            random.nextInt(256)
                                    + "."
                                    + random.nextInt(256)
                                    + "."
                                    + random.nextInt(256)
                                    + "."
                                    + (1 + random.nextInt(126))
                                    + ".";
                    assertEquals(Rcode.NXDOMAIN, asking.code(address + ADDRESSES, Type.A));
                });
    }

    @Test
    void refusesZonesThatCannotBe() {
        Lookup none = _ -> Optional.empty();
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsZone.of("z.test", SubjectKind.DOMAIN, Tier.WATCH, none));
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsZone.of("z.test", SubjectKind.URL, Tier.SCORE, none));
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsZone.of("z.test", SubjectKind.FINGERPRINT, Tier.SCORE, none));
        assertThrows(
                IllegalArgumentException.class,
                () -> DnsZone.of("z..test", SubjectKind.DOMAIN, Tier.SCORE, none));
        DnsZone zone = DnsZone.of("Z.test", SubjectKind.DOMAIN, Tier.SCORE, none);
        DnsZone same = DnsZone.of("z.TEST", SubjectKind.DOMAIN, Tier.BLOCK, none);
        assertThrows(
                IllegalArgumentException.class,
                () -> new DnsResponder(List.of(zone, same), DnsAuthority.LOCAL));
        assertFalse(zone.withdrawn());
        assertEquals("z.test", zone.name());
    }

    /** The name of ::ffff:x, low being the last eight nibbles, last first. */
    private static String mapped(String low) {
        return low + ".f.f.f.f" + ".0".repeat(20) + "." + ADDRESSES;
    }
}
