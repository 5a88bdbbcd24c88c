package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.statement.MemberId;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.junit.jupiter.api.Test;

/** How long claims hold; DESIGN section 6. Domains live 14 days where nothing else is said. */
class LifespansTest {
    private static final long NOW = Made.NOW;
    private static final long DAY = 86_400;
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    @Test
    void theCharterSaysHowLongByKindAndList() {
        var slow = new ListRules("slow", FOUR.rules(), domains(40 * 24));
        Articles articles = Articles.DEFAULT.withLives(domains(24)).withLists(List.of(slow));
        Setting setting = Made.everybody(Made.with(FOUR, articles));
        StatedClaim claim = since("a", 1, 2 * DAY, 90);
        assertEquals(Level.UNKNOWN, level(setting, claim));
        assertEquals(Level.TRUSTED, level(setting.of("slow"), claim));
        assertEquals(Level.TRUSTED, level(Made.everybody(FOUR), claim));
        assertEquals(Level.TRUSTED, level(setting, since("a", 1, DAY - 1, 90)));
        assertEquals(
                NOW + 38 * DAY, Made.decide(setting.of("slow"), claim).untilSecond(), "for trust");
        assertEquals(40 * DAY, Horizon.of(setting.charter()).lifeSeconds(DOMAIN, Target.UNKNOWN));
        assertEquals(90 * DAY, Horizon.of(FOUR).lifeSeconds(DOMAIN, Target.DEDICATED));
    }

    @Test
    void whatIsRelistedHoldsTwiceWhereItIsAgreed() {
        Setting all = Made.everybody(FOUR);
        StatedClaim one = since("a", 1, 20 * DAY, 28);
        StatedClaim two = since("b", 2, 20 * DAY, 28);
        Verdict both = Made.decide(all, one, two);
        assertEquals(Level.AGREED, both.level());
        assertEquals(NOW + 8 * DAY, both.untilSecond());
        assertEquals(Level.AGREED, level(all, one, since("b", 2, DAY, 14)), "one of them anew");
        assertEquals(Level.UNKNOWN, level(all, one), "alone it holds once");
        StatedClaim once = since("b", 2, 20 * DAY, 14);
        assertEquals(Level.UNKNOWN, level(all, one, once), "who says one life means one");
        StatedClaim forEver = since("b", 2, 29 * DAY, 9_999);
        assertEquals(Level.UNKNOWN, level(all, one, forEver), "and nobody more than two");
    }

    @Test
    void whatIsAgreedByItInTheFirstLifeSaysWhenTheSecondEnds() {
        Verdict verdict =
                Made.decide(
                        Made.everybody(FOUR), since("a", 1, DAY, 28), since("b", 2, 2 * DAY, 14));
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(NOW + 12 * DAY, verdict.untilSecond());
    }

    @Test
    void aBenignWordVetoesInItsFirstLifeOnly() {
        Setting all = Made.everybody(FOUR);
        StatedClaim seen = since("a", 1, DAY, 14);
        Say benign = Say.by("b").on(2).benign();
        StatedClaim old = benign.between(NOW - 20 * DAY, NOW + 8 * DAY).stated();
        assertEquals(Level.TRUSTED, level(all, seen, old));
        assertEquals(
                Level.CONTESTED, level(all, seen, benign.between(NOW - DAY, NOW + DAY).stated()));
    }

    @Test
    void whoeverSaysSomethingNewerSpeaksByThat() {
        Setting all = Made.everybody(FOUR);
        StatedClaim two = since("b", 2, 20 * DAY, 28);
        StatedClaim old = since("a", 1, 20 * DAY, 28);
        StatedClaim turned =
                Say.by("a").on(3).benign().between(NOW - DAY, NOW + DAY).at(9, true).stated();
        assertEquals(Level.AGREED, level(all, old, two));
        assertEquals(Level.REPORTED, level(all, old, turned, two));
    }

    @Test
    void theHorizonIsThatOfTheListWithTheLongestLives() {
        var slow = new ListRules("slow", FOUR.rules(), domains(40 * 24));
        Horizon horizon = Horizon.of(Made.with(FOUR, Articles.DEFAULT.withLists(List.of(slow))));
        StatedClaim claim = since("a", 1, 50 * DAY, 9_999);
        assertFalse(horizon.isOver(claim, NOW));
        assertEquals(NOW + 30 * DAY, horizon.nextChange(List.of(claim), NOW).orElseThrow());
        assertTrue(Horizon.of(FOUR).isOver(claim, NOW));
        assertTrue(Horizon.of(FOUR).nextChange(List.of(claim), NOW).isEmpty());
    }

