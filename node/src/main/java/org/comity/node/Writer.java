package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.comity.store.DiskFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes log and store. Tasks wait in a bounded queue (a full one makes the
 * caller wait); each writes what it has to in one atomic step; after as many as wait, one sync
 * makes them durable together, and only then are their callers answered. A failed write or sync is
 * fatal: all waiting callers fail, nothing is signed any more, and the process ends, to recover
 * from disk.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int QUEUE_MAX = 4_096;
    private static final int BATCH_MAX = 512;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration ROOM_EVERY = Duration.ofSeconds(1);
    private static final Duration LONG_MAX = Duration.ofHours(24);

    /** Work on the writer's thread. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }

    /** What the writer does between the tasks and their answers. */
    interface Steps {
        /** Makes all that the tasks wrote durable. */
        void force() throws IOException;

        /** Signs, decides, announces; false when it is to be called again though nothing comes. */
        boolean afterForce() throws IOException;

        /** The machine failed; does not return to work. */
        void fatal(Throwable why);
    }

    private record Waiting<T>(Task<T> task, CompletableFuture<T> answer) {
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

    private final BlockingQueue<Waiting<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Steps steps;
    private final Thread thread;
    private volatile boolean stopping;

    Writer(Steps steps) {
        this.steps = steps;
        // A platform thread: a synchronous native write from a virtual thread would stall all
        // others.
        this.thread = Thread.ofPlatform().name("writer").start(this::loop);
    }

    /** Hands the task over; the answer comes once its effect is durable. */
    <T> CompletableFuture<T> submit(Task<T> task) {
        var answer = new CompletableFuture<T>();
        try {
            if (stopping
                    || !queue.offer(
                            new Waiting<>(task, answer),
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

    /** Runs the task and waits until its effect is durable. */
    <T> T call(Task<T> task) throws IOException {
        return await(submit(task));
    }

    /**
     * As {@link #call}, for work that grows with the directory: it may take as long as it takes.
     */
    <T> T callLong(Task<T> task) throws IOException {
        return await(submit(task), LONG_MAX);
    }

    static <T> T await(CompletableFuture<T> answer) throws IOException {
        return await(answer, ANSWER_MAX);
    }

    private static <T> T await(CompletableFuture<T> answer, Duration most) throws IOException {
        try {
            return answer.get(most.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            if (failed.getCause() instanceof DiskFullException full) {
                throw full;
            }
            throw new IOException("the writer failed", failed.getCause());
        } catch (TimeoutException slow) {
            throw new IOException("the writer did not answer within " + most, slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the writer", interrupted);
        }
    }

    private void loop() {
        var batch = new ArrayList<Waiting<?>>();
        var answers = new ArrayList<Runnable>();
        try {
            boolean done = true;
            while (!stopping || !queue.isEmpty()) {
                Waiting<?> first = done ? queue.poll(100, TimeUnit.MILLISECONDS) : queue.poll();
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH_MAX - 1);
                }
                for (Waiting<?> waiting : batch) {
                    answers.add(waiting.run());
                }
                force(); // also what was noted after the last batch
                if (first != null || !done) {
                    done = steps.afterForce();
                }
                answers.forEach(Runnable::run);
                batch.clear();
                answers.clear();
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

    /** Whether this is the writer's thread. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Finishes what waits. */
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
