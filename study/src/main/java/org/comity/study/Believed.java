package org.comity.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.DayTally;
import org.comity.agreement.Horizon;
import org.comity.agreement.Interval;
import org.comity.agreement.Standings;
import org.comity.agreement.StatedClaim;
import org.comity.agreement.Witnessed;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;

/**
 * Who is believed alone in a replay: the standing that every node would work out, day by day, from
 * what entered the logs before the day. On the first day the charter's word is all.
 *
 * <p>What cannot change a day's result is not handed on, or a study would take hours: where nobody
 * says the opposite nothing is contradicted, and of a member's claims of one day only the first of
 * its kind can be the first of all.
 */
final class Believed {
    private static final long DAY = 86_400;

    /** Witnesses cosign every log once a tick; what was said in one is cosigned with the next. */
    private static final long TICK = 300;

    /** What entered the logs on one day. */
    private static final class Entries {
        private final SortedSet<Integer> subjects = new TreeSet<>();
        private final SortedMap<MemberId, Long> claims = new TreeMap<>();
        private final SortedMap<MemberId, Long> erased = new TreeMap<>();
    }

    private final Charter charter;
    private final Horizon horizon;
    private final Map<Integer, List<Witnessed>> entered = new LinkedHashMap<>();
    private final NavigableMap<Long, Entries> open = new TreeMap<>();
    private Standings standings;
    private Set<MemberId> inStanding;
    private long lastBusyDay;

    Believed(Charter charter, long firstSecond) {
        this.charter = charter;
        this.horizon = Horizon.of(charter);
        this.standings = Standings.first(charter, firstSecond / DAY);
        this.inStanding = standings.inStanding();
        this.lastBusyDay = standings.day();
    }

    /** What of all that is stated can still count. */
    Horizon horizon() {
        return horizon;
    }

    /** Members in standing on the day of this second; seconds never go back. */
    Set<MemberId> at(long second) {
        long today = second / DAY;
        while (standings.day() < today) {
            closeDay(today);
            // Kept as long as it is equal, so that who asks can tell a change at no cost.
            Set<MemberId> now = standings.inStanding();
            inStanding = now.equals(inStanding) ? inStanding : now;
        }
        return inStanding;
    }

    /** A member states a claim. */
    void enters(int subject, StatedClaim claim, long second) {
        at(second);
        Interval when = seen(second);
        entered.computeIfAbsent(subject, _ -> new ArrayList<>(1)).add(new Witnessed(claim, when));
        Entries day = day(when);
        day.subjects.add(subject);
        day.claims.merge(claim.member(), 1L, Long::sum);
    }

    /** Older versions too, which nobody's current claim can be any more. */
    void retracts(int subject, TakenBack what) {
        at(what.second());
        List<Claim> its =
                entered.getOrDefault(subject, List.of()).stream()
                        .map(Witnessed::stated)
                        .filter(it -> it.member().equals(what.member()))
                        .filter(it -> it.claim().stance() == what.stance())
                        .filter(it -> !horizon.isOver(it, what.second()))
                        .map(StatedClaim::claim)
                        .toList();
        for (Claim it : its) {
            var revocation = new StatedClaim(what.member(), what.by(), 0, it.asRevoked(), true);
            enters(subject, revocation, what.second());
        }
    }

    /** A member destroys what it said of the subject; what is long over is nobody's loss. */
    void erases(int subject, MemberId member, long second) {
        at(second);
        Interval when = seen(second);
        long endSecond = (when.untilSecond() / DAY + 1) * DAY;
        List<Witnessed> its = entered.getOrDefault(subject, new ArrayList<>());
        long gone =
                its.stream()
                        .filter(it -> it.stated().member().equals(member))
                        .filter(it -> !isTooOld(it, endSecond))
                        .count();
        its.removeIf(it -> it.stated().member().equals(member));
        if (gone > 0) {
            day(when).erased.merge(member, gone, Long::sum);
        }
    }

    private static Interval seen(long second) {
        long from = second / TICK * TICK;
        return new Interval(from, from + 2 * TICK);
    }

    private Entries day(Interval when) {
        return open.computeIfAbsent(when.untilSecond() / DAY, _ -> new Entries());
    }

    private void closeDay(long today) {
        long busy = open.isEmpty() ? today : Math.min(today, open.firstKey());
        if (busy - lastBusyDay > Standings.DAYS + 1) {
            // Nobody said anything in all the days that count: it is as at the start.
            standings = Standings.first(charter, busy);
            lastBusyDay = busy;
            return;
        }
        Entries its = open.remove(standings.day());
        if (its == null) {
            standings =
                    standings.next(
                            charter, Collections.emptySortedMap(), Collections.emptySortedMap());
            return;
        }
        lastBusyDay = standings.day();
        DayTally tally = standings.tally(charter);
        its.claims.forEach(tally::claims);
        its.erased.forEach(tally::erased);
        long endSecond = (standings.day() + 1) * DAY;
        for (int subject : its.subjects) {
            List<Witnessed> all = entered.getOrDefault(subject, new ArrayList<>());
            // The trial of the day before counts, too, for what is new.
            all.removeIf(it -> isTooOld(it, endSecond - DAY));
            tally.subject(thatCount(all), Optional.empty(), Optional.empty());
        }
        standings = tally.close(Collections.emptySortedMap());
    }

    private static boolean isTooOld(Witnessed it, long endSecond) {
        return it.entered().untilSecond() < endSecond - Standings.DAYS * DAY;
    }

    /** Gives the same counts as all would. */
    static List<Witnessed> thatCount(List<Witnessed> all) {
        if (all.stream().map(it -> it.stated().member()).distinct().limit(2).count() < 2) {
            return List.of();
        }
        if (all.stream().anyMatch(it -> it.stated().claim().stance() == Stance.BENIGN)) {
            return all;
        }
        record Kind(MemberId member, long day, Basis basis, Role role) {}
        Set<Kind> had = new LinkedHashSet<>();
        List<Witnessed> firsts = new ArrayList<>();
        for (Witnessed it : all) {
            StatedClaim stated = it.stated();
            Claim.Grounds grounds = stated.claim().grounds();
            long day = it.entered().untilSecond() / DAY;
            if (had.add(new Kind(stated.member(), day, grounds.basis(), grounds.role()))) {
                firsts.add(it);
            }
        }
        return firsts;
    }
}
