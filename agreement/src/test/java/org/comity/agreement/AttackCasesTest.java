package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Topic;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** More attacks of the trust anchors, 3.7, and what decisions and appeals do about them. */
final class AttackCasesTest {
    /** Three members in each of the first two countries, one in each of four others; f = 2. */
    private static final Charter TEN =
            Made.charter("DE", "DE", "DE", "FR", "FR", "FR", "CN", "BR", "ZA", "AT");

    @Test
    void twoCapturedCountriesOfThreeMembersEachMakeNothingAgreed() {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 6; at++) {
            claims.add(Say.analysed(Made.name(at), at));
        }
        Verdict verdict = decide(Made.setting(TEN), claims);
        assertEquals(6, verdict.support().k());
        assertEquals(List.of(2), verdict.support().blocsFor());
        assertEquals(Level.REPORTED, verdict.level());
    }

    /**
     * A relay with altered bytes is a root of its own: one voice more, and never one more country.
     */
    @Test
    void aLaunderedRelayIsOneVoiceOfItsCountry() {
        Setting setting = Made.setting(TEN);
        List<StatedClaim> claims = new ArrayList<>(List.of(Say.seen("a", 1), Say.seen("b", 51)));
        claims.add(Say.seen("c", 52));
        Verdict one = decide(setting, claims);
        assertEquals(3, one.support().k());
        assertEquals(List.of(1), one.support().blocsFor());
    }

    @Test
    void aBoughtFeedIsOneVoiceHoweverManyRelayIt() {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            claims.add(Say.relayed(Made.name(at), 1, 2, 3, 4));
        }
        Verdict verdict = decide(Made.everybody(TEN), claims);
        assertEquals(1, verdict.support().k());
        assertEquals(Level.REPORTED, verdict.level());
        assertEquals(Optional.empty(), verdict.tier());
    }

    /** Believed alone, it lists at score; it takes others' evidence to go further. */
    @Test
    void aCapturedVeteranPoisonsUpToTrustedAndNoFurther() {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 30; at++) {
            claims.add(
                    Say.by("a")
                            .as(Basis.ANALYSED, Role.CONNECTED)
                            .on(at)
                            .object("o" + at, false)
                            .at(at, true)
                            .stated());
        }
        Verdict verdict = decide(Made.everybody(TEN), claims);
        assertEquals(Level.TRUSTED, verdict.level());
        assertEquals(Optional.of(Tier.SCORE), verdict.tier());
    }

    @Test
    void whenEverythingEndsAtOnceNothingIsLeft() {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            claims.add(Say.by(Made.name(at)).on(at).between(Made.NOW - 9, Made.NOW + 1).stated());
        }
        Setting now = Made.everybody(TEN);
        Setting then =
                new Setting(TEN, GuardSet.shipped(), Made.NOW + 1, now.inStanding(), Vetoes.ALL);
        assertEquals(Level.AGREED, decide(now, claims).level());
        assertEquals(Level.UNKNOWN, decide(then, claims).level());
    }

    /** Camouflage: whatever was true before buys nothing on another subject. */
    @Test
    void wordsOnOneSubjectCountForNoOther() {
        StatedClaim other = Say.analysed("a", 1);
        Verdict verdict =
                Agreement.decide(
                        new Subject(SubjectKind.DOMAIN, "other.example"),
                        List.of(other, Say.seen("g", 2), Say.seen("h", 3)),
                        Made.everybody(TEN),
                        Made.FREE);
        assertEquals(Level.UNKNOWN, verdict.level());
    }

    /** The way out for an owner that a captured majority of claims would hold, and back. */
    @Test
    void aDecisionStandsAboveClaimsAndVetoes() {
        List<StatedClaim> claims =
                List.of(Say.analysed("a", 1), Say.analysed("d", 2), Say.analysed("g", 3));
        assertEquals(Level.AGREED, decide(Made.everybody(TEN), claims).level());
        assertEquals(Level.CLEARED, decide(decided(Stance.BENIGN), claims).level());
        List<StatedClaim> vetoed = List.of(Say.seen("a", 1), Say.benign("d", 2));
        assertNotEquals(Level.AGREED, decide(Made.everybody(TEN), vetoed).level());
        Verdict listed = decide(decided(Stance.MALICIOUS), vetoed);
        assertEquals(Level.AGREED, listed.level());
        assertEquals(Optional.of(Tier.BLOCK), listed.tier());
    }

    @Test
    void whatIsAppealedScoresAtMost() {
        List<StatedClaim> claims =
                List.of(hacked("a", 1), Say.analysed("d", 2), Say.analysed("g", 3));
        assertEquals(Optional.of(Tier.BLOCK), decide(Made.everybody(TEN), claims).tier());
        var heard = new TreeSet<>(List.of(Made.HOST));
        Setting setting = with(new Rulings(new TreeMap<>(), heard));
        assertEquals(Optional.of(Tier.SCORE), decide(setting, claims).tier());
    }

    @Test
    void whatIsDedicatedToAbuseIsNotHeard() {
        List<StatedClaim> claims =
                List.of(Say.analysed("a", 1), Say.analysed("d", 2), Say.analysed("g", 3));
        var heard = new TreeSet<>(List.of(Made.HOST));
        Setting setting = with(new Rulings(new TreeMap<>(), heard));
        assertEquals(Optional.of(Tier.BLOCK), decide(setting, claims).tier());
    }

    private static StatedClaim hacked(String member, int root) {
        return Say.by(member)
                .as(Basis.ANALYSED, Role.CONTENT)
                .on(root)
                .target(Target.COMPROMISED)
                .stated();
    }

    private static Setting decided(Stance stance) {
        var decisions = new TreeMap<Subject, Decision>();
        decisions.put(
                Made.HOST,
                new Decision(
                        Hash.digest(new byte[] {9}),
                        new Topic.OnSubject(Made.HOST, stance),
                        Made.NOW - 9,
                        Made.NOW + 9_000,
                        4,
                        4,
                        0));
        return with(new Rulings(decisions, new TreeSet<>()));
    }

    private static Setting with(Rulings rulings) {
        return new Setting(
                TEN, GuardSet.shipped(), Made.NOW, Standing.vouched(TEN), Vetoes.ALL, rulings, "");
    }

    private static Verdict decide(Setting setting, List<StatedClaim> claims) {
        return Agreement.decide(Made.HOST, claims, setting, Made.FREE);
    }
}
