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
import org.comity.tlog.TlogPolicy;
import org.comity.tlog.TlogProof;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * A statement with its proof, checkable offline with only the charter's keys;
 * docs/formats/receipt.md. A receipt may leave the payload out.
 *
 * @param needs the charter that lists the keys that signed it
 */
public record Receipt(
        Leaf leaf, Optional<Payload> payload, Optional<CharterName> needs, TlogProof proof) {
    public static final int BYTES_MAX = TlogProof.BYTES_MAX;

    /**
     * What a good receipt shows.
     *
     * @param by the charter under whose keys it verified; none under a policy
     */
    public record Shown(
            StatementId id,
            MemberId author,
            Leaf leaf,
            Optional<Payload> payload,
            Witnessed witnessed,
            Optional<Charter> by) {}

    /**
     * How far others stand behind it.
     *
     * @param by members, or the names that a policy gives its witnesses
     * @param quorum enough of them did (DESIGN section 7); with n = 1 there is nobody to do it, so
     *     by is empty and the receipt is to be called unwitnessed
     */
    public record Witnessed(Set<String> by, boolean quorum) {
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
                        ReceiptExtra.write(new ReceiptExtra(leaf, payload, needs)),
                        proof.inclusion(),
                        proof.checkpoint());
    }

    /** Naming no charter. */
    public Receipt(Leaf leaf, Optional<Payload> payload, TlogProof proof) {
        this(leaf, payload, Optional.empty(), proof);
    }

    public Receipt needing(Charter charter) {
        return new Receipt(leaf, payload, Optional.of(CharterName.of(charter)), proof);
    }

    public static Checked<Receipt> parse(Bytes bytes) {
        if (bytes.length() > BYTES_MAX) {
            return Checked.refused("receipt too long", "");
        }
        return TlogProof.parse(bytes)
                .then(proof ->
                        ReceiptExtra.parse(proof.extra())
                                .in("extra")
                                .map(it ->
                                        new Receipt(it.leaf(), it.payload(), it.needs(), proof)));
    }

    public Bytes bytes() {
        return proof.bytes();
    }

    /**
     * Under the charter that it needs. If that is not among them, under any of them: the name is
     * only a hint, what counts is whose keys signed. Then one by which the quorum cosigned goes
     * first, else the newest.
     */
    public Checked<Shown> verify(CharterHistory history) {
        Optional<Charter> named = needs.flatMap(history::named);
        if (named.isPresent()) {
            return verify(named.get());
        }
        Optional<Checked<Shown>> best = Optional.empty();
        for (Charter charter : history.charters().reversed()) {
            Checked<Shown> one = verify(charter);
            if (one instanceof Checked.Good<Shown>(Shown shown) && shown.witnessed().quorum()) {
                return one;
            }
            boolean better =
                    best.isEmpty()
                            || (best.get() instanceof Checked.Refused
                                    && one instanceof Checked.Good);
            best = better ? Optional.of(one) : best;
        }
        boolean refused = best.orElseThrow() instanceof Checked.Refused;
        return refused && needs.isPresent()
                ? Checked.refused("it needs a charter that was not given", needs.get().toString())
                : best.get();
    }

    /**
     * Log signature, inclusion, commitment and cosignatures; everything that was refused says why.
     */
    public Checked<Shown> verify(Charter charter) {
        return Checkpoint.parse(proof.checkpoint().text())
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
                .then(this::requireStatement)
                .map(head -> shown(head, author.id(), witnessed(charter, author), charter));
    }

    /** By keys that the reader wrote down; no charter is needed. */
    public Checked<Shown> verify(TlogPolicy policy) {
        Note note = proof.checkpoint();
        return policy.open(note)
                .in("checkpoint")
                .then(head ->
                        Charter.writer(head.origin()).isPresent()
                                ? Checked.good(head)
                                : Checked.refused(
                                        "the log is not named as a member's", "checkpoint"))
                .then(this::requireStatement)
                .map(head -> {
                    Set<String> by = policy.cosigners(note);
                    var witnessed = new Witnessed(by, !by.isEmpty() && policy.isMetBy(by));
                    MemberId author = Charter.writer(head.origin()).orElseThrow();
                    return new Shown(id(head), author, leaf, payload, witnessed, Optional.empty());
                });
    }

    private Checked<Checkpoint> requireStatement(Checkpoint checkpoint) {
        return requireLeaf(checkpoint).then(it -> requirePayload().map(_ -> it));
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

    private Witnessed witnessed(Charter charter, Member author) {
        Set<MemberId> by = WitnessQuorum.cosigners(charter, author.id(), proof.checkpoint());
        boolean quorum = !by.isEmpty() && WitnessQuorum.isMet(charter, author.id(), by);
        var names = new TreeSet<String>();
        by.forEach(it -> names.add(it.name()));
        return new Witnessed(names, quorum);
    }

    private Shown shown(
            Checkpoint checkpoint, MemberId author, Witnessed witnessed, Charter charter) {
        return new Shown(id(checkpoint), author, leaf, payload, witnessed, Optional.of(charter));
    }

    private StatementId id(Checkpoint checkpoint) {
        return new StatementId(checkpoint.origin(), proof.inclusion().index());
    }
}
