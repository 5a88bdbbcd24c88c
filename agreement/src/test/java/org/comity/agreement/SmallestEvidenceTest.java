package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
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
        assertEquals(1, SmallestEvidence.of(verdict, setting).size());
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
        assertEquals(2, SmallestEvidence.of(verdict, setting).size());
    }

    /** By level and tier it decides, and nothing with one claim less does. */
    @Test
    void itGivesTheSameAndWithoutAnyOfItsClaimsItDoesNot() {
        var smaller = new int[1];
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Setting setting = one.setting();
                    Verdict verdict = Agreement.decide(Made.HOST, one.claims(), setting);
                    List<StatedClaim> deciding = verdict.support().deciding();
                    List<StatedClaim> enough = SmallestEvidence.of(verdict, setting);
                    assertTrue(deciding.containsAll(enough));
                    if (enough.size() == deciding.size()) {
                        return;
                    }
                    smaller[0]++;
                    assertTrue(same(verdict, enough, setting));
                    for (StatedClaim left : enough) {
                        List<StatedClaim> without = new ArrayList<>(enough);
                        without.remove(left);
                        assertFalse(same(verdict, without, setting));
                    }
                });
        assertTrue(smaller[0] > 50 || Long.getLong("seed") != null, "cases: " + smaller[0]);
    }

    private static boolean same(Verdict verdict, List<StatedClaim> some, Setting setting) {
        List<StatedClaim> claims = new ArrayList<>(some);
        claims.addAll(verdict.support().opposing());
        Verdict other = Agreement.decide(Made.HOST, claims, setting);
        return other.level() == verdict.level() && other.tier().equals(verdict.tier());
    }
}
