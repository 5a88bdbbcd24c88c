package org.comity.agreement;

import static org.comity.agreement.MadeDay.DAY;
import static org.comity.agreement.MadeDay.FIVE;
import static org.comity.agreement.MadeDay.MORNING;
import static org.comity.agreement.MadeDay.TODAY;
import static org.comity.agreement.MadeDay.good;
import static org.comity.agreement.MadeDay.seen;
import static org.comity.agreement.MadeDay.witnessed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.statement.Basis;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.junit.jupiter.api.Test;

/** What has a part in standing and what has not, clause by clause. */
final class TrialTest {
    private static final MemberId A = new MemberId("a");

    @Test
    void strangersConfirmAndContradictNobodyAndHaveNoDay() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), seen("z", 0, 2, 2));
        day.subject(seen("a", 1, 3, 1), good("z", 1, 4), good("b", 1, 5));
        day.tally.claims(new MemberId("z"), 5);
        Standings next = day.close();
        assertEquals(0, next.records().get(A).confirmed());
        assertEquals(0, next.records().get(A).contradicted());
        assertFalse(next.added().containsKey(new MemberId("z")));
    }

    @Test
    void whatNobodyHadWitnessedWhenTheDayEndedWaits() {
        MadeDay.Day day = new MadeDay.Day();
        Witnessed late = witnessed(Say.seen("a", 2), 0, MORNING + 60, MORNING + DAY);
        day.subject(seen("b", 0, 1, 0), late);
        assertEquals(0, day.close().records().get(new MemberId("b")).confirmed());
        MadeDay.Day next = new MadeDay.Day(day.close());
        next.subject(seen("b", 0, 1, 0), late);
        assertEquals(1, next.close().records().get(new MemberId("b")).confirmed());
    }

    /** It was stated long ago for a time to come; its record is long past. */
    @Test
    void whatEnteredMoreThanNinetyDaysAgoIsNotTried() {
        for (long days : List.of(89L, 91L)) {
            MadeDay.Day day = new MadeDay.Day();
            StatedClaim early =
                    Say.by("a").on(1).between(MORNING, MORNING + 9 * DAY).at(0, true).stated();
            long from = MORNING - days * DAY;
            day.subject(witnessed(early, from, from + 60), good("b", 0, 2), good("c", 0, 3));
            assertEquals(days == 89 ? 1 : 0, day.close().records().get(A).contradicted());
        }
    }

    @Test
    void benignWordsEarnNothingByMaliciousOnesNorByBenign() {
        for (Witnessed second : List.of(seen("a", 0, 2, 5), good("a", 0, 2))) {
            MadeDay.Day day = new MadeDay.Day();
            Witnessed first = witnessed(good("n", 0, 1).stated(), MORNING - 90, MORNING - 30);
            day.subject(first, second);
            assertEquals(0, day.close().records().get(new MemberId("n")).confirmed());
        }
    }

    @Test
    void whoeverHadItNextIsTheOneWhoConfirms() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), seen("c", 0, 2, 9), seen("b", 0, 3, 12));
        assertEquals(
                new TreeMap<>(Map.of(new MemberId("c"), 1L)),
                day.close().added().get(A).confirmedBy());
    }

    /** Two names of one mail; another member confirms each. */
    @Test
    void whatAMailNamesIsConfirmedOnceWhoeverConfirmsIt() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("n", 0, 1, 1), seen("a", 0, 100, 2));
        day.subject(seen("n", 1, 1, 1), seen("b", 1, 101, 2));
        assertEquals(1, day.close().records().get(new MemberId("n")).confirmed());
    }

    /** a said malicious and says benign now; c alone opposes what it said. */
    @Test
    void whoChangesItsMindIsNotItsOwnOpponent() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), good("a", 7, 1), good("c", 0, 3));
        assertEquals(0, day.close().records().get(A).contradicted());
    }

    @Test
    void whoTellsOfTheSameMailContradictsNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), seen("b", 0, 1, 2), seen("c", 0, 1, 3));
        assertEquals(0, day.close().records().get(A).contradicted());
    }

    @Test
    void whatIsRelayedIsNotContradicted() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(
                witnessed(Say.relayed("a", 1), 0, MORNING, MORNING + 60),
                good("b", 0, 2),
                good("c", 0, 3));
        assertEquals(0, day.close().records().get(A).contradicted());
    }

    @Test
    void relaysContradictNobody() {
        MadeDay.Day day = new MadeDay.Day();
        StatedClaim relayed =
                Say.by("c")
                        .as(Basis.RELAYED, Role.CONTENT)
                        .from("feed")
                        .on(3)
                        .benign()
                        .between(MORNING, MORNING + DAY)
                        .stated();
        day.subject(seen("a", 0, 1, 1), good("b", 0, 2), witnessed(relayed, MORNING, MORNING + 60));
        assertEquals(0, day.close().records().get(A).contradicted());
    }

    @Test
    void whatHasNotBegunOrIsOverIsNotContradicted() {
        long[][] times = {
            {MORNING + DAY, MORNING + 3 * DAY},
            {MORNING - 9 * DAY, MORNING},
            {MORNING - 9 * DAY, MORNING + 1}
        };
        int[] contradicted = {0, 0, 1};
        for (int at = 0; at < times.length; at++) {
            MadeDay.Day day = new MadeDay.Day();
            StatedClaim stated = Say.by("a").on(1).between(times[at][0], times[at][1]).stated();
            day.subject(
                    witnessed(stated, MORNING - 9 * DAY, MORNING - 9 * DAY + 60),
                    good("b", 0, 2),
                    good("c", 0, 3));
            assertEquals(contradicted[at], day.close().records().get(A).contradicted());
        }
    }

    @Test
    void membersWithoutStandingShelterNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), seen("n", 0, 2, 1), good("b", 0, 3), good("c", 0, 4));
        assertEquals(1, day.close().records().get(A).contradicted());
    }

    @Test
    void wordsWithoutEvidenceShelterNobodyAndAreOnePieceForASubject() {
        MadeDay.Day day = new MadeDay.Day();
        Witnessed word = witnessed(Say.analysed("b"), 0, MORNING, MORNING + 60);
        day.subject(seen("a", 0, 1, 1), word, good("c", 0, 3), good("d", 0, 4));
        Standings next = day.close();
        assertEquals(1, next.records().get(A).contradicted());
        assertEquals(1, next.records().get(new MemberId("b")).contradicted());
    }

    @Test
    void aDecisionForItContradictsNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.decided(Stance.MALICIOUS, seen("a", 0, 1, 1));
        assertEquals(0, day.close().records().get(A).contradicted());
    }

    /** What the others agree on contradicts as a cleared verdict does: one look in standing. */
    @Test
    void theAgreementOfOthersContradictsThoughOneAloneIsInStanding() {
        Charter charter = vouched("ab", "DE", "FR", "CN", "BR");
        for (boolean looked : List.of(true, false)) {
            var day = new MadeDay.Day(charter);
            day.subject(seen("a", 0, 1, 1), looked(looked, "b", 2), looked(false, "c", 3));
            assertEquals(looked ? 1 : 0, day.close().records().get(A).contradicted());
        }
        var alone = new MadeDay.Day(charter);
        alone.subject(seen("a", 0, 1, 1), looked(false, "b", 2), looked(true, "c", 3));
        assertEquals(0, alone.close().records().get(A).contradicted());
    }

    private static Witnessed looked(boolean looked, String member, int root) {
        Basis basis = looked ? Basis.ANALYSED : Basis.OBSERVED;
        Say say = new Say(good(member, 0, root).stated()).as(basis, Role.CALLED_TO_LINK);
        return witnessed(say.stated(), MORNING, MORNING + 60);
    }

    private static Charter vouched(String those, String... countries) {
        List<Member> members =
                Made.charter(countries).members().stream()
                        .map(it -> it.admitted(those.contains(it.id().name()), it.admission()))
                        .toList();
        return Made.charter(members, Rules.defaultsFor(countries.length));
    }

    @Test
    void theNextDayContradictsNothingTwice() {
        MadeDay.Day day = new MadeDay.Day();
        Witnessed[] all = {seen("a", 0, 1, 1), good("b", 0, 2), good("c", 0, 3)};
        day.subject(all);
        MadeDay.Day next = new MadeDay.Day(day.close());
        next.subject(all);
        assertEquals(1, next.close().records().get(A).contradicted());
    }

    @Test
    void confirmationsOfWhoLeftExcuseNothing() {
        var by = new TreeMap<MemberId, Long>();
        for (String other : List.of("b", "c", "z")) {
            by.put(new MemberId(other), 1_000L);
        }
        var today = new TreeMap<MemberId, MemberDay>();
        today.put(A, new MemberDay(0, 0, 0, by));
        Standings next = Standings.first(FIVE, TODAY).next(FIVE, today, new TreeMap<>());
        assertEquals(1_000, next.records().get(A).agreedWith());
    }

    @Test
    void aSponsorOfTheSameCountryLendsNothing() {
        List<Member> members =
                Made.charter("ZA", "FR", "ZA", "BR").members().stream()
                        .map(it -> it.admitted(!it.id().name().equals("c"), it.admission()))
                        .toList();
        Charter charter = Made.charter(members, Rules.defaultsFor(3));
        var lending = new TreeMap<MemberId, SortedSet<MemberId>>();
        lending.put(new MemberId("c"), new TreeSet<>(Made.ids("a", "b")));
        Standings first = Standings.first(charter, TODAY);
        assertEquals(Made.ids("a", "b", "d"), first.tally(charter).close(lending).inStanding());
        lending.put(new MemberId("c"), new TreeSet<>(Made.ids("b", "d")));
        assertEquals(
                Made.ids("a", "b", "c", "d"), first.tally(charter).close(lending).inStanding());
    }
}
