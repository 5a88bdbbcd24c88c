package org.comity.node;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The pace of a real node: virtual threads, and the machine's clock that only runs forwards. */
final class Threads implements Pace {
    private static final long WAIT_MILLIS_MAX = 60_000;

    /** Of one list of works. */
    private static final int AT_ONCE_MAX = 64;

    private final long startNanos = System.nanoTime();

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    @Override
    public void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(work);
    }

    @Override
    public void startNative(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    @Override
    public void together(List<Runnable> works) {
        List<Future<?>> begun;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            begun = works.stream().<Future<?>>map(threads::submit).toList();
        }
        begun.forEach(Future::resultNow); // throws if one of them failed
    }

    @Override
    public void within(List<Runnable> works, long millisMax) {
        var left = new CountDownLatch(works.size());
        var atOnce = new Semaphore(AT_ONCE_MAX);
        for (Runnable work : works) {
            Thread.ofVirtual()
                    .name("within")
                    .start(() -> {
                        atOnce.acquireUninterruptibly();
                        try {
                            work.run();
                        } finally {
                            atOnce.release();
                            left.countDown();
                        }
                    });
        }
        try {
            var _ = left.await(millisMax, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Turns turns(String name, long firstMillis, Turn turn) {
        var turning = new Turning(name, firstMillis, turn);
        turning.thread.start();
        return turning;
    }

    private final class Turning implements Turns {
        private final Turn turn;
        private final Thread thread;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        // Guarded by lock.
        private long nextMillis;
        private boolean closed;

        Turning(String name, long firstMillis, Turn turn) {
            this.turn = turn;
            this.nextMillis = firstMillis;
            this.thread = Thread.ofVirtual().name(name).unstarted(this::loop);
        }

        private void loop() {
            try {
                while (isNext()) {
                    long next = turn.take();
                    lock.lock();
                    try {
                        nextMillis = Math.min(nextMillis, next);
                    } finally {
                        lock.unlock();
                    }
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits for the next turn; false when there is none any more. */
        private boolean isNext() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!closed) {
                    long wait = Math.min(WAIT_MILLIS_MAX, nextMillis - millis());
                    if (wait <= 0) {
                        nextMillis = Long.MAX_VALUE; // unless somebody wakes it meanwhile
                        return true;
                    }
                    changed.await(wait, TimeUnit.MILLISECONDS);
                }
                return false;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void wake() {
            lock.lock();
            try {
                nextMillis = 0;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            thread.interrupt();
        }
    }
}
