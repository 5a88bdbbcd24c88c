package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * The payloads of one log that are missing here. Those that are new are asked for at once, at the
 * log's owner or, while it is away, at a mirror; how far that went is one number. What was withheld
 * then lies below it and is asked for again in sweeps, a few batches each, at every peer in turn,
 * and ever more rarely while nothing comes. So a million payloads that are not for us cost no
 * memory and a few requests an hour, and what an owner shows to some only comes from those.
 */
final class PayloadQueue {
    /** Batches of one sweep. */
    private static final int SWEEP_BATCHES = 8;

    private static final long SWEEP_MILLIS_MAX = 3_600_000;
    private static final long RETRY_MILLIS = 1_000;

    private final LogName name;
    private final Surroundings around;
    private long askedTo;

    /** Leaves that are durable here: what the tree has may still be on its way to the disk. */
    private long size;

    private Optional<MemberId> lastFrom = Optional.empty();
    private Stage stage = Stage.IDLE;
    private boolean sweeping;
    private long findBelow;
    private List<Missing> batch = List.of();
    private Optional<PeerState> from = Optional.empty();
    private Optional<Asking> asking = Optional.empty();
    private long keepTo;
    private int keeping;
    private boolean again;

    /** From where on payloads were withheld by an owner that did not know our key then. */
    private long openFrom = Long.MAX_VALUE;

    private boolean openly;

    // The sweep.
    private long sweepAt;
    private long sweepGap;
    private long sweepFrom;
    private int sweepBatches;
    private boolean sweepBrought;
    private Optional<MemberId> sweepAsked = Optional.empty();
    private int sweepPeers;
    private long retryAt = Long.MIN_VALUE;
    private String trouble = "";

    private enum Stage {
        IDLE,
        FINDING,
        BATCH,
        ASKING,
        KEEPING
    }

    PayloadQueue(LogName name, Surroundings around, long askedTo, long now) {
        this.name = name;
        this.around = around;
        this.askedTo = askedTo;
        this.size = around.shelf().log(name).map(it -> it.head().size()).orElse(0L);
        this.sweepGap = around.settings().pollMillis();
        this.sweepAt = askedTo == 0 ? Long.MAX_VALUE : now + sweepGap;
    }

    /** One batch at one peer. */
    final class Asking extends Errand {
        private final List<Hash> commitments;

        Asking(List<Hash> commitments, Flow.Lease lease, long now) {
            super(from.orElseThrow(), lease, now);
            this.commitments = commitments;
        }

        @Override
        void answered(Ask ask, Answer answer, long now) {
            taken(this, answer, now);
        }
    }

    String trouble() {
        return trouble;
    }

    /** Whether all that is here of the log was asked for, or nothing more of it will be. */
    boolean isSettled(long wanted) {
        return stage == Stage.IDLE && (askedTo >= wanted || full().isPresent());
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return stage == Stage.IDLE || (stage == Stage.BATCH && from.isEmpty());
    }

    /** Entries came from this peer, from an index on, and so many are here now. */
    void more(MemberId peer, long first, long now) {
        lastFrom = Optional.of(peer);
        if (first < askedTo) {
            askAgain(); // the copy was cut, and its payloads went with it
        }
        size = now;
    }

    /** Under another charter other payloads may be for us: all are asked for once more. */
    void askAgain() {
        askedTo = 0;
        again = stage == Stage.ASKING || stage == Stage.KEEPING;
        stage = again ? stage : Stage.IDLE;
        trouble = "";
    }

    /** The owner knows our key now: what it withheld from a stranger it may give. */
    void known() {
        if (stage != Stage.ASKING && stage != Stage.KEEPING && openFrom < askedTo) {
            askedTo = openFrom;
            openFrom = Long.MAX_VALUE;
            stage = Stage.IDLE;
        }
    }