    /** Else a veto against what is agreed in a second life would cost nothing of the budget. */
    @Test
    void aVetoAgainstWhatIsRelistedUsesUpItsBudget() {
        Setting all = Made.everybody(FOUR);
        var beyond = Map.of(new MemberId("c"), Set.of(Made.HOST));
        StatedClaim veto = Say.by("c").on(3).benign().stated();
        List<StatedClaim> claims =
                List.of(since("a", 1, 20 * DAY, 28), since("b", 2, 20 * DAY, 28), veto);
        for (Vetoes vetoes : List.of(Vetoes.ALL, Vetoes.allBut(beyond))) {
            var setting =
                    new Setting(FOUR, all.guards(), all.asOfSecond(), all.inStanding(), vetoes);
            assertEquals(List.of(veto), Agreement.vetoesOfDay(Made.HOST, claims, setting));
        }
    }

    @Test
    void whatIsBenignInItsSecondLifeUsesUpNoBudget() {
        Say benign = Say.by("b").on(2).benign();
        StatedClaim old = benign.between(NOW - 20 * DAY, NOW + 8 * DAY).stated();
        Say other = Say.by("c").on(3).benign();
        StatedClaim older = other.between(NOW - 20 * DAY, NOW + 8 * DAY).stated();
        List<StatedClaim> claims = List.of(since("a", 1, DAY, 14), old, older);
        assertEquals(List.of(), Agreement.vetoesOfDay(Made.HOST, claims, Made.everybody(FOUR)));
    }

    @Test
    void oneLifeOnTheListOfLongLivesIsNotTwoOnAnother() {
        var slow = new ListRules("slow", FOUR.rules(), domains(40 * 24));
        Setting all = Made.everybody(Made.with(FOUR, Articles.DEFAULT.withLists(List.of(slow))));
        StatedClaim one = since("a", 1, 20 * DAY, 40);
        StatedClaim two = since("b", 2, 20 * DAY, 40);
        assertEquals(Level.UNKNOWN, Made.decide(all, one, two).level());
        assertEquals(Level.AGREED, Made.decide(all.of("slow"), one, two).level());
        StatedClaim back = since("b", 2, 20 * DAY, 80);
        assertEquals(
                Level.AGREED,
                Made.decide(all, since("a", 1, 20 * DAY, 80), back).level(),
                "relisted");
    }

    @Test
    void whatAMemberSaysItselfHoldsByTheLivesOfTheList() {
        var quick = new ListRules("quick", FOUR.rules(), domains(24));
        Setting all = Made.everybody(Made.with(FOUR, Articles.DEFAULT.withLists(List.of(quick))));
        List<StatedClaim> claims = List.of(since("a", 1, 2 * DAY, 14));
        var own = new LocalList(new MemberId("a"));
        assertTrue(own.listed(Made.HOST, claims, all, false).isPresent());
        assertTrue(own.listed(Made.HOST, claims, all.of("quick"), false).isEmpty());
    }

    /** Else the budget would hold on the default list alone. */
    @Test
    void aVetoUsesUpItsBudgetOnWhateverListItStopsAnything() {
        var slow = new ListRules("slow", FOUR.rules(), domains(40 * 24));
        Setting all = Made.everybody(Made.with(FOUR, Articles.DEFAULT.withLists(List.of(slow))));
        Say benign = Say.by("c").on(3).benign();
        StatedClaim veto = benign.between(NOW - 20 * DAY, NOW + 20 * DAY).stated();
        List<StatedClaim> claims = List.of(since("a", 1, 20 * DAY, 40), veto);
        assertEquals(List.of(veto), Agreement.vetoesOfDay(Made.HOST, claims, all));
    }

    private static final SubjectKind DOMAIN = SubjectKind.DOMAIN;

    private static Lives domains(int hours) {
        return new Lives(new TreeMap<>(Map.of(DOMAIN, hours)));
    }

    private static Level level(Setting setting, StatedClaim... claims) {
        return Made.decide(setting, claims).level();
    }

    /** So many seconds old, and said to hold so many days in all. */
    private static StatedClaim since(String member, int root, long age, long days) {
        return Say.by(member).on(root).between(NOW - age, NOW - age + days * DAY).stated();
    }
}
