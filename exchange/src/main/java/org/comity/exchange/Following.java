package org.comity.exchange;

import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * One log of a peer: when it is followed, and at whom. Its owner is asked first. A mirror is asked
 * when it has more than we hold and the owner did not bring that within {@value
 * #MIRROR_AFTER_MILLIS} ms, be it that it is away or that it shows us less than others.
 */
final class Following {
    /** The checkpoint, and the entries of a round with their lengths. */
    static final long ROUND_BYTES =
            Note.BYTES_MAX
                    + (long) LogFollower.ENTRIES_PER_ROUND_MAX * LogFollower.BUNDLE_BYTES_MAX / 256;

    private static final long ROUND_MILLIS_MAX = 120_000;
    private static final long MIRROR_AFTER_MILLIS = 5_000;

    /** How soon what cannot begin now is looked at again, if nothing else comes. */
    private static final long RETRY_MILLIS = 1_000;

    /**
     * What follows on news that were fetched waits this many times as long as that took, and goes
     * together: a busy node bundles.
     */
    static final int REST = 8;

    static final long REST_MILLIS_MAX = 1_000;
    private static final String NOT_SERVED = "the peer does not serve this log";

    private final LogName name;
    private final Surroundings around;
    private final PayloadQueue payloads;
    private final Aims aims;
    private final Mirrors mirrors;
    private boolean wanted;
    private Optional<Round> round = Optional.empty();
    private Optional<Taking> taking = Optional.empty();
    private long restUntil = Long.MIN_VALUE;
    private long retryAt = Long.MIN_VALUE;
    private Optional<Hash> seenTag = Optional.empty();
    private final CosignTurn cosigning;
    private String trouble = "";

    Following(LogName name, Surroundings around, long now) {
        this.name = name;
        this.around = around;
        Shelf.Left left = around.shelf().left(name);
        this.aims = new Aims(left.ahead());
        this.mirrors = new Mirrors(around);
        this.cosigning = new CosignTurn(name, around.outbox());
        this.payloads = new PayloadQueue(name, around, left.askedTo(), now);
        owner().ifPresent(it -> it.budget().holds(left.bytes()));
        wanted = left.ahead().isPresent();
    }

    private record Taking(Step.Advanced step, boolean isWhole, PeerState from, long startedAt) {}

    /** One round at one peer. */
    final class Round extends Errand {
        private final LogFollower follower;

        Round(LogFollower follower, PeerState peer, Flow.Lease lease, long now) {
            super(peer, lease, now);
            this.follower = follower;
        }

        @Override
        void answered(Ask ask, Answer answer, long now) {
            stepped(this, follower.on(ask, answer), now);
        }
    }

    LogName name() {
        return name;
    }

    PayloadQueue payloads() {
        return payloads;
    }

    String trouble() {
        return trouble.isEmpty() ? payloads.trouble() : trouble;
    }

    void trouble(String words) {
        trouble = words;
    }

    /** Its owner answered. */
    void isThere() {
        trouble = isInStep() ? "" : trouble;
    }

    /** Its owner did not say what is new. */
    void notAnswered(Answer answer) {
        boolean away = answer instanceof Answer.Failed;
        trouble = "not answered: " + (away ? ((Answer.Failed) answer).why() : "key not known");
    }

    private Optional<PeerState> owner() {
        return around.peer(name.owner());
    }

    private Optional<Shelf.Held> held() {
        return around.shelf().log(name);
    }

    /** Whether nothing is to be fetched that we know of. */
    boolean isInStep() {
        return !wanted && round.isEmpty() && taking.isEmpty() && mirrors.isEmpty();
    }

    /** Its owner is to be asked. */
    void want() {
        wanted = true;
    }

    /** As when nothing had gone wrong before. */
    void wantNow() {
        wanted = true;
        trouble = "";
        restUntil = Long.MIN_VALUE;
    }

    /** Whether nothing is under way, and nothing to be begun now. */
    boolean isIdle(long now) {
        boolean away = owner().filter(it -> it.isReady(now)).isEmpty();
        return round.isEmpty()
                && taking.isEmpty()
                && payloads.isIdle()
                && mirrors.isEmpty()
                && (!wanted || away || !trouble.isEmpty());
    }

    /** A checkpoint that the log's key signed, from the owner itself or through a mirror. */
    void heard(Optional<MemberId> via, Note note, long now) {
        Optional<Shelf.Held> held = held();
        if (held.isEmpty()
                || !(Checkpoint.open(note, held.get().key())
                        instanceof Checked.Good<Checkpoint>(Checkpoint checkpoint))) {
            return;
        }
        TreeHead head = checkpoint.head();
        boolean owners = via.isEmpty() || via.get().equals(name.owner());
        if (head.size() <= held.get().head().size()) {
            seenAgain(held.get(), note, owners);
            return;
        }
        aims.announced(note);
        if (owners) {
            wanted = true;
            owner().ifPresent(it -> it.backoff().tryNow());
        } else {
            offered(via.get(), head.size(), now);
        }
    }

    /** No more entries, but perhaps more cosignatures. */
    private void seenAgain(Shelf.Held held, Note note, boolean owners) {
        boolean same = held.checkpoint().filter(it -> it.text().equals(note.text())).isPresent();
        if (same && !held.checkpoint().get().equals(note)) {
            around.outbox().order(new Order.Merge(name, note));
        }
        if (same && owners) {
            seenTag = Optional.of(News.tag(note));
        }
    }

    /** The owner's news say so. */
    void headSaid(News.Head head) {
        boolean same =
                held().filter(it -> it.head().equals(head.tree())).isPresent()
                        && seenTag.equals(Optional.of(head.tag()));
        if (same) {
            inStep();
        } else {
            wanted = true;
        }
    }

    private void inStep() {
        wanted = false;
        aims.forgetAnnounced();
        trouble = "";
    }

    /** Somebody else serves this much of it. */
    void offered(MemberId by, long size, long now) {
        long has = held().map(it -> it.head().size()).orElse(Long.MAX_VALUE);
        if (size <= has || by.equals(name.owner())) {
            mirrors.remove(by);
            return;
        }
        boolean owned = owner().filter(PeerState::isReachable).isPresent();
        mirrors.offered(by, size, owned ? now + MIRROR_AFTER_MILLIS : now);
    }

    /** Its owner is no member any more. */
    void end(long now) {
        round.ifPresent(it -> close(it, false, now));
        payloads.end(now);
    }

    void advance(long now) {
        payloads.advance(now);
        cosigning.advance(now);
        if (round.isPresent() && now - round.get().startedAt() >= ROUND_MILLIS_MAX) {
            stepped(round.get(), new Step.Unanswered("too slow"), now);
        }
        if (round.isEmpty() && taking.isEmpty() && now >= restUntil) {
            begin(now);
        }
    }

    private void begin(long now) {
        Optional<Shelf.Held> held = held();
        if (held.isEmpty()) {
            wanted = false; // nothing is taken of it any more
            return;
        }
        long size = held.get().head().size();
        mirrors.reached(size);
        if (isInStep()) {
            return;
        }
        retryAt = now + RETRY_MILLIS;
        Optional<String> over =
                owner().flatMap(it -> it.budget().exceeded(now)).or(payloads::isBehind);
        aims.keepUnder(held.get().key());
        Optional<PeerState> from = source(now);
        if (from.isEmpty() || over.isPresent()) {
            trouble = over.orElse(trouble);
            return;
        }
        Optional<Flow.Lease> lease = around.outbox().book(from.get(), ROUND_BYTES);
        if (lease.isEmpty()) {
            return;
        }
        var start =
                new LogFollower.Held(
                        held.get().key(),
                        held.get().tree(),
                        held.get().head(),
                        held.get().checkpoint(),
                        held.get().until().or(() -> aims.next(mirrors.has(from.get(), name))));
        var next = new Round(new LogFollower(start), from.get(), lease.get(), now);
        from.get().rounds++;
        round = Optional.of(next);
        stepped(next, next.follower.start(), now);
    }

    private Optional<PeerState> source(long now) {
        Optional<PeerState> owner = owner().filter(it -> wanted && it.isFree(now));
        boolean away = owner().filter(it -> it.isReady(now)).isEmpty();
        return owner.or(() ->
                (wanted && away) || mirrors.isDue(now)
                        ? mirrors.best(aims.least(), it -> it.isFree(now))
                        : Optional.empty());
    }

    private void stepped(Round at, Step step, long now) {
        if (step instanceof Step.Continue(List<Ask> asks)) {
            asks.forEach(ask -> around.outbox().ask(at, name, ask));
            return;
        }
        boolean worked = step.isGood();
        close(at, worked, now);
        PeerState from = at.peer();
        boolean owns = from.id().equals(name.owner());
        if (worked) {
            from.backoff().worked();
        }
        switch (step) {
            case Step.UpToDate(Note note) -> upToDate(note, from, owns);
            case Step.Advanced advanced -> {
                long signed = Aims.size(advanced.checkpoint());
                boolean whole = advanced.reached().size() == signed;
                taking = Optional.of(new Taking(advanced, whole, from, at.startedAt()));
                around.outbox().order(new Order.Take(name, advanced, whole));
            }
            case Step.Forked(ForkProof proof) -> {
                trouble = "shown in two forms; see comity fault list";
                aims.forgetAnnounced();
                from.backoff().failed(now);
                mirrors.remove(from.id());
                around.outbox().order(new Order.Forked(name, proof));
            }
            case Step.Refused refused -> {
                trouble = owns ? refused.toString() : trouble;
                aims.forgetAnnounced();
                from.backoff().failed(now);
                mirrors.remove(from.id());
                around.outbox().order(new Order.Blame(from.id(), name, refused));
            }
            case Step.Behind _ -> {
                mirrors.remove(from.id());
                if (owns) {
                    trouble = "has less than we hold";
                    wanted = false;
                }
            }
            case Step.Unanswered(String why) -> unanswered(why, from, owns, now);
            case Step.Continue _ -> throw new IllegalStateException("a round has an end");
        }
    }

    private void close(Round at, boolean worked, long now) {
        at.end(worked, now);
        at.peer().rounds--;
        round = Optional.empty();
        around.outbox().ended(at);
    }

    private void upToDate(Note note, PeerState from, boolean owns) {
        mirrors.remove(from.id());
        aims.forgetAhead();
        held().ifPresent(it -> seenAgain(it, note, owns));
        if (owns) {
            inStep();
        }
    }

    private void unanswered(String why, PeerState from, boolean owns, long now) {
        if (owns) {
            trouble = "not answered: " + why;
        }
        if (why.equals(NOT_SERVED)) {
            mirrors.remove(from.id());
            wanted = wanted && !owns;
        } else {
            from.backoff().failed(now);
        }
    }

    /** What was to be taken is in the log now. */
    void taken(long now) {
        if (taking.isEmpty()) {
            return;
        }
        Taking done = taking.get();
        taking = Optional.empty();
        long bytes = done.step().entries().stream().mapToLong(Bytes::length).sum();
        owner().ifPresent(it -> it.budget().took(done.step().entries().size(), bytes, now));
        payloads.more(done.from().id(), done.step().fromIndex(), done.step().reached().size());
        Note note = done.step().checkpoint();
        if (!done.isWhole()) {
            aims.ahead(note);
            return;
        }
        long size = Aims.size(note);
        aims.reached(size);
        mirrors.reached(size);
        trouble = "";
        wanted = aims.isMoreAnnounced();
        boolean owns = done.from().id().equals(name.owner());
        if (owns) {
            seenTag = Optional.of(News.tag(note));
        }
        cosigning.soon(now);
        restUntil = now + Math.min(REST_MILLIS_MAX, REST * (now - done.startedAt()));
    }

    /** Its owner handed it over. */
    void pushed(Replication.Pushed entries, long size, long now) {
        owner().ifPresent(it -> {
            it.budget().took(entries.count(), entries.bytes(), now);
            payloads.more(it.id(), size - entries.count(), size);
        });
        mirrors.reached(size);
        if (entries.count() > 0) {
            trouble = "";
            cosigning.soon(now);
        }
    }

    long nextAt(long now) {
        long at = Math.min(cosigning.nextAt(), payloads.nextAt(now));
        if (round.isPresent()) {
            return Math.min(at, round.get().startedAt() + ROUND_MILLIS_MAX);
        }
        return taking.isPresent() || isInStep() ? at : Math.min(at, Math.max(restUntil, retryAt));
    }
}
