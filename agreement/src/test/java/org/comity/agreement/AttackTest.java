package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** The attacks of the trust anchors, 3.7, that can be made on verdicts alone. */
final class AttackTest {
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");
    private static final Charter SIX = Made.charter("DE", "FR", "CN", "BR", "ZA", "AT");

    /**
     * Whoever mails one innocent name to three traps gets it trusted, never agreed and never
     * blocked.
     */
    @Test
    void anOutsiderWhoMailsAnInnocentNameToAllIsOnlyTrusted() {
        Verdict verdict =
                Made.decide(
                        Made.everybody(FOUR),
                        Say.link("a", 1),
                        Say.link("b", 2),
                        Say.link("c", 3),
                        Say.link("d", 4));
        assertEquals(4, verdict.support().k());
        assertEquals(Level.TRUSTED, verdict.level());
        assertEquals(Optional.of(Tier.SCORE), verdict.tier());
    }

    @Test
    void anAnalystAbroadRaisesARealOneToBlock() {
        Verdict verdict =
                Made.decide(
                        Made.everybody(FOUR),
                        Say.link("a", 1),
                        Say.link("b", 2),
                        Say.analysed("c", 3));
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(Optional.of(Tier.BLOCK), verdict.tier());
    }

    /**
     * Spam that forges an innocent sender reaches members everywhere; the attacker looks into it.
     */
    @Test
    void oneLookDoesNotMakeAgreedWhatOnlyForgedSendersName() {
        Setting nobody = Made.setting(SIX);
        List<StatedClaim> forged = new ArrayList<>();
        for (String member : List.of("a", "b", "c")) {
            StatedClaim it =
                    Say.by(member)
                            .as(Basis.OBSERVED, Role.CLAIMED_SENDER)
                            .on(member.charAt(0))
                            .stated();
            forged.add(it);
        }
        forged.add(Say.analysed("d", 9));
        Verdict verdict = Agreement.decide(Made.HOST, forged, nobody, Made.FREE);
        assertEquals(Level.REPORTED, verdict.level());
        assertEquals(1, verdict.support().k());
        // All in standing, it is trusted by that one look; the forged ones add nothing to it.
        Setting all = Made.everybody(SIX);
        Verdict trusted = Agreement.decide(Made.HOST, forged, all, Made.FREE);
        assertEquals(Level.TRUSTED, trusted.level());
        assertEquals(Optional.of(Tier.SCORE), trusted.tier());
    }

    /** One analyses and the other says that it saw, or both analyse, or both one mail. */
    @Test
    void colludersOfTwoCountriesDoNotReachBlockWhereFIsTwo() {
        assertEquals(2, SIX.rules().f());
        for (StatedClaim other :
                List.of(Say.seen("b", 2), Say.analysed("b", 2), Say.analysed("b", 1, 2, 3))) {
            Verdict verdict = Made.decide(Made.everybody(SIX), Say.analysed("a", 1, 4, 5), other);
            assertEquals(Level.TRUSTED, verdict.level());
            assertEquals(Optional.of(Tier.SCORE), verdict.tier());
        }
    }

