package org.comity.charter;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.Note;
import org.comity.tlog.Proof;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A statement with its proof, checkable offline with only the charter's keys;
 * docs/formats/receipt.md. A receipt may leave the payload out.
 */
public record Receipt(Leaf leaf, Optional<Payload> payload, TlogProof proof) {
    public static final int BYTES_MAX = TlogProof.BYTES_MAX;

    /** What a good receipt shows. */
    public record Shown(
            StatementId id,
            MemberId author,
            Leaf leaf,
            Optional<Payload> payload,
            Witnessed witnessed) {}

    /**
     * How far others stand behind it.
     *
     * @param quorum enough of them did (DESIGN section 7); with n = 1 there is nobody to do it, so
     *     by is empty and the receipt is to be called unwitnessed
     */
    public record Witnessed(Set<MemberId> by, boolean quorum) {
        public Witnessed {
            by = Collections.unmodifiableSet(new TreeSet<>(by));
        }
    }

    /**
     * The proof's extra always is leaf and payload: it is unauthenticated and nothing else may hide
     * in it.
     */
    public Receipt {
        proof =
                new TlogProof(
                        ReceiptExtra.write(new ReceiptExtra(leaf, payload)),
                        proof.inclusion(),
                        proof.checkpoint());
    }

    public static Checked<Receipt> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("receipt too long", "");
        }
        return TlogProof.parse(bytes)
                .then(proof ->
                        ReceiptExtra.parse(proof.extra())
                                .in("extra")
                                .map(it -> new Receipt(it.leaf(), it.payload(), proof)));
    }

    public Bytes bytes() {
        return proof.bytes();
    }

    /**
     * Log signature, inclusion, commitment and cosignatures; everything that was refused says why.
     */
    public Checked<Shown> verify(Charter charter) {
        Note note = proof.checkpoint();
        return Checkpoint.parse(note.text())
                .in("checkpoint")
                .then(claimed -> {
                    Optional<Member> author = charter.authorOf(claimed.origin());
                    return author.isEmpty()
                            ? Checked.refused("the log belongs to no member", "checkpoint")
                            : verify(charter, author.get(), claimed.origin());
                });
    }

    private Checked<Shown> verify(Charter charter, Member author, String origin) {
        // One node key signs all logs of a member, in each under that log's own name.
        VerifierKey node = author.keys().node();
        var logKey = new VerifierKey(origin, node.type(), node.publicKey());
        return Checkpoint.open(proof.checkpoint(), logKey)
                .in("checkpoint")
                .then(this::requireLeaf)
                .then(head -> requirePayload().map(_ -> shown(charter, author, head)));
    }

    private Checked<Checkpoint> requireLeaf(Checkpoint checkpoint) {
        return switch (Merkle.check(
                Merkle.leaf(leaf.bytes()), proof.inclusion(), checkpoint.head())) {
            case Proof.Proven() -> Checked.good(checkpoint);
            case Proof.Refuted(Proof.Why why) ->
                    Checked.refused("the leaf is not in the log", "proof, " + why);
        };
    }

    private Checked<Optional<Payload>> requirePayload() {
        return payload.isEmpty()
                ? Checked.good(payload)
                : Statement.open(leaf, payload.get()).in("payload").map(_ -> payload);
    }

    private Shown shown(Charter charter, Member author, Checkpoint checkpoint) {
        Set<MemberId> by = WitnessQuorum.cosigners(charter, author.id(), proof.checkpoint());
        boolean quorum = !by.isEmpty() && WitnessQuorum.isMet(charter, author.id(), by);
        return new Shown(
                new StatementId(checkpoint.origin(), proof.inclusion().index()),
                author.id(),
                leaf,
                payload,
                new Witnessed(by, quorum));
    }
}
