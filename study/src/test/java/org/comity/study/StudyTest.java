package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small streams whose answers can be counted by hand. */
class StudyTest {
    private static final long HOUR = 3_600;

    private final MadeStream made = new MadeStream();

    @Test
    void whatAnotherReportedIsStoppedAfterTheDelay() {
        made.spam(0, "A", "one.qzshop.org");
        made.spam(HOUR, "C", "one.qzshop.org");
        made.spam(HOUR - 1, "C", "one.qzshop.org");
        Study study = made.study();
        assertEquals(0, stopped(study.memberships().getFirst(), study), "own reports come later");
        assertEquals(1, stopped(study.main(), study));
        assertEquals(2, stopped(delay(study, 0), study));
        assertEquals(0, stopped(delay(study, 86_400), study));
    }

    @Test
    void aVariantOfAReportedTextIsStoppedUnlessItIsLikeOwnWantedMail() {
        made.print(0, true, "A", 0);
        made.print(2 * HOUR, true, "C", 20);
        made.print(2 * HOUR, true, "C", 21);
        made.print(3 * HOUR, false, "C", 14);
        made.print(5 * HOUR, true, "C", 16);
        Study study = made.study();
        // 12 of 32 positions equal are enough, 11 are not.
        assertEquals(1, through(Lens.FINGERPRINT, study.main(), study).stopped().n());
        assertEquals(1, through(Lens.FINGERPRINT, study.main(), study).wantedHit().n());
        assertEquals(1, through(Lens.LISTED, study.main(), study).wantedHit().n());
        assertEquals(0, through(Lens.DNS, study.main(), study).stopped().n());
    }

    @Test
    void whatIsLikeOwnWantedMailIsNotStoppedAlthoughTheReportedTextIsNotLikeIt() {
        made.print(0, true, "A", 0);
        made.print(2 * HOUR, false, "C", 22);
        made.print(5 * HOUR, true, "C", 8);
        Study study = made.study();
        assertEquals(0, stopped(study.main(), study));
        assertEquals(0, through(Lens.LISTED, study.main(), study).wantedHit().n());
        Arm none = study.guards().getFirst();
        assertEquals(1, stopped(none, study), "nobody keeps what it wants");
    }

    @Test
    void whoWantsATextTakesItsReportOfALikeOneBack() {
        made.print(0, true, "A", 0);
        made.print(HOUR, false, "A", 20);
        made.print(9 * HOUR, true, "C", 0);
        Study study = made.study();
        assertEquals(0, stopped(study.main(), study));
    }

    @Test
    void aMailNeverWarnsOfItselfOrOfItsSecond() {
        made.spam(0, "A", "one.qzshop.org");
        made.spam(0, "C", "one.qzshop.org");
        Study study = made.study();
        assertEquals(0, stopped(delay(study, 0), study));
    }

    @Test
    void claimsEndWithTheirLife() {
        made.spam(0, "A", "one.qzshop.org");
        made.spam(14 * 86_400 - 1, "C", "one.qzshop.org");
        made.spam(14 * 86_400, "C", "one.qzshop.org");
        Study study = made.study();
        // The first is reported too, but an hour after the second came.
        assertEquals(1, stopped(study.main(), study));
    }

    @Test
    void whatIsWantedIsHitOnceAndNeverAgain() {
        made.spam(0, "A", "shop.qzshop.org");
        made.wanted(2 * HOUR, "C", "shop.qzshop.org");
        made.wanted(4 * HOUR, "C", "shop.qzshop.org");
        Study study = made.study();
        assertEquals(1, through(Lens.LISTED, study.main(), study).wantedHit().n());
        Arm none = study.guards().getFirst();
        assertEquals(2, through(Lens.LISTED, none, study).wantedHit().n());
    }

    @Test
    void whoWantsANameItselfDoesNotReportItAndTakesItsReportBack() {
        made.wanted(0, "A", "shop.qzshop.org");
        made.spam(2 * HOUR, "A", "shop.qzshop.org");
        made.spam(0, "B", "news.qzshop.org");
        made.wanted(HOUR, "B", "news.qzshop.org");
        made.wanted(9 * HOUR, "C", "shop.qzshop.org", "news.qzshop.org");
        Study study = made.study();
        assertEquals(0, through(Lens.LISTED, study.main(), study).wantedHit().n());
    }

