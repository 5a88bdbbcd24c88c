package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the words are true is tested with the rules, in agreement. */
class AssuranceWordsTest {
    @Test
    void oneMemberIsToldToJoinOthers() {
        Assurance alone = Assurance.byDefault(1, 1, 1);
        assertEquals(
                List.of("Its own list, reasons and receipts, which anybody can check."),
                alone.protects());
        assertTrue(alone.doesNotProtect().getFirst().endsWith("join others."));
    }

    @Test
    void twoOfOneCountryLearnThatNothingCanBeAgreed() {
        Assurance two = Assurance.byDefault(2, 1, 1);
        assertEquals(
                "A log counts fully when the other member has cosigned it.",
                two.protects().getFirst());
        assertEquals(
                "Nothing can be agreed: that needs 2 members from 2 countries; there are 2 from 1 country.",
                two.doesNotProtect().getFirst());
    }

    @Test
    void threeOfThreeCountriesLearnThatNobodyMayBeDown() {
        Assurance three = Assurance.byDefault(3, 3, 1);
        assertTrue(
                three.protects()
                        .contains("A log counts fully when all 2 other members have cosigned it."));
        assertTrue(three.doesNotProtect().getLast().startsWith("Below five members"));
    }

    @Test
    void fiveOfFiveCountriesWithstandTwo() {
        Assurance five = Assurance.byDefault(5, 5, 3);
        assertEquals(
                "However many members collude: if they are of no more than 2 countries, they alone make nothing agreed.",
                five.protects().get(1));
        assertTrue(
                five.protects()
                        .contains(
                                "A log counts fully when 3 of the 4 other members have cosigned it; 1 may be down."));
    }

    @Test
    void everyDimensionIsNamed() {
        var rules = new Rules(1, 2, List.of("country", "sector"));
        assertEquals(
                "Agreed needs 2 members with distinct evidence, from 2 countries and 2 sectors, and more of them for than against.",
                new Assurance(4, 3, 2, rules).protects().getFirst());
    }
}
