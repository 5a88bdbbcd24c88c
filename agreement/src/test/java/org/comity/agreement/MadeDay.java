package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.charter.Member;
import org.comity.statement.Basis;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Topic;
import org.comity.value.Hash;

/** A day of an exchange of five, for tests of standing. */
final class MadeDay {

    static final long DAY = 86_400;

    /** The day whose evidence is told of. */
    static final long TODAY = Made.NOW / DAY;

    static final long MORNING = TODAY * DAY;

    /** a, b, c and d are vouched for, of four countries (f = 1); n, of a fifth, is not. */
    static final Charter FIVE = withNewcomer();

    private MadeDay() {}

    /**
     * Others claim benign what the member claims; each on evidence of its own, or (0) all on one.
     */
    static void contradictions(Day day, String member, int count, int evidence) {
        List<String> others =
                List.of("b", "c", "d").stream().filter(it -> !it.equals(member)).toList();
        for (int at = 0; at < count; at++) {
            int index = 5_000 + at;
            day.subject(
                    seen(member, index, 40_000 + at * evidence, 1),
                    good(others.get(0), index, 50_000 + at),
                    good(others.get(1), index, 60_000 + at));
        }
    }

    static Standings closed(SortedMap<MemberId, SortedSet<MemberId>> sponsors) {
        return Standings.first(FIVE, TODAY).tally(FIVE).close(sponsors);
    }

    static SortedMap<MemberId, SortedSet<MemberId>> sponsors(String... names) {
        var sponsors = new TreeMap<MemberId, SortedSet<MemberId>>();
        sponsors.put(new MemberId("n"), new TreeSet<>(Made.ids(names)));
        return sponsors;
    }

    /** A day's tally; each call of subject is one subject, whatever the claims say it is. */
    static final class Day {
        final DayTally tally;

        Day() {
            this(FIVE);
        }

        Day(Charter charter) {
            this.tally = Standings.first(charter, TODAY).tally(charter);
        }

        Day(Standings before) {
            this.tally = before.tally(FIVE);
        }

        void subject(Witnessed... entered) {
            tally.subject(List.of(entered), Optional.empty(), Optional.empty());
        }

        void decided(Stance stance, Witnessed... entered) {
            var topic = new Topic.OnSubject(Made.HOST, stance);
            var decision =
                    new Decision(
                            Hash.digest(new byte[] {9}),
                            topic,
                            MORNING,
                            MORNING + 9 * DAY,
                            2,
                            2,
                            0);
            tally.subject(List.of(entered), Optional.empty(), Optional.of(decision));
        }

        Standings close() {
            return close(new TreeMap<>());
        }

        Standings close(SortedMap<MemberId, SortedSet<MemberId>> sponsors) {
            return tally.close(sponsors);
        }
    }

    /** A sighting that entered in the given minute of the day. */
    static Witnessed seen(String member, long index, int root, int minute) {
        long from = MORNING + 60L * minute;
        StatedClaim stated =
                Say.by(member)
                        .on(root)
                        .between(from, from + 10 * DAY)
                        .object("o" + index, false)
                        .at(index, true)
                        .stated();
        return witnessed(stated, from, from + 30);
    }

    static Witnessed good(String member, long index, int root) {
        StatedClaim stated =
                Say.by(member)
                        .as(Basis.OBSERVED, Role.CALLED_TO_LINK)
                        .on(root)
                        .benign()
                        .between(MORNING, MORNING + 10 * DAY)
                        .object("g" + index, false)
                        .at(index, true)
                        .stated();
        return witnessed(stated, MORNING, MORNING + 60);
    }

    /** The same sighting, of a name that anybody can write into a mail as its sender. */
    static Witnessed forged(Witnessed it) {
        Say say = new Say(it.stated()).as(Basis.OBSERVED, Role.CLAIMED_SENDER);
        return new Witnessed(say.stated(), it.entered());
    }

    static Witnessed later(Witnessed it) {
        return new Witnessed(
                it.stated(),
                new Interval(it.entered().afterSecond() + DAY, it.entered().untilSecond() + DAY));
    }

    static Witnessed witnessed(StatedClaim stated, long after, long until) {
        return new Witnessed(stated, new Interval(after, until));
    }

    static Witnessed witnessed(StatedClaim stated, long index, long after, long until) {
        var at =
                new StatedClaim(
                        stated.member(),
                        new org.comity.statement.StatementId(stated.member() + "/log", index),
                        0,
                        stated.claim(),
                        true);
        return witnessed(at, after, until);
    }

    static Charter withNewcomer() {
        List<Member> members = new ArrayList<>(Made.charter("DE", "FR", "CN", "BR").members());
        Member it = Made.member("n", "ZA", org.comity.charter.Sector.CIVIL);
        members.add(new Member(it.id(), it.country(), it.sector(), it.keys(), it.url(), false));
        return Made.charter(members, org.comity.charter.Rules.defaultsFor(4));
    }
}
