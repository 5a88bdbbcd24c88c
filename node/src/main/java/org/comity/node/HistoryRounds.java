package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks the members about the own log at a start, and again until somebody was heard: after a
 * second, then after twice that, and so on to half a minute.
 */
final class HistoryRounds implements AutoCloseable {
    private static final long REST_MILLIS_FIRST = 1_000;
    private static final long REST_MILLIS_MAX = 30_000;

    private final HistoryCheck check;
    private final OwnHistory history;
    private final Pace pace;
    private final Consumer<Throwable> fatal;
    private final long startMillis;
    // Of the one who takes the turns.
    private long rest = REST_MILLIS_FIRST;
    private final Pace.Turns turns;
    private volatile boolean closed;

    private HistoryRounds(HistoryCheck check, Desk desk, Consumer<Throwable> fatal)
            throws IOException {
        this.check = check;
        this.history = desk.ledger().heads().history();
        this.pace = desk.machine().pace();
        this.fatal = fatal;
        this.startMillis = pace.millis();
        if (isOpen()) {
            var _ = check.askAll();
        }
        this.turns = pace.turns("own history", pace.millis() + rest, this::take);
    }

    /** The first round ends before this returns: where somebody answers, nobody waits. */
    static HistoryRounds start(HistoryCheck check, Desk desk, Consumer<Throwable> fatal)
            throws IOException {
        return new HistoryRounds(check, desk, fatal);
    }

    private boolean isOpen() {
        return history.known() instanceof OwnHistory.Known.Unheard;
    }

    private long take() {
        if (closed || !isOpen()) {
            return Long.MAX_VALUE;
        }
        try {
            var _ = check.askAll();
            check.goOnAlone(Duration.ofMillis(pace.millis() - startMillis));
        } catch (IOException failed) {
            if (!closed) {
                fatal.accept(failed);
            }
            return Long.MAX_VALUE;
        }
        rest = Math.min(2 * rest, REST_MILLIS_MAX);
        return pace.millis() + rest;
    }

    @Override
    public void close() {
        closed = true;
        turns.close();
    }
}
