package org.comity.agreement;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.statement.MemberId;

/**
 * What one day added to a member's record.
 *
 * @param claims that entered its log, as its leaves count them; erased payloads keep their count
 * @param erased claims of payloads that it destroyed although they entered in the last 90 days
 * @param contradicted pieces of its evidence of which the others said the opposite
 * @param confirmedBy pieces of its evidence that it had first, by the member that had it next
 */
public record MemberDay(
        long claims, long erased, long contradicted, SortedMap<MemberId, Long> confirmedBy) {
    static final MemberDay NONE = new MemberDay(0, 0, 0, new TreeMap<>());

    public MemberDay {
        confirmedBy =
                Collections.unmodifiableSortedMap(new TreeMap<>((Map<MemberId, Long>) confirmedBy));
    }

    MemberDay plus(MemberDay other) {
        var both = new TreeMap<MemberId, Long>(confirmedBy);
        other.confirmedBy.forEach((member, count) -> both.merge(member, count, Long::sum));
        return new MemberDay(
                claims + other.claims,
                erased + other.erased,
                contradicted + other.contradicted,
                both);
    }
}