    @Test
    void twentySybilsOfOneCountryAreOneVoice() {
        String[] countries = new String[24];
        Arrays.fill(countries, "DE");
        countries[20] = "FR";
        countries[21] = "CN";
        countries[22] = "BR";
        countries[23] = "ZA";
        Charter charter = Made.charter(countries);
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 20; at++) {
            claims.add(Say.analysed(Made.name(at), at));
        }
        // One of them has come to be in standing, which makes it trusted and no more.
        Setting setting = Made.setting(charter, "a", "u", "v");
        Verdict verdict = Agreement.decide(Made.HOST, claims, setting, Made.FREE);
        assertEquals(20, verdict.support().k());
        assertEquals(List.of(1), verdict.support().blocsFor());
        assertEquals(Level.TRUSTED, verdict.level());
    }

    @Test
    void sybilBenignVotesOfOneCountryClearNothing() {
        Charter charter = Made.charter("DE", "DE", "DE", "DE", "FR", "CN");
        Verdict verdict =
                Made.decide(
                        Made.setting(charter, "e", "f"),
                        Say.benign("a", 1),
                        Say.benign("b", 2),
                        Say.benign("c", 3),
                        Say.seen("e", 4),
                        Say.seen("f", 5));
        assertEquals(Level.AGREED, verdict.level());
    }

    @Test
    void theEchoOfAFeedIsAtMostOneVoiceAndNoBloc() {
        Verdict verdict =
                Made.decide(
                        Made.everybody(FOUR),
                        Say.relayed("a", 1),
                        Say.relayed("b", 2),
                        Say.relayed("c", 3),
                        Say.relayed("d", 4));
        assertEquals(1, verdict.support().k());
        assertEquals(List.of(0), verdict.support().blocsFor());
        assertEquals(Level.REPORTED, verdict.level());
    }

    @Test
    void oneMemberWithManyRootsIsOneMember() {
        int[] many = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        Verdict verdict = Made.decide(Made.everybody(FOUR), Say.analysed("a", many));
        assertEquals(1, verdict.support().k());
        assertNotEquals(Level.AGREED, verdict.level());
    }

    @Test
    void wordsWithoutEvidenceNeverAddUp() {
        Verdict verdict =
                Made.decide(
                        Made.everybody(FOUR),
                        Say.analysed("a"),
                        Say.analysed("b"),
                        Say.analysed("c"));
        assertEquals(0, verdict.support().k());
        assertEquals(Optional.of(Tier.SCORE), verdict.tier());
    }

    /** What is revoked stays so; said once more, as another object, it is one voice. */
    @Test
    void retractAndReassertLeaveOneVoice() {
        List<StatedClaim> claims = new ArrayList<>();
        for (int at = 0; at < 50; at++) {
            claims.add(Say.by("a").on(at).object("x", at % 2 == 1).at(at, true).stated());
        }
        Setting all = Made.everybody(FOUR);
        assertEquals(Level.UNKNOWN, Agreement.decide(Made.HOST, claims, all, Made.FREE).level());
        claims.add(Say.by("a").on(6).object("x", false).at(60, true).stated());
        assertEquals(Level.UNKNOWN, Agreement.decide(Made.HOST, claims, all, Made.FREE).level());
        claims.add(Say.by("a").on(7).object("y", false).at(61, true).stated());
        assertEquals(1, Agreement.decide(Made.HOST, claims, all, Made.FREE).support().k());
    }

    /** At 2,000 listed the budget is 20, at 5,000 it is 50; the oldest claims hold. */
    @Test
    void aMemberWhoVetoesEverythingVetoesItsBudgetOnly() {
        List<StatedClaim> flood = new ArrayList<>();
        for (int at = 99; at >= 0; at--) {
            flood.add(vetoOf("a", at));
            flood.add(vetoOf("a", at));
        }
        assertEquals(20, held(Vetoes.budgeted(2_000, flood), flood));
        assertEquals(50, held(Vetoes.budgeted(5_000, flood), flood));
        assertEquals(100, held(Vetoes.ALL, flood));
        Vetoes vetoes = Vetoes.budgeted(0, flood);
        for (int at = 0; at < 100; at++) {
            assertEquals(at < 20, vetoes.holds(vetoOf("a", at)));
        }
        flood.add(vetoOf("b", 0));
        assertEquals(true, Vetoes.budgeted(0, flood).holds(vetoOf("b", 0)));
        assertEquals(true, Vetoes.budgeted(0, flood).holds(vetoOf("c", 0)));
    }

    private static long held(Vetoes vetoes, List<StatedClaim> claims) {
        return claims.stream()
                .filter(vetoes::holds)
                .map(it -> it.claim().subject())
                .distinct()
                .count();
    }

    private static StatedClaim vetoOf(String member, int index) {
        var like = Say.benign(member).claim();
        var claim =
                new Claim(
                        new Subject(SubjectKind.DOMAIN, "n" + index + ".example"),
                        like.stance(),
                        like.abuse(),
                        like.grounds(),
                        like.validity(),
                        like.target(),
                        like.objectId(),
                        false);
        var id = new StatementId(member + "/log", index);
        return new StatedClaim(new MemberId(member), id, 0, claim, true);
    }
}
