package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.junit.jupiter.api.Test;

/** Standing day by day, and the attacks on it; each clause has a test that needs it. */
final class StandingsTest {
    private static final long DAY = 86_400;

    /** The day whose evidence is told of. */
    private static final long TODAY = Made.NOW / DAY;

    private static final long MORNING = TODAY * DAY;

    /** a, b, c and d are vouched for, of four countries (f = 1); n, of a fifth, is not. */
    private static final Charter FIVE = withNewcomer();

    @Test
    void theCharterVouchesForTheFirstDay() {
        Standings first = Standings.first(FIVE, TODAY);
        assertEquals(Made.ids("a", "b", "c", "d"), first.inStanding());
        assertFalse(first.records().get(new MemberId("n")).isInStanding());
    }

    @Test
    void twentyFirstReportsThatTwoOthersConfirmEarnStanding() {
        Day day = new Day();
        for (int at = 0; at < 20; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen(at % 2 == 0 ? "a" : "b", at, at, 2));
        }
        assertTrue(day.close().inStanding().contains(new MemberId("n")));
    }

    @Test
    void nineteenDoNot() {
        Day day = new Day();
        for (int at = 0; at < 19; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen(at % 2 == 0 ? "a" : "b", at, at, 2));
        }
        assertEquals(19, day.close().records().get(new MemberId("n")).confirmed());
        assertFalse(day.close().inStanding().contains(new MemberId("n")));
    }

    @Test
    void oneOtherMemberAloneEarnsNobodyStanding() {
        Day day = new Day();
        for (int at = 0; at < 50; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen("a", at, at, 2));
        }
        MemberRecord record = day.close().records().get(new MemberId("n"));
        assertEquals(Standings.PAIR_MAX, record.confirmed());
        assertFalse(record.isInStanding());
    }

    @Test
    void anEchoEarnsNothingAlthoughOthersConfirmItLater() {
        Day day = new Day();
        for (int at = 0; at < 40; at++) {
            day.subject(
                    seen("a", at, at, 1),
                    seen("n", at, 10_000 + at, 2),
                    seen("b", at, 20_000 + at, 3));
        }
        Standings next = day.close();
        assertEquals(0, next.records().get(new MemberId("n")).confirmed());
        assertEquals(10, next.records().get(new MemberId("a")).confirmed());
    }

    @Test
    void aQuickEchoByANewcomerTakesNothingFromWhomItCopies() {
        Day day = new Day();
        day.subject(
                seen("a", 0, 1, 1),
                // Before the witnesses could tell which was first.
                witnessed(Say.seen("n", 2), 0, MORNING, MORNING + 3_600),
                seen("b", 0, 3, 5));
        assertEquals(1, day.close().records().get(new MemberId("a")).confirmed());
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void whoIsNotProvedFirstIsNotConfirmed() {
        Day day = new Day();
        day.subject(
                witnessed(Say.seen("n", 1), 0, MORNING, MORNING + 7_200),
                witnessed(Say.seen("a", 2), 0, MORNING + 3_600, MORNING + 9_000));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void theSameMailConfirmsNobody() {
        Day day = new Day();
        day.subject(seen("n", 0, 1, 1), seen("a", 0, 1, 2));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void aMemberOfTheSameCountryOrWithoutStandingConfirmsNobody() {
        Charter charter = Made.charter("DE", "DE", "FR", "CN");
        var day = new Day(charter);
        day.subject(seen("a", 0, 1, 1), seen("b", 0, 2, 2));
        assertEquals(0, day.close().records().get(new MemberId("a")).confirmed());
        Day other = new Day();
        other.subject(seen("a", 0, 1, 1), seen("n", 0, 2, 2));
        assertEquals(0, other.close().records().get(new MemberId("a")).confirmed());
    }

    @Test
    void aReportThatIsOverWhenTheOtherComesIsNotConfirmed() {
        Day day = new Day();
        var short_ = Say.by("n").on(1).between(MORNING, MORNING + 600).stated();
        day.subject(
                witnessed(short_, 0, MORNING, MORNING + 100),
                witnessed(Say.seen("a", 2), 0, MORNING + 700, MORNING + 800));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void relayedAndRootlessReportsEarnNothing() {
        Day day = new Day();
        day.subject(witnessed(Say.relayed("n", 1), 0, MORNING, MORNING + 10), seen("a", 0, 2, 2));
        day.subject(witnessed(Say.analysed("n"), 1, MORNING, MORNING + 10), seen("a", 1, 3, 2));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void whatAMailNamesIsConfirmedOnce() {
        Day day = new Day();
        for (int at = 0; at < 5; at++) {
            day.subject(seen("n", at, 1, 1), seen("a", at, 100 + at, 2));
        }
        assertEquals(1, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void theNextDayCountsNothingTwice() {
        Day day = new Day();
        Witnessed[] both = {seen("n", 0, 1, 1), seen("a", 0, 2, 2)};
        day.subject(both);
        Day next = new Day(day.close());
        next.subject(both[0], both[1], later(seen("b", 0, 3, 3)));
        assertEquals(1, next.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void twoCountriesInStandingContradict() {
        Day day = new Day();
        contradictions(day, "a", 4, 1);
        MemberRecord record = day.close().records().get(new MemberId("a"));
        assertEquals(4, record.contradicted());
        assertFalse(record.isInStanding(), "a vouched member loses its standing too");
    }

    @Test
    void threeErrorsAreForgivenToAnybody() {
        Day day = new Day();
        contradictions(day, "a", 3, 1);
        assertTrue(day.close().records().get(new MemberId("a")).isInStanding());
    }

    @Test
    void aLostStandingComesBackWhenTheErrorsAreNinetyDaysOld() {
        Day day = new Day();
        contradictions(day, "a", 4, 1);
        Standings standings = day.close();
        for (int at = 0; at < 89; at++) {
            assertFalse(standings.inStanding().contains(new MemberId("a")));
            standings = standings.tally(FIVE).close(new TreeMap<>());
        }
        standings = standings.tally(FIVE).close(new TreeMap<>());
        assertTrue(standings.inStanding().contains(new MemberId("a")));
    }

    @Test
    void oneCountryAloneContradictsNobody() {
        Charter charter = Made.charter("DE", "FR", "FR", "CN");
        var day = new Day(charter);
        day.subject(seen("a", 0, 1, 1), good("b", 0, 2), good("c", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void membersWithoutStandingContradictNobody() {
        Day day = new Day();
        day.subject(seen("a", 0, 1, 1), good("b", 0, 2), good("n", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void aDecisionContradicts() {
        Day day = new Day();
        day.decided(Stance.BENIGN, seen("a", 0, 1, 1));
        assertEquals(1, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void wrongVetoesAreHeldToTheSameAccount() {
        Day day = new Day();
        for (int at = 0; at < 4; at++) {
            day.decided(Stance.MALICIOUS, good("d", at, 50 + at));
        }
        assertFalse(day.close().inStanding().contains(new MemberId("d")));
    }

    @Test
    void takingItBackTheSameDayDoesNotHelp() {
        Day day = new Day();
        for (int at = 0; at < 4; at++) {
            String object = "x" + at;
            Witnessed poison =
                    witnessed(
                            Say.by("a").on(at).object(object, false).at(at, true).stated(),
                            MORNING + 60,
                            MORNING + 120);
            Witnessed takenBack =
                    witnessed(
                            Say.by("a").on(at).object(object, true).at(100 + at, true).stated(),
                            MORNING + 600,
                            MORNING + 700);
            day.subject(poison, takenBack, good("b", at, 20 + at), good("c", at, 30 + at));
        }
        assertFalse(day.close().inStanding().contains(new MemberId("a")));
    }

    @Test
    void whatWasTakenBackBeforeYesterdayIsNotContradicted() {
        Day day = new Day();
        Witnessed error =
                witnessed(
                        Say.by("a").on(1).object("x", false).at(0, true).stated(),
                        MORNING - 9 * DAY,
                        MORNING - 9 * DAY + 60);
        Witnessed takenBack =
                witnessed(
                        Say.by("a").on(1).object("x", true).at(1, true).stated(),
                        MORNING - 5 * DAY,
                        MORNING - 5 * DAY + 60);
        day.subject(error, takenBack, good("b", 0, 2), good("c", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    /** An outsider mails wanted names to the traps of three honest members. */
    @Test
    void anOutsiderWhoMailsInnocentNamesToManyCostsNobodyItsStanding() {
        Day day = new Day();
        for (int at = 0; at < 100; at++) {
            day.subject(
                    seen("a", at, 1_000 + at, 1),
                    seen("b", at, 2_000 + at, 1),
                    good("c", at, 3_000 + at),
                    good("d", at, 4_000 + at));
        }
        Standings next = day.close();
        assertEquals(Made.ids("a", "b", "c", "d"), next.inStanding());
        assertEquals(0, next.records().get(new MemberId("a")).contradicted());
    }

    @Test
    void oneCapturedCountryCannotShelterItsOwnInventions() {
        Charter charter = Made.charter("DE", "DE", "FR", "CN");
        var day = new Day(charter);
        for (int at = 0; at < 4; at++) {
            day.subject(
                    seen("a", at, 10 + at, 1),
                    seen("b", at, 20 + at, 1),
                    good("c", at, 30 + at),
                    good("d", at, 40 + at));
        }
        assertEquals(Made.ids("c", "d"), day.close().inStanding());
    }

    @Test
    void theSameMailToldOnByAnotherSheltersNobody() {
        Day day = new Day();
        day.subject(seen("a", 0, 1, 1), seen("b", 0, 1, 2), good("c", 0, 2), good("d", 0, 3));
        assertEquals(1, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void oneMailOfEightNamesContradictsOnceAndOfNineTwice() {
        for (int names : List.of(8, 9)) {
            Day day = new Day();
            contradictions(day, "a", names, 0);
            assertEquals(
                    names == 8 ? 1 : 2,
                    day.close().records().get(new MemberId("a")).contradicted());
        }
    }

    @Test
    void confirmationsByOneCapturedCountryExcuseNothing() {
        Day day = new Day();
        for (int at = 0; at < 1_000; at++) {
            day.subject(seen("a", at, 10_000 + at, 1), seen("b", at, 20_000 + at, 2));
        }
        contradictions(day, "a", 4, 1);
        MemberRecord record = day.close().records().get(new MemberId("a"));
        assertEquals(0, record.agreedWith());
        assertFalse(record.isInStanding());
    }

    @Test
    void twoInAHundredAreAllowedToWhoIsConfirmedByManyCountries() {
        Day day = new Day();
        for (int at = 0; at < 1_000; at++) {
            day.subject(
                    seen("a", at, 10_000 + at, 1),
                    seen(List.of("b", "c", "d").get(at % 3), at, 20_000 + at, 2));
        }
        contradictions(day, "a", 13, 1);
        MemberRecord record = day.close().records().get(new MemberId("a"));
        assertEquals(666, record.agreedWith());
        assertEquals(13, record.allowed());
        assertTrue(record.isInStanding());
    }

    @Test
    void launderingARecordByErasureCostsMoreThanItHides() {
        Day day = new Day();
        contradictions(day, "a", 4, 1);
        Day next = new Day(day.close());
        // The payloads are gone: nobody can be heard any more, but the day's counts stay.
        next.tally.claims(new MemberId("a"), 100);
        next.tally.erased(new MemberId("a"), 4);
        MemberRecord record = next.close().records().get(new MemberId("a"));
        assertEquals(4 + 3, record.contradicted());
        assertFalse(record.isInStanding());
    }

    @Test
    void twoSponsorsFromOtherCountriesLendStandingAndAnswerForIt() {
        SortedMap<MemberId, SortedSet<MemberId>> sponsors = sponsors("a", "b");
        Standings sponsored = Standings.first(FIVE, TODAY - 1).tally(FIVE).close(sponsors);
        assertTrue(sponsored.inStanding().contains(new MemberId("n")));
        Day day = new Day(sponsored);
        contradictions(day, "n", 4, 1);
        Standings next = day.close(sponsors);
        assertEquals(Made.ids("c", "d"), next.inStanding());
    }

    @Test
    void oneSponsorIsNotEnoughAndNeitherIsOneThatLostItsStanding() {
        SortedMap<MemberId, SortedSet<MemberId>> one = sponsors("a");
        assertFalse(closed(one).inStanding().contains(new MemberId("n")));
        Day day = new Day();
        contradictions(day, "a", 4, 1);
        Standings lost = day.close();
        Standings after = lost.tally(FIVE).close(sponsors("a", "b"));
        assertFalse(after.inStanding().contains(new MemberId("n")));
    }

    @Test
    void theOrderOfSubjectsAndClaimsAndDoublesChangeNothing() {
        Seeds.each(
                300,
                random -> {
                    List<List<Witnessed>> subjects = new ArrayList<>();
                    for (int at = 0; at < 12; at++) {
                        List<Witnessed> on = new ArrayList<>();
                        for (int many = 0; many < 5; many++) {
                            String member = Made.any(List.of("a", "b", "c", "d", "n", "z"), random);
                            StatedClaim stated = RandomCase.claim(member, at * 5 + many, random);
                            long from = MORNING - DAY + random.nextInt(2 * (int) DAY - 10);
                            on.add(witnessed(stated, from, from + random.nextInt(9)));
                        }
                        subjects.add(on);
                    }
                    Standings one = all(subjects);
                    var other = new Random(random.nextLong());
                    List<List<Witnessed>> shuffled = new ArrayList<>();
                    subjects.forEach(it -> {
                        List<Witnessed> on = new ArrayList<>(it);
                        on.addAll(it.subList(0, 2));
                        Collections.shuffle(on, other);
                        shuffled.add(on);
                    });
                    Collections.shuffle(shuffled, other);
                    assertEquals(one.records(), all(shuffled).records());
                    assertEquals(one.added(), all(shuffled).added());
                });
    }

    private static Standings all(List<List<Witnessed>> subjects) {
        DayTally tally = Standings.first(FIVE, TODAY).tally(FIVE);
        subjects.forEach(it -> tally.subject(it, Optional.empty(), Optional.empty()));
        return tally.close(new TreeMap<>());
    }

    /**
     * Others claim benign what the member claims; each on evidence of its own, or (0) all on one.
     */
    private static void contradictions(Day day, String member, int count, int evidence) {
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

    private static Standings closed(SortedMap<MemberId, SortedSet<MemberId>> sponsors) {
        return Standings.first(FIVE, TODAY).tally(FIVE).close(sponsors);
    }

    private static SortedMap<MemberId, SortedSet<MemberId>> sponsors(String... names) {
        var sponsors = new TreeMap<MemberId, SortedSet<MemberId>>();
        sponsors.put(new MemberId("n"), new TreeSet<>(Made.ids(names)));
        return sponsors;
    }

    /** A day's tally; each call of subject is one subject, whatever the claims say it is. */
    private static final class Day {
        private final DayTally tally;

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
    private static Witnessed seen(String member, long index, int root, int minute) {
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

    private static Witnessed good(String member, long index, int root) {
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

    private static Witnessed later(Witnessed it) {
        return new Witnessed(
                it.stated(),
                new Interval(it.entered().afterSecond() + DAY, it.entered().untilSecond() + DAY));
    }

    private static Witnessed witnessed(StatedClaim stated, long after, long until) {
        return new Witnessed(stated, new Interval(after, until));
    }

    private static Witnessed witnessed(StatedClaim stated, long index, long after, long until) {
        var at =
                new StatedClaim(
                        stated.member(),
                        new org.comity.statement.StatementId(stated.member() + "/log", index),
                        0,
                        stated.claim(),
                        true);
        return witnessed(at, after, until);
    }

    private static Charter withNewcomer() {
        List<Member> members = new ArrayList<>(Made.charter("DE", "FR", "CN", "BR").members());
        Member it = Made.member("n", "ZA", org.comity.charter.Sector.CIVIL);
        members.add(new Member(it.id(), it.country(), it.sector(), it.keys(), it.url(), false));
        return Made.charter(members, org.comity.charter.Rules.defaultsFor(4));
    }
}
