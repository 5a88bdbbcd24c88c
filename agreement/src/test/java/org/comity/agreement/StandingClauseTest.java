package org.comity.agreement;

import static org.comity.charter.Held.held;
import static org.comity.charter.Mutant.jumps;
import static org.comity.charter.Mutant.passes;
import static org.comity.charter.Mutant.puts;
import static org.comity.charter.Mutant.returns;
import static org.comity.charter.Mutant.takes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.charter.Held;
import org.junit.jupiter.api.Test;

/** As {@link ClauseTest}, of the clauses on standing, vetoes and local trust. */
final class StandingClauseTest {
    /** What one subject says about members. */
    private static final List<Held> TRIALS =
            List.of(
                    held(
                            passes("strangers have no part", "Trial", "isInTime", 0),
                            "TrialTest.strangersConfirmAndContradictNobodyAndHaveNoDay"),
                    held(
                            passes("nor what is not witnessed yet", "Trial", "isInTime", 1),
                            "TrialTest.whatNobodyHadWitnessedWhenTheDayEndedWaits"),
                    held(
                            passes("nor what entered before 90 days", "Trial", "isInTime", 2),
                            "TrialTest.whatEnteredMoreThanNinetyDaysAgoIsNotTried"),
                    held(
                            passes("only own evidence is confirmed", "Trial", "confirmed", 1),
                            "StandingsTest.relayedAndRootlessReportsEarnNothing"),
                    held(
                            passes("only malicious words are confirmed", "Trial", "confirmed", 2),
                            "TrialTest.benignWordsEarnNothingByMaliciousOnesNorByBenign"),
                    held(
                            returns("only members in standing confirm", "Trial", "isInStanding", 1),
                            "StandingsTest.aMemberOfTheSameCountryOrWithoutStandingConfirmsNobody"),
                    held(
                            passes(
                                    "who is not first is not confirmed",
                                    "Trial",
                                    "lambda$confirmed$0",
                                    0),
                            "StandingsTest.whoIsNotProvedFirstIsNotConfirmed"),
                    held(
                            passes("what is taken back is not held", "Trial", "heldYesterday", 1),
                            "ContradictedTest.whatWasTakenBackBeforeYesterdayIsNotContradicted"),
                    held(
                            passes("nor what is relayed", "Trial", "heldYesterday", 2),
                            "TrialTest.whatIsRelayedIsNotContradicted"),
                    held(
                            passes("nor what says the opposite", "Trial", "heldYesterday", 3),
                            "ContradictedTest.twoCountriesInStandingContradict"),
                    held(
                            passes("nor what has not begun", "Trial", "heldYesterday", 5),
                            "TrialTest.whatHasNotBegunOrIsOverIsNotContradicted"),
                    held(
                            passes("nor what is over", "Trial", "heldYesterday", 6),
                            "TrialTest.whatHasNotBegunOrIsOverIsNotContradicted"),
                    held(
                            takes(
                                    "nor what was replaced",
                                    "Trial.heldYesterday",
                                    "min",
                                    4611686018427387904L),
                            "ContradictedTest.whatBecameAMereMentionBeforeYesterdayIsNotContradicted"),
                    held(
                            passes("members in standing shelter", "Trial", "isSheltered", 1),
                            "TrialTest.membersWithoutStandingShelterNobody"),
                    held(
                            takes("f+1 countries of them", "Trial.isSheltered", "blocsNeeded", 1),
                            "ContradictedTest.oneCapturedCountryCannotShelterItsOwnInventions"),
                    held(
                            takes("on distinct evidence", "Trial.isSheltered", "size", 2),
                            "ContradictedTest.theSameMailToldOnByAnotherSheltersNobody"),
                    held(
                            jumps("a decision contradicts", "Trial", "isOpposed", 0),
                            "ContradictedTest.aDecisionContradicts"),
                    held(
                            passes("not who is of its mind", "Trial", "isOpposed", 2),
                            "TrialTest.aDecisionForItContradictsNobody"),
                    held(
                            returns(
                                    "the agreement of others contradicts",
                                    "Trial",
                                    "isAgreedWithout",
                                    0),
                            "TrialTest.theAgreementOfOthersContradictsThoughOneAloneIsInStanding"),
                    held(
                            passes("relays do not", "Trial", "areTwoCountries", 1),
                            "TrialTest.relaysContradictNobody"),
                    held(
                            passes("nor members without standing", "Trial", "areTwoCountries", 2),
                            "ContradictedTest.membersWithoutStandingContradictNobody"),
                    held(
                            jumps(
                                    "nor links that machines found a look",
                                    "Trial",
                                    "areTwoCountries",
                                    3),
                            "ContradictedTest.linksThatMachinesFoundOpposeNoLook"),
                    held(
                            passes("nor one country", "Trial", "areTwoCountries", 5),
                            "ContradictedTest.oneCountryAloneContradictsNobody"),
                    held(
                            passes("nobody is its own opponent", "Trial", "speaks", 0),
                            "TrialTest.whoChangesItsMindIsNotItsOwnOpponent"),
                    held(
                            passes("who says the same opposes nobody", "Trial", "speaks", 1),
                            "TrialTest.whoTellsOfTheSameMailContradictsNobody"),
                    held(
                            passes("a piece is a mail, not a subject", "Trial", "evidence", 0),
                            "StandingsTest.twentyFirstReportsThatTwoOthersConfirmEarnStanding"),
                    held(
                            jumps("what rests on nothing is one", "Trial", "evidence", 0),
                            "TrialTest.wordsWithoutEvidenceShelterNobodyAndAreOnePieceForASubject"));