    /** Why no more entries are taken for now: the payloads of so many are not to be had. */
    Optional<String> isBehind() {
        long most = around.settings().limits().payloadsBehind();
        return size - askedTo >= most
                ? Optional.of("payloads of the last " + (size - askedTo) + " entries do not come")
                : Optional.empty();
    }

    void end(long now) {
        asking.ifPresent(it -> close(it, false, now));
    }

    /** The entries that are here are small, and their payloads could take any room. */
    private Optional<String> full() {
        return around.peer(name.owner()).flatMap(it -> it.budget().full());
    }

    void advance(long now) {
        if (full().isPresent() && (stage == Stage.IDLE || stage == Stage.BATCH)) {
            trouble = full().get();
            stage = Stage.IDLE;
            batch = List.of();
            return;
        }
        if (stage == Stage.IDLE) {
            next(now);
        }
        if (stage == Stage.BATCH) {
            ask(now);
        }
    }

    private void next(long now) {
        if (askedTo < size) {
            find(false, askedTo, size);
        } else if (now >= sweepAt) {
            find(true, sweepFrom, askedTo);
        }
    }

    private void find(boolean old, long start, long below) {
        sweeping = old;
        findBelow = below;
        stage = Stage.FINDING;
        int count = PayloadRequest.COMMITMENTS_MAX;
        around.outbox().order(new Order.Find(name, start, below, count));
    }

    /** What of the log is missing, from where it was looked for. */
    void found(List<Missing> missing, long now) {
        if (stage != Stage.FINDING) {
            return;
        }
        if (!missing.isEmpty()) {
            batch = missing;
            stage = Stage.BATCH;
            return;
        }
        stage = Stage.IDLE;
        if (!sweeping) {
            askedTo = findBelow;
        } else if (sweepFrom == 0) {
            sweepAt = Long.MAX_VALUE; // nothing is withheld any more
            sweepGap = around.settings().pollMillis();
        } else {
            passed(now);
        }
    }

    /** A peer was asked for all that is withheld; the next may have other things to give. */
    private void passed(long now) {
        sweepFrom = 0;
        sweepPeers++;
        sweepAsked = from.map(PeerState::id);
        from = Optional.empty();
        if (sweepPeers >= around.peers().size() || sweepBatches >= SWEEP_BATCHES) {
            rest(now);
        }
    }

    private void rest(long now) {
        long first = around.settings().pollMillis();
        sweepGap = sweepBrought ? first : Math.min(Math.max(first, SWEEP_MILLIS_MAX), 2 * sweepGap);
        sweepAt = now + sweepGap;
        sweepBatches = 0;
        sweepBrought = false;
        sweepPeers = 0;
    }

    private void ask(long now) {
        from = sweeping ? sweepPeer(now) : freshPeer(now);
        if (from.isEmpty()) {
            retryAt = now + RETRY_MILLIS;
            if (sweeping) {
                stage = Stage.IDLE;
                rest(now);
            }
            return;
        }
        PeerState peer = from.get();
        Optional<Flow.Lease> lease =
                peer.isAskedPayloads
                        ? Optional.empty()
                        : around.outbox().book(peer, PayloadAnswer.BYTES_MAX);
        if (lease.isEmpty()) {
            retryAt = now + RETRY_MILLIS;
            return;
        }
        batch = batch.subList(0, Math.min(batch.size(), peer.payloadsAtOnce()));
        List<Hash> commitments = batch.stream().map(Missing::commitment).distinct().toList();
        var errand = new Asking(commitments, lease.get(), now);
        asking = Optional.of(errand);
        peer.isAskedPayloads = true;
        stage = Stage.ASKING;
        around.outbox().ask(errand, name, new Ask.Payloads(commitments));
    }

    private Optional<PeerState> freshPeer(long now) {
        Optional<PeerState> owner = around.peer(name.owner()).filter(PeerState::isReachable);
        if (owner.filter(it -> it.isReady(now)).isPresent()) {
            return owner;
        }
        return lastFrom.flatMap(around::peer)
                .filter(it -> it.isReady(now))
                .or(() -> around.nextAfter(name.owner(), it -> mayAsk(it, now)));
    }

