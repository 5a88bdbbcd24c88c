package org.comity.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.comity.store.DiskFullException;

/**
 * The writer of a process in a simulated world: tasks wait for one another, time passes between a
 * task and its sync, and a full disk is waited out.
 */
final class WorldWriter implements Writer {
    private static final int SYNC_MILLIS_MAX = 12;
    private static final int ROOM_MILLIS = 1_000;

    private final Steps steps;
    private final WorldTime time;
    private final WorldTime.Life life;
    private final SplittableRandom random;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private Thread holder;
    private boolean ended;
    int waitedMost;

    WorldWriter(Steps steps, WorldTime time, WorldTime.Life life, SplittableRandom random) {
        this.steps = steps;
        this.time = time;
        this.life = life;
        this.random = random;
    }

    @Override
    public <T> CompletableFuture<T> submit(Task<T> task) {
        if (isCurrent()) {
            throw new IllegalStateException("the writer waits for itself");
        }
        while (holder != null && !ended) {
            time.await(
                    life,
                    resume -> {
                        waiting.add(resume);
                        waitedMost = Math.max(waitedMost, waiting.size());
                    });
        }
        if (ended) {
            return CompletableFuture.failedFuture(new Refusal("the node is stopping", ""));
        }
        holder = Thread.currentThread();
        try {
            return answered(task);
        } catch (IOException | RuntimeException failure) { // nothing may follow it
            ended = true;
            steps.fatal(failure);
            return CompletableFuture.failedFuture(failure);
        } finally {
            holder = null;
            do {
                if (!waiting.isEmpty()) {
                    waiting.remove().run();
                }
            } while (ended && !waiting.isEmpty());
        }
    }

    private <T> CompletableFuture<T> answered(Task<T> task) throws IOException {
        var answer = new CompletableFuture<T>();
        T value = null;
        Exception refused = null;
        try {
            value = task.run();
        } catch (Refusal | DiskFullException refusal) {
            refused = refusal;
        }
        if (random.nextInt(4) == 0) {
            time.sleep(life, 1 + random.nextInt(SYNC_MILLIS_MAX));
        }
        force();
        while (!steps.afterForce()) {
            force();
        }
        force();
        if (refused == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(refused);
        }
        return answer;
    }

    private void force() throws IOException {
        while (true) {
            try {
                steps.force();
                return;
            } catch (DiskFullException full) {
                time.sleep(life, ROOM_MILLIS);
            }
        }
    }

    @Override
    public boolean isCurrent() {
        return holder == Thread.currentThread();
    }

    @Override
    public void close() {
        ended = true;
    }
}
