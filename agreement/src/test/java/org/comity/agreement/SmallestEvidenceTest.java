package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Test;

/** The fewest claims that give the same. */
final class SmallestEvidenceTest {
    @Test
    void oneSightingIsEnoughForTrusted() {
        Setting setting = Made.everybody(Made.charter("DE", "DE", "DE"));
        Verdict verdict =
                Agreement.decide(
                        Made.HOST,
                        List.of(Say.seen("a", 1), Say.seen("b", 2), Say.seen("c", 3)),
                        setting);
        assertEquals(Level.TRUSTED, verdict.level());
        assertEquals(1, SmallestEvidence.of(verdict, setting).claims().size());
    }

    @Test
    void agreedTakesAsManyAsTheCharterAsksFor() {
        Setting setting = Made.everybody(Made.charter("DE", "FR", "CN", "BR"));
        Verdict verdict =
                Agreement.decide(
                        Made.HOST,
                        List.of(
                                Say.seen("a", 1),
                                Say.seen("b", 2),
                                Say.seen("c", 3),
                                Say.seen("d", 4)),
                        setting);
        assertEquals(Level.AGREED, verdict.level());
        assertEquals(2, SmallestEvidence.of(verdict, setting).claims().size());
    }

    /** By brute force: it decides, and of all sets of the claims that count none smaller does. */
    @Test
    void itDecidesAndNothingSmallerDoes() {
        var smaller = new int[1];
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Setting setting = one.setting();
                    Verdict verdict = Agreement.decide(Made.HOST, one.claims(), setting);
                    List<StatedClaim> deciding = verdict.support().deciding();
                    SmallestEvidence.Found found = SmallestEvidence.of(verdict, setting);
                    List<StatedClaim> enough = found.claims();
                    assertTrue(found.fewest());
                    assertTrue(deciding.containsAll(enough));
                    boolean tier = same(verdict, deciding, setting, true);
                    assertTrue(same(verdict, enough, setting, tier));
                    for (List<StatedClaim> some : subsets(deciding)) {
                        if (some.size() < enough.size()) {
                            assertFalse(same(verdict, some, setting, tier));
                        }
                    }
                    smaller[0] += enough.size() < deciding.size() ? 1 : 0;
                });
        assertTrue(smaller[0] > 50 || Long.getLong("seed") != null, "cases: " + smaller[0]);
    }

    /** Where too many sets would have to be tried: it decides, without any of its claims not. */
    @Test
    void withoutTimeForAllSetsNothingInItCanBeLeftOut() {
        var notFewest = new int[1];
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Setting setting = one.setting();
                    Verdict verdict = Agreement.decide(Made.HOST, one.claims(), setting);
                    SmallestEvidence.Found found = SmallestEvidence.of(verdict, setting, 2);
                    boolean tier = same(verdict, verdict.support().deciding(), setting, true);
                    assertTrue(same(verdict, found.claims(), setting, tier));
                    notFewest[0] += found.fewest() ? 0 : 1;
                });
        assertTrue(notFewest[0] > 20 || Long.getLong("seed") != null, "cases: " + notFewest[0]);
    }

    /** P8: other names for the members, the same claims in the smallest evidence. */
    @Test
    void namesOfMembersDoNotDecideWhichClaimsItNames() {
        Seeds.each(
                1_000,
                random -> {
                    List<String> names = List.of("a", "b", "c", "d", "e");
                    List<String> others = List.of("e", "d", "c", "b", "a");
                    List<StatedClaim> claims = RandomCase.claims(5, random);
                    List<StatedClaim> renamed =
                            claims.stream().map(it -> renamed(it, names, others)).toList();
                    assertEquals(
                            places(claims, Made.charter("DE", "FR", "CN", "FR", "DE")),
                            places(renamed, Made.charter("DE", "FR", "CN", "FR", "DE")));
                });
    }

    private static List<Long> places(List<StatedClaim> claims, Charter charter) {
        Setting setting = Made.setting(charter, "a", "c", "e");
        Verdict verdict = Agreement.decide(Made.HOST, claims, setting);
        return SmallestEvidence.of(verdict, setting).claims().stream()
                .map(it -> it.statement().index())
                .toList();
    }

    private static StatedClaim renamed(StatedClaim it, List<String> from, List<String> to) {
        int at = from.indexOf(it.member().name());
        String name = at < 0 ? it.member().name() : to.get(at);
        return new StatedClaim(
                new MemberId(name),
                new StatementId(name + "/log", it.statement().index()),
                it.position(),
                it.claim(),
                it.full());
    }

    private static List<List<StatedClaim>> subsets(List<StatedClaim> all) {
        List<List<StatedClaim>> subsets = new ArrayList<>();
        for (int set = 0; set < 1 << all.size(); set++) {
            List<StatedClaim> some = new ArrayList<>();
            for (int at = 0; at < all.size(); at++) {
                if ((set >> at & 1) == 1) {
                    some.add(all.get(at));
                }
            }
            subsets.add(some);
        }
        return subsets;
    }

    private static boolean same(
            Verdict verdict, List<StatedClaim> some, Setting setting, boolean alsoTier) {
        List<StatedClaim> claims = new ArrayList<>(some);
        claims.addAll(verdict.support().opposing());
        Verdict other = Agreement.decide(Made.HOST, claims, setting);
        return other.level() == verdict.level()
                && (!alsoTier || other.tier().equals(verdict.tier()));
    }
}
