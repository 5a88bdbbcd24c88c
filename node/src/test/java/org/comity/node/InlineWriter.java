package org.comity.node;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.comity.store.DiskFullException;

/** The writer of a world of one thread: each task is done, durable and followed up at once. */
final class InlineWriter implements Writer {
    private final Steps steps;
    private boolean busy;
    private boolean ended;

    InlineWriter(Steps steps) {
        this.steps = steps;
    }

    @Override
    public <T> CompletableFuture<T> submit(Task<T> task) {
        if (busy) {
            throw new IllegalStateException("the writer waits for itself");
        }
        if (ended) {
            return CompletableFuture.failedFuture(new Refusal("the node is stopping", ""));
        }
        busy = true;
        try {
            var answer = new CompletableFuture<T>();
            T value = null;
            Exception refused = null;
            try {
                value = task.run();
            } catch (Refusal | DiskFullException refusal) {
                refused = refusal;
            }
            steps.force();
            while (!steps.afterForce()) {
                steps.force();
            }
            steps.force();
            if (refused == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(refused);
            }
            return answer;
        } catch (IOException | RuntimeException failure) { // nothing may follow it
            ended = true;
            steps.fatal(failure);
            return CompletableFuture.failedFuture(failure);
        } finally {
            busy = false;
        }
    }

    @Override
    public boolean isCurrent() {
        return busy;
    }

    @Override
    public void close() {
        ended = true;
    }
}
