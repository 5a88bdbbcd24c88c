package org.comity.agreement;

import static org.comity.agreement.MadeDay.DAY;
import static org.comity.agreement.MadeDay.FIVE;
import static org.comity.agreement.MadeDay.MORNING;
import static org.comity.agreement.MadeDay.TODAY;
import static org.comity.agreement.MadeDay.closed;
import static org.comity.agreement.MadeDay.contradictions;
import static org.comity.agreement.MadeDay.forged;
import static org.comity.agreement.MadeDay.good;
import static org.comity.agreement.MadeDay.seen;
import static org.comity.agreement.MadeDay.sponsors;
import static org.comity.agreement.MadeDay.witnessed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.junit.jupiter.api.Test;

/** Who loses standing, and who cannot be made to; each clause has a test that needs it. */
final class ContradictedTest {
    @Test
    void twoCountriesInStandingContradict() {
        MadeDay.Day day = new MadeDay.Day();
        contradictions(day, "a", 4, 1);
        MemberStanding record = day.close().records().get(new MemberId("a"));
        assertEquals(4, record.contradicted());
        assertFalse(record.isInStanding(), "a vouched member loses its standing too");
    }

    @Test
    void threeErrorsAreForgivenToAnybody() {
        MadeDay.Day day = new MadeDay.Day();
        contradictions(day, "a", 3, 1);
        assertTrue(day.close().records().get(new MemberId("a")).isInStanding());
    }

