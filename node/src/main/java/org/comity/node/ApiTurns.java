package org.comity.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls are answered at once, in all and of one token: some read much, and neither the
 * lists nor the holders of other tokens must wait for them.
 */
final class ApiTurns {
    private static final int ALL_MAX = 8;
    private static final int OF_ONE_MAX = 4;

    /** What was asked lies in memory while it waits. */
    private static final int WAITING_OF_ONE_MAX = 32;

    /** Well below the ten seconds after which a connection without a byte is closed. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Duration waitMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    // Guarded by lock.
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Integer> waiting = new HashMap<>();
    private int all;

    ApiTurns() {
        this(WAIT_MAX);
    }

    ApiTurns(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /** False when it is not this token's turn in time; true: {@link #leave} must follow. */
    boolean enter(String token) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (waiting.getOrDefault(token, 0) == WAITING_OF_ONE_MAX) {
                return false;
            }
            waiting.merge(token, 1, Integer::sum);
            try {
                long nanos = waitMax.toNanos();
                while (all == ALL_MAX || running.getOrDefault(token, 0) == OF_ONE_MAX) {
                    if (nanos <= 0) {
                        return false;
                    }
                    nanos = left.awaitNanos(nanos);
                }
            } finally {
                fewer(waiting, token);
            }
            running.merge(token, 1, Integer::sum);
            all++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(String token) {
        lock.lock();
        try {
            fewer(running, token);
            all--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void fewer(Map<String, Integer> counts, String token) {
        counts.computeIfPresent(token, (_, count) -> count == 1 ? null : count - 1);
    }
}
