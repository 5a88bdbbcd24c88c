package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Admission;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.charter.Member;
import org.comity.charter.Rules;
import org.comity.charter.Sector;
import org.comity.statement.Basis;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Topic;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** What the charter lays down for one list, one asset or one newcomer, and what is decided. */
final class BarTest {
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    @Test
    void aProtectedAssetNeedsTwiceAsManyCountriesAndIsNeverTrusted() {
        var assets = new TreeSet<Hash>();
        assets.add(Charter.protectedHash(FOUR.exchange(), Made.HOST));
        Charter charter = with(FOUR.articles().withProtectedAssets(assets), FOUR.members());
        Setting setting = Made.everybody(charter);
        assertEquals(Level.REPORTED, Made.decide(setting, Say.seen("a", 1)).level());
        assertEquals(
                Level.REPORTED, Made.decide(setting, Say.seen("a", 1), Say.seen("b", 2)).level());
        assertEquals(
                Level.AGREED,
                Made.decide(setting, Say.seen("a", 1), Say.seen("b", 2), Say.seen("c", 3)).level());
    }

    /** Links that an outsider or a feed planted everywhere else wait for one newcomer's word. */
    @Test
    void aLookByWhoIsNotInStandingMakesNothingAgreed() {
        StatedClaim[] links = {Say.link("a", 1), Say.link("c", 2), Say.analysed("b", 3)};
        assertEquals(Level.TRUSTED, Made.decide(Made.setting(FOUR, "a", "c"), links).level());
        assertEquals(Level.AGREED, Made.decide(Made.setting(FOUR, "b"), links).level());
        // Without standing it counts as everybody does, once somebody in standing looked.
        StatedClaim[] looked = {Say.seen("a", 1), Say.link("b", 3)};
        assertEquals(Level.AGREED, Made.decide(Made.setting(FOUR, "a"), looked).level());
    }

    @Test
    void aNewcomerOnProbationMakesNothingAgreedOrBlocked() {
        List<Member> members = new ArrayList<>(FOUR.members());
        members.set(1, members.get(1).admitted(true, new Admission(new TreeSet<>(), FOUR.epoch())));
        Setting setting = Made.everybody(with(FOUR.articles(), members));
        Verdict verdict = Made.decide(setting, Say.analysed("a", 1), Say.analysed("b", 2));
        assertEquals(Level.TRUSTED, verdict.level());
        assertEquals(Optional.of(Tier.SCORE), verdict.tier());
        assertEquals(1, verdict.support().k());
        StatedClaim[] looked = {Say.link("a", 1), Say.link("c", 2), Say.analysed("b", 3)};
        assertEquals(Level.TRUSTED, Made.decide(setting, looked).level(), "nor is its look one");
        assertEquals(Level.AGREED, Made.decide(Made.everybody(FOUR), looked).level());
        assertEquals(
                Level.AGREED,
                Made.decide(Made.everybody(FOUR), Say.analysed("a", 1), Say.analysed("b", 2))
                        .level());
    }

    @Test
    void aListMayHaveRulesOfItsOwn() {
        var strict = new ListRules("takedowns", new Rules(1, 3, List.of("country")), Lives.DEFAULT);
        Charter charter = with(FOUR.articles().withLists(List.of(strict)), FOUR.members());
        Setting setting = Made.everybody(charter);
        List<StatedClaim> claims = List.of(Say.seen("a", 1), Say.seen("b", 2));
        assertEquals(Level.AGREED, Agreement.decide(Made.HOST, claims, setting, Made.FREE).level());
        assertEquals(
                Level.TRUSTED,
                Agreement.decide(Made.HOST, claims, setting.of("takedowns"), Made.FREE).level());
    }

    @Test
    void whatAMemberSaysOfItsOwnSpaceDoesNotCount() {
        Member member =
                Made.member("shop.example", "DE", Sector.PRIVATE).withUrl("https://n.example:8443");
        for (String own : List.of("shop.example", "www.shop.example", "n.example")) {
            assertTrue(Bar.isOwnSpace(member, domain(own)), own);
        }
        for (String other : List.of("workshop.example", "example", "shop.example.com")) {
            assertFalse(Bar.isOwnSpace(member, domain(other)), other);
        }
        assertTrue(Bar.isOwnSpace(member, new Subject(SubjectKind.URL, "http://a.shop.example/x")));
        List<Member> members = new ArrayList<>(FOUR.members());
        members.set(0, Made.member("bad-campaign.com", "DE", Sector.PRIVATE));
        Setting setting = Made.everybody(with(FOUR.articles(), members));
        assertEquals(
                Level.TRUSTED,
                Made.decide(setting, Say.seen("b", 1), Say.benign("bad-campaign.com", 2)).level());
    }

