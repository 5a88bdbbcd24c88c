package org.comity.agreement;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
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

    /** A member and its day. */
    public record Of(MemberId member, MemberDay day) {}

    /** {@code name claims erased contradicted other=confirmed,...}, as stores and notes keep it. */
    public String line(MemberId member) {
        var text = new StringBuilder(member.name());
        text.append(' ').append(claims).append(' ').append(erased);
        text.append(' ').append(contradicted);
        String between = " ";
        for (Map.Entry<MemberId, Long> by : confirmedBy.entrySet()) {
            text.append(between).append(by.getKey().name()).append('=').append(by.getValue());
            between = ",";
        }
        return text.toString();
    }

    /** What {@link #line} writes; empty when it is not such a line. */
    public static Optional<Of> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4 && words.length != 5) {
            return Optional.empty();
        }
        Optional<MemberId> member = MemberId.parse(words[0]).optional();
        Optional<Long> claims = CommuniqueText.number(words[1]);
        Optional<Long> erased = CommuniqueText.number(words[2]);
        Optional<Long> contradicted = CommuniqueText.number(words[3]);
        Optional<SortedMap<MemberId, Long>> by = confirmed(words.length == 5 ? words[4] : "");
        if (member.isEmpty()
                || claims.isEmpty()
                || erased.isEmpty()
                || contradicted.isEmpty()
                || by.isEmpty()) {
            return Optional.empty();
        }
        var day = new MemberDay(claims.get(), erased.get(), contradicted.get(), by.get());
        return Optional.of(new Of(member.get(), day));
    }

    private static Optional<SortedMap<MemberId, Long>> confirmed(String text) {
        SortedMap<MemberId, Long> by = new TreeMap<>();
        if (text.isEmpty()) {
            return Optional.of(by);
        }
        for (String part : text.split(",", -1)) {
            int equals = Math.max(0, part.indexOf('='));
            Optional<MemberId> member = MemberId.parse(part.substring(0, equals)).optional();
            Optional<Long> count =
                    CommuniqueText.number(part.substring(Math.min(part.length(), equals + 1)));
            if (member.isEmpty() || count.isEmpty()) {
                return Optional.empty();
            }
            by.put(member.get(), count.get());
        }
        return Optional.of(by);
    }
}
