package org.comity.agreement;

import static org.comity.charter.Held.held;
import static org.comity.charter.Mutant.jumps;
import static org.comity.charter.Mutant.passes;
import static org.comity.charter.Mutant.returns;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.comity.charter.Held;
import org.junit.jupiter.api.Test;

/**
 * Every clause of the rules is held by a test: switched off in memory, it turns that test red. Who
 * changes a method so that a jump has another place sees it here, and names the new one.
 */
final class ClauseTest {
    private static final List<Held> TABLE =
            List.of(
                    held(
                            returns(
                                    "no member alone lists a protected asset",
                                    "Bar",
                                    "isProtected",
                                    0),
                            "BarTest.aProtectedAssetNeedsTwiceAsManyCountriesAndIsNeverTrusted"),
                    held(
                            jumps(
                                    "a protected asset needs 2f+1 countries",
                                    "Bar",
                                    "blocsNeeded",
                                    0),
                            "BarTest.aProtectedAssetNeedsTwiceAsManyCountriesAndIsNeverTrusted"),
                    held(
                            returns(
                                    "on probation nothing is made agreed or blocked",
                                    "Bar",
                                    "counts",
                                    1),
                            "BarTest.aNewcomerOnProbationMakesNothingAgreedOrBlocked"),
                    held(
                            passes(
                                    "mentions and forgeable senders count in no number",
                                    "Bar",
                                    "counts",
                                    0),
                            "AttackTest.oneLookDoesNotMakeAgreedWhatOnlyForgedSendersName"),
                    held(
                            returns(
                                    "a member's word on its own space does not count",
                                    "Bar",
                                    "isOwnSpace",
                                    0),
                            "BarTest.whatAMemberSaysOfItsOwnSpaceDoesNotCount"),
                    held(
                            passes(
                                    "agreed needs k members with distinct evidence",
                                    "Count",
                                    "isAgreed",
                                    0),
                            "AssuranceTest.somethingCanBeAgreedExactlyWhereItIsSaid"),
                    held(
                            passes(
                                    "agreed needs a look, or a role that vouches",
                                    "Count",
                                    "isAgreed",
                                    1),
                            "AttackTest.anOutsiderWhoMailsAnInnocentNameToAllIsOnlyTrusted"),
                    held(
                            passes("agreed needs members of two countries", "Count", "isAgreed", 4),
                            "AgreementTest.withOneCountryThereIsOnlyTrustedWhateverTheDimension"),
                    held(
                            passes("agreed needs f+1 countries", "Count", "isBridged", 0),
                            "AttackTest.twentySybilsOfOneCountryAreOneVoice"),
                    held(
                            passes(
                                    "agreed needs more countries for than against",
                                    "Count",
                                    "isBridged",
                                    1),
                            "AgreementTest.asManyCountriesAgainstAsForAgreeOnNothing"),
                    held(
                            passes(
                                    "a country speaks where more of its members match",
                                    "Count",
                                    "leaning",
                                    2),
                            "AgreementLawTest.decidesAsTheRulesReadWhenEverythingIsTried"),
                    held(
                            returns("the look is of a member in standing", "Bar", "mayLook", 1),
                            "BarTest.aLookByWhoIsNotInStandingMakesNothingAgreed"),
                    held(
                            returns(
                                    "a benign word of a member in standing vetoes",
                                    "Case",
                                    "isVetoed",
                                    0),
                            "AgreementTest.aBenignClaimInStandingVetoes"),
                    held(
                            returns(
                                    "only members in standing are believed alone",
                                    "Case",
                                    "isInStanding",
                                    1),
                            "AgreementTest.oneSightingInStandingIsTrustedAtScore"),
                    held(
                            returns("a veto holds within its budget", "Vetoes", "holds", 1),
                            "AttackTest.aMemberWhoVetoesEverythingVetoesItsBudgetOnly"),
                    held(
                            returns(
                                    "what is relayed makes nothing trusted",
                                    "StatedClaim",
                                    "isOwn",
                                    1),
                            "AgreementTest.aRelayedClaimIsOnlyReported"),
                    held(
                            returns(
                                    "trusted has a life of its own",
                                    "Lifespans",
                                    "trustedEndOf",
                                    253402300799L),
                            "AgreementTest.trustedEndsBeforeADedicatedDomainDoes"),
                    held(
                            returns(
                                    "no claim holds longer than its kind lives",
                                    "Lifespans",
                                    "endOf",
                                    253402300799L),
                            "AgreementTest.timesFromTheFutureOrForEverDoNotHelp"),
                    held(
                            returns("no claim holds before it begins", "Lifespans", "holdsAt", 1),
                            "AgreementTest.timesFromTheFutureOrForEverDoNotHelp"),
                    held(
                            returns(
                                    "the charter says how long, by kind and list",
                                    "Lifespans",
                                    "life",
                                    14 * 86_400),
                            "LifespansTest.theCharterSaysHowLongByKindAndList"),
                    held(
                            returns(
                                    "relisted holds twice where it is agreed",
                                    "Lifespans",
                                    "isRelistedAt",
                                    0),
                            "LifespansTest.whatIsRelistedHoldsTwiceWhereItIsAgreed"),
                    held(
                            returns("a second life makes agreed only", "Case", "isEitherAgreed", 1),
                            "LifespansTest.whatIsRelistedHoldsTwiceWhereItIsAgreed"),
                    held(
                            returns(
                                    "of equal claims the weightier counts",
                                    "CurrentClaims",
                                    "isSameWord",
                                    0),
                            "AgreementLawTest.decidesAsTheRulesReadWhenEverythingIsTried"),
                    held(
                            passes(
                                    "relays count in the one voice of all feeds",
                                    "StatedClaim",
                                    "hasOwnRoot",
                                    0),
                            "AttackTest.theEchoOfAFeedIsAtMostOneVoiceAndNoBloc"),
                    held(
                            passes(
                                    "words without evidence are no evidence",
                                    "StatedClaim",
                                    "hasOwnRoot",
                                    1),
                            "AgreementTest.wordsWithoutEvidenceLiftNothingToBlock"),
                    held(
                            passes("a feed names its source", "StatedClaim", "isFeed", 1),
                            "PropertiesTest.relaysThatLeadNowhereChangeNoNumber"),
                    held(
                            passes("a second place needs two analyses", "Matching", "placesOf", 3),
                            "MatchingTest.twoAnalysesOfOneArtefactCountTwiceAndTenCountTwice"),
                    held(
                            passes(
                                    "a second place is for analyses alone",
                                    "Matching",
                                    "placesOf",
                                    2),
                            "MatchingTest.isTheBestOfAllAssignments"),
                    held(
                            returns(
                                    "mentions and forgeable senders are watched at most",
                                    "Tiers",
                                    "isWeighty",
                                    1),
                            "AgreementTest.mentionsAndForgeableSendersAreWatchedAtMost"),
                    held(
                            returns(
                                    "a tier holds on the claims that may reach it",
                                    "Case",
                                    "isListable",
                                    1),
                            "AgreementTest.aMentionDoesNotLiftAnotherClaim"),
                    held(
                            returns(
                                    "what is called shared scores at most",
                                    "Tiers",
                                    "isCalledShared",
                                    0),
                            "AgreementTest.whatAMemberInStandingCallsSharedScoresAtMost"),
                    held(
                            returns(
                                    "block needs an analysis in standing",
                                    "Tiers",
                                    "isAnalysis",
                                    1),
                            "AgreementTest.twoCountriesWithEvidenceOfTheirOwnAgree"),
                    held(
                            passes("block needs another country", "Tiers", "confirms", 0),
                            "AgreementTest.theOtherEvidenceIsTheOtherCountrys"),
                    held(
                            returns("block needs other evidence", "Tiers", "isOneRoot", 0),
                            "AgreementTest.theOtherEvidenceIsTheOtherCountrys"),
                    held(
                            returns("block needs f+1 countries", "Tiers", "countries", 9),
                            "AttackTest.colludersOfTwoCountriesDoNotReachBlockWhereFIsTwo"),
                    held(
                            passes("and witnesses in each of them", "Tiers", "blockedBy", 4),
                            "AgreementTest.blockNeedsEvidenceFromAsManyCountriesAsAgreedDoes"),
                    held(
                            returns("block needs witnesses", "StatedClaim", "full", 1),
                            "AgreementTest.provisionalClaimsScoreAtMost"),
                    held(
                            passes("guards stop lists", "Judge", "tier", 3),
                            "AgreementTest.guardsStopListsAndNotWords"),
                    held(
                            passes("what many share scores at most", "Tiers", "unheard", 0),
                            "AgreementTest.guardsStopListsAndNotWords"),
                    held(
                            jumps("by decision too", "Tiers", "unheard", 3),
                            "BarTest.noDecisionLiftsSharedInfrastructureAboveScore"),
                    held(
                            returns("a decision stands above claims", "Case", "isDecided", 0),
                            "AttackCasesTest.aDecisionStandsAboveClaimsAndVetoes"),
                    held(
                            returns("what is appealed scores at most", "Tiers", "isHeard", 0),
                            "AttackCasesTest.whatIsAppealedScoresAtMost"),
                    held(
                            returns(
                                    "who is dedicated to abuse is not heard",
                                    "Tiers",
                                    "mayBeHeard",
                                    1),
                            "AttackCasesTest.whatIsDedicatedToAbuseIsNotHeard"),
                    held(
                            returns(
                                    "what f+1 countries saw contradicts nobody",
                                    "Trial",
                                    "isSheltered",
                                    0),
                            "ContradictedTest.anOutsiderWhoMailsInnocentNamesToManyCostsNobodyItsStanding"),
                    held(
                            returns(
                                    "what is forged shelters nobody and is not contradicted",
                                    "Trial",
                                    "isHeard",
                                    1),
                            "ContradictedTest.forgedSendersShelterNobodyAndAreContradictedByNobody"),
                    held(
                            returns("what is forged contradicts nobody", "Trial", "isHeard", 1),
                            "ContradictedTest.forgedSendersContradictNoVeto"),
                    held(
                            returns("what is forged confirms nobody", "Trial", "isHeard", 1),
                            "StandingsTest.aForgedSenderConfirmsNobody"),
                    held(
                            returns(
                                    "two countries in standing contradict",
                                    "Trial",
                                    "areTwoCountries",
                                    0),
                            "ContradictedTest.twoCountriesInStandingContradict"),
                    held(
                            returns(
                                    "who is first is proved to be",
                                    "Interval",
                                    "isWhollyBefore",
                                    1),
                            "StandingsTest.anEchoEarnsNothingAlthoughOthersConfirmItLater"),
                    held(
                            passes("only another country confirms", "Trial", "confirms", 0),
                            "StandingsTest.aMemberOfTheSameCountryOrWithoutStandingConfirmsNobody"),
                    held(
                            passes("what is over is confirmed by nobody", "Trial", "confirms", 1),
                            "StandingsTest.aReportThatIsOverWhenTheOtherComesIsNotConfirmed"),
                    held(
                            passes("the same mail confirms nobody", "Trial", "confirms", 2),
                            "StandingsTest.theSameMailConfirmsNobody"));

    @Test
    void everyClauseIsHeldByItsTest() throws ReflectiveOperationException {
        assertEquals(List.of(), Held.notHeld(ClauseTest.class, TABLE));
    }
}
