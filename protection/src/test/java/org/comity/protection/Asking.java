package org.comity.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.statement.AbuseClass;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Three zones over one set of listings, asked through dnsjava, which reads DNS independently of us.
 */
final class Asking {
    static final long NOW = 1_700_000_000;
    static final String ADDRESSES = "ip.list.example";
    static final String DOMAINS = "dom.list.example";
    static final String BLOCKED = "block.list.example";
    static final String WITHDRAWN = "old.list.example";

    final Listings listings = new Listings();
    final DnsResponder responder =
            new DnsResponder(
                    List.of(
                            DnsZone.of(ADDRESSES, SubjectKind.ADDRESS, Tier.SCORE, listings),
                            DnsZone.of(DOMAINS, SubjectKind.DOMAIN, Tier.SCORE, listings),
                            DnsZone.of(BLOCKED, SubjectKind.DOMAIN, Tier.BLOCK, listings),
                            new DnsZone(WITHDRAWN, SubjectKind.DOMAIN, Tier.SCORE, listings, true)),
                    DnsAuthority.LOCAL);
    DnsAsker asker = DnsAsker.allowed(DnsAsker.Transport.UDP, NOW);

    void list(SubjectKind kind, String value, Level level, Tier tier) {
        listings.put(listing(new Subject(kind, value), level, tier, "seen in spam"));
    }

    void list(String domain, String reason) {
        listings.put(
                listing(
                        new Subject(SubjectKind.DOMAIN, domain),
                        Level.TRUSTED,
                        Tier.SCORE,
                        reason));
    }

    static Listing listing(Subject subject, Level level, Tier tier, String reason) {
        return new Listing(subject, level, tier, AbuseClass.SPAM, NOW - 50, NOW + 100, reason);
    }

    static Message query(String name, int type) {
        try {
            return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        } catch (IOException notAName) {
            throw new UncheckedIOException(notAName);
        }
    }

    Message ask(String name, int type) {
        return ask(query(name, type));
    }

    Message askWithEdns(String name, int type, int udpBytes) {
        Message query = query(name, type);
        query.addRecord(new OPTRecord(udpBytes, 0, 0), Section.ADDITIONAL);
        return ask(query);
    }

    Message ask(Message query) {
        Message answer = read(raw(query.toWire()).orElseThrow());
        assertEquals(query.getHeader().getID(), answer.getHeader().getID());
        return answer;
    }

    Optional<Bytes> raw(byte[] packet) {
        return responder.answer(Bytes.of(packet), asker);
    }

    static Message read(Bytes packet) {
        try {
            return new Message(packet.array());
        } catch (IOException notDns) {
            throw new UncheckedIOException(notDns);
        }
    }

    /** The addresses or texts answered, as dnsjava prints them. */
    List<String> answers(String name, int type) {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    int code(String name, int type) {
        return ask(name, type).getRcode();
    }
}
