package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import org.comity.exchange.Order;
import org.comity.exchange.Replication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Replication} at the node's pace: it advances when something happened or is due, and
 * each order is carried out beside it, blocking as it likes. How many there are at once is the
 * state machine's to bound.
 */
final class Links implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    /** Carries an order out, and tells what came of it; blocks. */
    interface Work {
        void carryOut(Order order) throws IOException;
    }

    /** What somebody wants to know. */
    interface Reading<T> {
        T read(Replication machine, long now);
    }

    /** What somebody waits for. */
    interface Wish {
        boolean isMet(Replication machine, long now);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    // Guarded by lock.
    private final Replication machine;
    private boolean closed;
    private boolean isNew;
    private Optional<Pace.Turns> turns = Optional.empty();
    private final Work work;
    private final Pace pace;

    Links(Replication machine, Work work, Pace pace) {
        this.machine = machine;
        this.work = work;
        this.pace = pace;
    }

    void start() {
        lock.lock();
        try {
            turns = Optional.of(pace.turns("links", 0, this::turn));
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return pace.millis();
    }

    /** Tells the machine of something, with the millisecond that it is. */
    void tell(ObjLongConsumer<Replication> what) {
        lock.lock();
        try {
            what.accept(machine, now());
            isNew = true;
            turns.ifPresent(Pace.Turns::wake);
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Reading<T> what) {
        lock.lock();
        try {
            return what.read(machine, now());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the machine says so; false when the time is over before. */
    boolean await(Wish wished, long millisMax) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millisMax);
            while (isNew || !wished.isMet(machine, now())) {
                if (closed || left <= 0) {
                    return false;
                }
                left = advanced.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be done now is begun; when more will be. */
    private long turn() {
        List<Order> orders;
        long next;
        lock.lock();
        try {
            if (closed) {
                return Long.MAX_VALUE;
            }
            isNew = false;
            orders = machine.advance(now());
            advanced.signalAll();
            next = machine.wakeAt(now());
        } finally {
            lock.unlock();
        }
        orders.forEach(it -> pace.start("link", () -> carryOut(it)));
        return orders.isEmpty() ? next : now();
    }

    private void carryOut(Order order) {
        try {
            work.carryOut(order);
        } catch (IOException | Refusal failed) {
            // At the end of the node whatever is under way is broken off.
            (isClosed() ? LOG.atDebug() : LOG.atWarn())
                    .addKeyValue("order", order.getClass().getSimpleName())
                    .setCause(failed)
                    .log("not carried out");
        } catch (RuntimeException ours) { // a mistake met with one peer must not end the others
            LOG.atError()
                    .addKeyValue("order", order.getClass().getSimpleName())
                    .setCause(ours)
                    .log("not carried out");
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            turns.ifPresent(Pace.Turns::close);
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