    /** What days add up to. */
    private static final List<Held> DAYS =
            List.of(
                    held(
                            passes(
                                    "confirmed yesterday is not today",
                                    "DayTally",
                                    "lambda$subject$1",
                                    0),
                            "StandingsTest.theNextDayCountsNothingTwice"),
                    held(
                            passes(
                                    "contradicted yesterday is not today",
                                    "DayTally",
                                    "contradict",
                                    1),
                            "TrialTest.theNextDayContradictsNothingTwice"),
                    held(
                            passes("a mail is confirmed once", "DayTally", "added", 1),
                            "TrialTest.whatAMailNamesIsConfirmedOnceWhoeverConfirmsIt"),
                    held(
                            puts("contradicted once for 8 names", "DayTally.added", 8, 1),
                            "ContradictedTest.oneMailOfEightNamesContradictsOnceAndOfNineTwice"),
                    held(
                            passes("only members have days", "DayTally", "add", 0),
                            "TrialTest.strangersConfirmAndContradictNobodyAndHaveNoDay"),
                    held(
                            jumps("a record is of 90 days", "Standings", "next", 0),
                            "ContradictedTest.aLostStandingComesBackWhenTheErrorsAreNinetyDaysOld"),
                    held(
                            returns(
                                    "erasing too much counts against",
                                    "Standings",
                                    "erasedTooMuch",
                                    0),
                            "ContradictedTest.launderingARecordByErasureCostsMoreThanItHides"),
                    held(
                            puts(
                                    "a hundredth may be erased",
                                    "Standings.erasedTooMuch",
                                    100,
                                    1000000),
                            "ContradictedTest.launderingARecordByErasureCostsMoreThanItHides"),
                    held(
                            jumps("sponsors answer", "Standings", "judge", 1),
                            "ContradictedTest.twoSponsorsFromOtherCountriesLendStandingAndAnswerForIt"),
                    held(
                            puts("one other confirms at most 10", "Standings.record", 10, 1000),
                            "StandingsTest.oneOtherMemberAloneEarnsNobodyStanding"),
                    held(
                            takes("f countries excuse nothing", "Standings.record", "f", 0),
                            "ContradictedTest.confirmationsByOneCapturedCountryExcuseNothing"),
                    held(
                            passes("who left excuses nothing", "Standings", "record", 1),
                            "TrialTest.confirmationsOfWhoLeftExcuseNothing"),
                    held(
                            puts("three errors are forgiven", "Standings.record", 3, 0),
                            "ContradictedTest.threeErrorsAreForgivenToAnybody"),
                    held(
                            puts("and two in a hundred", "Standings.record", 2, 1),
                            "ContradictedTest.twoInAHundredAreAllowedToWhoIsConfirmedByManyCountries"),
                    held(
                            passes("the charter vouches for some", "Standings", "vouchedBy", 0),
                            "StandingsTest.theCharterVouchesForTheFirstDay"),
                    held(
                            passes("two sponsors", "Standings", "vouchedBy", 1),
                            "ContradictedTest.oneSponsorIsNotEnoughAndNeitherIsOneThatLostItsStanding"),
                    held(
                            passes("in standing", "Standings", "lambda$vouchedBy$0", 0),
                            "ContradictedTest.oneSponsorIsNotEnoughAndNeitherIsOneThatLostItsStanding"),
                    held(
                            returns("of other countries", "Standings", "isOfAnotherCountry", 1),
                            "TrialTest.aSponsorOfTheSameCountryLendsNothing"),
                    held(
                            passes(
                                    "too many errors cost standing",
                                    "MemberStanding",
                                    "isInStanding",
                                    0),
                            "ContradictedTest.twoCountriesInStandingContradict"),
                    held(
                            passes(
                                    "who is vouched for needs no 20",
                                    "MemberStanding",
                                    "isInStanding",
                                    1),
                            "StandingsTest.theCharterVouchesForTheFirstDay"),
                    held(
                            passes("others need 20", "MemberStanding", "isInStanding", 2),
                            "StandingsTest.nineteenDoNot"));

