package org.comity.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;

/**
 * How one node keeps in step with all others: when each is asked for news, which logs are followed
 * at whom, which payloads are asked for, when a log is cosigned, who hears of our own news.
 *
 * <p>Idea: a state machine without sockets, threads and clock. Whatever happens is told by a method
 * with the millisecond that it is, counted from anywhere but never backwards; {@link #advance} says
 * what is to be done then, and {@link #wakeAt} when to ask again if nothing happens. The node's
 * driver and the tests' simulation run the same machine.
 *
 * <p>Invariants: at most {@link ReplicationLimits#asksPerPeer} asks are under way to one peer, all
 * together within the bytes that may be in flight; one round at a time appends to a log; every
 * queue is bounded by the number of peers. Nothing that a peer says counts before it is proven, so
 * a peer that lies, keeps silent, drips or floods costs its own share and delays nobody else.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Replication {
    private static final long BACKOFF_FIRST_MILLIS = 1_000;
    private static final long BACKOFF_MILLIS_MAX = 600_000;
    private static final long ROOM_AGAIN_MILLIS = 100;

    private final Settings settings;
    private final Surroundings around;
    private final SortedMap<MemberId, PeerState> peers = new TreeMap<>();
    private final Followed logs;
    private final Polling polling;

    /**
     * Fixed for the life of the object.
     *
     * @param pollMillis how often each peer is asked for news
     * @param random for jitter
     */
    public record Settings(
            MemberId self, long pollMillis, RandomGenerator random, ReplicationLimits limits) {}

    /** Another member, and whether its node can be asked. */
    public record Neighbour(MemberId id, boolean isReachable) {}

    public Replication(Settings settings, Shelf shelf) {
        this.settings = settings;
        this.around = new Surroundings(settings, shelf, new Outbox(settings.limits()), peers);
        this.logs = new Followed(around);
        this.polling = new Polling(around, logs);
    }

    /**
     * The other members from now on. Who was there and can be asked as before goes on as it was.
     *
     * @param changed whose keys or URL are others now
     */
    public void members(Collection<Neighbour> others, Collection<MemberId> changed, long now) {
        var left = new TreeMap<>(peers);
        for (Neighbour other : others) {
            PeerState known = left.remove(other.id());
            boolean same =
                    known != null
                            && known.isReachable() == other.isReachable()
                            && !changed.contains(other.id());
            if (!same) {
                join(other, Optional.ofNullable(known), now);
            }
        }
        left.keySet().forEach(it -> leave(it, now));
    }

    private void join(Neighbour other, Optional<PeerState> before, long now) {
        before.ifPresent(it -> logs.end(it.id(), now));
        var backoff = new Backoff(settings.random(), BACKOFF_FIRST_MILLIS, BACKOFF_MILLIS_MAX);
        Budget budget =
                before.map(PeerState::budget).orElseGet(() -> new Budget(settings.limits()));
        var peer = new PeerState(other.id(), other.isReachable(), backoff, budget);
        peer.pollAt = now;
        around.ownFor(other.id()).forEach(peer::tell);
        budget.recount();
        peers.put(other.id(), peer);
        logs.begin(other.id(), now);
    }

    private void leave(MemberId id, long now) {
        logs.end(id, now);
        peers.remove(id);
    }

    /**
     * A checkpoint that somebody told us of, and that the log's key signed.
     *
     * @param via the member that said so, if that is known
     */
    public void heard(Optional<MemberId> via, LogName log, Note note, long now) {
        logs.ofOwner(log, now).ifPresent(it -> it.heard(via, note, now));
    }

    /** A member asked us for something, so it is there, and may know our key by now. */
    public void seen(MemberId peer, long now) {
        around.peer(peer).ifPresent(it -> it.seen(now));
    }

    /** A log has a new head that all whom it is for should hear of from us. */
    public void tell(LogName log) {
        peers.values().stream()
                .filter(it -> !it.id().equals(log.owner()) && around.isFor(log, it.id()))
                .forEach(it -> it.tell(log));
    }

    /**
     * Its owner handed over entries of a log that nobody can ask it for; they are durable.
     *
     * @param entries how many, with so many bytes
     * @param size that the log has now
     */
    public void pushed(LogName log, Pushed entries, long size, long now) {
        logs.ofOwner(log, now).ifPresent(it -> it.pushed(entries, size, now));
        if (entries.count() > 0) {
            tell(log);
        }
    }

    /** Entries or payloads that were handed over. */
    public record Pushed(int count, long bytes) {}

    /** Why nothing more of this member's logs is taken now. */
    public Optional<String> exceeded(MemberId member, long now) {
        return around.peer(member).flatMap(it -> it.budget().exceeded(now));
    }

    /** Ask this peer for its news now, and follow its log whatever they say. */
    public void pull(MemberId peer, long now) {
        around.peer(peer)
                .ifPresent(it -> {
                    it.backoff().tryNow();
                    it.pollAt = Math.min(it.pollAt, now);
                });
        following(LogName.main(peer)).ifPresent(Following::wantNow);
    }

    /** Under another charter other payloads may be for us, and another key of ours be known. */
    public void charterChanged(long now) {
        logs.all().forEach(it -> it.payloads().askAgain());
        for (PeerState peer : peers.values()) {
            peer.mayKnowUs();
            peer.forgetNews();
            peer.pollAt = Math.min(peer.pollAt, now);
        }
    }

    public void answered(long ticket, Answer answer, long now) {
        around.outbox().answered(ticket, answer, now);
    }

    /** {@link Order.Take} is done and durable. */
    public void taken(LogName log, long now) {
        following(log).ifPresent(it -> it.taken(now));
    }

    public void found(LogName log, List<Missing> missing, long now) {
        following(log).ifPresent(it -> it.payloads().found(List.copyOf(missing), now));
    }

    public void kept(LogName log, Kept kept, long now) {
        following(log).ifPresent(it -> it.payloads().kept(kept, now));
    }

    /**
     * {@link Order.LookAtCharter} is done.
     *
     * @param worked whether the peer gave what its news said
     */
    public void looked(MemberId peer, boolean worked) {
        around.peer(peer).filter(_ -> !worked).ifPresent(PeerState::forgetNews);
    }

    /**
     * {@link Order.Tell} is done, be it in vain.
     *
     * @param again whether it must be done again until it works
     */
    public void told(Order.Tell order, boolean again, long now) {
        around.peer(order.to())
                .ifPresent(it -> {
                    if (again) {
                        it.backoff().failed(now);
                        it.tell(order.log());
                    }
                    it.isTold = false;
                    long took = Following.REST * (now - it.toldFrom);
                    it.tellRestUntil = now + Math.min(Following.REST_MILLIS_MAX, took);
                });
    }

    /**
     * Whether nobody can ask this node, so that each poll looks after what is to be handed over.
     */
    public void isPushing(boolean now) {
        polling.isPushing(now);
    }

    /** What is to be done now. */
    public List<Order> advance(long now) {
        around.outbox().expire(now);
        for (PeerState peer : peers.values()) {
            if (peer.isReachable()) {
                polling.poll(peer, now);
                tell(peer, now);
            }
        }
        logs.all().forEach(it -> it.advance(now));
        return around.outbox().drain(now);
    }

    private void tell(PeerState peer, long now) {
        if (peer.isTold || now < peer.tellRestUntil || !peer.isReady(now)) {
            return;
        }
        peer.nextToTell()
                .ifPresent(log -> {
                    peer.isTold = true;
                    peer.toldFrom = now;
                    around.outbox().order(new Order.Tell(peer.id(), log));
                });
    }

    private Optional<Following> following(LogName log) {
        return logs.log(log);
    }

    /** When to advance if nothing happens before; later than now. */
    public long wakeAt(long now) {
        long at = around.outbox().nextAt();
        for (PeerState peer : peers.values()) {
            at = Math.min(at, wakeAt(peer));
        }
        for (Following log : logs.all()) {
            at = Math.min(at, log.nextAt(now));
        }
        // What is due and could not begin waits for room.
        return Math.max(at, now + ROOM_AGAIN_MILLIS);
    }

    private static long wakeAt(PeerState peer) {
        if (!peer.isReachable()) {
            return Long.MAX_VALUE;
        }
        long poll = peer.isAskedNews ? Long.MAX_VALUE : peer.pollAt;
        long tell = peer.isTold || !peer.hasToTell() ? Long.MAX_VALUE : peer.tellRestUntil;
        return Math.max(peer.backoff().readyAt(), Math.min(poll, tell));
    }

    /** Why a log is not in step; empty when nothing is wrong. */
    public String trouble(LogName log) {
        return following(log).map(Following::trouble).orElse("");
    }

    /** Whether this much of a log is here, and every payload of it was asked for. */
    public boolean holds(LogName log, long size) {
        boolean has = around.shelf().log(log).filter(it -> it.head().size() >= size).isPresent();
        return has && following(log).filter(it -> it.payloads().isSettled(size)).isPresent();
    }

    /** Whether nothing happens with this log before somebody says something or time passes. */
    public boolean isIdle(LogName log, long now) {
        return following(log).map(it -> it.isIdle(now)).orElse(true);
    }

    /**
     * What is under way, for metrics and for tests of the bounds.
     *
     * @param asksOfOne the most to one peer
     */
    public record Load(int asks, int asksOfOne, int asksWaiting, long bytesBooked) {}

    public Load load() {
        Outbox outbox = around.outbox();
        int most = peers.values().stream().mapToInt(it -> it.open).max().orElse(0);
        return new Load(outbox.underWay(), most, outbox.waiting(), outbox.bytesBooked());
    }
}
