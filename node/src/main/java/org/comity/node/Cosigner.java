package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Cosigning;
import org.comity.exchange.LogName;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Takes what owners have had cosigned of logs that are held here, and cosigns for an owner that
 * cannot ask this node: then it fetches the checkpoint that the owner has pinned, and hands its
 * line over.
 */
final class Cosigner {
    /** An owner that asked so lately asks again by itself. */
    private static final long ASKED_SECONDS = 60;

    private final Desk desk;
    private final PeerClient client;
    private final Witness witness;
    // Owners that could not be asked what they have pinned.
    private final Set<MemberId> cutOff = new ConcurrentSkipListSet<>();
    // To whom, of whose log, what last.
    private final Map<List<MemberId>, Hash> passed = new ConcurrentHashMap<>();

    Cosigner(Desk desk, PeerClient client, Witness witness) {
        this.desk = desk;
        this.client = client;
        this.witness = witness;
    }

    /** Signs what the peer has pinned, if it cannot ask for that itself. */
    void cosign(Member peer) throws IOException {
        Optional<Log> log = witness.witnessed(peer.logOrigin());
        boolean asksItself =
                !desk.charters().self().url().isEmpty()
                        && witness.wasAsked(peer.logOrigin(), ASKED_SECONDS);
        if (log.isEmpty()
                || peer.url().isEmpty()
                || asksItself
                || !witness.isReady()
                || isDone(log.get())) {
            return;
        }
        Answer answer = ask(peer, "pinned");
        if (answer instanceof Answer.Failed) {
            signHeld(log.get());
            cutOff.add(peer.id());
            return;
        }
        cutOff.remove(peer.id());
        Optional<Note> pinned = note(answer, log.get());
        if (pinned.isPresent() && isHeld(log.get(), pinned.get())) {
            Optional<Note.Signature> line = witness.addHeld(log.get(), pinned.get()).line();
            if (line.isPresent()) {
                client.post(peer.url() + "/cosignature", pinned.get().with(line.get()));
            }
        }
    }

    /** The newest that its owner had said when it could still be heard, or others heard it. */
    private void signHeld(Log log) throws IOException {
        Optional<Note> held = log.checkpoint();
        Optional<Note> last = witness.cosigned(log.origin());
        boolean isSigned =
                held.isPresent()
                        && last.filter(it -> it.text().equals(held.get().text())).isPresent();
        if (held.isPresent() && !isSigned && witness.isReady() && isHeld(log, held.get())) {
            Witness.Outcome _ = witness.addHeld(log, held.get());
        }
    }

    /**
     * Tells a member that was reached what was cosigned of the logs of owners that this node cannot
     * reach, each once; it serves that onward, and owners ask whom they reach.
     */
    void passOn(Member to) throws IOException {
        for (MemberId owner : cutOff) {
            Optional<Log> log = witness.witnessed(LogName.main(owner).origin());
            if (log.isEmpty() || to.url().isEmpty() || to.id().equals(owner)) {
                continue;
            }
            signHeld(log.get());
            Optional<Note> note = most(log.get());
            if (note.isEmpty()) {
                continue;
            }
            Hash told = Hash.digest(note.get().bytes().array());
            if (told.equals(passed.get(List.of(to.id(), owner)))) {
                continue;
            }
            if (client.hand(to.url() + "/announce", note.get().bytes()) instanceof Answer.Got) {
                passed.put(List.of(to.id(), owner), told);
            }
        }
    }

    /**
     * What this node cosigned last, with what others have under it as far as that is known here.
     */
    private Optional<Note> most(Log log) throws IOException {
        Optional<Note> ours = witness.cosigned(log.origin());
        Optional<Note> quorum =
                desk.store()
                        .value(RowKeys.cosigned(log.origin()))
                        .flatMap(it -> Note.parse(it).optional());
        return quorum.filter(it -> ours.isEmpty() || size(it) >= size(ours.get())).or(() -> ours);
    }

    private static boolean isCosigned(Log log) {
        return log.cosignedSize() >= log.tree().size();
    }

    /** What is handed over may be lost: before the quorum is there it is handed over again. */
    private boolean isDone(Log log) throws IOException {
        Optional<Note> last = witness.cosigned(log.origin());
        return last.isPresent() && size(last.get()) >= log.tree().size() && isCosigned(log);
    }

    /**
     * Asks what the quorum has cosigned of the peer's log, where not all of it is; whether that was
     * news.
     */
    boolean lookAt(Member peer) throws IOException {
        Optional<Log> log = desk.logs().log(peer.logOrigin());
        if (log.isEmpty() || peer.url().isEmpty() || isCosigned(log.get())) {
            return false;
        }
        Optional<Note> cosigned = note(ask(peer, "cosigned"), log.get());
        return cosigned.isPresent() && take(log.get(), cosigned.get());
    }

    /**
     * Takes the cosignatures of a checkpoint that its log signed, if the log is held here as far;
     * whether there were new ones.
     */
    boolean take(Log log, Note checkpoint) throws IOException {
        if (!isHeld(log, checkpoint) || size(checkpoint) <= log.cosignedSize()) {
            return false;
        }
        Note before = Note.of(checkpoint.text());
        Optional<Note> ours =
                witness.cosigned(log.origin()).filter(it -> it.text().equals(checkpoint.text()));
        for (Note.Signature line : log.signatures(checkpoint.text())) {
            before = before.with(line);
        }
        var trusted = Cosigning.Trusted.at(desk.nowSecond(), desk.charters().witnessKeys());
        Checked<Note> merged = Cosigning.merge(before, checkpoint, log.keys(), trusted);
        if (!(merged instanceof Checked.Good<Note>(Note note))
                || note.signatures().size() == 1
                || note.equals(before)) {
            return false;
        }
        // Of a checkpoint that is not the newest any more only our own line is kept by itself.
        Note whole =
                ours.isPresent()
                        ? Cosigning.merge(note, ours.get(), log.keys(), trusted).orThrow()
                        : note;
        return desk.writer()
                .call(() -> {
                    desk.ledger().heads().cosigned(log, whole);
                    return true;
                });
    }

    private Answer ask(Member peer, String what) {
        return client.fetch(peer.url() + "/log/" + peer.id() + "/" + what);
    }

    private static Optional<Note> note(Answer answer, Log log) {
        return answer instanceof Answer.Got(var body)
                ? Note.parse(body)
                        .then(note -> Checkpoint.open(note, log.key()).map(_ -> note))
                        .optional()
                : Optional.empty();
    }

    private static boolean isHeld(Log log, Note checkpoint) {
        MerkleTree tree = log.tree(); // the log may be cut meanwhile
        Checked<TreeHead> head = Checkpoint.parse(checkpoint.text()).map(Checkpoint::head);
        return head instanceof Checked.Good<TreeHead>(TreeHead its)
                && its.size() <= tree.size()
                && tree.headAt(its.size()).equals(its);
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }
}
