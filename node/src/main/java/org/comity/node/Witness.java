package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.WitnessQuorum;
import org.comity.exchange.Cosigning;
import org.comity.exchange.WitnessDecision;
import org.comity.exchange.WitnessRequest;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as a witness of the other members' main logs. Whether an owner asks or this node
 * fetches what is to be cosigned, it is one task of the writer that reads what was cosigned last,
 * decides and keeps the new head; the answer leaves once that is durable. So no two requests, by
 * whatever door, have two roots of one size cosigned.
 */
final class Witness {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

    private static final int HEAD_BYTES = Long.BYTES + Hash.LENGTH;

    private final Desk desk;
    private final Map<String, Long> askedAtSecond = new ConcurrentHashMap<>();

    Witness(Desk desk) {
        this.desk = desk;
    }

    /**
     * What became of a request.
     *
     * @param line the cosignature, where it was given
     * @param grew whether it was the first for this head
     */
    record Outcome(WitnessDecision decision, Optional<Note.Signature> line, boolean grew) {}

    /** What was cosigned last of a log, with the log's signature and ours. */
    private record Last(TreeHead head, Optional<Note> note) {
        static final Last NONE = new Last(TreeHead.EMPTY, Optional.empty());

        Bytes bytes() {
            return Bytes.join(
                    RowKeys.number(head.size()),
                    head.root().bytes(),
                    note.map(Note::bytes).orElse(Bytes.EMPTY));
        }

        static Last read(Bytes row) {
            var in = row.buffer();
            var head = new TreeHead(in.getLong(), Hash.read(in));
            Bytes note = row.slice(HEAD_BYTES, row.length());
            return new Last(
                    head,
                    note.length() == 0
                            ? Optional.empty()
                            : Optional.of(Note.parse(note).orThrow()));
        }
    }

    /** Whether a row can be one of what was cosigned last. */
    static boolean isKept(Bytes row) {
        return row.length() >= HEAD_BYTES
                && (row.length() == HEAD_BYTES
                        || Note.parse(row.slice(HEAD_BYTES, row.length()))
                                .optional()
                                .filter(it -> isOf(it, row))
                                .isPresent());
    }

    private static boolean isOf(Note note, Bytes row) {
        var in = row.buffer();
        var head = new TreeHead(in.getLong(), Hash.read(in));
        return Checkpoint.parse(note.text())
                .optional()
                .filter(it -> it.head().equals(head))
                .isPresent();
    }

    /**
     * The log of this origin, if this member is one of its witnesses; none that was shown in two
     * forms under the key in force.
     */
    Optional<Log> witnessed(String origin) {
        return owner(origin)
                .flatMap(_ -> desk.logs().log(origin))
                .filter(it -> it.standing().isEmpty());
    }

    private Optional<Member> owner(String origin) {
        Charter charter = desk.charters().charter();
        return charter.memberOfLog(origin)
                .filter(it ->
                        WitnessQuorum.witnesses(charter, it.id()).stream()
                                .anyMatch(by -> by.id().equals(desk.self())));
    }

    /** An old copy of this directory does not know what it cosigned since. */
    boolean isReady() {
        return desk.ledger().heads().history().isNewest();
    }

    /** Whether its owner asked within the last so many seconds. */
    boolean wasAsked(String origin, long seconds) {
        Long at = askedAtSecond.get(origin);
        return at != null && Math.abs(desk.nowSecond() - at) <= seconds;
    }

    /** Somebody asks, be it the log's owner or not. */
    Outcome add(WitnessRequest request) throws IOException {
        Optional<WitnessDecision> screened =
                WitnessDecision.screen(keyInForce(request.origin()), request);
        if (screened.isPresent()) {
            return none(screened.get());
        }
        askedAtSecond.put(request.origin(), desk.nowSecond());
        return desk.writer()
                .call(() -> {
                    Optional<Log> log = witnessed(request.origin());
                    Optional<VerifierKey> key = keyInForce(request.origin());
                    // Meanwhile there may be another charter, or a fault.
                    if (log.isEmpty() || !isSignedBy(key, request.checkpoint())) {
                        return none(new WitnessDecision.Refuse(WitnessDecision.Why.UNKNOWN_LOG));
                    }
                    return decide(log.get(), key.orElseThrow(), request);
                });
    }

    private static Outcome none(WitnessDecision decision) {
        return new Outcome(decision, Optional.empty(), false);
    }

    /** Of a log that is witnessed here. */
    private Optional<VerifierKey> keyInForce(String origin) {
        return witnessed(origin).flatMap(_ -> owner(origin)).map(it -> it.keys().node());
    }

    /**
     * The checkpoint is to be cosigned and is of entries that are held here; the proof is made from
     * them.
     */
    Outcome addHeld(Log log, Note checkpoint) throws IOException {
        return desk.writer()
                .call(() -> {
                    long old = last(log).head().size();
                    WitnessRequest bare =
                            WitnessRequest.of(old, new ConsistencyProof(List.of()), checkpoint);
                    long size = bare.head().size();
                    if (old > size) {
                        return none(new WitnessDecision.Conflict(old));
                    }
                    Optional<VerifierKey> key = keyInForce(log.origin());
                    if (size > log.tree().size() || !isSignedBy(key, checkpoint)) {
                        return none(new WitnessDecision.Refuse(WitnessDecision.Why.UNKNOWN_LOG));
                    }
                    ConsistencyProof proof = log.tree().proveConsistency(old, size);
                    return decide(
                            log, key.orElseThrow(), WitnessRequest.of(old, proof, checkpoint));
                });
    }