    @Test
    void aDecisionStandsAboveClaimsAndVetoes() {
        Setting setting = Made.everybody(FOUR);
        Setting bad = decided(setting, Stance.MALICIOUS);
        Verdict verdict = Made.decide(bad, Say.seen("a", 1), Say.benign("b", 2));
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(Optional.of(Tier.BLOCK), verdict.tier());
        assertEquals(Made.NOW + 1_000, verdict.untilSecond());
        Verdict cleared =
                Made.decide(
                        decided(setting, Stance.BENIGN), Say.analysed("a", 1), Say.seen("b", 2));
        assertEquals(Level.CLEARED, cleared.level());
        assertEquals(Optional.empty(), cleared.tier());
        assertEquals(Level.AGREED, Made.decide(bad).level(), "although nobody claims it");
    }

    @Test
    void noDecisionLiftsSharedInfrastructureAboveScore() {
        Setting bad = decided(Made.everybody(FOUR), Stance.MALICIOUS);
        StatedClaim shared = Say.by("a").on(1).target(Target.SHARED).stated();
        assertEquals(Optional.of(Tier.SCORE), Made.decide(bad, shared).tier());
    }

    @Test
    void anAppealDropsBlockToScore() {
        var appealed = new TreeSet<Subject>();
        appealed.add(Made.HOST);
        Setting plain = Made.everybody(FOUR);
        var heard =
                new Setting(
                        FOUR,
                        plain.guards(),
                        Made.NOW,
                        plain.inStanding(),
                        Vetoes.ALL,
                        new Rulings(new TreeMap<>(), appealed),
                        "");
        StatedClaim seen = Say.analysed("b", 2);
        StatedClaim hacked = analysed(Target.COMPROMISED);
        assertEquals(Optional.of(Tier.BLOCK), Made.decide(plain, hacked, seen).tier());
        assertEquals(Optional.of(Tier.SCORE), Made.decide(heard, hacked, seen).tier());
        for (Target target : List.of(Target.DEDICATED, Target.UNKNOWN)) {
            StatedClaim[] abuser = {analysed(target), seen};
            assertEquals(Optional.of(Tier.BLOCK), Made.decide(heard, abuser).tier());
        }
        StatedClaim[] split = {hacked, Say.by("b").on(2).target(Target.DEDICATED).stated()};
        assertEquals(Optional.of(Tier.BLOCK), Made.decide(heard, split).tier());
        StatedClaim mention =
                Say.by("a")
                        .as(Basis.OBSERVED, Role.MENTION)
                        .on(1)
                        .target(Target.COMPROMISED)
                        .stated();
        assertEquals(Optional.of(Tier.WATCH), Made.decide(heard, mention).tier());
    }

    private static StatedClaim analysed(Target target) {
        return Say.by("a").as(Basis.ANALYSED, Role.CONTENT).on(1).target(target).stated();
    }

    private static Setting decided(Setting setting, Stance stance) {
        var decisions = new TreeMap<Subject, Decision>();
        decisions.put(
                Made.HOST,
                new Decision(
                        Hash.digest(new byte[] {5}),
                        new Topic.OnSubject(Made.HOST, stance),
                        Made.NOW - 10,
                        Made.NOW + 1_000,
                        2,
                        2,
                        0));
        return new Setting(
                setting.charter(),
                setting.guards(),
                Made.NOW,
                setting.inStanding(),
                Vetoes.ALL,
                new Rulings(decisions, new TreeSet<>()),
                "");
    }

    private static Charter with(Articles articles, List<Member> members) {
        return new Charter(
                FOUR.exchange(),
                FOUR.epoch(),
                FOUR.parent(),
                FOUR.guardSet(),
                FOUR.rules(),
                FOUR.groups(),
                members,
                articles);
    }

    private static Subject domain(String name) {
        return new Subject(SubjectKind.DOMAIN, name);
    }
}
