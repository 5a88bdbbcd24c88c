package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the trust anchors (3.2) found of rules of agreement holds for the code that decides. */
final class SimulationTest {
    private static final int GOAL = 800;

    /** A smaller world of the same kind; everything in it as in the published one. */
    private static final SimulationParameters SMALL =
            new SimulationParameters(
                    30,
                    6,
                    400,
                    4_000,
                    SimulationParameters.PUBLISHED.sight(),
                    SimulationParameters.PUBLISHED.feeds(),
                    SimulationParameters.PUBLISHED.aim());

    @Test
    void equalSeedsGiveEqualWorldsAndOthersDoNot() {
        Map<SimulationRule, SimulationTally> once =
                Simulation.run(SMALL, SimulationAttack.TWO_BLOCS, 1);
        assertEquals(once, Simulation.run(SMALL, SimulationAttack.TWO_BLOCS, 1));
        assertNotEquals(once, Simulation.run(SMALL, SimulationAttack.TWO_BLOCS, 2));
    }

    @Test
    void theHonestSayTheSameWhoeverAttacks() {
        var quiet = new SimulationWorld(SMALL, SimulationAttack.NONE, 3);
        var attacked = new SimulationWorld(SMALL, SimulationAttack.TWO_BLOCS, 3);
        for (int subject = 0; subject < SMALL.subjects(); subject++) {
            assertEquals(quiet.honestClaims(subject), attacked.honestClaims(subject));
        }
    }

    /** Two of six captured: counting heads lets all through, counting countries next to nothing. */
    @Test
    void poisonIsHeldByCountriesAndByNothingElse() {
        for (SimulationRule naive :
                List.of(SimulationRule.COUNT, SimulationRule.MAJORITY, SimulationRule.EVIDENCE)) {
            assertTrue(poison(SimulationAttack.TWO_BLOCS, naive) > 9_900, naive.words());
        }
        assertTrue(poison(SimulationAttack.TWO_BLOCS, SimulationRule.AGREED_2) <= GOAL);
        assertTrue(poison(SimulationAttack.SIX_IN_TWO, SimulationRule.AGREED_2) <= GOAL);
        assertTrue(poison(SimulationAttack.ONE_BLOC, SimulationRule.AGREED_1) <= GOAL);
        // One country more than the rule withstands, and it is gone.
        assertTrue(poison(SimulationAttack.TWO_BLOCS, SimulationRule.AGREED_1) > 5_000);
    }

    @Test
    void anAttackOnlyEverSuppressesMore() {
        for (SimulationRule rule : SimulationRule.values()) {
            SimulationTally tally = small(SimulationAttack.TWO_BLOCS, rule).getFirst();
            assertEquals(SMALL.aim().deny(), tally.suppressed().of());
            assertTrue(tally.suppressed().count() >= tally.missedAnyway().count(), rule.words());
        }
    }

    /** The published figure, with its interval: {@code comity simulate} prints the whole table. */
    @Test
    @Tag("slow")
    void atMostEightPercentOfPoisonIsAgreedWithTwoOfSixCaptured() {
        List<Part> poison = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            poison.add(
                    Simulation.run(SimulationParameters.PUBLISHED, SimulationAttack.TWO_BLOCS, seed)
                            .getOrDefault(SimulationRule.AGREED_2, SimulationTally.NONE)
                            .poison());
        }
        Share share = Share.of(poison);
        assertEquals(1_200, share.of());
        assertTrue(share.tenThousandths() <= GOAL, share.toString());
    }

    @Test
    void sharesAreSumsAndTheirIntervalsHoldThem() {
        Share share = Share.of(List.of(new Part(0, 10), new Part(5, 10), new Part(10, 20)));
        assertEquals(15, share.count());
        assertEquals(3_750, share.tenThousandths());
        assertEquals(0, share.low());
        assertEquals(5_000, share.high());
        assertEquals(0, Share.of(List.of(Part.NONE)).tenThousandths());
    }

    private static int poison(SimulationAttack attack, SimulationRule rule) {
        return Share.of(small(attack, rule).stream().map(SimulationTally::poison).toList())
                .tenThousandths();
    }

    private static List<SimulationTally> small(SimulationAttack attack, SimulationRule rule) {
        List<SimulationTally> tallies = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            tallies.add(
                    Simulation.run(SMALL, attack, seed).getOrDefault(rule, SimulationTally.NONE));
        }
        return tallies;
    }
}
