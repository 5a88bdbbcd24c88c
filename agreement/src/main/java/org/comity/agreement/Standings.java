package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Member;
import org.comity.statement.MemberId;

/**
 * Who is believed alone on a day, and why: a pure function of what was witnessed before that day
 * and of the standing on the day before it (DESIGN section 6: standing).
 *
 * <p>Standing is earned by having been first with at least 20 pieces of evidence that a member of
 * another country, in standing, confirmed within 90 days, and kept while at most 2 % (or three) are
 * contradicted. The charter's vouching, or two sponsors in standing from other countries, stand in
 * for the 20; nothing stands in for the 2 %.
 *
 * <p>Attacks considered: two that confirm each other's inventions (at most 10 of the 20 by one
 * other member; only who is in standing confirms); f captured countries that confirm a traitor to
 * excuse its contradictions (their confirmations are left out where they excuse); erasing what was
 * contradicted (a day's counts stay, and what is erased above 1 % counts as contradicted).
 */
public final class Standings {
    /** How long a day's counts matter. */
    public static final int DAYS = 90;

    /** Confirmed pieces of evidence that earn standing. */
    public static final int CONFIRMED_MIN = 20;

    /** Of these, at most so many by one other member. */
    public static final int PAIR_MAX = 10;

    /** Contradicted pieces that cost nothing however few are confirmed: anybody errs. */
    public static final int CONTRADICTED_MIN = 3;

    private static final int CONTRADICTED_PER_HUNDRED = 2;
    private static final int ERASED_PER_HUNDRED = 1;
    private static final int SPONSORS_MIN = 2;

    private final long day;
    private final List<SortedMap<MemberId, MemberDay>> window;
    private final SortedMap<MemberId, MemberStanding> records;

    private Standings(
            long day,
            List<SortedMap<MemberId, MemberDay>> window,
            SortedMap<MemberId, MemberStanding> records) {
        this.day = day;
        this.window = List.copyOf(window);
        this.records = Collections.unmodifiableSortedMap(records);
    }

    /**
     * The standing when nothing has been witnessed yet: whom the charter vouches for.
     *
     * @param day days since 1970-01-01, UTC
     */
    public static Standings first(Charter charter, long day) {
        return new Standings(
                day,
                List.of(),
                judge(charter, List.of(), new TreeMap<>(), Collections.emptySortedSet()));
    }

    /** The day, counted from 1970-01-01 UTC, on which this standing holds. */
    public long day() {
        return day;
    }

    public Set<MemberId> inStanding() {
        var ids = new TreeSet<MemberId>();
        records.values().stream()
                .filter(MemberStanding::isInStanding)
                .forEach(it -> ids.add(it.member()));
        return Collections.unmodifiableSet(ids);
    }

    /** Of all members of the charter with which it was judged. */
    public SortedMap<MemberId, MemberStanding> records() {
        return records;
    }

    /** What the day before added: part of that day's result, so that no erasure undoes it. */
    public SortedMap<MemberId, MemberDay> added() {
        return window.isEmpty() ? Collections.emptySortedMap() : window.getLast();
    }

    /** Adds up this day; its close is the standing of the next. */
    public DayTally tally(Charter charter) {
        return new DayTally(this, charter);
    }

    /**
     * The standing of the next day.
     *
     * @param today what this day added to the members' records, as {@link #added()} of the next
     *     day's standing gives it again
     * @param sponsors of each member that is sponsored on the next day
     */
    public Standings next(
            Charter charter,
            SortedMap<MemberId, MemberDay> today,
            SortedMap<MemberId, SortedSet<MemberId>> sponsors) {
        List<SortedMap<MemberId, MemberDay>> days = new ArrayList<>(window);
        days.add(Collections.unmodifiableSortedMap(new TreeMap<>(today)));
        if (days.size() > DAYS) {
            days.removeFirst();
        }
        return new Standings(day + 1, days, judge(charter, days, sponsors, inStanding()));
    }

    private static SortedMap<MemberId, MemberStanding> judge(
            Charter charter,
            List<SortedMap<MemberId, MemberDay>> days,
            SortedMap<MemberId, SortedSet<MemberId>> sponsors,
            Set<MemberId> before) {
        var sums = new TreeMap<MemberId, MemberDay>();
        days.forEach(
                it -> it.forEach((member, counts) -> sums.merge(member, counts, MemberDay::plus)));
        var contradicted = new TreeMap<MemberId, Long>();
        for (Member member : charter.members()) {
            MemberDay sum = sums.getOrDefault(member.id(), MemberDay.NONE);
            long over = erasedTooMuch(sum);
            contradicted.merge(member.id(), sum.contradicted() + over, Long::sum);
            // What contradicts a newcomer counts for those who vouched for it.
            for (MemberId sponsor :
                    sponsors.getOrDefault(member.id(), Collections.emptySortedSet())) {
                contradicted.merge(sponsor, sum.contradicted() + over, Long::sum);
            }
        }
        var records = new TreeMap<MemberId, MemberStanding>();
        for (Member member : charter.members()) {
            MemberDay sum = sums.getOrDefault(member.id(), MemberDay.NONE);
            long against = contradicted.getOrDefault(member.id(), 0L);
            records.put(
                    member.id(),
                    record(charter, member, sum, against)
                            .vouchedFor(vouchedBy(charter, member, sponsors, before)));
        }
        return records;
    }

    private static long erasedTooMuch(MemberDay sum) {
        return Math.max(0, sum.erased() - sum.claims() * ERASED_PER_HUNDRED / 100);
    }

    private static MemberStanding record(
            Charter charter, Member member, MemberDay sum, long contradicted) {
        long confirmed = 0;
        var byCountry = new TreeMap<Country, Long>();
        for (var by : sum.confirmedBy().entrySet()) {
            confirmed += Math.min(PAIR_MAX, by.getValue());
            Optional<Member> other = charter.member(by.getKey());
            if (other.isPresent()) {
                byCountry.merge(other.get().country(), by.getValue(), Long::sum);
            }
        }
        List<Long> counts = byCountry.values().stream().sorted().toList();
        long agreedWith =
                counts.stream()
                        .limit(Math.max(0, counts.size() - charter.rules().f()))
                        .mapToLong(it -> it)
                        .sum();
        long allowed =
                Math.max(
                        CONTRADICTED_MIN,
                        (agreedWith + contradicted) * CONTRADICTED_PER_HUNDRED / 100);
        return new MemberStanding(
                member.id(), confirmed, agreedWith, contradicted, allowed, new TreeSet<>());
    }

    private static SortedSet<String> vouchedBy(
            Charter charter,
            Member member,
            SortedMap<MemberId, SortedSet<MemberId>> sponsors,
            Set<MemberId> before) {
        var vouched = new TreeSet<String>();
        if (member.vouched()) {
            vouched.add("the charter");
        }
        List<MemberId> lending =
                sponsors.getOrDefault(member.id(), Collections.emptySortedSet()).stream()
                        .filter(it ->
                                before.contains(it) && isOfAnotherCountry(charter, it, member))
                        .toList();
        if (lending.size() >= SPONSORS_MIN) {
            lending.forEach(it -> vouched.add(it.name()));
        }
        return vouched;
    }

    private static boolean isOfAnotherCountry(Charter charter, MemberId sponsor, Member member) {
        return charter.member(sponsor)
                .filter(it -> !it.country().equals(member.country()))
                .isPresent();
    }
}