    /** The same one until it was asked for all; the owner's own word came first. */
    private Optional<PeerState> sweepPeer(long now) {
        boolean same = sweepFrom > 0 && from.filter(it -> it.isReady(now)).isPresent();
        MemberId last = sweepAsked.orElse(name.owner());
        return same ? from : around.nextAfter(last, it -> mayAsk(it, now));
    }

    /** Whoever the log is not for would learn of it from what is asked. */
    private boolean mayAsk(PeerState peer, long now) {
        return peer.isReady(now) && around.isFor(name, peer.id());
    }

    private void taken(Asking at, Answer answer, long now) {
        PeerState peer = at.peer();
        if (answer instanceof Answer.Stranger && !at.isOpenly()) {
            peer.didNotKnowUs(at.startedAt(), now);
            at.askOpenly();
            around.outbox().ask(at, name, new Ask.Payloads(at.commitments));
            return;
        }
        openly = at.isOpenly();
        peer.wasStranger |= openly;
        boolean got = answer instanceof Answer.Got;
        close(at, got, now);
        peer.payloadsCame(got);
        if (!(answer instanceof Answer.Got(Bytes body))) {
            notHad(peer, now);
            return;
        }
        switch (PayloadAnswer.parse(at.commitments, body)) {
            case Checked.Refused<PayloadAnswer> refused -> {
                trouble = refused.toString();
                var lie = new Step.Refused(refused.toString(), "payloads", Optional.empty());
                around.outbox().order(new Order.Blame(peer.id(), name, lie));
                notHad(peer, now);
            }
            case Checked.Good<PayloadAnswer>(PayloadAnswer parts) -> {
                peer.backoff().worked();
                keep(parts);
            }
        }
    }

    private void close(Asking at, boolean worked, long now) {
        at.end(worked, now);
        at.peer().isAskedPayloads = false;
        asking = Optional.empty();
        around.outbox().ended(at);
    }

    private void notHad(PeerState peer, long now) {
        peer.backoff().failed(now);
        stage = Stage.IDLE;
        if (sweeping) {
            sweepBatches++;
            passed(now);
        }
    }

    private void keep(PayloadAnswer parts) {
        stage = Stage.KEEPING;
        keepTo = parts.next(batch);
        keeping = (int) batch.stream().filter(it -> it.index() < keepTo).count();
        long mark = sweeping || again ? askedTo : keepTo;
        around.outbox().order(new Order.Keep(name, batch, parts, mark));
    }

    /** What was good of the last answer is kept. */
    void kept(Kept kept, long now) {
        if (stage != Stage.KEEPING) {
            return;
        }
        stage = Stage.IDLE;
        batch = List.of();
        trouble = kept.bad() > 0 ? kept.bad() + " payloads are not what the log says" : "";
        around.peer(name.owner()).ifPresent(it -> it.budget().took(0, kept.bytes(), now));
        if (sweeping) {
            sweepFrom = keepTo;
            sweepBatches++;
            sweepBrought |= kept.good() > 0;
            if (sweepBatches >= SWEEP_BATCHES) {
                rest(now);
            }
            return;
        }
        openFrom = openly ? Math.min(openFrom, askedTo) : openFrom;
        askedTo = again ? askedTo : keepTo;
        again = false;
        if (kept.good() < keeping && sweepAt == Long.MAX_VALUE) {
            sweepFrom = 0;
            sweepGap = around.settings().pollMillis();
            sweepAt = now + sweepGap;
        }
    }

    long nextAt(long now) {
        return switch (stage) {
            case BATCH -> retryAt;
            case IDLE -> full().isPresent() ? Long.MAX_VALUE : askedTo < size ? now : sweepAt;
            case FINDING, ASKING, KEEPING -> Long.MAX_VALUE;
        };
    }
}
