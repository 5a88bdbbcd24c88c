package org.comity.charter;

import static org.comity.charter.Held.held;
import static org.comity.charter.Mutant.jumps;
import static org.comity.charter.Mutant.passes;
import static org.comity.charter.Mutant.puts;
import static org.comity.charter.Mutant.returns;
import static org.comity.charter.Mutant.takes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every clause of the rules on motions, appeals and certificates is held by a test: switched off in
 * memory, it turns that test red. Those on amendments stand in {@link AmendmentClauseTest}. Who
 * changes a method so that a jump has another place sees it here, and names the new one.
 */
final class ClauseTest {
    private static final List<Held> MOTIONS =
            List.of(
                    held(
                            takes("f+1 countries", "Motions.countriesNeeded", "f", 0),
                            "MotionsTest.capturedCountriesCarryNothingByThemselves"),
                    held(
                            takes(
                                    "two countries, where there are two",
                                    "Motions.countriesNeeded",
                                    "min",
                                    1),
                            "MotionsTest.oneCountryAloneCarriesNothingHoweverManyItsMembers"),
                    held(
                            takes("where there is one, one", "Motions.countriesNeeded", "min", 2),
                            "MotionsTest.aDeskAloneDecidesForItself"),
                    held(
                            takes("min(k, n) members", "Motions.membersNeeded", "clamp", 1),
                            "MotionsTest.twoMembersOfOneCountryDecideTogether"),
                    held(
                            takes("k as the charter has it", "Motions.membersNeeded", "k", 2),
                            "MotionTermsTest.asManyMembersAreNeededAsTheCharterSays"),
                    held(
                            jumps("the target is not among the n", "Motions", "tally", 0),
                            "MotionTermsTest.theTargetIsNotAmongThoseWhoAreNeeded"),
                    held(
                            jumps("too few members", "Motions$Tally", "missing", 0),
                            "MotionsTest.twoMembersOfOneCountryDecideTogether"),
                    held(
                            jumps("too few countries", "Motions$Tally", "missing", 1),
                            "MotionsTest.capturedCountriesCarryNothingByThemselves"),
                    held(
                            jumps("more countries for than against", "Motions$Tally", "missing", 2),
                            "MotionsTest.asManyCountriesAgainstAsForStopAMotion"),
                    held(
                            passes("a country that is split is not for", "Motions", "leaning", 1),
                            "MotionsTest.aCountryLeansOnlyWhereMoreOfItsMembersAreForThanAgainst"),
                    held(
                            jumps("a country may be against", "Motions", "leaning", 2),
                            "MotionsTest.asManyCountriesAgainstAsForStopAMotion"),
                    held(
                            passes("the future does not count", "Motions", "isCounted", 0),
                            "MotionsTest.aVoteOfTheFutureDoesNotCountYet"),
                    held(
                            passes("strangers do not count", "Motions", "isCounted", 1),
                            "MotionsTest.strangersNeitherMoveNorVote"),
                    held(
                            passes("a motion has a life", "Motions", "isProper", 0),
                            "MotionTermsTest.aMotionThatIsOverWhenItIsMadeIsNone"),
                    held(
                            passes("of a year at most", "Motions", "isProper", 1),
                            "MotionsTest.aMotionForLongerThanAYearIsNone"),
                    held(
                            passes("one on a member too", "Motions", "isProper", 2),
                            "MotionTermsTest.aMotionThatIsOverWhenItIsMadeIsNone"),
                    held(
                            passes("for three days at most", "Motions", "isProper", 3),
                            "MotionTermsTest.aMotionOnAMemberIsOpenForThreeDaysAtMost"),
                    held(
                            passes("and on a member", "Motions", "isProper", 4),
                            "MotionTermsTest.aMotionOnNobodyIsNone"),
                    held(
                            passes("late votes do not count", "Motions", "cast", 1),
                            "MotionsTest.aDecisionEndsWithItsMotionAndLateVotesDoNotCount"),
                    held(
                            passes("the target does not vote", "Motions", "cast", 2),
                            "MotionsTest"
                                    + ".aMajoritySuspendsAMemberForThreeDaysAndTheTargetIsNotCounted"),
                    held(
                            jumps("a member's newest vote counts", "Motions", "newer", 0),
                            "MotionsTest.theNewestVoteOfAMemberCountsInLogOrder"),
                    held(
                            returns("nobody stands for both sides", "Motions", "leaveOneSide", 0),
                            "MotionsTest.whoHelpsToCarryTheOppositeNoLongerStandsForTheFirst"),
                    held(
                            takes("a no is no word for one", "Motions.inFavourOf", "removeIf", 0),
                            "MotionTermsTest.whoVotesAgainstTheOppositeStillStandsForTheFirst"),
                    held(
                            jumps("it needs what it needs", "Motions", "decision", 0),
                            "MotionsTest.capturedCountriesCarryNothingByThemselves"),
                    held(
                            passes("a decision ends", "Motions", "decision", 1),
                            "MotionsTest.aDecisionEndsWithItsMotionAndLateVotesDoNotCount"),
                    held(
                            puts("a suspension ends after 72 h", "Motions.untilSecond", 259_200, 1),
                            "MotionTermsTest.aSuspensionLastsThreeDaysFromTheVoteThatMadeItSo"),
                    held(
                            passes("it begins with enough members", "Motions", "carriedFrom", 1),
                            "MotionTermsTest.aDecisionHoldsFromTheVoteByWhichItHadEnoughMembers"),
                    held(
                            passes("and enough countries", "Motions", "carriedFrom", 2),
                            "MotionTermsTest.aDecisionHoldsFromTheVoteByWhichItHadEnoughCountries"),
                    held(
                            passes("and more for than against", "Motions", "carriedFrom", 3),
                            "MotionTermsTest"
                                    + ".aDecisionHoldsFromTheVoteByWhichMoreCountriesWereForThanAgainst"),
                    held(
                            takes("and not before it", "Motions.carriedFrom", "max", 0),
                            "MotionTermsTest.noDecisionHoldsBeforeItsMotion"));

