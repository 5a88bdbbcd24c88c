package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.charter.Articles;
import org.comity.charter.Charter;
import org.comity.charter.Decision;
import org.comity.charter.ListRules;
import org.comity.charter.Lives;
import org.comity.statement.Basis;
import org.comity.statement.GuardSet;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Topic;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Until when a verdict holds: no sooner and no later than is so if nobody says anything more. */
class EndingTest {
    private static final long NOW = Made.NOW;
    private static final long DAY = 86_400;
    private static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    /** Its own second life would carry it further; the other side's then clears it. */
    @Test
    void whatTheOtherSidesSecondLifeClearsEndsThere() {
        Say benign = Say.by("c").on(3).benign();
        Say other = Say.by("d").on(4).benign();
        List<StatedClaim> claims =
                List.of(
                        Say.by("a").on(1).between(NOW - 10 * DAY, NOW + 18 * DAY).stated(),
                        Say.by("b").on(2).between(NOW - 10 * DAY, NOW + 18 * DAY).stated(),
                        benign.between(NOW - 15 * DAY, NOW + 13 * DAY).stated(),
                        other.between(NOW - 15 * DAY, NOW + 13 * DAY).stated());
        Setting all = Made.everybody(FOUR);
        Verdict verdict = Agreement.decide(Made.HOST, claims, all, Made.FREE);
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(NOW + 4 * DAY, verdict.untilSecond());
        Setting then = at(all, NOW + 4 * DAY);
        assertEquals(Level.CLEARED, Agreement.decide(Made.HOST, claims, then, Made.FREE).level());
    }

    @Test
    void whatIsBlockedForAWhileSaysWhenItIsNoMore() {
        StatedClaim analysed =
                Say.by("a")
                        .as(Basis.ANALYSED, Role.CONTENT)
                        .on(1)
                        .between(NOW - DAY, NOW + DAY)
                        .stated();
        Verdict verdict =
                Made.decide(Made.everybody(FOUR), analysed, Say.seen("b", 2), Say.seen("c", 3));
        assertEquals(Tier.BLOCK, verdict.tier().orElseThrow());
        assertEquals(NOW + DAY, verdict.untilSecond());
    }

    /** Against brute force: deciding anew at all that is foretold on any list. */
    @Test
    void itIsTheFirstSecondAtWhichTheVerdictIsAnother() {
        var seen = new TreeMap<Level, Integer>();
        Seeds.each(
                4_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Setting now = setting(one, random);
                    Verdict verdict = Agreement.decide(Made.HOST, one.claims(), now, Made.FREE);
                    if (verdict.level() == Level.UNKNOWN) {
                        assertEquals(NOW, verdict.untilSecond());
                        return;
                    }
                    assertEquals(first(one.claims(), now, verdict), verdict.untilSecond());
                    seen.merge(verdict.level(), 1, Integer::sum);
                });
        assertTrue(seen.size() == 5 || Long.getLong("seed") != null, seen.toString());
    }

    private static long first(List<StatedClaim> claims, Setting now, Verdict verdict) {
        Setting then = now;
        Verdict later = verdict;
        while (isSame(later, verdict)) {
            OptionalLong next = Agreement.nextChange(Made.HOST, claims, then);
            Setting at = at(then, next.orElseThrow());
            boolean ended =
                    then.rulings()
                            .on(Made.HOST)
                            .filter(it -> it.untilSecond() <= at.asOfSecond())
                            .isPresent();
            then = ended ? at.without(Made.HOST) : at;
            later = Agreement.decide(Made.HOST, claims, then, Made.FREE);
        }
        return then.asOfSecond();
    }

    private static boolean isSame(Verdict one, Verdict other) {
        return one.level() == other.level() && one.tier().equals(other.tier());
    }

    private static Setting setting(RandomCase one, RandomGenerator random) {
        var lives =
                new Lives(new TreeMap<>(Map.of(SubjectKind.DOMAIN, 24 * random.nextInt(1, 20))));
        var named = new ListRules("other", one.charter().rules(), lives);
        Charter charter = Made.with(one.charter(), Articles.DEFAULT.withLists(List.of(named)));
        var decisions = new TreeMap<Subject, Decision>();
        if (random.nextInt(5) == 0) {
            decisions.put(
                    Made.HOST,
                    new Decision(
                            Hash.digest(new byte[] {5}),
                            new Topic.OnSubject(
                                    Made.HOST, Made.any(List.of(Stance.values()), random)),
                            NOW - 5,
                            NOW + DAY * random.nextInt(1, 20),
                            3,
                            2,
                            0));
        }
        Set<Subject> appealed = random.nextInt(4) == 0 ? Set.of(Made.HOST) : Set.of();
        return new Setting(
                charter,
                GuardSet.shipped(),
                NOW,
                one.inStanding(),
                Vetoes.ALL,
                new Rulings(decisions, new TreeSet<>(appealed)),
                random.nextBoolean() ? "" : "other");
    }

    private static Setting at(Setting it, long second) {
        return new Setting(
                it.charter(),
                it.guards(),
                second,
                it.inStanding(),
                it.vetoes(),
                it.rulings(),
                it.list());
    }
}
