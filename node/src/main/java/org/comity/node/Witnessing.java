package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.WitnessAnswer;
import org.comity.exchange.WitnessRequest;
import org.comity.exchange.WitnessRound;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's own log cosigned: does what {@link WitnessRound} says, beside one another for the
 * witnesses that are being asked, and tells the others what a quorum has cosigned.
 */
final class Witnessing implements WitnessRoutes.Own, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

    private final Desk desk;
    private final PeerClient client;
    private final HistoryCheck history;
    private final Runnable onQuorum;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final WitnessRound round;
    private boolean closed;
    private Optional<Pace.Turns> turns = Optional.empty();
    private final Set<MemberId> beingTold = ConcurrentHashMap.newKeySet();

    /**
     * @param onQuorum called when the quorum has cosigned further
     */
    Witnessing(Desk desk, PeerClient client, HistoryCheck history, Runnable onQuorum) {
        this.desk = desk;
        this.client = client;
        this.history = history;
        this.onQuorum = onQuorum;
        this.pace = desk.machine().pace();
        this.round = new WitnessRound(desk.self());
    }

    /** At the start, and whenever another charter is in force. */
    void charterChanged() {
        change(() -> {
            Log own = desk.logs().own();
            round.charter(desk.charters().charter(), own.key(), own.cosignedSize());
            own.checkpoint().ifPresent(it -> round.grew(ofLog(it)));
            if (turns.isEmpty()) {
                turns = Optional.of(pace.turns("witnesses", pace.millis(), this::take));
            }
        });
    }

    /** A log has a new head; called by the writer, which does not wait for anything here. */
    void grew(Log log) {
        if (log.isMain() && log.author().equals(desk.self())) {
            change(() -> log.checkpoint().ifPresent(it -> round.grew(ofLog(it))));
        }
    }

    /** A member is there. */
    void heardFrom(MemberId member) {
        change(() -> round.heardFrom(member));
    }

    @Override
    public boolean offered(Note note) {
        Log own = desk.logs().own();
        Checkpoint claimed = Refusal.orRefuse(Checkpoint.parse(note.text()));
        boolean isKnown = claimed.origin().equals(own.origin()) && own.holds(claimed.head());
        if (isKnown && isSent(own, note)) {
            return false;
        }
        Refusal.orRefuse(Checkpoint.open(note, own.key()));
        if (!isKnown) {
            history.judge(note, "a witness");
            throw new Refusal("not a checkpoint of this node's log", "");
        }
        boolean[] news = new boolean[1];
        change(() -> {
            int before = round.offered(Note.of(note.text()), desk.nowSecond()).size();
            news[0] = round.offered(note, desk.nowSecond()).size() > before;
        });
        return news[0];
    }

    /** What was handed over before is not looked at again. */
    private boolean isSent(Log own, Note note) {
        lock.lock();
        try {
            return !round.mayBeNews(note)
                    && note.signatures().stream().anyMatch(it -> it.name().equals(own.origin()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks a peer what it holds of cosignatures of the own log, while some are missing: what a
     * witness that cannot reach us gave may have come to another member.
     */
    void lookAt(Member peer) {
        Log own = desk.logs().own();
        if (peer.url().isEmpty() || own.cosignedSize() == own.tree().size()) {
            return;
        }
        String hex = Hash.digest(Bytes.utf8(own.origin()).array()).hex();
        for (String path :
                List.of(
                        "/witness/" + hex + "/checkpoint",
                        "/log/" + desk.self() + "/checkpoint",
                        "/log/" + desk.self() + "/cosigned")) {
            Checked<Note> note =
                    client.fetch(peer.url() + path) instanceof Answer.Got(Bytes body)
                            ? Note.parse(body)
                            : Checked.refused("not here", "");
            if (note instanceof Checked.Good<Note>(Note signed)) {
                try {
                    boolean _ = offered(signed);
                } catch (Refusal refused) { // what it says of the history was judged
                    LOG.atDebug().addKeyValue("peer", peer.id()).setCause(refused).log("not ours");
                }
            }
        }
    }

    @Override
    public Optional<Note> pinned() {
        lock.lock();
        try {
            return round.pinned();
        } finally {
            lock.unlock();
        }
    }

    List<WitnessRound.Standing> standings() {
        lock.lock();
        try {
            return round.standings();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            turns.ifPresent(Pace.Turns::wake);
        } finally {
            lock.unlock();
        }
    }

    /** What is due now is begun; when more will be. */
    private long take() {
        List<WitnessRound.Send> sends;
        List<Note> gathered;
        long next;
        lock.lock();
        try {
            if (closed) {
                return Long.MAX_VALUE;
            }
            sends = round.due(pace.millis());
            gathered = round.takeGathered();
            next = round.wakeAtMillis();
        } finally {
            lock.unlock();
        }
        for (WitnessRound.Send send : sends) {
            pace.start("ask witness " + send.to(), () -> ask(send));
        }
        gathered.forEach(this::keep);
        return sends.isEmpty() && gathered.isEmpty() ? next : pace.millis();
    }

    private void ask(WitnessRound.Send send) {
        WitnessAnswer answer = answer(send);
        change(() -> round.answered(send, answer, pace.millis(), desk.nowSecond()));
    }

    private WitnessAnswer answer(WitnessRound.Send send) {
        Optional<Member> witness = desk.charters().charter().member(send.to());
        if (witness.isEmpty()) {
            return new WitnessAnswer.Failed("no member any more");
        }
        try {
            long size = Checkpoint.parse(send.checkpoint().text()).orThrow().head().size();
            var proof = desk.logs().own().tree().proveConsistency(send.oldSize(), size);
            return client.addCheckpoint(
                    witness.get().url(),
                    WitnessRequest.of(send.oldSize(), proof, send.checkpoint()));
        } catch (RuntimeException ours) { // whatever it is, this witness is asked again later
            LOG.atError().addKeyValue("witness", send.to()).setCause(ours).log("not asked");
            return new WitnessAnswer.Failed("not asked");
        }
    }

    private void keep(Note note) {
        Log own = desk.logs().own();
        long before = own.cosignedSize();
        try {
            desk.writer()
                    .call(() -> {
                        desk.ledger().heads().cosigned(own, note);
                        return true;
                    });
        } catch (IOException | Refusal ending) { // the node ends, and says why itself
            LOG.atDebug().setCause(ending).log("cosignatures not kept");
            return;
        }
        if (own.cosignedSize() > before) {
            onQuorum.run();
            if (own.checkpoint().filter(it -> it.text().equals(note.text())).isEmpty()) {
                tell(note);
            }
        }
    }

    /** Who holds the log already takes the cosignatures of an earlier checkpoint by themselves. */
    private void tell(Note cosigned) {
        for (Member other : desk.charters().others()) {
            if (!other.url().isEmpty() && beingTold.add(other.id())) {
                pace.start(
                        "tell " + other.id(),
                        () -> {
                            try {
                                client.post(other.url() + "/announce", cosigned);
                            } finally {
                                beingTold.remove(other.id());
                            }
                        });
            }
        }
    }

    /** Without what witnesses have put under it. */
    private static Note ofLog(Note checkpoint) {
        String origin = checkpoint.text().lines().findFirst().orElseThrow();
        return new Note(
                checkpoint.text(),
                checkpoint.signatures().stream().filter(it -> it.name().equals(origin)).toList());
    }

    @Override
    public void close() {
        change(() -> {
            closed = true;
            turns.ifPresent(Pace.Turns::close);
        });
    }
}
