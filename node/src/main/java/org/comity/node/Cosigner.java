package org.comity.node;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.exchange.Cosigning;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cosigns other members' logs as they are held here, never smaller or otherwise than before. */
final class Cosigner {
    private static final Logger LOG = LoggerFactory.getLogger(Cosigner.class);

    private final Pulling.Parts parts;
    private final PeerClient client;
    private final NodeKeys keys;
    private final InstantSource clock;

    Cosigner(Pulling.Parts parts, PeerClient client, NodeKeys keys, InstantSource clock) {
        this.parts = parts;
        this.client = client;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Signs that this is the largest consistent tree seen of the peer's log, and hands over the
     * line; again, where what the peer serves lacks it.
     */
    void cosign(Log log, Member peer, boolean isUnseen) throws IOException {
        Optional<Note> held = log.checkpoint();
        if (held.isEmpty() || log.tree().size() == 0 || log.standing().isPresent()) {
            return;
        }
        Note note = held.get();
        if (isCosigned(note)) {
            if (isUnseen && !peer.url().isEmpty()) {
                client.post(peer.url() + "/cosignature", note);
            }
            return;
        }
        Optional<Checkpoint> opened = Checkpoint.open(note, log.key()).optional();
        // The peer may have a new key and not have signed with it yet.
        if (opened.isEmpty() || !parts.writer().call(() -> mayCosign(log, opened.get()))) {
            return;
        }
        Note.Signature line =
                Cosignature.sign(note, keys.witness(), clock.instant().getEpochSecond());
        Note cosigned = note.with(line);
        parts.writer()
                .call(() -> {
                    parts.ledger().heads().cosigned(log, cosigned);
                    return true;
                });
        if (!peer.url().isEmpty()) {
            client.post(peer.url() + "/cosignature", cosigned);
        }
    }

    boolean isCosigned(Note note) {
        return !Cosignature.verify(note, List.of(keys.witness().verifierKey())).isEmpty();
    }

    private boolean mayCosign(Log log, Checkpoint checkpoint) throws IOException {
        Bytes row = RowKeys.single("cosigned/" + log.origin());
        Optional<TreeHead> last = parts.store().value(row).map(Cosigner::readHead);
        return switch (Cosigning.decide(last, log.tree().head(), checkpoint)) {
            case Cosigning.Decision.Cosign(TreeHead head) -> {
                parts.ledger()
                        .write(
                                List.of(
                                        new Change.Put(
                                                row,
                                                Bytes.join(
                                                        RowKeys.number(head.size()),
                                                        head.root().bytes()))));
                yield true;
            }
            case Cosigning.Decision.Stands() -> true;
            case Cosigning.Decision.Refuse(String why) -> {
                LOG.atWarn()
                        .addKeyValue("log", log.origin())
                        .addKeyValue("why", why)
                        .log("not cosigned");
                yield false;
            }
        };
    }

    private static TreeHead readHead(Bytes row) {
        var in = row.buffer();
        return new TreeHead(in.getLong(), Hash.read(in));
    }
}
