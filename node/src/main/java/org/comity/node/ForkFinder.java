package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.exchange.Ask;
import org.comity.exchange.Cosigning;
import org.comity.exchange.ForkSearch;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.value.Checked;

/**
 * Compares what others say they hold of a log with what is here, asks whoever serves it where that
 * takes more, and has a fork stated that it can prove.
 */
final class ForkFinder {
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
        for (Suspects.Suspect one : desk.logs().suspects().take()) {
            if (!isSettled(one)) {
                desk.logs()
                        .suspects()
                        .put(new Suspects.Suspect(one.note(), one.by(), one.tries() + 1));
            }
        }
    }

    private boolean isSettled(Suspects.Suspect one) throws IOException {
        Optional<Log> log =
                Checkpoint.parse(one.note().text())
                        .optional()
                        .flatMap(it -> desk.logs().log(it.origin()))
                        .filter(Log::isMain);
        // Lines of nobody's would only make a proof long.
        Optional<Note> told = log.flatMap(it -> plain(it, one.note()));
        if (told.isEmpty()) {
            return true;
        }
        Checkpoint head = Checkpoint.parse(told.get().text()).orThrow();
        if (log.get().holds(head.head())) {
            return true;
        }
        Optional<Note> held = held(log.get());
        if (held.isEmpty()) {
            return false;
        }
        long size = Checkpoint.parse(held.get().text()).orThrow().head().size();
        if (head.head().size() <= log.get().tree().size() && NewKey.isAwaited(log.get())) {
            makeRoom(log.get());
            return true;
        }
        if (head.head().size() <= size) {
            Checked<ForkProof> proof = ForkProof.of(told.get(), held.get(), log.get().tree());
            if (proof instanceof Checked.Good<ForkProof>(ForkProof good)) {
                found(good);
            }
            return true;
        }
        return size > 0 && asks(log.get(), new ForkSearch(held.get(), told.get()), one.by());
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

    /** Who told of it first, then the others; true once one of them showed how it is. */
    private boolean asks(Log log, ForkSearch search, MemberId first) throws IOException {
        LogName name = LogName.parseOrigin(log.origin()).orThrow();
        var peers = new ArrayList<Member>(desk.charters().others());
        peers.sort((one, two) -> Boolean.compare(two.id().equals(first), one.id().equals(first)));
        for (Member peer : peers) {
            if (peer.url().isEmpty()) {
                continue;
            }
            for (Ask ask : search.asks()) {
                search.on(ask, client.ask(peer.url(), name, ask));
            }
            switch (search.result()) {
                case ForkSearch.Result.Forked(ForkProof proof) -> {
                    if (NewKey.isAwaited(log)) {
                        makeRoom(log);
                    } else {
                        found(proof);
                    }
                    return true;
                }
                case ForkSearch.Result.GoesOn() -> {
                    return true;
                }
                case ForkSearch.Result.Unknown() -> {}
            }
        }
        return false;
    }
}
