package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Kept;
import org.comity.exchange.LogName;
import org.comity.exchange.Missing;
import org.comity.exchange.Order;
import org.comity.exchange.Replication;
import org.comity.exchange.ReplicationLimits;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node's links with the other members: carries out what {@link Replication} wants done,
 * and tells it what others say.
 */
final class Peers implements Links.Work, PushRoutes.Side, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final long HOLD_MILLIS_MAX = 60_000;
    private static final long HOLD_AGAIN_MILLIS = 500;
    private static final int HOLD_ROUNDS_MAX = 40;

    private final Desk desk;
    private final Metrics metrics;
    private final Pulling pulling;
    private final PeerClient client;
    private final HistoryCheck history;
    private final Joiner joiner;
    private final ForkFinder finder;
    private final Announcements announcements;
    private final Amendment.Changed charterChanged;
    private final Witnessing witnessing;
    private final Cosigner cosigner;
    private final Pushing pushing;
    private final Set<MemberId> lookedAt = ConcurrentHashMap.newKeySet();
    private final Links links;
    private final Subscriptions subscriptions;
    // As linked last; guarded by itself.
    private final Map<MemberId, Member> linked = new TreeMap<>();

    Peers(Desk desk, Reach reach, Metrics metrics, Amendment.Changed charterChanged) {
        this.desk = desk;
        this.metrics = metrics;
        this.client = reach.client();
        this.history = reach.history();
        this.joiner = reach.joiner();
        this.announcements = reach.announcements();
        this.charterChanged = charterChanged;
        this.finder = new ForkFinder(desk, client);
        this.pulling =
                new Pulling(
                        new Pulling.Parts(
                                desk.writer(),
                                desk.store(),
                                desk.pending(),
                                desk.ledger(),
                                desk.logs(),
                                desk.charters(),
                                metrics,
                                finder::found),
                        desk.machine().clock());
        var settings =
                new Replication.Settings(
                        desk.self(),
                        desk.config().exchange().pollEvery().toMillis(),
                        desk.random(),
                        ReplicationLimits.DEFAULT);
        this.witnessing = new Witnessing(desk, client, history, this::tellOfOwn);
        this.cosigner = new Cosigner(desk, client, reach.witness());
        this.pushing = new Pushing(desk, client);
        this.links = new Links(new Replication(settings, pulling), this, desk.machine().pace());
        this.subscriptions =
                new Subscriptions(
                        client, (via, note) -> heard(Optional.of(via), note), desk.random());
    }

    /** How other nodes are asked. */
    record Reach(
            PeerClient client,
            Joiner joiner,
            HistoryCheck history,
            Announcements announcements,
            Witness witness) {}

    /** How the own log is cosigned. */
    Witnessing witnessing() {
        return witnessing;
    }

    void start() {
        link();
        links.start();
    }

    /** The members as the charter lists them now. */
    private void link() {
        witnessing.charterChanged();
        synchronized (linked) {
            List<Member> others = desk.charters().others();
            List<MemberId> changed =
                    others.stream()
                            .filter(it -> !it.equals(linked.get(it.id())))
                            .map(Member::id)
                            .toList();
            linked.clear();
            others.forEach(it -> linked.put(it.id(), it));
            var neighbours =
                    others.stream()
                            .map(it -> new Replication.Neighbour(it.id(), !it.url().isEmpty()))
                            .toList();
            boolean reachable = !desk.charters().self().url().isEmpty();
            links.tell((machine, now) -> {
                machine.isPushing(!reachable);
                machine.members(neighbours, changed, now);
            });
            subscriptions.to(
                    others.stream().filter(it -> !reachable && !it.url().isEmpty()).toList());
        }
    }

    /** Another charter is in force: all that follows from it here. */
    void charterChanged() throws IOException {
        desk.writer()
                .call(() -> {
                    desk.charterChanged();
                    return true;
                });
        link();
        links.tell(Replication::charterChanged);
        tellOfOwn();
        joiner.spread();
    }

    /** Pulls the peer's main log now; true when in step at least to this size. */
    boolean holds(MemberId member, long size) {
        LogName log = LogName.main(member);
        if (isOwn(log)) {
            return desk.logs().own().tree().size() >= size;
        }
        for (int round = 0; round < HOLD_ROUNDS_MAX; round++) {
            if (links.read((it, _) -> it.holds(log, size))) {
                return true;
            }
            links.tell((machine, now) -> machine.pull(member, now));
            links.await((it, now) -> it.holds(log, size) || it.isIdle(log, now), HOLD_MILLIS_MAX);
            // What was asked for may not be signed yet, or its owner busy.
            links.await((it, _) -> it.holds(log, size), HOLD_AGAIN_MILLIS);
        }
        return links.read((it, _) -> it.holds(log, size));
    }

    /** Compares what other members told of with what is held here. */
    void lookForForks() throws IOException {
        finder.look();
    }

    /** Why the last pull of a log did not succeed; empty when it did. */
    String trouble(String origin) {
        LogName log = LogName.parseOrigin(origin).orThrow();
        return links.read((it, _) -> it.trouble(log));
    }

    /** Fetches what is lacking of the own logs. */
    Recovering recovering() {
        return new Recovering(desk, history, new Fetching(client, pulling));
    }

    /** An own log has a new head. */
    void tellOf(Log log) {
        witnessing.grew(log);
        LogName name = LogName.parseOrigin(log.origin()).orThrow();
        announcements.news(log.origin());
        links.tell((machine, _) -> machine.tell(name));
    }

    private void tellOfOwn() {
        Log own = desk.logs().own();
        announcements.news(own.origin());
        links.tell((machine, _) -> machine.tell(LogName.main(desk.self())));
    }

    /** A member asked this node for something. */
    void seen(MemberId member) {
        links.tell((machine, now) -> machine.seen(member, now));
    }

    /**
     * Somebody told of the newest checkpoint of a log.
     *
     * @param via the member that did, if it showed who it is
     * @return whether it says more than was known
     */
    boolean heard(Optional<MemberId> via, Note note) throws IOException {
        Checkpoint claimed = Refusal.orRefuse(Checkpoint.parse(note.text()));
        LogName name = Refusal.orRefuse(LogName.parseOrigin(claimed.origin()));
        Optional<Log> log = desk.logs().find(name);
        if (name.owner().equals(desk.self()) && history.judge(note, "whoever announced it")) {
            return false;
        }
        if (log.isEmpty() || name.owner().equals(desk.self())) {
            throw new Refusal("not the log of a member of this exchange", "");
        }
        Refusal.orRefuse(Checkpoint.open(note, log.get().key()));
        witnessing.heardFrom(via.orElse(name.owner()));
        boolean cosigned = cosigner.take(log.get(), note);
        if (cosigned) {
            announcements.news(log.get().origin());
        }
        links.tell((machine, now) -> machine.heard(via, name, note, now));
        return cosigned || claimed.head().size() > log.get().tree().size();
    }

    @Override
    public void carryOut(Order order) throws IOException {
        switch (order) {
            case Order.Send send -> {
                Answer answer =
                        member(send.to())
                                .map(it -> client.ask(it.url(), send))
                                .orElse(new Answer.Failed("no member"));
                links.tell((machine, now) -> machine.answered(send.ticket(), answer, now));
            }
            case Order.Take take -> {
                try {
                    pulling.take(take);
                } finally {
                    links.tell((machine, now) -> machine.taken(take.log(), now));
                }
                announcements.news(take.log().origin());
            }
            case Order.Merge merge -> {
                if (pulling.merge(merge)) {
                    announcements.news(merge.log().origin());
                }
            }
            case Order.Find find -> {
                List<Missing> missing = pulling.find(find);
                links.tell((machine, now) -> machine.found(find.log(), missing, now));
            }
            case Order.Keep keep -> keep(keep);
            case Order.Cosign(MemberId owner) -> cosign(owner);
            case Order.LookAtCharter(MemberId peer) -> lookAtCharter(peer);
            case Order.Answered(MemberId peer) -> answered(peer);
            case Order.Tell tell -> {
                boolean worked = false;
                try {
                    worked = tell(tell);
                } finally {
                    boolean again = !worked;
                    links.tell((machine, now) -> machine.told(tell, again, now));
                }
            }
            case Order.Forked(LogName _, ForkProof proof) -> forked(proof);
            case Order.Blame blame -> blame(blame);
        }
    }

    private void keep(Order.Keep keep) throws IOException {
        Optional<Kept> kept = Optional.empty();
        try {
            kept = Optional.of(pulling.keep(keep));
        } finally {
            // Where it failed, as on a full disk, they are asked for again later.
            Kept those = kept.orElse(new Kept(0, 0, 0));
            links.tell((machine, now) -> machine.kept(keep.log(), those, now));
        }
    }

    /** A member answered: what else is wanted of it. */
    private void answered(MemberId peer) throws IOException {
        witnessing.heardFrom(peer);
        Optional<Member> member = member(peer);
        if (member.isEmpty() || !lookedAt.add(peer)) {
            return;
        }
        try {
            cosign(peer);
            cosigner.passOn(member.get());
            witnessing.lookAt(member.get());
        } finally {
            lookedAt.remove(peer);
        }
    }

    /** What others have cosigned of a log may have been announced before its entries were here. */
    private void cosign(MemberId id) throws IOException {
        Optional<Member> owner = member(id);
        if (owner.isPresent()) {
            cosigner.cosign(owner.get());
            if (cosigner.lookAt(owner.get())) {
                announcements.news(owner.get().logOrigin());
            }
        }
    }

    private Optional<Member> member(MemberId id) {
        return desk.charters().charter().member(id);
    }

    private void lookAtCharter(MemberId peer) throws IOException {
        Optional<Member> member = member(peer);
        Optional<Boolean> looked = Optional.empty();
        try {
            looked = member.isPresent() ? joiner.lookAt(member.get()) : looked;
        } finally {
            boolean worked = looked.isPresent();
            links.tell((machine, _) -> machine.looked(peer, worked));
        }
        if (looked.orElse(false)) {
            charterChanged.changed();
        }
    }

    /** False when it must be done again: whom nobody can ask must hand over what it has. */
    private boolean tell(Order.Tell order) throws IOException {
        Optional<Member> to = member(order.to());
        if (to.isEmpty() || !pulling.isFor(order.log(), order.to())) {
            return true;
        }
        if (desk.charters().self().url().isEmpty() && isOwn(order.log())) {
            return pushing.push(to.get(), order.log());
        }
        Optional<Note> note = desk.logs().log(order.log().origin()).flatMap(Log::checkpoint);
        if (note.isPresent()) {
            // A mirror says who it is: from it the log is to be had.
            String uri = to.get().url() + "/announce";
            Answer answer =
                    isOwn(order.log())
                            ? client.post(uri, note.get())
                            : client.hand(uri, note.get().bytes());
            // A lost announcement is no harm: the peer polls.
            if (answer instanceof Answer.Failed(String why)) {
                LOG.atDebug()
                        .addKeyValue("peer", order.to())
                        .addKeyValue("why", why)
                        .log("not told");
            }
        }
        return true;
    }

    private boolean isOwn(LogName log) {
        return log.owner().equals(desk.self());
    }

    /** What members hand over that nobody can ask. */
    PushRoutes pushRoutes() {
        return new PushRoutes(desk.logs(), pulling, this);
    }

    @Override
    public Optional<String> exceeded(MemberId member) {
        return links.read((machine, now) -> machine.exceeded(member, now));
    }

    @Override
    public void pushed(LogName log, Replication.Pushed entries, long size) {
        announcements.news(log.origin());
        links.tell((machine, now) -> machine.pushed(log, entries, size, now));
    }

    @Override
    public void forked(ForkProof proof) throws IOException {
        metrics.peerRefusals.inc();
        finder.found(proof);
    }

    private void blame(Order.Blame blame) {
        metrics.peerRefusals.inc();
        blame.refused()
                .evidence()
                .ifPresent(it -> desk.logs().suspects().put(it, blame.log().owner()));
        LOG.atWarn()
                .addKeyValue("peer", blame.peer())
                .addKeyValue("log", blame.log())
                .addKeyValue("why", blame.refused())
                .log("peer refused");
    }

    @Override
    public void close() {
        witnessing.close();
        subscriptions.close();
        links.close();
    }
}
