package org.comity.node;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;

/** A running node's links with the other members: what it pulls, cosigns and tells. */
final class Peers implements PeerLink.Side, AutoCloseable {
    private static final int HOLD_ROUNDS_MAX = 5;

    private final Desk desk;
    private final Pulling pulling;
    private final PeerClient client;
    private final HistoryCheck history;
    private final Joiner joiner;
    private final ForkFinder finder;
    private final Amendment.Changed charterChanged;
    private final Witnessing witnessing;
    private final Cosigner cosigner;
    private final Map<MemberId, PeerLink> links = new ConcurrentSkipListMap<>();

    Peers(Desk desk, Reach reach, Metrics metrics, Amendment.Changed charterChanged) {
        this.desk = desk;
        this.client = reach.client();
        this.history = reach.history();
        this.joiner = reach.joiner();
        this.charterChanged = charterChanged;
        this.finder = new ForkFinder(desk, client);
        this.pulling =
                new Pulling(
                        new Pulling.Parts(
                                desk.writer(),
                                desk.store(),
                                desk.ledger(),
                                desk.logs(),
                                desk.charters(),
                                metrics,
                                finder::found),
                        client,
                        desk.clock());
        this.witnessing = new Witnessing(desk, client, reach.history(), this::tellAll);
        this.cosigner = new Cosigner(desk, client, reach.witness());
    }

    /** How other nodes are asked. */
    record Reach(PeerClient client, Joiner joiner, HistoryCheck history, Witness witness) {}

    /** How the own log is cosigned. */
    Witnessing witnessing() {
        return witnessing;
    }

    /** Links every other member of the charter that is not linked yet. */
    void link() {
        witnessing.charterChanged();
        for (Member other : desk.charters().others()) {
            links.computeIfAbsent(
                    other.id(),
                    _ -> {
                        var link = new PeerLink(other, this, desk.config().exchange().pollEvery());
                        link.start();
                        return link;
                    });
        }
    }

    /** Another charter is in force: all that follows from it here. */
    void charterChanged() throws IOException {
        Amendment.take(desk, links);
        pulling.askAgain();
        link();
        tellAll();
        joiner.spread();
    }

    /** Pulls the peer's main log now; true when in step at least to this size. */
    boolean holds(MemberId member, long size) throws IOException {
        Member peer = desk.charters().charter().member(member).orElseThrow();
        Log log = desk.logs().log(peer.logOrigin()).orElseThrow();
        for (int round = 0; round < HOLD_ROUNDS_MAX; round++) {
            if (pulling.holds(log, size)) {
                return true;
            }
            pull(peer, LogName.main(member), Optional.empty());
        }
        return false;
    }

    /** Compares what other members told of with what is held here. */
    void lookForForks() throws IOException {
        finder.look();
    }

    /** Why the last pull of a log did not succeed; empty when it did. */
    String trouble(String origin) {
        return pulling.trouble(origin);
    }

    /** Fetches what is lacking of the own logs. */
    Recovering recovering() {
        return new Recovering(desk, history, pulling);
    }

    /** An own log has a new head. */
    void tellOf(Log log) {
        witnessing.grew(log);
        LogName name = LogName.parseOrigin(log.origin()).orThrow();
        for (PeerLink link : links.values()) {
            if (name.peer().isEmpty() || name.peer().get().equals(link.peer().id())) {
                link.tell(name);
            }
        }
    }

    /** A peer told of its newest checkpoint. */
    void heard(Note note) throws IOException {
        Checkpoint claimed = Refusal.orRefuse(Checkpoint.parse(note.text()));
        LogName name = Refusal.orRefuse(LogName.parseOrigin(claimed.origin()));
        Optional<Log> log = desk.logs().log(claimed.origin());
        if (name.owner().equals(desk.self()) && history.judge(note, "whoever announced it")) {
            return;
        }
        PeerLink link = links.get(name.owner());
        if (log.isEmpty() || link == null) {
            throw new Refusal("not the log of a member of this exchange", "");
        }
        Refusal.orRefuse(Checkpoint.open(note, log.get().key()));
        witnessing.heardFrom(name.owner());
        if (!cosigner.take(log.get(), note)) {
            link.heard(name, note);
        }
    }

    private void tellAll() {
        links.values().forEach(it -> it.tell(ownMain()));
    }

    @Override
    public boolean pull(Member peer, LogName log, Optional<Note> announced) throws IOException {
        if (pulling.pull(peer.url(), log, announced)) {
            return true;
        }
        // Any member may serve another's log, so that a cut cable splits nobody off.
        for (Member mirror : desk.charters().others()) {
            boolean other = !mirror.id().equals(peer.id()) && log.peer().isEmpty();
            if (other && pulling.pull(mirror.url(), log, Optional.empty())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void cosign(Member peer) throws IOException {
        cosigner.cosign(peer);
    }

    @Override
    public void poll(Member peer) throws IOException {
        if (joiner.lookAt(peer)) {
            charterChanged.changed();
        }
        cosigner.lookAt(peer);
        witnessing.lookAt(peer);
    }

    @Override
    public Optional<Note> news(LogName log) {
        return desk.logs().log(log.origin()).flatMap(Log::checkpoint);
    }

    @Override
    public Answer post(String uri, Note note) {
        return client.post(uri, note);
    }

    @Override
    public LogName ownMain() {
        return LogName.main(desk.self());
    }

    @Override
    public LogName ownRequestsTo(Member peer) {
        return LogName.requests(desk.self(), peer.id());
    }

    @Override
    public LogName requestsFrom(Member peer) {
        return LogName.requests(peer.id(), desk.self());
    }

    @Override
    public void close() {
        witnessing.close();
        links.values().forEach(PeerLink::close);
    }
}
