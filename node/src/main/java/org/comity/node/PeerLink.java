package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.LogName;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node does with one other member: pulls its logs when told of news and at every poll,
 * and tells it of our own news. One virtual thread pulls and one tells; signals that come meanwhile
 * run together into one.
 */
final class PeerLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    /** The node's side of a link. */
    interface Side {
        /**
         * Brings one log in step; true when it could be asked and nothing was refused.
         *
         * @param announced a checkpoint under the log's signature that the peer told us of
         */
        boolean pull(Member peer, LogName log, Optional<Note> announced) throws IOException;

        /** Cosigns what was verified of the peer's main log. */
        void cosign(Member peer) throws IOException;

        /** Charter news and whatever else a poll looks after. */
        void poll(Member peer) throws IOException;

        /** The own checkpoint that this peer should know of. */
        Optional<Note> news(LogName log);

        Answer post(String uri, Note note);

        LogName ownMain();

        LogName ownRequestsTo(Member peer);

        LogName requestsFrom(Member peer);
    }

    /** Owners ask by themselves; one that cannot has this long before we fetch it. */
    private static final Duration COSIGN_AFTER = Duration.ofSeconds(1);

    /**
     * News is told and fetched at once; what follows waits this many times as long as that took,
     * and goes together. So one peer takes at most a ninth of a node's time, and a busy node
     * bundles.
     */
    private static final int REST = 8;

    private static final Duration REST_MAX = Duration.ofSeconds(1);

    private final Member peer;
    private final Side side;
    private final Duration pollEvery;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private boolean pullMain = true;
    private boolean pullRequests = true;
    private Optional<Note> announced = Optional.empty();
    private boolean tellMain = true;
    private boolean tellRequests = true;
    private boolean closed;
    private final Thread puller;
    private final Thread teller;

    PeerLink(Member peer, Side side, Duration pollEvery) {
        this.peer = peer;
        this.side = side;
        this.pollEvery = pollEvery;
        this.puller = Thread.ofVirtual().name("pull " + peer.id()).unstarted(this::pullLoop);
        this.teller = Thread.ofVirtual().name("tell " + peer.id()).unstarted(this::tellLoop);
    }

    void start() {
        puller.start();
        teller.start();
    }

    Member peer() {
        return peer;
    }

    /** The peer has news in this log: a checkpoint that its key signed. */
    void heard(LogName log, Note note) {
        signal(() -> {
            if (log.peer().isEmpty()) {
                pullMain = true;
                // A stranger may send again what he saw before; news is the larger.
                announced =
                        announced.filter(it -> size(it) > size(note)).or(() -> Optional.of(note));
            } else {
                pullRequests = true;
            }
        });
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text())
                .map(it -> it.head().size())
                .optional()
                .orElse(0L);
    }

    /** We have news for the peer. */
    void tell(LogName log) {
        signal(() -> {
            tellMain |= log.peer().isEmpty();
            tellRequests |= log.peer().isPresent();
        });
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What one turn of the pulling thread has to do. */
    private record Turn(
            boolean main,
            Optional<Note> announced,
            boolean requests,
            boolean poll,
            boolean cosign) {}

    private void pullLoop() {
        long pollAt = System.nanoTime();
        long cosignAt = Long.MAX_VALUE;
        long restUntil = pollAt;
        while (true) {
            Optional<Turn> turn = nextTurn(restUntil, pollAt, cosignAt);
            if (turn.isEmpty()) {
                return;
            }
            long start = System.nanoTime();
            if (turn.get().poll()) {
                pollAt = System.nanoTime() + pollEvery.toNanos();
            }
            work(turn.get());
            restUntil = restUntil(start);
            if (turn.get().cosign()) {
                cosignAt = Long.MAX_VALUE;
            } else if (turn.get().main() && cosignAt == Long.MAX_VALUE) {
                cosignAt = System.nanoTime() + COSIGN_AFTER.toNanos();
            }
        }
    }

    /** Waits for a signal or a time; empty when the link is closed. */
    private Optional<Turn> nextTurn(long restUntil, long pollAt, long cosignAt) {
        lock.lock();
        try {
            long now = System.nanoTime();
            long until = turnAt(restUntil, pollAt, cosignAt);
            while (!closed && now < until) {
                changed.awaitNanos(until - now);
                now = System.nanoTime();
                until = turnAt(restUntil, pollAt, cosignAt);
            }
            boolean poll = now >= pollAt;
            var turn =
                    new Turn(
                            pullMain || poll,
                            poll ? Optional.empty() : announced,
                            pullRequests || poll,
                            poll,
                            now >= cosignAt);
            pullMain = false;
            announced = Optional.empty();
            pullRequests = false;
            return closed ? Optional.empty() : Optional.of(turn);
        } catch (InterruptedException stopping) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private long turnAt(long restUntil, long pollAt, long cosignAt) {
        long due = Math.min(pollAt, cosignAt);
        return pullMain || pullRequests ? Math.min(restUntil, due) : due;
    }

    private static long restUntil(long startNanos) {
        long now = System.nanoTime();
        return now + Math.min(REST_MAX.toNanos(), REST * (now - startNanos));
    }

    private void work(Turn turn) {
        try {
            if (turn.poll()) {
                side.poll(peer);
            }
            if (turn.main()) {
                side.pull(peer, LogName.main(peer.id()), turn.announced());
            }
            if (turn.cosign()) {
                side.cosign(peer);
            }
            if (turn.requests()) {
                side.pull(peer, side.requestsFrom(peer), Optional.empty());
            }
        } catch (IOException | Refusal failed) {
            // At the end of the node whatever is under way is broken off.
            (isClosed() ? LOG.atDebug() : LOG.atWarn())
                    .addKeyValue("peer", peer.id())
                    .setCause(failed)
                    .log("pull failed");
        } catch (RuntimeException ours) { // a mistake met with one peer must not end the link
            LOG.atError().addKeyValue("peer", peer.id()).setCause(ours).log("pull failed");
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

    private void tellLoop() {
        long restUntil = System.nanoTime();
        while (true) {
            boolean main;
            boolean requests;
            lock.lock();
            try {
                while (!closed && !tellMain && !tellRequests) {
                    changed.await(pollEvery.toMillis(), TimeUnit.MILLISECONDS);
                }
                long now = System.nanoTime();
                while (!closed && now < restUntil) {
                    changed.awaitNanos(restUntil - now);
                    now = System.nanoTime();
                }
                if (closed) {
                    return;
                }
                main = tellMain;
                requests = tellRequests;
                tellMain = false;
                tellRequests = false;
            } catch (InterruptedException stopping) {
                return;
            } finally {
                lock.unlock();
            }
            long start = System.nanoTime();
            if (main) {
                announce(side.ownMain());
            }
            if (requests) {
                announce(side.ownRequestsTo(peer));
            }
            restUntil = restUntil(start);
        }
    }

    /** A lost announcement is no harm: the peer polls. */
    private void announce(LogName log) {
        Optional<Note> note = side.news(log);
        if (note.isPresent() && !peer.url().isEmpty()) {
            Answer answer = side.post(peer.url() + "/announce", note.get());
            if (answer instanceof Answer.Failed(String why)) {
                LOG.atDebug()
                        .addKeyValue("peer", peer.id())
                        .addKeyValue("why", why)
                        .log("not told");
            }
        }
    }

    @Override
    public void close() {
        signal(() -> closed = true);
        // The peer's news itself may end the link: what follows from it is still to be done.
        if (Thread.currentThread() != puller) {
            puller.interrupt();
        }
        teller.interrupt();
    }
}
