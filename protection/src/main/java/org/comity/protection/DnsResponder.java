package org.comity.protection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * Answers DNS queries for lists (RFC 1035, RFC 5782), docs/formats/dns.md. Safe for many threads.
 *
 * <p>A mail server reads any A as "listed" and rejects mail for it, so no error is ever an address:
 * who may not ask, asks for another zone, or asks wrongly, gets an error code and nothing else. To
 * a stranger a zone that it may not ask looks the same, byte for byte, as a zone that does not
 * exist.
 */
public final class DnsResponder {
    private static final int RESPONSE_BIT = 0x80;
    private static final int OPCODE_BITS = 0x78;
    private static final int FLAGS_AT = 2;

    /**
     * Types from here to ANY are questions about whole zones (RFC 1035, section 3.2.3; RFC 1995).
     */
    private static final int FIRST_META_TYPE = 249;

    private static final int LAST_META_TYPE = 255;

    private final Map<Bytes, DnsZone> byName = new HashMap<>();
    private final DnsAuthority authority;
    private final Bytes authorityNames;

    public DnsResponder(Collection<DnsZone> zones, DnsAuthority authority) {
        this.authority = authority;
        this.authorityNames = DnsEntry.authorityNames(authority);
        for (DnsZone zone : zones) {
            Bytes name = DnsName.parseText(zone.name()).orThrow().wire();
            if (byName.put(name, zone) != null) {
                throw new IllegalArgumentException("two zones have one name: " + zone.name());
            }
        }
    }

    /**
     * Empty when it is best to say nothing: too short for a header, or a response and thus a loop.
     */
    public Optional<Bytes> answer(Bytes packet, DnsAsker asker) {
        if (packet.length() < DnsQuery.HEADER_BYTES || (packet.at(FLAGS_AT) & RESPONSE_BIT) != 0) {
            return Optional.empty();
        }
        if ((packet.at(FLAGS_AT) & OPCODE_BITS) != 0) {
            return Optional.of(DnsReply.header(packet, DnsReply.NOT_IMPLEMENTED));
        }
        return Optional.of(
                switch (DnsQuery.parse(packet)) {
                    case Checked.Good<DnsQuery>(DnsQuery query) ->
                            decide(query, asker).write(packet, query, asker.transport());
                    case Checked.Refused<DnsQuery> _ ->
                            DnsReply.header(packet, DnsReply.FORMAT_ERROR);
                });
    }

    private DnsReply decide(DnsQuery query, DnsAsker asker) {
        if (query.edns().filter(it -> it.version() > 0).isPresent()) {
            return DnsReply.badVersion();
        }
        for (int labels = 0; labels < query.name().labelCount(); labels++) {
            DnsZone zone = byName.get(query.name().suffix(labels));
            if (zone != null) {
                return asker.mayAsk().test(zone)
                        ? within(zone, labels, query, asker.nowSecond())
                        : DnsReply.refused(DnsReply.PROHIBITED);
            }
        }
        return DnsReply.refused(DnsReply.PROHIBITED);
    }

    private DnsReply within(DnsZone zone, int labels, DnsQuery query, long nowSecond) {
        boolean meta = query.type() >= FIRST_META_TYPE && query.type() <= LAST_META_TYPE;
        if (query.classCode() != DnsEntry.CLASS_IN || meta) {
            return DnsReply.refused(DnsReply.NOT_SUPPORTED);
        }
        int zoneAt = DnsQuery.HEADER_BYTES + query.name().starts().get(labels);
        int negativeTtl = authority.negativeTtlSeconds();
        DnsEntry soa = DnsEntry.authority(zoneAt, authorityNames, negativeTtl, nowSecond);
        if (labels == 0) {
            return apex(query, soa);
        }
        return switch (DnsContent.at(zone, query.name().first(labels), nowSecond)) {
            case DnsContent.Absent _ -> answered(DnsReply.NAME_ERROR, List.of(), soa);
            case DnsContent.Hollow _ -> answered(DnsReply.NO_ERROR, List.of(), soa);
            case DnsContent.Listed listed ->
                    answered(DnsReply.NO_ERROR, listed(query, listed), soa);
        };
    }

    private DnsReply apex(DnsQuery query, DnsEntry soa) {
        List<DnsEntry> answers =
                switch (query.type()) {
                    case DnsEntry.TYPE_SOA -> List.of(soa);
                    case DnsEntry.TYPE_NS ->
                            List.of(DnsEntry.nameServer(DnsQuery.HEADER_BYTES, authority));
                    default -> List.of();
                };
        return answered(DnsReply.NO_ERROR, answers, soa);
    }

    private List<DnsEntry> listed(DnsQuery query, DnsContent.Listed listed) {
        int ttlSeconds = (int) Math.min(authority.ttlSeconds(), listed.secondsLeft());
        return switch (query.type()) {
            case DnsEntry.TYPE_A ->
                    List.of(DnsEntry.address(DnsQuery.HEADER_BYTES, ttlSeconds, listed.last()));
            case DnsEntry.TYPE_TXT ->
                    List.of(DnsEntry.text(DnsQuery.HEADER_BYTES, ttlSeconds, listed.reason()));
            default -> List.of();
        };
    }

    /** Without an answer the SOA says how long to believe that (RFC 2308). */
    private static DnsReply answered(int code, List<DnsEntry> answers, DnsEntry soa) {
        return new DnsReply(code, true, answers, answers.isEmpty() ? List.of(soa) : List.of(), 0);
    }
}
