package org.comity.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.ReservationNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.value.Hash;

/**
 * What members do not follow, and why. On the record for all; on the own lists a reserved decision
 * has no effect. Changed by the writer; anybody reads.
 */
final class Reservations {
    /** The newest word of a member about one rule, list or decision. */
    record Reserved(MemberId member, StatementId statement, ReservationNotice notice) {}

    private record About(MemberId member, String of) implements Comparable<About> {
        @Override
        public int compareTo(About other) {
            int order = member.compareTo(other.member);
            return order != 0 ? order : of.compareTo(other.of);
        }
    }

    private final Map<About, Reserved> newest = new TreeMap<>();
    // Written by the writer only.
    private volatile List<Reserved> standing = List.of();

    void take(MemberId member, StatementId id, Statement statement) {
        ReservationNotice.parse(statement.payload().json())
                .optional()
                .ifPresent(notice -> {
                    var about = new About(member, notice.about().word() + " " + notice.of());
                    newest.merge(
                            about,
                            new Reserved(member, id, notice),
                            (one, two) ->
                                    one.statement().index() >= two.statement().index() ? one : two);
                    standing =
                            newest.values().stream()
                                    .filter(it -> !it.notice().withdrawn())
                                    .toList();
                });
    }

    Collection<Reserved> standing() {
        return standing;
    }

    /** Motions whose decisions this member does not follow. */
    Set<Hash> decisionsNotFollowedBy(MemberId member) {
        var motions = new TreeSet<Hash>();
        for (Reserved it : standing) {
            if (it.member().equals(member)
                    && it.notice().about() == ReservationNotice.About.DECISION) {
                Hash.parseHex(it.notice().of()).optional().ifPresent(motions::add);
            }
        }
        return motions;
    }
}