    @Test
    void aNewcomerListsNothingAndASleeperIsSeenBySomeAndStoppedByLocalTrust() {
        IntStream.range(0, 40).forEach(it -> made.spam(it, "A", "bad" + it + ".qzshop.org"));
        IntStream.range(0, 40)
                .forEach(it -> made.wanted(HOUR * it + 200, "C", "w" + it + ".qzshop.net"));
        Study study = made.study();
        assertEquals(0, late("newcomer", Lens.LISTED, study).wantedHit().n());
        assertEquals(0, late("colluders", Lens.LISTED, study).wantedHit().n());
        Proportion fooled = late("sleeper", Lens.NO_LOCAL_TRUST, study).wantedHit();
        assertEquals(fooled.ofAll(), fooled.n());
        // After three nobody believes it alone: each was known before the next came.
        assertEquals(3, late("sleeper", Lens.LISTED, study).wantedHit().n());
    }

    @Test
    void anOutsiderWhoKnowsYesterdaysMailHitsNobodyAndBurnsNobody() {
        for (int at = 0; at < 40; at++) {
            made.spam(at, "A", "bad" + at + ".qzshop.org");
            made.wanted(at * HOUR, "C", "w" + at + ".qzshop.net");
            made.wanted(at * HOUR + 40 * 86_400, "C", "w" + at + ".qzshop.net");
            made.spam(at * HOUR + 60 * 86_400, "A", "new" + at + ".qzshop.org");
            made.spam(at * HOUR + 60 * 86_400 + 2 * HOUR, "C", "new" + at + ".qzshop.org");
        }
        Study study = made.study();
        Figures.Part before = through(Lens.LISTED, study.main(), study);
        assertEquals(40, before.stopped().n());
        for (String attack : List.of("outsider to all", "outsider burning three")) {
            assertEquals(before.stopped(), whole(attack, Lens.LISTED, study).stopped(), attack);
            assertEquals(before.wantedHit(), whole(attack, Lens.LISTED, study).wantedHit(), attack);
        }
        Proportion foreseen = late("foreseeing outsider", Lens.LISTED, study).wantedHit();
        assertEquals(0, foreseen.n(), "nothing new was wanted");
    }

    @Test
    void aVetoerTakesOthersClaimsOffButNeverTheOwn() {
        for (int at = 0; at < 10; at++) {
            made.spam(at, "A", "old" + at + ".qzshop.org");
            made.spam(at + 20, "B", "bad" + at + ".qzshop.org");
            made.spam(at + 2 * HOUR, "C", "bad" + at + ".qzshop.org");
            made.spam(at + 5 * HOUR, "C", "bad" + at + ".qzshop.org");
        }
        Study study = made.study();
        Proportion before = through(Lens.LISTED, study.main(), study).stopped();
        Proportion after = whole("vetoer", Lens.NO_LOCAL_TRUST, study).stopped();
        Proportion trusting = whole("vetoer", Lens.LISTED, study).stopped();
        assertEquals(20, before.n());
        assertTrue(after.n() >= 10 && after.n() < 20, after.toString());
        assertTrue(trusting.n() >= after.n(), trusting.toString());
        assertEquals(before, whole("sybil benign votes", Lens.LISTED, study).stopped());
    }

    @Test
    void aVetoerIsHeldByItsBudgetForADayAndByStandingFromTheNextOn() {
        IntStream.range(0, 100).forEach(it -> made.spam(it, "B", "b" + it + ".qzshop.org"));
        for (int at = 0; at < 80; at++) {
            long days = at < 40 ? 0 : 2 * 86_400;
            made.spam(at + 200, "A", "bad" + at + ".qzshop.org");
            made.spam(at + 2 * HOUR + days, "C", "bad" + at + ".qzshop.org");
        }
        Study study = made.study();
        assertEquals(80, stopped(study.main(), study));
        assertEquals(60, whole("vetoer", Lens.NO_LOCAL_TRUST, study).stopped().n());
        // What is taken back in the next second leaves no room in the budget.
        assertEquals(60, whole("vetoer, taking back", Lens.NO_LOCAL_TRUST, study).stopped().n());
    }