    @Test
    void aLostStandingComesBackWhenTheErrorsAreNinetyDaysOld() {
        MadeDay.Day day = new MadeDay.Day();
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
        var day = new MadeDay.Day(charter);
        day.subject(seen("a", 0, 1, 1), good("b", 0, 2), good("c", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    /** Who says that an innocent name is innocent, which an outsider mails to all others. */
    @Test
    void linksThatMachinesFoundOpposeNoLook() {
        for (boolean looked : List.of(true, false)) {
            Basis basis = looked ? Basis.ANALYSED : Basis.OBSERVED;
            var day = new MadeDay.Day();
            day.subject(as(basis, good("a", 0, 1)), link("b", 2), link("c", 3));
            long contradicted = looked ? 0 : 1;
            assertEquals(contradicted, contradicted(day), basis.word());
        }
        var day = new MadeDay.Day();
        day.subject(as(Basis.ANALYSED, good("a", 0, 1)), seen("b", 0, 2, 1), seen("c", 0, 3, 1));
        assertEquals(1, contradicted(day), "others looked as well");
    }

    private static long contradicted(MadeDay.Day day) {
        return day.close().records().get(new MemberId("a")).contradicted();
    }

    private static Witnessed as(Basis basis, Witnessed said) {
        Role role = said.stated().claim().grounds().role();
        return new Witnessed(new Say(said.stated()).as(basis, role).stated(), said.entered());
    }

    private static Witnessed link(String member, int root) {
        Witnessed said = seen(member, 0, root, 1);
        Say say = new Say(said.stated()).as(Basis.OBSERVED, Role.CALLED_TO_LINK);
        return new Witnessed(say.stated(), said.entered());
    }

    @Test
    void membersWithoutStandingContradictNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), good("b", 0, 2), good("n", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void aDecisionContradicts() {
        MadeDay.Day day = new MadeDay.Day();
        day.decided(Stance.BENIGN, seen("a", 0, 1, 1));
        assertEquals(1, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void wrongVetoesAreHeldToTheSameAccount() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 4; at++) {
            day.decided(Stance.MALICIOUS, good("d", at, 50 + at));
        }
        assertFalse(day.close().inStanding().contains(new MemberId("d")));
    }

    @Test
    void takingItBackTheSameDayDoesNotHelp() {
        MadeDay.Day day = new MadeDay.Day();
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
        MadeDay.Day day = new MadeDay.Day();
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
        MadeDay.Day day = new MadeDay.Day();
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
    void forgedSendersShelterNobodyAndAreContradictedByNobody() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(
                seen("a", 0, 1, 1), forged(seen("b", 0, 2, 1)), good("c", 0, 3), good("d", 0, 4));
        Standings next = day.close();
        assertEquals(1, next.records().get(new MemberId("a")).contradicted());
        assertEquals(0, next.records().get(new MemberId("b")).contradicted());
    }

    @Test
    void forgedSendersContradictNoVeto() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(good("d", 0, 4), forged(seen("a", 0, 1, 1)), forged(seen("b", 0, 2, 1)));
        day.subject(good("c", 1, 5), seen("a", 1, 11, 1), seen("b", 1, 12, 1));
        Standings next = day.close();
        assertEquals(0, next.records().get(new MemberId("d")).contradicted());
        assertEquals(1, next.records().get(new MemberId("c")).contradicted());
    }

    /** The later version has no part in anything, and yet the first no longer stands. */
    @Test
    void whatBecameAMereMentionBeforeYesterdayIsNotContradicted() {
        MadeDay.Day day = new MadeDay.Day();
        Witnessed error =
                witnessed(
                        Say.by("a").on(1).object("x", false).at(0, true).stated(),
                        MORNING - 9 * DAY,
                        MORNING - 9 * DAY + 60);
        Witnessed corrected =
                witnessed(
                        Say.by("a")
                                .as(Basis.OBSERVED, Role.MENTION)
                                .on(1)
                                .object("x", false)
                                .at(1, true)
                                .stated(),
                        MORNING - 5 * DAY,
                        MORNING - 5 * DAY + 60);
        day.subject(error, corrected, good("b", 0, 2), good("c", 0, 3));
        assertEquals(0, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void oneCapturedCountryCannotShelterItsOwnInventions() {
        Charter charter = Made.charter("DE", "DE", "FR", "CN");
        var day = new MadeDay.Day(charter);
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
        MadeDay.Day day = new MadeDay.Day();
        day.subject(seen("a", 0, 1, 1), seen("b", 0, 1, 2), good("c", 0, 2), good("d", 0, 3));
        assertEquals(1, day.close().records().get(new MemberId("a")).contradicted());
    }

    /** Four mails that named one shop, told of before anybody knew that it is one. */
    @Test
    void howeverManyMailsAreToldOfOneSubjectIsOneMistake() {
        MadeDay.Day day = new MadeDay.Day();
        day.subject(
                seen("a", 5_000, 40_000, 1),
                seen("a", 5_001, 40_001, 1),
                seen("a", 5_002, 40_002, 1),
                seen("a", 5_003, 40_003, 1),
                good("b", 5_004, 50_000),
                good("c", 5_005, 60_000));
        assertEquals(1, day.close().records().get(new MemberId("a")).contradicted());
    }

    @Test
    void oneMailOfEightNamesContradictsOnceAndOfNineTwice() {
        for (int names : List.of(8, 9)) {
            MadeDay.Day day = new MadeDay.Day();
            contradictions(day, "a", names, 0);
            assertEquals(
                    names == 8 ? 1 : 2,
                    day.close().records().get(new MemberId("a")).contradicted());
        }
    }

    @Test
    void confirmationsByOneCapturedCountryExcuseNothing() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 1_000; at++) {
            day.subject(seen("a", at, 10_000 + at, 1), seen("b", at, 20_000 + at, 2));
        }
        contradictions(day, "a", 4, 1);
        MemberStanding record = day.close().records().get(new MemberId("a"));
        assertEquals(0, record.agreedWith());
        assertFalse(record.isInStanding());
    }

    @Test
    void twoInAHundredAreAllowedToWhoIsConfirmedByManyCountries() {
        MadeDay.Day day = new MadeDay.Day();
        for (int at = 0; at < 1_000; at++) {
            day.subject(
                    seen("a", at, 10_000 + at, 1),
                    seen(List.of("b", "c", "d").get(at % 3), at, 20_000 + at, 2));
        }
        contradictions(day, "a", 13, 1);
        MemberStanding record = day.close().records().get(new MemberId("a"));
        assertEquals(666, record.agreedWith());
        assertEquals(13, record.allowed());
        assertTrue(record.isInStanding());
    }

    @Test
    void launderingARecordByErasureCostsMoreThanItHides() {
        MadeDay.Day day = new MadeDay.Day();
        contradictions(day, "a", 4, 1);
        MadeDay.Day next = new MadeDay.Day(day.close());
        // The payloads are gone: nobody can be heard any more, but the day's counts stay.
        next.tally.claims(new MemberId("a"), 100);
        next.tally.erased(new MemberId("a"), 4);
        MemberStanding record = next.close().records().get(new MemberId("a"));
        assertEquals(4 + 3, record.contradicted());
        assertFalse(record.isInStanding());
    }

    @Test
    void twoSponsorsFromOtherCountriesLendStandingAndAnswerForIt() {
        SortedMap<MemberId, SortedSet<MemberId>> sponsors = sponsors("a", "b");
        Standings sponsored = Standings.first(FIVE, TODAY - 1).tally(FIVE).close(sponsors);
        assertTrue(sponsored.inStanding().contains(new MemberId("n")));
        MadeDay.Day day = new MadeDay.Day(sponsored);
        contradictions(day, "n", 4, 1);
        Standings next = day.close(sponsors);
        assertEquals(Made.ids("c", "d"), next.inStanding());
    }

    @Test
    void oneSponsorIsNotEnoughAndNeitherIsOneThatLostItsStanding() {
        SortedMap<MemberId, SortedSet<MemberId>> one = sponsors("a");
        assertFalse(closed(one).inStanding().contains(new MemberId("n")));
        MadeDay.Day day = new MadeDay.Day();
        contradictions(day, "a", 4, 1);
        Standings lost = day.close();
        Standings after = lost.tally(FIVE).close(sponsors("a", "b"));
        assertFalse(after.inStanding().contains(new MemberId("n")));
    }
}
