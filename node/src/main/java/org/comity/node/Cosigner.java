package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.comity.charter.Member;
import org.comity.exchange.Answer;
import org.comity.exchange.Cosigning;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
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
                || isCosigned(log.get())) {
            return;
        }
        Optional<Note> pinned = fetch(peer, "pinned", log.get());
        if (pinned.isPresent() && isHeld(log.get(), pinned.get())) {
            Optional<Note.Signature> line =
                    witness.addHeld(log.get(), log.get().key(), pinned.get()).line();
            if (line.isPresent()) {
                client.post(peer.url() + "/cosignature", pinned.get().with(line.get()));
            }
        }
    }

    private boolean isCosigned(Log log) throws IOException {
        Optional<Note> last = witness.cosigned(log.origin());
        return last.isPresent() && size(last.get()) >= log.tree().size();
    }

    /** Asks what the quorum has cosigned of the peer's log, where not all of it is. */
    void lookAt(Member peer) throws IOException {
        Optional<Log> log = desk.logs().log(peer.logOrigin());
        if (log.isPresent()
                && !peer.url().isEmpty()
                && log.get().cosignedSize() < log.get().tree().size()) {
            Optional<Note> cosigned = fetch(peer, "cosigned", log.get());
            if (cosigned.isPresent()) {
                take(log.get(), cosigned.get());
            }
        }
    }

    /**
     * Takes the cosignatures of a checkpoint that its log signed; true when the log is held here
     * further than that, so that there is nothing else in it.
     */
    boolean take(Log log, Note checkpoint) throws IOException {
        if (!isHeld(log, checkpoint)) {
            return false;
        }
        Note sifted = Cosigning.sifted(checkpoint, keys(log));
        boolean bears = sifted.signatures().stream().anyMatch(it -> !isOf(log, it));
        if (bears && size(checkpoint) > log.cosignedSize()) {
            desk.writer()
                    .call(() -> {
                        desk.ledger().heads().cosigned(log, sifted);
                        return true;
                    });
        }
        return size(checkpoint) < log.tree().size();
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

    private static boolean isOf(Log log, Note.Signature line) {
        return line.name().equals(log.origin());
    }

    private List<VerifierKey> keys(Log log) {
        return Stream.concat(Stream.of(log.key()), desk.charters().witnessKeys().stream()).toList();
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }
}