    @Test
    void whoFallsSilentCostsWhatItReported() {
        made.spam(0, "B", "old.qzshop.org");
        made.spam(HOUR, "B", "mid.qzshop.org");
        made.spam(2 * HOUR, "B", "new.qzshop.org");
        made.spam(9 * HOUR, "C", "old.qzshop.org");
        made.spam(9 * HOUR, "C", "new.qzshop.org");
        Study study = made.study();
        assertEquals(2, stopped(study.main(), study));
        assertEquals(1, whole("silence", Lens.LISTED, study).stopped().n());
    }

    @Test
    void exchangeValueAndLeadTimeSayWhoHelpedWhomAndHowLongBefore() {
        made.spam(0, "A", "one.qzshop.org");
        made.spam(2 * HOUR, "C", "one.qzshop.org");
        Study study = made.study();
        ExchangeValue value = study.exchangeValue();
        assertEquals(List.of("A", "C"), value.members());
        assertEquals(List.of(1L, 0L), value.rows().get(1).byOther());
        assertEquals(List.of(0L, 0L), value.rows().get(0).byOther());
        LeadTime domains = study.leadTimes().get(1);
        assertEquals(1, domains.earlier().byAnHour());
        assertEquals(2 * HOUR, domains.quartiles().median());
    }

    @Test
    void firstTenOfACampaignAreCountedAcrossItsNames() {
        made.spam(0, "A", "one.qzshop.org", "two.qzshop.net");
        for (int at = 0; at < 12; at++) {
            made.spam(2 * HOUR + at, "C", at % 2 == 0 ? "one.qzshop.org" : "two.qzshop.net");
        }
        Study study = made.study();
        assertEquals(new Proportion(10, 10), through(Lens.LISTED, study.main(), study).firstTen());
    }

    @Test
    void textsAlikeAtEightOfThirtyTwoAreOneCampaign() {
        assertEquals(10, firstTenOfTwelve(8));
        assertEquals(12, firstTenOfTwelve(7));
    }

    /** How many first mails there are in twelve of which each is so like the first. */
    private static long firstTenOfTwelve(int common) {
        var stream = new MadeStream();
        stream.print(0, true, "A", 0);
        for (int at = 0; at < 12; at++) {
            stream.printAlike(2 * HOUR + at, "C", common);
        }
        Study study = stream.study();
        return through(Lens.LISTED, study.main(), study).firstTen().ofAll();
    }

    @Test
    void theOrderOfLinesChangesNothing() {
        var random = new Random(7);
        for (int at = 0; at < 200; at++) {
            String member = List.of("A", "B", "C").get(random.nextInt(3));
            String host = "h" + random.nextInt(30) + ".qzshop.org";
            if (random.nextInt(3) > 0) {
                made.spam(random.nextInt(40) * 900, member, host);
            } else {
                made.wanted(random.nextInt(40) * 900, member, "w" + host);
            }
        }
        List<Figures> first = all();
        for (int run = 0; run < 3; run++) {
            made.shuffle(random);
            assertEquals(first, all());
        }
    }

    private List<Figures> all() {
        Study study = made.study();
        var arms = new ArrayList<Arm>(study.memberships());
        arms.addAll(study.guards());
        arms.addAll(study.attacks());
        return arms.stream().flatMap(it -> study.run(it).lenses().stream()).toList();
    }

    private static Arm delay(Study study, long seconds) {
        return study.memberships().stream()
                .filter(it -> it.delaySeconds() == seconds)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static long stopped(Arm arm, Study study) {
        return through(Lens.LISTED, arm, study).stopped().n();
    }

    private static Figures.Part through(Lens lens, Arm arm, Study study) {
        return study.run(arm).through(lens).whole();
    }

    private static Figures.Part late(String attack, Lens lens, Study study) {
        return study.run(attacked(attack, study)).through(lens).late();
    }

    private static Figures.Part whole(String attack, Lens lens, Study study) {
        return study.run(attacked(attack, study)).through(lens).whole();
    }

    private static Arm attacked(String attack, Study study) {
        return study.attacks().stream()
                .filter(it -> it.attack().name().equals(attack))
                .findFirst()
                .orElseThrow();
    }
}
