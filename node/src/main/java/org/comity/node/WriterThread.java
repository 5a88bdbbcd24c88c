package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.comity.store.DiskFullException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer as a thread. Tasks wait in a bounded queue (a full one makes the caller wait); after
 * as many as wait, one sync makes them durable together, and only then are their callers answered.
 * Signing and lists follow; where nobody waits for them, some milliseconds later, so that one
 * signature does for all that many callers write at once.
 */
final class WriterThread implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    private static final int QUEUE_MAX = 4_096;
    private static final int BATCH_MAX = 512;
    private static final Duration ROOM_EVERY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration UNSIGNED_MAX = Duration.ofMillis(5);

    private record Waiting<T>(Task<T> task, CompletableFuture<T> answer, boolean isForDurable) {
        /** Runs the task; what to do once the batch is durable. */
        Runnable run() throws IOException {
            try {
                T value = task.run();
                return () -> answer.complete(value);
            } catch (Refusal | DiskFullException refused) {
                // No room: asked before anything was begun, so nothing happened.
                return () -> answer.completeExceptionally(refused);
            }
        }
    }

    /**
     * What is durable and not signed yet. Where nobody waits for the signature it may stay so a
     * moment, and is signed together with what comes meanwhile.
     */
    private static final class Unsigned {
        private boolean any;
        private long sinceNanos;

        void more() {
            sinceNanos = any ? sinceNanos : System.nanoTime();
            any = true;
        }

        void none() {
            any = false;
        }

        boolean isAny() {
            return any;
        }

        boolean isDue() {
            return any && leftNanos() <= 0;
        }

        private long leftNanos() {
            return UNSIGNED_MAX.toNanos() - (System.nanoTime() - sinceNanos);
        }

        @Nullable Waiting<?> next(BlockingQueue<Waiting<?>> queue) throws InterruptedException {
            return queue.poll(any ? leftNanos() : IDLE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Steps steps;
    private final Thread thread;
    private volatile boolean stopping;

    WriterThread(Steps steps) {
        this.steps = steps;
        // A platform thread: a synchronous native write from a virtual thread would stall all
        // others.
        this.thread = Thread.ofPlatform().name("writer").start(this::loop);
    }

    @Override
    public <T> CompletableFuture<T> submit(Task<T> task) {
        return submit(task, false);
    }

    @Override
    public <T> CompletableFuture<T> submitDurable(Task<T> task) {
        return submit(task, true);
    }

    private <T> CompletableFuture<T> submit(Task<T> task, boolean isForDurable) {
        var answer = new CompletableFuture<T>();
        try {
            if (stopping
                    || !queue.offer(
                            new Waiting<>(task, answer, isForDurable),
                            ANSWER_MAX.toSeconds(),
                            TimeUnit.SECONDS)) {
                answer.completeExceptionally(new Refusal("the node is stopping or overloaded", ""));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(new Refusal("interrupted", ""));
        }
        return answer;
    }

    private void loop() {
        var batch = new ArrayList<Waiting<?>>();
        var answers = new ArrayList<Runnable>();
        var durable = new ArrayList<Runnable>();
        try {
            boolean done = true;
            var unsigned = new Unsigned();
            while (!stopping || !queue.isEmpty() || unsigned.isAny()) {
                Waiting<?> first = done ? unsigned.next(queue) : queue.poll();
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH_MAX - 1);
                }
                if (unsigned.isDue() || (unsigned.isAny() && isAnyWaitedFor(batch))) {
                    unsigned.none(); // a task may take long, or rest on what is signed and listed
                    done = steps.afterForce();
                }
                for (Waiting<?> waiting : batch) {
                    (waiting.isForDurable() ? durable : answers).add(waiting.run());
                }
                force(); // also what was noted after the last batch
                durable.forEach(Runnable::run);
                if (first != null) {
                    unsigned.more();
                }
                boolean isWaitedFor = !answers.isEmpty() || stopping;
                if (!done || (unsigned.isAny() && isWaitedFor)) {
                    unsigned.none();
                    done = steps.afterForce();
                }
                answers.forEach(Runnable::run);
                batch.clear();
                answers.clear();
                durable.clear();
            }
            force();
        } catch (Throwable failure) { // whatever it is, nothing may be acknowledged after it
            if (failure instanceof IOException machine) {
                LOG.atError().addKeyValue("why", Main.reason(machine)).log("writer failed");
            } else {
                LOG.atError().setCause(failure).log("writer failed");
            }
            stopping = true;
            fail(batch, failure);
            steps.fatal(failure);
        }
    }

    private static boolean isAnyWaitedFor(List<Waiting<?>> batch) {
        return batch.stream().anyMatch(it -> !it.isForDurable());
    }

    /**
     * A full disk is no failed write: nothing was written, and what waits is written once there is
     * room. Lists and DNS go on meanwhile.
     */
    private void force() throws IOException {
        boolean told = false;
        while (true) {
            try {
                steps.force();
                return;
            } catch (DiskFullException full) {
                if (stopping) {
                    throw full;
                }
                if (!told) {
                    LOG.atError().addKeyValue("why", full.getMessage()).log("waiting for room");
                    told = true;
                }
                LockSupport.parkNanos(ROOM_EVERY.toNanos());
            }
        }
    }

    private void fail(List<Waiting<?>> batch, Throwable why) {
        queue.drainTo(batch);
        batch.forEach(it -> it.answer().completeExceptionally(why));
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (!isCurrent()) {
                // However long the last task takes: the store must not be closed beneath it.
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