    private static final List<Held> VETOES_AND_TRUST =
            List.of(
                    held(
                            puts("a member has 20 vetoes", "Vetoes.budget", 20, 0),
                            "AttackTest.aMemberWhoVetoesEverythingVetoesItsBudgetOnly"),
                    held(
                            puts("or one in a hundred", "Vetoes.budget", 100, 1000000),
                            "AttackTest.aMemberWhoVetoesEverythingVetoesItsBudgetOnly"),
                    held(
                            passes("and no more", "Vetoes", "budgeted", 1),
                            "AttackTest.aMemberWhoVetoesEverythingVetoesItsBudgetOnly"),
                    held(
                            passes("on one subject it has one", "Vetoes", "budgeted", 2),
                            "AttackTest.aMemberWhoVetoesEverythingVetoesItsBudgetOnly"),
                    held(
                            passes(
                                    "what is malicious is no veto",
                                    "Vetoes",
                                    "lambda$budgeted$0",
                                    0),
                            "VetoBookTest.whatIsMaliciousUsesUpNoVeto"),
                    held(
                            passes("the book has the same budget", "VetoBook", "settle", 1),
                            "VetoBookTest.theBookAgreesWithTheDefinitionAfterEveryStep"),
                    held(
                            jumps("and tells of what changed", "VetoBook", "settle", 2),
                            "VetoBookTest.theBookAgreesWithTheDefinitionAfterEveryStep"),
                    held(
                            puts(
                                    "a veto uses up the budget of its whole day",
                                    "Lifespans.heldOnDayOf",
                                    86_400,
                                    1),
                            "VetoesOfDayTest.whoLetsEachVetoEndAtOnceHasNoMoreOfThemThatDay"),
                    held(
                            puts("wrong with three is too often", "LocalTrust.believes", 2, 99),
                            "LocalTrustTest.wrongWithThreeMailsIsTooOftenAndWithTwoIsNot"),
                    held(
                            puts("of the last 25", "LocalTrust.met", 25, 99),
                            "LocalTrustTest.onlyTheLastMailsCount"),
                    held(
                            puts("of 90 days", "LocalTrust.lambda$met$1", 7776000, 99999999),
                            "LocalTrustTest.afterNinetyDaysItIsForgotten"),
                    held(
                            jumps("a mail and a subject count once", "LocalTrust", "met", 0),
                            "LocalTrustTest.oneMailCountsOnceAndOneSubjectCountsOnce"),
                    held(
                            passes("what is agreed on stands", "LocalTrust", "listed", 1),
                            "LocalTrustTest.whatIsAgreedOnWithItsHelpStands"),
                    held(
                            passes("what was said before stands", "LocalTrust", "believes", 1),
                            "LocalTrustTest.whatItSaidBeforeItBeganToBeWrongStands"),
                    held(
                            returns(
                                    "the node itself is silent",
                                    "LocalTrust$Asked",
                                    "lambda$alone$0",
                                    0),
                            "LocalTrustTest.aloneIsWhoNobodyElseConfirms"));

    @Test
    void everyClauseOfTrialsIsHeldByItsTest() throws ReflectiveOperationException {
        assertEquals(List.of(), Held.notHeld(StandingClauseTest.class, TRIALS));
    }

    @Test
    void everyClauseOfDaysIsHeldByItsTest() throws ReflectiveOperationException {
        assertEquals(List.of(), Held.notHeld(StandingClauseTest.class, DAYS));
    }

    @Test
    void everyClauseOfVetoesAndLocalTrustIsHeldByItsTest() throws ReflectiveOperationException {
        assertEquals(List.of(), Held.notHeld(StandingClauseTest.class, VETOES_AND_TRUST));
    }
}
