package org.comity.agreement;

import static org.comity.agreement.Made.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.charter.Charter;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.AbuseClass;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Target;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN section 6, one at a time. */
final class AgreementTest {
    /** f = 1, k = 2, two countries needed. */
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    private static final Setting ALL = Made.everybody(FOUR);

    /** The last second of the year 9999: no claim may end later. */
    private static final long FOR_EVER = 253_402_300_799L;

    private static final Optional<Tier> NONE = Optional.empty();
    private static final Optional<Tier> WATCH = Optional.of(Tier.WATCH);
    private static final Optional<Tier> SCORE = Optional.of(Tier.SCORE);
    private static final Optional<Tier> BLOCK = Optional.of(Tier.BLOCK);

    @Test
    void nobodySaysAnything() {
        is(Level.UNKNOWN, NONE, Made.decide(ALL));
    }

    @Test
    void oneSightingInStandingIsTrustedAtScore() {
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.seen("a", 1)));
        is(Level.REPORTED, NONE, Made.decide(Made.setting(FOUR, "b"), Say.seen("a", 1)));
    }

    @Test
    void aRelayedClaimIsOnlyReported() {
        is(Level.REPORTED, NONE, Made.decide(ALL, Say.relayed("a", 1)));
    }

    @Test
    void twoCountriesWithEvidenceOfTheirOwnAgree() {
        is(Level.AGREED, SCORE, Made.decide(ALL, Say.seen("a", 1), Say.seen("b", 2)));
    }

    @Test
    void oneMailSeenByTwoIsOnePieceOfEvidence() {
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.seen("a", 1), Say.seen("b", 1)));
    }

    @Test
    void twoMembersOfOneCountryAreOneVoice() {
        Setting same = Made.everybody(Made.charter("DE", "DE", "FR"));
        is(Level.TRUSTED, SCORE, Made.decide(same, Say.seen("a", 1), Say.seen("b", 2)));
    }

    @Test
    void withOneCountryThereIsOnlyTrusted() {
        Setting one = Made.everybody(Made.charter("DE", "DE", "DE"));
        is(
                Level.TRUSTED,
                SCORE,
                Made.decide(one, Say.analysed("a", 1), Say.seen("b", 2), Say.seen("c", 3)));
    }

    @Test
    void withOneCountryThereIsOnlyTrustedWhateverTheDimension() {
        var rules = new Rules(0, 2, List.of("sector"));
        var members =
                List.of(
                        Made.member("a", "DE", Sector.PRIVATE),
                        Made.member("b", "DE", Sector.CIVIL));
        Setting one = Made.everybody(Made.charter(members, rules));
        is(Level.TRUSTED, SCORE, Made.decide(one, Say.analysed("a", 1), Say.seen("b", 2)));
    }

    @Test
    void asManyCountriesAgainstAsForAgreeOnNothing() {
        Verdict verdict =
                Made.decide(
                        Made.setting(FOUR, "a"),
                        Say.seen("a", 1),
                        Say.seen("b", 2),
                        Say.benign("c", 3),
                        Say.benign("d", 4));
        is(Level.TRUSTED, SCORE, verdict);
        assertEquals(List.of(2), verdict.support().blocsFor());
        assertEquals(List.of(2), verdict.support().blocsAgainst());
    }

    @Test
    void aBenignClaimInStandingVetoes() {
        is(
                Level.CONTESTED,
                NONE,
                Made.decide(ALL, Say.seen("a", 1), Say.seen("b", 2), Say.benign("c")));
        is(
                Level.AGREED,
                SCORE,
                Made.decide(
                        Made.setting(FOUR, "a", "b"),
                        Say.seen("a", 1),
                        Say.seen("b", 2),
                        Say.benign("c")));
    }

    @Test
    void aVetoBeyondTheBudgetDoesNotHold() {
        var spent =
                new Setting(
                        FOUR,
                        ALL.guards(),
                        NOW,
                        ALL.inStanding(),
                        Vetoes.allBut(Map.of(new MemberId("c"), Set.of(Made.HOST))));
        is(Level.TRUSTED, SCORE, Made.decide(spent, Say.seen("a", 1), Say.benign("c")));
    }

    @Test
    void benignAgreedIsCleared() {
        Verdict verdict =
                Made.decide(ALL, Say.seen("a", 1), Say.benign("b", 2), Say.benign("c", 3));
        is(Level.CLEARED, NONE, verdict);
        assertEquals(2, verdict.support().k());
    }

    @Test
    void ownListKnowsNoVetoOfOthers() {
        List<StatedClaim> claims = List.of(Say.seen("a", 1), Say.benign("c"));
        Verdict a = Agreement.own(Made.HOST, claims, ALL, new MemberId("a"));
        Verdict c = Agreement.own(Made.HOST, claims, ALL, new MemberId("c"));
        // No tier: the shipped guards know .example as a name for documents.
        assertEquals(Level.TRUSTED, a.level());
        assertEquals(Level.REPORTED, c.level());
    }

    @Test
    void mentionsAndForgeableSendersAreWatchedAtMost() {
        for (Role role : List.of(Role.MENTION, Role.CLAIMED_SENDER)) {
            StatedClaim weak = Say.by("a").as(Basis.ANALYSED, role).on(1).stated();
            is(Level.TRUSTED, WATCH, Made.decide(ALL, weak));
            is(Level.TRUSTED, WATCH, Made.decide(ALL, weak, mention("b", 2)));
            is(Level.TRUSTED, SCORE, Made.decide(ALL, weak, Say.link("b", 2)));
        }
    }

    @Test
    void aMentionDoesNotLiftAnotherClaim() {
        Setting onlyC = Made.setting(FOUR, "c");
        is(Level.TRUSTED, WATCH, Made.decide(onlyC, Say.seen("a", 1), mention("c", 2)));
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.analysed("a", 1), mention("b", 2)));
    }

    @Test
    void mentionsAndForgeableSendersCountInNoNumberOnEitherSide() {
        Setting nobody = Made.setting(FOUR);
        Setting onlyA = Made.setting(FOUR, "a");
        for (Role role : List.of(Role.MENTION, Role.CLAIMED_SENDER)) {
            StatedClaim weak = Say.by("c").as(Basis.ANALYSED, role).on(3).stated();
            Verdict links = Made.decide(nobody, Say.link("a", 1), Say.link("b", 2), weak);
            is(Level.REPORTED, NONE, links); // it is not the look that the links lack either
            assertEquals(2, links.support().k());
            assertEquals(List.of(2), links.support().blocsFor());
            StatedClaim good = Say.by("c").as(Basis.ANALYSED, role).on(3).benign().stated();
            StatedClaim better = Say.by("d").as(Basis.ANALYSED, role).on(4).benign().stated();
            Verdict against = Made.decide(onlyA, Say.seen("a", 1), Say.seen("b", 2), good, better);
            is(Level.AGREED, SCORE, against);
            assertEquals(List.of(0), against.support().blocsAgainst());
        }
    }

    @Test
    void whatDidNotCountIsNotShownAsWhatDecided() {
        Verdict verdict = Made.decide(ALL, Say.analysed("a", 1), Say.link("b", 2), mention("c", 3));
        is(Level.AGREED, BLOCK, verdict);
        assertEquals(
                List.of("a", "b"),
                verdict.support().deciding().stream().map(it -> it.member().name()).toList());
    }

    @Test
    void blockNeedsAnAnalysisAndOtherEvidenceFromAnotherCountry() {
        is(Level.AGREED, BLOCK, Made.decide(ALL, Say.analysed("a", 1), Say.link("b", 2)));
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.analysed("a", 1), Say.link("b", 1)));
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.analysed("a"), Say.link("b", 1)));
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.analysed("a", 1), Say.relayed("b", 2)));
        is(Level.TRUSTED, SCORE, Made.decide(ALL, Say.analysed("a", 1)));
        Setting same = Made.everybody(Made.charter("DE", "DE", "FR"));
        is(Level.TRUSTED, SCORE, Made.decide(same, Say.analysed("a", 1), Say.seen("b", 2)));
        Setting onlyB = Made.setting(FOUR, "b");
        is(Level.AGREED, SCORE, Made.decide(onlyB, Say.analysed("a", 1), Say.seen("b", 2)));
    }

    @Test
    void wordsWithoutEvidenceLiftNothingToBlock() {
        is(
                Level.AGREED,
                SCORE,
                Made.decide(ALL, Say.analysed("a"), Say.seen("b", 1), Say.seen("c", 2)));
    }

    /** Germany's analysis of one mail; France had that mail, and Germany another. */
    @Test
    void theOtherEvidenceIsTheOtherCountrys() {
        Setting three = Made.everybody(Made.charter("DE", "DE", "FR"));
        is(
                Level.AGREED,
                SCORE,
                Made.decide(three, Say.analysed("a", 1), Say.seen("b", 2), Say.seen("c", 1)));
        is(
                Level.AGREED,
                BLOCK,
                Made.decide(three, Say.analysed("a", 1), Say.seen("b", 2), Say.seen("c", 3)));
    }

    @Test
    void blockNeedsEvidenceFromAsManyCountriesAsAgreedDoes() {
        Setting six = Made.everybody(Made.charter("DE", "FR", "CN", "BR", "ZA", "AT"));
        StatedClaim a = Say.analysed("a", 1);
        StatedClaim b = Say.analysed("b", 2);
        is(Level.TRUSTED, SCORE, Made.decide(six, a, b));
        is(Level.TRUSTED, SCORE, Made.decide(six, a, b, Say.link("c", 2)));
        is(Level.AGREED, BLOCK, Made.decide(six, a, b, Say.link("c", 3)));
        StatedClaim young = Say.by("c").on(3).at(0, false).stated();
        is(Level.AGREED, SCORE, Made.decide(six, a, b, young));
    }

    @Test
    void provisionalClaimsScoreAtMost() {
        StatedClaim young = Say.by("b").on(2).at(0, false).stated();
        is(Level.AGREED, SCORE, Made.decide(ALL, Say.analysed("a", 1), young));
    }

    @Test
    void guardsStopListsAndNotWords() {
        List<StatedClaim> claims = List.of(Say.analysed("a", 1), Say.seen("b", 2));
        var shared = new GuardSet.Finding(GuardSet.Guard.SHARED, "hoster");
        var stopped = new GuardSet.Finding(GuardSet.Guard.STOPPED, "suffix");
        is(Level.AGREED, SCORE, Agreement.decide(Made.HOST, claims, ALL, shared));
        is(Level.AGREED, NONE, Agreement.decide(Made.HOST, claims, ALL, stopped));
    }

    @Test
    void whatAMemberInStandingCallsSharedScoresAtMost() {
        StatedClaim shared = Say.by("b").on(2).target(Target.SHARED).stated();
        is(Level.AGREED, SCORE, Made.decide(ALL, Say.analysed("a", 1), shared));
    }

    @Test
    void theStrongestThenTheNewestClaimIsCurrent() {
        StatedClaim old = Say.by("a").as(Basis.ANALYSED, Role.CONTENT).object("x", false).stated();
        StatedClaim newer = Say.by("a").benign().object("y", false).at(5, true).stated();
        is(Level.TRUSTED, SCORE, Made.decide(ALL, old, newer));
        StatedClaim seen = Say.by("a").object("x", false).stated();
        is(Level.REPORTED, NONE, Made.decide(ALL, seen, newer));
    }

    @Test
    void aLaterVersionReplacesAndARevocationEnds() {
        StatedClaim first = Say.by("a").object("x", false).stated();
        is(
                Level.REPORTED,
                NONE,
                Made.decide(
                        ALL, first, Say.by("a").benign().object("x", false).at(1, true).stated()));
        is(
                Level.UNKNOWN,
                NONE,
                Made.decide(ALL, first, Say.by("a").object("x", true).at(1, true).stated()));
        is(
                Level.TRUSTED,
                SCORE,
                Made.decide(ALL, first, Say.by("b").object("x", true).at(1, true).stated()));
    }

    @Test
    void timesFromTheFutureOrForEverDoNotHelp() {
        is(Level.UNKNOWN, NONE, Made.decide(ALL, Say.by("a").between(NOW + 1, NOW + 9).stated()));
        is(Level.UNKNOWN, NONE, Made.decide(ALL, Say.by("a").between(NOW - 9, NOW).stated()));
        StatedClaim forEver = Say.by("a").between(NOW - 14 * 86_400, FOR_EVER).stated();
        is(Level.UNKNOWN, NONE, Made.decide(ALL, forEver));
    }

    @Test
    void trustedEndsBeforeADedicatedDomainDoes() {
        Say dedicated = Say.by("a").target(Target.DEDICATED);
        long old = NOW - 20 * 86_400;
        is(Level.REPORTED, NONE, Made.decide(ALL, dedicated.between(old, NOW + 99).stated()));
        Verdict young = Made.decide(ALL, dedicated.between(NOW - 86_400, FOR_EVER).stated());
        assertEquals(NOW + 13 * 86_400, young.untilSecond());
        assertEquals(NOW - 86_400, young.sinceSecond());
    }

    @Test
    void agreedEndsWhenTooFewAreLeft() {
        Verdict verdict =
                Made.decide(
                        ALL,
                        Say.by("a").on(1).between(NOW - 9, NOW + 100).stated(),
                        Say.by("b").on(2).between(NOW - 9, NOW + 300).stated(),
                        Say.by("c").on(3).between(NOW - 9, NOW + 200).stated());
        assertEquals(NOW + 200, verdict.untilSecond());
    }

    @Test
    void theMostFrequentClassNamesIt() {
        StatedClaim phishing = Say.by("a").on(1).abuse(AbuseClass.PHISHING).stated();
        StatedClaim malware = Say.by("b").on(2).abuse(AbuseClass.MALWARE).stated();
        StatedClaim again = Say.by("c").on(3).abuse(AbuseClass.MALWARE).stated();
        assertEquals(AbuseClass.PHISHING, Made.decide(ALL, malware, phishing).abuse());
        assertEquals(AbuseClass.MALWARE, Made.decide(ALL, malware, phishing, again).abuse());
    }

    private static StatedClaim mention(String member, int root) {
        return Say.by(member).as(Basis.OBSERVED, Role.MENTION).on(root).stated();
    }

    private static void is(Level level, Optional<Tier> tier, Verdict verdict) {
        assertEquals(level, verdict.level(), verdict.reasons().toString());
        assertEquals(tier, verdict.tier(), verdict.reasons().toString());
    }
}
