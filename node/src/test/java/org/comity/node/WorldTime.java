package org.comity.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The time of a world. Whatever happens in it happens alone, in an order that follows from the
 * seed: code that blocks in a real node stops here until its moment comes, and others go on
 * meanwhile. There are threads beneath only to keep the stacks of those that wait; exactly one runs
 * at a time, and hands the turn on.
 */
final class WorldTime implements AutoCloseable {
    /** What ends the work of a process that is no more. */
    static final class Ended extends Error {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the process ended", null, false, false);
        }
    }

    /** A process from its start to its end. */
    static final class Life {
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean over;

        boolean isOver() {
            return over;
        }
    }

    private record Happening(long at, long order, Life life, Runnable what)
            implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Who keeps the events coming while others wait. */
    private final class Runner {
        private final Semaphore turn = new Semaphore(0);

        void begin() {
            Thread.ofVirtual().name("world").start(this::loop);
        }

        private void loop() {
            while (!closed) {
                Happening next = events.peek();
                if (next == null || next.at() > until || failure != null) {
                    idle.push(this);
                    done.release();
                    turn.acquireUninterruptibly();
                } else {
                    happen(events.remove());
                }
            }
        }
    }

    private final PriorityQueue<Happening> events = new PriorityQueue<>();
    private final ArrayDeque<Runner> idle = new ArrayDeque<>();
    private final Semaphore done = new Semaphore(0);
    private Runner current;
    private volatile boolean closed;
    private Throwable failure;
    private long now;
    private long until;
    private long order;
    private long happened;

    long now() {
        return now;
    }

    /** How many things happened. */
    long happened() {
        return happened;
    }

    void in(long millis, Life life, Runnable what) {
        events.add(new Happening(now + Math.max(0, millis), order++, life, what));
    }

    private void happen(Happening event) {
        if (event.life().over) {
            return;
        }
        now = Math.max(now, event.at());
        happened++;
        try {
            event.what().run();
        } catch (Ended ended) {
            if (!event.life().over) {
                failure = ended;
            }
        } catch (RuntimeException | Error broken) { // it is told to whoever lets the time pass
            failure = broken;
        }
    }

    /** Lets this much time pass. */
    void run(long millis) {
        until = now + millis;
        giveTurn();
        done.acquireUninterruptibly();
        if (failure != null) {
            throw new IllegalStateException("at " + now + " ms of the world", failure);
        }
        now = until;
    }

    /**
     * Stops here until it is resumed; for code that something which happens runs.
     *
     * @param begin gets what resumes it, to be called once or more
     */
    void await(Life life, Consumer<Runnable> begin) {
        Runner me = current;
        boolean[] resumed = new boolean[1];
        Runnable resume =
                () -> {
                    if (!resumed[0]) {
                        resumed[0] = true;
                        events.add(new Happening(now, order++, new Life(), () -> handOver(me)));
                    }
                };
        life.waiting.add(resume);
        begin.accept(resume);
        giveTurn();
        me.turn.acquireUninterruptibly();
        life.waiting.remove(resume);
        if (life.over) {
            throw new Ended();
        }
    }

    private void giveTurn() {
        if (idle.isEmpty()) {
            current = new Runner();
            current.begin();
        } else {
            current = idle.pop();
            current.turn.release();
        }
    }

    /** The last thing that its caller does before another has the turn. */
    private void handOver(Runner to) {
        Runner me = current;
        idle.push(me);
        current = to;
        to.turn.release();
        me.turn.acquireUninterruptibly();
    }

    /** Stops here for so long. */
    void sleep(Life life, long millis) {
        await(life, resume -> in(millis, life, resume));
    }

    /** The process is no more; what it waits for ends. */
    void end(Life life) {
        life.over = true;
        List.copyOf(life.waiting).forEach(Runnable::run);
    }

    @Override
    public void close() {
        closed = true;
        idle.forEach(it -> it.turn.release());
    }
}