    private static boolean isSignedBy(Optional<VerifierKey> key, Note checkpoint) {
        return key.filter(checkpoint::isSignedBy).isPresent();
    }

    /** On the writer's thread. */
    private Outcome decide(Log log, VerifierKey key, WitnessRequest request) throws IOException {
        Last last = last(log);
        long size = request.head().size();
        Optional<TreeHead> held =
                size <= log.tree().size() ? Optional.of(log.tree().headAt(size)) : Optional.empty();
        WitnessDecision decision = WitnessDecision.decide(last.head(), held, request);
        Note ofLog = Cosigning.sifted(request.checkpoint(), List.of(key));
        if (decision instanceof WitnessDecision.Refuse(WitnessDecision.Why why)) {
            suspect(log, last, ofLog, why);
        }
        if (!(decision instanceof WitnessDecision.Cosign(TreeHead head))) {
            return none(decision);
        }
        Note.Signature line =
                Cosignature.sign(ofLog, desk.keys().witness(), Math.max(1, desk.nowSecond()));
        Note cosigned = ofLog.with(line);
        boolean grew = last.note().isEmpty() || head.size() > last.head().size();
        if (grew) {
            Bytes row = RowKeys.witnessed(log.origin());
            Bytes kept = new Last(head, Optional.of(cosigned)).bytes();
            desk.pending().write(List.of(new Change.Put(row, kept)));
            // Our own copy of the log counts our own word too.
            desk.ledger().heads().cosigned(log, cosigned);
        }
        return new Outcome(decision, Optional.of(line), grew);
    }

    /** What may be of another form of the log is looked into by the clock. */
    private void suspect(Log log, Last last, Note note, WitnessDecision.Why why) {
        boolean mayBeFork =
                why == WitnessDecision.Why.OTHER_ROOT || why == WitnessDecision.Why.BAD_PROOF;
        if (mayBeFork) {
            LOG.atWarn()
                    .addKeyValue("log", log.origin())
                    .addKeyValue("why", why.words())
                    .log("not cosigned");
            desk.logs().suspects().put(new Suspects.Suspect(note, log.author(), 0, last.note()));
        }
    }

    /**
     * What binds this witness under the log's key in force. What it had cosigned under a former key
     * binds it further where it holds the entries; else it may have been of entries that nobody was
     * ever shown, or of a form that does not stand, and the log goes on from what stood.
     */
    private Last last(Log log) throws IOException {
        Last last = last(log.origin());
        boolean isFormer =
                last.note().filter(it -> !it.isSignedBy(log.key())).isPresent()
                        && !log.holds(last.head());
        return isFormer ? new Last(NewKey.goesOnFrom(desk, log), Optional.empty()) : last;
    }

    private Last last(String origin) throws IOException {
        return last(desk, origin);
    }

    private static Last last(Desk desk, String origin) throws IOException {
        return desk.pending().value(RowKeys.witnessed(origin)).map(Last::read).orElse(Last.NONE);
    }

    /** Somebody has it that this node cosigned this; then nothing may be cosigned beside it. */
    static void remember(Desk desk, Note note) throws IOException {
        Optional<Log> found =
                Checkpoint.parse(note.text())
                        .optional()
                        .flatMap(it -> desk.logs().log(it.origin()))
                        .filter(Log::isMain);
        VerifierKey own = desk.keys().witness().verifierKey();
        if (found.isEmpty()
                || found.get().open(note).optional().isEmpty()
                || Cosignature.verify(note, List.of(own)).isEmpty()) {
            return;
        }
        Log log = found.get();
        TreeHead head = log.open(note).orThrow().head();
        desk.writer()
                .callLong(() -> {
                    Last last = last(desk, log.origin());
                    boolean wasInForce = last.note().filter(it -> isInForce(log, it)).isPresent();
                    boolean later =
                            isInForce(log, note) == wasInForce
                                    ? head.size() > last.head().size()
                                    : !wasInForce;
                    if (later) {
                        LOG.atWarn().addKeyValue("log", log.origin()).log("cosigned once");
                        Bytes kept = new Last(head, Optional.of(note)).bytes();
                        Bytes row = RowKeys.witnessed(log.origin());
                        desk.pending().write(List.of(new Change.Put(row, kept)));
                    }
                    return later;
                });
    }

    private static boolean isInForce(Log log, Note note) {
        return note.isSignedBy(log.key());
    }

    /** The newest checkpoint that this node cosigned of a log; only what is durable. */
    Optional<Note> cosigned(String origin) throws IOException {
        return desk.store().value(RowKeys.witnessed(origin)).map(Last::read).flatMap(Last::note);
    }

    /** By SHA-256 of its origin; tlog-witness, monitoring. */
    Optional<Note> cosigned(Hash origin) throws IOException {
        for (Member member : desk.charters().charter().members()) {
            String its = member.logOrigin();
            if (Hash.digest(Bytes.utf8(its).array()).equals(origin)) {
                return witnessed(its).isPresent() ? cosigned(its) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
