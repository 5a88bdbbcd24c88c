package org.comity.agreement;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.statement.MemberId;
import org.comity.value.Hash;

/**
 * Adds up what one day, by what was witnessed before its end, adds to the members' records. The
 * order in which subjects come changes nothing.
 *
 * <p>Counted are pieces of evidence, not claims: a mail that names a host, its domain and an
 * address is confirmed once. A piece contradicted on up to eight subjects is contradicted once,
 * since whoever sent that mail chose what it names; beyond that the member should have looked.
 */
public final class DayTally {
    static final int SUBJECTS_PER_EVIDENCE = 8;
    private static final long DAY_SECONDS = 86_400;

    private final Standings before;
    private final Charter charter;
    private final long endSecond;
    private final SortedMap<MemberId, MemberDay> counts = new TreeMap<>();
    private final Set<Trial.Confirmed> confirmed = new HashSet<>();
    private final SortedMap<MemberId, SortedMap<Hash, Integer>> contradicted = new TreeMap<>();

    DayTally(Standings before, Charter charter) {
        this.before = before;
        this.charter = charter;
        this.endSecond = (before.day() + 1) * DAY_SECONDS;
    }

    /**
     * A subject on which something entered a log or was decided on this day; once each.
     *
     * @param entered all that is known to have entered before the day's end, in any order
     * @param atStart what was decided on it when the day began; atEnd: when it ended
     */
    public void subject(
            Collection<Witnessed> entered, Optional<Decision> atStart, Optional<Decision> atEnd) {
        if (entered.isEmpty()) {
            return;
        }
        List<Witnessed> all = List.copyOf(entered);
        Trial earlier =
                new Trial(charter, before.inStanding(), all, atStart, endSecond - DAY_SECONDS);
        Trial now = new Trial(charter, before.inStanding(), all, atEnd, endSecond);
        Set<Hash> knownFirst = new HashSet<>();
        earlier.confirmed().forEach(it -> knownFirst.add(it.evidence()));
        now.confirmed().stream()
                .filter(it -> !knownFirst.contains(it.evidence()))
                .forEach(confirmed::add);
        contradict(now.contradicted(), earlier.contradicted());
    }

    /**
     * One subject is one mistake of a member, however many mails it told of it, until it is no
     * longer contradicted there.
     */
    private void contradict(List<Trial.Contradicted> now, List<Trial.Contradicted> earlier) {
        Set<MemberId> known = new TreeSet<>();
        earlier.forEach(it -> known.add(it.member()));
        var least = new TreeMap<MemberId, Hash>();
        for (Trial.Contradicted it : now) {
            if (!known.contains(it.member())) {
                least.merge(it.member(), it.evidence(), BinaryOperator.minBy(Hash::compareTo));
            }
        }
        least.forEach((member, evidence) ->
                contradicted
                        .computeIfAbsent(member, _ -> new TreeMap<>())
                        .merge(evidence, 1, Integer::sum));
    }

    /** Claims in statements of this member that entered its log on this day. */
    public void claims(MemberId member, long count) {
        add(counts, member, new MemberDay(count, 0, 0, new TreeMap<>()));
    }

    /** Claims, entered in the last 90 days, whose payload the member destroyed on this day. */
    public void erased(MemberId member, long count) {
        add(counts, member, new MemberDay(0, count, 0, new TreeMap<>()));
    }

    /**
     * The standing that holds on the next day.
     *
     * @param sponsors of each member that is sponsored on that day
     */
    public Standings close(SortedMap<MemberId, SortedSet<MemberId>> sponsors) {
        return before.next(charter, added(), sponsors);
    }

    /** What this day adds to the members' records, whoever sponsors whom. */
    public SortedMap<MemberId, MemberDay> added() {
        record Piece(MemberId member, Hash evidence) {}
        Set<Piece> counted = new HashSet<>();
        var all = new TreeMap<MemberId, MemberDay>(counts);
        for (Trial.Confirmed it : new TreeSet<>(confirmed)) {
            if (counted.add(new Piece(it.member(), it.evidence()))) {
                var by = new TreeMap<MemberId, Long>();
                by.put(it.by(), 1L);
                add(all, it.member(), new MemberDay(0, 0, 0, by));
            }
        }
        contradicted.forEach((member, pieces) -> {
            long count = 0;
            for (int subjects : pieces.values()) {
                count += (subjects + SUBJECTS_PER_EVIDENCE - 1) / SUBJECTS_PER_EVIDENCE;
            }
            add(all, member, new MemberDay(0, 0, count, new TreeMap<>()));
        });
        return all;
    }

    private void add(SortedMap<MemberId, MemberDay> to, MemberId member, MemberDay more) {
        if (charter.member(member).isPresent()) {
            to.merge(member, more, MemberDay::plus);
        }
    }
}