    private static final List<Held> APPEALS =
            List.of(
                    held(
                            passes("what is not stated yet is none", "Appeals", "stated", 2),
                            "AppealsTest.whatIsNotStatedYetIsNoHearing"),
                    held(
                            passes("it holds from its time", "Appeals$Hearing", "isHeardAt", 1),
                            "AppealsTest.whatIsNotStatedYetIsNoHearing"),
                    held(
                            puts("for 72 h", "Appeals$Hearing.untilSecond", 259_200, 999_999),
                            "AppealsTest.anOwnerIsHeardFromTheLeafsTimeForSeventyTwoHours"),
                    held(
                            passes("by a member in standing", "Appeals", "stated", 3),
                            "AppealsTest.whoIsNotInStandingStatesNoAppealAndStartsNoTerm"),
                    held(
                            puts("once in 90 days", "Appeals.hearings", 7_776_000, 1),
                            "AppealsTest.aSecondAppealWithinTheTermChangesNothingWhoeverStatesIt"),
                    held(
                            puts("and again then", "Appeals.hearings", 7_776_000, 99_999_999),
                            "AppealsTest.afterTheTermTheOwnerIsHeardAgain"),
                    held(
                            jumps("what is heard starts a term", "Appeals", "hearings", 1),
                            "AppealsTest.afterTheTermTheOwnerIsHeardAgain"),
                    held(
                            passes("what fell in one starts none", "Appeals", "hearings", 1),
                            "AppealsTest.whatChangedNothingStartsNoTerm"),
                    held(
                            passes("and is not heard", "Appeals$Hearing", "isHeardAt", 0),
                            "AppealsTest.aSecondAppealWithinTheTermChangesNothingWhoeverStatesIt"),
                    held(
                            jumps("a name has one term with its hosts", "Appeals", "nameOf", 1),
                            "AppealsTest.hostsAndAddressesOfOneRegistrableNameShareItsTerm"),
                    held(
                            jumps("and with its addresses", "Appeals", "nameOf", 0),
                            "AppealsTest.hostsAndAddressesOfOneRegistrableNameShareItsTerm"));

    private static final List<Held> CERTIFICATES =
            List.of(
                    held(
                            jumps("of the same exchange", "Certificate", "placed", 0),
                            "CertificateTest.aCharterOfAnotherExchangeIsRefused"),
                    held(
                            jumps("after this parent", "Certificate", "placed", 1),
                            "CertificateTest.aCharterWithAnotherParentIsRefused"),
                    held(
                            passes("of the next epoch", "Certificate", "placed", 2),
                            "CertificateTest.aCharterOfAnotherEpochIsRefused"),
                    held(
                            jumps("a quorum of votes", "Certificate", "enough", 0),
                            "CertificateTest.twoOfFourAreTooFew"),
                    held(
                            takes("with those who may vote twice", "Certificate.enough", "phi", 0),
                            "CertificateTest.whereSomeMayVoteTwiceMoreVotesAreNeeded"),
                    held(
                            jumps("more than half of the countries", "Certificate", "enough", 1),
                            "CertificateTest.halfOfTheCountriesAreTooFew"),
                    held(
                            jumps("every sponsor", "Certificate", "enough", 5),
                            "CertificateTest.withoutItsSponsorANewcomerDoesNotComeIn"),
                    held(
                            passes("no target votes", "Certificate", "mayVote", 0),
                            "CertificateTest.whoIsRemovedDoesNotVoteOnIt"),
                    held(
                            passes("nobody dormant votes", "Certificate", "mayVote", 1),
                            "CertificateTest.whoIsNamedDormantDoesNotVoteOnIt"),
                    held(
                            passes("a member votes once", "Certificate", "votes", 4),
                            "CertificateTest.aMemberWhoseVoteStandsTwiceIsOneMember"),
                    held(
                            passes("a line has its length", "Certificate", "read", 0),
                            "CertificateTest.aLineOfAnotherLengthIsNoVote"),
                    held(
                            jumps("and its key", "Certificate", "read", 1),
                            "CertificateTest.aLineOfAnotherKindOrNameIsNoVote"),
                    held(
                            passes("and a round that can be", "Certificate", "read", 2),
                            "CertificateTest.aRoundThatThereCannotBeIsNoVote"),
                    held(
                            jumps("and not one above all", "Certificate", "read", 3),
                            "CertificateTest.aRoundThatThereCannotBeIsNoVote"),
                    held(
                            passes("and a good signature", "Certificate", "read", 4),
                            "CertificateTest.aLineWithOneBitChangedIsNoVote"),
                    held(
                            returns("alone it needs half", "Certificate", "isMajority", 1),
                            "CertificateTest.standsAloneOnlyWithMoreThanHalfOfItsOwnMembers"),
                    held(
                            passes("and its own text", "Certificate", "standsAlone", 0),
                            "CertificateTest.standsAloneOnlyWithMoreThanHalfOfItsOwnMembers"));

    @Test
    void everyClauseIsHeldByItsTest() throws ReflectiveOperationException {
        var all = new ArrayList<>(MOTIONS);
        all.addAll(APPEALS);
        all.addAll(CERTIFICATES);
        assertEquals(List.of(), Held.notHeld(ClauseTest.class, all));
    }
}
