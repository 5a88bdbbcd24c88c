package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.exchange.Answer;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Answer LITTLE = new Answer.Got(Bytes.EMPTY);
    private long now;

    /** Each answer just before it would be cut off, and next to nothing in it. */
    @Test
    void whoDripsForEachAnswerIsLeftAfterTwoMinutes() {
        var patience = new Patience(() -> now);
        int answered = 0;
        while (patience.ask(this::slow) == LITTLE) {
            patience.brought(1);
            answered++;
        }
        assertEquals(3, answered);
        assertTrue(patience.wasLeft());
    }

    @Test
    void whoBringsMuchGoesOnForAsLongAsItHasSome() {
        var patience = new Patience(() -> now);
        for (int answer = 0; answer < 1_000; answer++) {
            assertEquals(LITTLE, patience.ask(this::slow));
            patience.brought(8_192);
        }
    }

    private Answer slow() {
        now += 59_000;
        return LITTLE;
    }
}
