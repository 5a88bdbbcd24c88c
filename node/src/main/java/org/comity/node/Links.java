package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import org.comity.exchange.Order;
import org.comity.exchange.Replication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Replication} on the machine's clock: one thread lets it advance, and a virtual thread
 * for each order carries it out, blocking as it likes. How many there are at once is the state
 * machine's to bound.
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
    private final Condition changed = lock.newCondition();
    private final Condition advanced = lock.newCondition();
    // Guarded by lock.
    private final Replication machine;
    private boolean closed;
    private boolean isNew;
    private final Work work;
    private final Thread thread;
    private final long startNanos = System.nanoTime();

    Links(Replication machine, Work work) {
        this.machine = machine;
        this.work = work;
        this.thread = Thread.ofVirtual().name("links").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    private long now() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Tells the machine of something, with the millisecond that it is. */
    void tell(ObjLongConsumer<Replication> what) {
        lock.lock();
        try {
            what.accept(machine, now());
            isNew = true;
            changed.signal();
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

    private void loop() {
        try {
            while (true) {
                List<Order> orders = advance();
                if (orders.isEmpty() && isClosed()) {
                    return;
                }
                orders.forEach(it -> Thread.ofVirtual().name("link").start(() -> carryOut(it)));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until something is to be done; nothing when it is the end. */
    private List<Order> advance() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                isNew = false;
                List<Order> orders = machine.advance(now());
                advanced.signalAll();
                if (!orders.isEmpty()) {
                    return orders;
                }
                long wait = Math.min(60_000, machine.wakeAt(now()) - now());
                if (wait > 0) {
                    changed.await(wait, TimeUnit.MILLISECONDS);
                }
            }
            return List.of();
        } finally {
            lock.unlock();
        }
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
            changed.signalAll();
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
