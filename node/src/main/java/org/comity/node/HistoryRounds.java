package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks the members about the own log at a start, and again until somebody was heard: after a
 * second, then after twice that, and so on to half a minute.
 */
final class HistoryRounds implements AutoCloseable {
    private static final long REST_SECONDS_MAX = 30;

    private final HistoryCheck check;
    private final OwnHistory history;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);

    private HistoryRounds(HistoryCheck check, OwnHistory history) {
        this.check = check;
        this.history = history;
    }

    /** The first round ends before this returns: where somebody answers, nobody waits. */
    static HistoryRounds start(HistoryCheck check, OwnHistory history, Consumer<Throwable> fatal)
            throws IOException {
        var rounds = new HistoryRounds(check, history);
        if (rounds.isOpen()) {
            var _ = check.askAll();
        }
        Thread.ofVirtual().name("own history").start(() -> rounds.run(fatal));
        return rounds;
    }

    private boolean isOpen() {
        return history.known() instanceof OwnHistory.Known.Unheard;
    }

    private void run(Consumer<Throwable> fatal) {
        try {
            long rest = 1;
            while (isOpen() && !closed.await(rest, TimeUnit.SECONDS)) {
                var _ = check.askAll();
                check.goOnAlone(Duration.ofNanos(System.nanoTime() - startNanos));
                rest = Math.min(2 * rest, REST_SECONDS_MAX);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            if (closed.getCount() > 0) {
                fatal.accept(failed);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
