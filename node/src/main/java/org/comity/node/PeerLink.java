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
        /** Brings one log in step; true when it could be asked and nothing was refused. */
        boolean pull(Member peer, LogName log) throws IOException;

        /** Charter news and whatever else a poll looks after. */
        void poll(Member peer) throws IOException;

        /** The own checkpoint that this peer should know of. */
        Optional<Note> news(LogName log);

        Answer post(String uri, Note note);

        LogName ownMain();

        LogName ownRequestsTo(Member peer);

        LogName requestsFrom(Member peer);
    }

    private final Member peer;
    private final Side side;
    private final Duration pollEvery;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private boolean pullMain = true;
    private boolean pullRequests = true;
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

    /** The peer has news in this log. */
    void heard(LogName log) {
        signal(() -> {
            pullMain |= log.peer().isEmpty();
            pullRequests |= log.peer().isPresent();
        });
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

    private void pullLoop() {
        long polledNanos = System.nanoTime() - pollEvery.toNanos();
        while (true) {
            boolean main;
            boolean requests;
            boolean poll;
            lock.lock();
            try {
                long wait = polledNanos + pollEvery.toNanos() - System.nanoTime();
                while (!closed && !pullMain && !pullRequests && wait > 0) {
                    wait = changed.awaitNanos(wait);
                }
                if (closed) {
                    return;
                }
                poll = wait <= 0;
                main = pullMain || poll;
                requests = pullRequests || poll;
                pullMain = false;
                pullRequests = false;
            } catch (InterruptedException stopping) {
                return;
            } finally {
                lock.unlock();
            }
            if (poll) {
                polledNanos = System.nanoTime();
            }
            work(main, requests, poll);
        }
    }

    private void work(boolean main, boolean requests, boolean poll) {
        try {
            if (poll) {
                side.poll(peer);
            }
            if (main) {
                side.pull(peer, LogName.main(peer.id()));
            }
            if (requests) {
                side.pull(peer, side.requestsFrom(peer));
            }
        } catch (IOException | Refusal failed) {
            LOG.atWarn().addKeyValue("peer", peer.id()).setCause(failed).log("pull failed");
        } catch (RuntimeException ours) { // a mistake met with one peer must not end the link
            LOG.atError().addKeyValue("peer", peer.id()).setCause(ours).log("pull failed");
        }
    }

    private void tellLoop() {
        while (true) {
            boolean main;
            boolean requests;
            lock.lock();
            try {
                while (!closed && !tellMain && !tellRequests) {
                    changed.await(pollEvery.toMillis(), TimeUnit.MILLISECONDS);
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
            if (main) {
                announce(side.ownMain());
            }
            if (requests) {
                announce(side.ownRequestsTo(peer));
            }
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
        puller.interrupt();
        teller.interrupt();
    }
}
