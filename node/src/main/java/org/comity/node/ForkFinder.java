package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.comity.charter.Member;
import org.comity.exchange.Ask;
import org.comity.exchange.Cosigning;
import org.comity.exchange.ForkSearch;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what others say they hold of a log with what is here, asks whoever serves it where that
 * takes more, and has a fork stated that it can prove.
 */
final class ForkFinder {
    private static final Logger LOG = LoggerFactory.getLogger(ForkFinder.class);

    /** So long one who was asked is waited for; what he says later still counts. */
    private static final long ANSWERS_MILLIS_MAX = 5_000;

    /** Of what was told at a time. */
    private static final int ASKED_AFTER_MAX = 16;

    private final Desk desk;
    private final PeerClient client;

    ForkFinder(Desk desk, PeerClient client) {
        this.desk = desk;
        this.client = client;
    }

    /** A round of following a log ended with a proof. */
    void found(ForkProof proof) throws IOException {
        desk.writer().call(() -> Faulting.state(desk, proof));
    }

    /** Looks at all that was told; what cannot be compared yet waits for the next time. */
    void look() throws IOException {
        var asks = new ArrayList<Runnable>();
        for (Suspects.Suspect one : desk.logs().suspects().take()) {
            if (asks.size() == ASKED_AFTER_MAX) {
                desk.logs().suspects().put(one);
                continue;
            }
            search(one).ifPresent(it -> asks.add(() -> ask(it)));
        }
        // Who answers byte by byte holds up the answer to one question, and not the clock.
        desk.machine().pace().within(asks, 2 * ANSWERS_MILLIS_MAX);
    }

    /** Two checkpoints of which others must say whether one goes on from the other. */
    private record Search(Suspects.Suspect told, Log log, Note older, Note newer) {}

    /** What takes more than what is here; all else is settled, or looked at again later. */
    private Optional<Search> search(Suspects.Suspect one) throws IOException {
        Optional<Log> log =
                Checkpoint.parse(one.note().text())
                        .optional()
                        .flatMap(it -> desk.logs().log(it.origin()))
                        .filter(Log::isMain);
        // Lines of nobody's would only make a proof long.
        Optional<Note> told = log.flatMap(it -> plain(it, one.note()));
        if (told.isEmpty()) {
            return Optional.empty();
        }
        // Two roots of one size are proof by themselves, whatever is held.
        Checked<ForkProof> apart =
                one.beside().isPresent()
                        ? ForkProof.of(one.beside().get(), told.get())
                        : Checked.refused("one checkpoint", "");
        if (apart instanceof Checked.Good<ForkProof>(ForkProof proof)) {
            found(proof);
            return Optional.empty();
        }
        TreeHead head = head(told.get());
        if (log.get().holds(head)) {
            return Optional.empty();
        }
        Optional<Note> held = held(log.get());
        long size = held.map(it -> head(it).size()).orElse(0L);
        if (size == 0) {
            later(one);
            return Optional.empty();
        }
        if (head.size() <= log.get().tree().size() && NewKey.isAwaited(log.get())) {
            makeRoom(log.get());
            return Optional.empty();
        }
        if (head.size() > size) {
            return Optional.of(new Search(one, log.get(), held.get(), told.get()));
        }
        Checked<ForkProof> proof = ForkProof.of(told.get(), held.get(), log.get().tree());
        if (proof instanceof Checked.Good<ForkProof>(ForkProof good)) {
            found(good);
        }
        return Optional.empty();
    }

    private void later(Suspects.Suspect one) {
        desk.logs().suspects().put(one.later());
    }

    private static TreeHead head(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head();
    }

    /** What is held; under a new key what the former one signed, as far as nothing else is. */
    private Optional<Note> held(Log log) {
        return NewKey.isAwaited(log)
                ? log.checkpoint()
                : log.checkpoint().flatMap(it -> plain(log, it));
    }

    private void makeRoom(Log log) throws IOException {
        desk.writer()
                .callLong(() -> {
                    NewKey.makeRoom(desk, log);
                    return true;
                });
    }

    /** As the log's key in force signed it, with the members' cosignatures; none if it did not. */
    private Optional<Note> plain(Log log, Note note) {
        var trusted = Cosigning.Trusted.at(desk.nowSecond(), desk.charters().witnessKeys());
        return Cosigning.merge(note, note, log.key(), trusted).optional();
    }

    /** Who told of it first, then the others at once, until one of them showed how it is. */
    private void ask(Search search) {
        var peers = new ArrayList<Member>(desk.charters().others());
        peers.removeIf(it -> it.url().isEmpty());
        MemberId first = search.told().by();
        var isShown = new AtomicBoolean();
        for (boolean isFirst : new boolean[] {true, false}) {
            var asks = new ArrayList<Runnable>();
            for (Member peer : peers) {
                if (peer.id().equals(first) == isFirst) {
                    asks.add(() -> ask(search, peer, isShown));
                }
            }
            if (!isShown.get()) {
                desk.machine().pace().within(asks, ANSWERS_MILLIS_MAX);
            }
        }
        if (!isShown.get()) {
            later(search.told());
        }
    }

    private void ask(Search search, Member peer, AtomicBoolean isShown) {
        LogName name = LogName.parseOrigin(search.log().origin()).orThrow();
        var asked = new ForkSearch(search.older(), search.newer());
        for (Ask ask : asked.asks()) {
            asked.on(ask, client.ask(peer.url(), name, ask));
        }
        switch (asked.result()) {
            case ForkSearch.Result.Forked(ForkProof proof) -> {
                if (isShown.compareAndSet(false, true)) {
                    state(search.log(), proof);
                }
            }
            case ForkSearch.Result.GoesOn() -> isShown.set(true);
            case ForkSearch.Result.Unknown() -> {}
        }
    }

    private void state(Log log, ForkProof proof) {
        try {
            if (NewKey.isAwaited(log)) {
                makeRoom(log);
            } else {
                found(proof);
            }
        } catch (IOException | Refusal failed) { // a writer that failed tells the node itself
            LOG.atWarn().addKeyValue("log", log.origin()).setCause(failed).log("not stated");
        }
    }
}
