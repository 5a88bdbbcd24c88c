package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Cosigning;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;

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
        Optional<Note> pinned = fetch(peer, "pinned", log.get());
        if (pinned.isPresent() && isHeld(log.get(), pinned.get())) {
            Optional<Note.Signature> line = witness.addHeld(log.get(), pinned.get()).line();
            if (line.isPresent()) {
                client.post(peer.url() + "/cosignature", pinned.get().with(line.get()));
            }
        }
    }

    /** What is handed over may be lost: before the quorum is there it is handed over again. */
    private boolean isDone(Log log) throws IOException {
        Optional<Note> last = witness.cosigned(log.origin());
        return last.isPresent()
                && size(last.get()) >= log.tree().size()
                && log.cosignedSize() >= log.tree().size();
    }

    /**
     * Asks what the quorum has cosigned of the peer's log, where not all of it is; whether that was
     * news.
     */
    boolean lookAt(Member peer) throws IOException {
        Optional<Log> log = desk.logs().log(peer.logOrigin());
        if (log.isEmpty()
                || peer.url().isEmpty()
                || log.get().cosignedSize() >= log.get().tree().size()) {
            return false;
        }
        Optional<Note> cosigned = fetch(peer, "cosigned", log.get());
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
        return desk.writer()
                .call(() -> {
                    desk.ledger().heads().cosigned(log, note);
                    return true;
                });
    }

    private Optional<Note> fetch(Member peer, String what, Log log) {
        Answer answer = client.fetch(peer.url() + "/log/" + peer.id() + "/" + what);
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
