package org.comity.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Allowance.Rate RATE = Allowance.BRINGING_NOTHING;

    private final Allowance allowance = new Allowance(RATE);

    @Test
    void whatBringsNothingIsLookedAtSoOftenAndNotOnceMore() {
        for (int spent = 0; spent < RATE.most(); spent++) {
            assertTrue(allowance.has("a", 5), "spent " + spent);
            allowance.spend("a", 5);
        }
        assertFalse(allowance.has("a", 5));
        assertTrue(allowance.has("b", 5), "another address");
    }

    @Test
    void itComesBackWithTime() {
        for (int spent = 0; spent < RATE.most() + 50; spent++) {
            allowance.spend("a", 0);
        }
        assertFalse(allowance.has("a", 49));
        int looked = 0;
        for (; allowance.has("a", 1_000); looked++) {
            allowance.spend("a", 1_000);
        }
        assertEquals(RATE.perSecond(), looked);
        assertTrue(allowance.has("a", Long.MAX_VALUE));
        assertFalse(has(RATE.most(), Long.MAX_VALUE), "never more than at first");
    }

    private boolean has(int more, long atMillis) {
        for (int spent = 0; spent < more; spent++) {
            allowance.spend("a", atMillis);
        }
        return allowance.has("a", atMillis);
    }

    @Test
    void aClockThatIsPutBackGivesAndTakesNothing() {
        allowance.spend("a", 10_000);
        assertTrue(allowance.has("a", 0));
        assertFalse(has(RATE.most() - 1, 0));
    }

    @Test
    void moreAddressesThanAreRememberedPushOutTheOldest() {
        assertFalse(has(RATE.most(), 1));
        for (int other = 0; other < Allowance.ADDRESSES_MAX - 1; other++) {
            allowance.spend("other " + other, 1);
        }
        assertFalse(allowance.has("a", 1), "it asked last");
        for (int other = 0; other < Allowance.ADDRESSES_MAX; other++) {
            allowance.spend("more " + other, 1);
        }
        assertTrue(allowance.has("a", 1));
    }
}
