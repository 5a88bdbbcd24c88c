package org.comity.agreement;

import static org.comity.agreement.MadeDay.DAY;
import static org.comity.agreement.MadeDay.FIVE;
import static org.comity.agreement.MadeDay.MORNING;
import static org.comity.agreement.MadeDay.TODAY;
import static org.comity.agreement.MadeDay.forged;
import static org.comity.agreement.MadeDay.later;
import static org.comity.agreement.MadeDay.seen;
import static org.comity.agreement.MadeDay.witnessed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.junit.jupiter.api.Test;

/** Who earns standing: who was first and is confirmed, or for whom others vouch. */
final class StandingsTest {
    @Test
    void theCharterVouchesForTheFirstDay() {
        Standings first = Standings.first(FIVE, TODAY);
        assertEquals(Made.ids("a", "b", "c", "d"), first.inStanding());
        assertFalse(first.records().get(new MemberId("n")).isInStanding());
    }

    @Test
    void twentyFirstReportsThatTwoOthersConfirmEarnStanding() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 20; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen(at % 2 == 0 ? "a" : "b", at, at, 2));
        }
        assertTrue(day.close().inStanding().contains(new MemberId("n")));
    }

    @Test
    void nineteenDoNot() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 19; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen(at % 2 == 0 ? "a" : "b", at, at, 2));
        }
        assertEquals(19, day.close().records().get(new MemberId("n")).confirmed());
        assertFalse(day.close().inStanding().contains(new MemberId("n")));
    }

    @Test
    void oneOtherMemberAloneEarnsNobodyStanding() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 50; at++) {
            day.subject(seen("n", at, 10_000 + at, 1), seen("a", at, at, 2));
        }
        MemberStanding record = day.close().records().get(new MemberId("n"));
        assertEquals(Standings.PAIR_MAX, record.confirmed());
        assertFalse(record.isInStanding());
    }

    @Test
    void anEchoEarnsNothingAlthoughOthersConfirmItLater() {
        MadeDay.Day day = new MadeDay.Day();
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
        MadeDay.Day day = new MadeDay.Day();
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
        MadeDay.Day day = new MadeDay.Day();
        day.subject(
                witnessed(Say.seen("n", 1), 0, MORNING, MORNING + 7_200),
                witnessed(Say.seen("a", 2), 0, MORNING + 3_600, MORNING + 9_000));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void aForgedSenderConfirmsNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), forged(seen("b", 0, 2, 2)));
        day.subject(forged(seen("a", 1, 11, 1)), seen("b", 1, 12, 2));
        day.subject(forged(seen("c", 2, 21, 1)), seen("d", 2, 22, 2), seen("a", 2, 23, 3));
        Standings next = day.close();
        assertEquals(0, next.records().get(new MemberId("a")).confirmed());
        // And it does not come before who saw it in earnest.
        assertEquals(0, next.records().get(new MemberId("c")).confirmed());
        assertEquals(1, next.records().get(new MemberId("d")).confirmed());
    }

    @Test
    void theSameMailConfirmsNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("n", 0, 1, 1), seen("a", 0, 1, 2));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void aMemberOfTheSameCountryOrWithoutStandingConfirmsNobody() {
        Charter charter = Made.charter("DE", "DE", "FR", "CN");
        var day = new MadeDay.Day(charter);
        day.subject(seen("a", 0, 1, 1), seen("b", 0, 2, 2));
        assertEquals(0, day.close().records().get(new MemberId("a")).confirmed());
        MadeDay.Day other = new MadeDay.Day();
        other.subject(seen("a", 0, 1, 1), seen("n", 0, 2, 2));
        assertEquals(0, other.close().records().get(new MemberId("a")).confirmed());
    }

    @Test
    void aReportThatIsOverWhenTheOtherComesIsNotConfirmed() {
        MadeDay.Day day = new MadeDay.Day();
        var short_ = Say.by("n").on(1).between(MORNING, MORNING + 600).stated();
        day.subject(
                witnessed(short_, 0, MORNING, MORNING + 100),
                witnessed(Say.seen("a", 2), 0, MORNING + 700, MORNING + 800));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void relayedAndRootlessReportsEarnNothing() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(witnessed(Say.relayed("n", 1), 0, MORNING, MORNING + 10), seen("a", 0, 2, 2));
        day.subject(witnessed(Say.analysed("n"), 1, MORNING, MORNING + 10), seen("a", 1, 3, 2));
        assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void whatAMailNamesIsConfirmedOnce() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 5; at++) {
            day.subject(seen("n", at, 1, 1), seen("a", at, 100 + at, 2));
        }
        assertEquals(1, day.close().records().get(new MemberId("n")).confirmed());
    }

    @Test
    void theNextDayCountsNothingTwice() {
        MadeDay.Day day = new MadeDay.Day();
        Witnessed[] both = {seen("n", 0, 1, 1), seen("a", 0, 2, 2)};
        day.subject(both);
        MadeDay.Day next = new MadeDay.Day(day.close());
        next.subject(both[0], both[1], later(seen("b", 0, 3, 3)));
        assertEquals(1, next.close().records().get(new MemberId("n")).confirmed());
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
}
