package org.comity.node;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.comity.exchange.Answer;

/**
 * How long one member may take to hand over what a recovery asks it for: two minutes, and more for
 * what it brought. Each of its answers ends in time; many of them, each just in time, would not.
 */
final class Patience {
    private static final long FIRST_MILLIS = 120_000;

    /** Who brings a hundred entries or payloads a second may go on for as long as it has some. */
    private static final long MILLIS_FOR_ONE = 10;

    private final LongSupplier millis;
    private long untilMillis;
    private boolean left;

    Patience(LongSupplier millis) {
        this.millis = millis;
        this.untilMillis = millis.getAsLong() + FIRST_MILLIS;
    }

    void brought(long entries) {
        untilMillis += MILLIS_FOR_ONE * entries;
    }

    /** Whether it was not asked all that there was to ask. */
    boolean wasLeft() {
        return left;
    }

    Answer ask(Supplier<Answer> asking) {
        left |= millis.getAsLong() >= untilMillis;
        return left ? new Answer.Failed("too slow in all") : asking.get();
    }
}
