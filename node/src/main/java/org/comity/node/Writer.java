package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.comity.store.DiskFullException;

/**
 * The one that changes log and store; everybody else hands it tasks. Each task writes what it has
 * to in one atomic step, and its caller is answered only once that is durable. A failed write or
 * sync is fatal: nothing is signed any more, and the process ends, to recover from disk.
 */
interface Writer extends AutoCloseable {
    Duration ANSWER_MAX = Duration.ofSeconds(60);
    Duration LONG_MAX = Duration.ofHours(24);

    /** Work for the writer. */
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

    /**
     * Hands the task over; the answer comes once its effect is durable, signed and in the lists.
     */
    <T> CompletableFuture<T> submit(Task<T> task);

    /**
     * The same for whoever needs no more than that it is durable: the answer does not wait for the
     * rest.
     */
    default <T> CompletableFuture<T> submitDurable(Task<T> task) {
        return submit(task);
    }

    /** Runs the task and waits until its effect is durable. */
    default <T> T call(Task<T> task) throws IOException {
        return await(submit(task));
    }

    /**
     * As {@link #call}, for work that grows with the directory: it may take as long as it takes.
     */
    default <T> T callLong(Task<T> task) throws IOException {
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

    /** Whether the caller is the writer. */
    boolean isCurrent();

    /** Finishes what waits. */
    @Override
    void close();
}
