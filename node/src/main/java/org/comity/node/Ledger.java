package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.EraseNotice;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;

/**
 * What changes logs, payloads and the subject index; every method runs on the writer's thread. A
 * leaf, its payload, its index rows and the size that may be signed go into one atomic write, so no
 * crash can part them.
 */
final class Ledger {
    private final PendingStore store;
    private final LogBook logs;
    private final CharterBook charters;
    private final SubjectIndex index;
    private final Map<String, List<SigningKey>> ownKeys = new HashMap<>();
    // Since the last batch was made durable.
    private final Set<Log> grown = new LinkedHashSet<>();
    private Touched touched = new Touched();
    private final Set<Log> witnessed = new LinkedHashSet<>();
    private long appending;

    /** Written by the writer; anybody reads. */
    private final AtomicLong appended = new AtomicLong();

    Ledger(PendingStore store, LogBook logs, CharterBook charters, SubjectIndex index) {
        this.store = store;
        this.logs = logs;
        this.charters = charters;
        this.index = index;
    }

    /** The keys that sign an own log. */
    void owns(List<SigningKey> keys) {
        ownKeys.put(keys.getFirst().verifierKey().name(), List.copyOf(keys));
    }

    /** Appends own statements; extra rows become durable with them. */
    List<StatementId> append(Log log, List<Statement> statements, List<Change> extra)
            throws IOException {
        boolean erasing =
                statements.stream().allMatch(it -> it.leaf().kind() == StatementKind.ERASE);
        if (log.haltedFrom() != Long.MAX_VALUE && !erasing) {
            throw new Refusal("this member has halted its log", "");
        }
        var changes = new ArrayList<>(extra);
        var ids = new ArrayList<StatementId>();
        for (Statement statement : statements) {
            long at = log.tree().append(Merkle.leaf(statement.leaf().bytes()));
            var id = new StatementId(log.origin(), at);
            ids.add(id);
            changes.addAll(leafRows(id, statement.leaf()));
            changes.addAll(payloadRows(fold(log.author(), id, statement)));
        }
        TreeHead head = log.tree().head();
        changes.add(
                new Change.Put(
                        RowKeys.guard(log.origin()),
                        Bytes.join(RowKeys.number(head.size()), head.root().bytes())));
        store.write(changes);
        for (int i = 0; i < ids.size(); i++) {
            obey(log, ids.get(i), statements.get(i));
        }
        grown.add(log);
        appending += ids.size();
        return ids;
    }

    /** Takes leaves of another member's log that its follower verified up to the checkpoint. */
    void accept(Log log, Note checkpoint, List<Bytes> leaves) throws IOException {
        var changes = new ArrayList<Change>();
        for (Bytes bytes : leaves) {
            var id = new StatementId(log.origin(), log.tree().append(Merkle.leaf(bytes)));
            Leaf leaf = Leaf.parse(bytes).orThrow();
            changes.addAll(leafRows(id, leaf));
            changes.add(new Change.Put(RowKeys.missing(id), leaf.commitment().bytes()));
            if (leaf.kind() == StatementKind.HALT) {
                halt(log, id.index());
            }
        }
        long signedSize = Checkpoint.parse(checkpoint.text()).orThrow().head().size();
        boolean whole = signedSize == log.tree().size();
        if (whole) {
            changes.add(new Change.Put(RowKeys.checkpoint(log.origin()), checkpoint.bytes()));
        }
        store.write(changes);
        if (whole) {
            log.checkpoint(checkpoint);
            countCosignatures(log, checkpoint);
        }
    }

    /** What has changed and the lists do not know yet. */
    Touched touched() {
        return touched;
    }

    /** Rows that no method above knows. */
    void write(List<Change> rows) throws IOException {
        store.write(rows);
    }

    /** Keeps a payload of another member whose leaf is here; it was checked against that leaf. */
    void keep(Log log, Folded folded) throws IOException {
        StatementId id = folded.id();
        var changes = new ArrayList<Change>();
        changes.add(new Change.Delete(RowKeys.missing(id)));
        if (store.value(RowKeys.erased(id)).isEmpty()) {
            changes.addAll(payloadRows(folded));
        }
        store.write(changes);
        obey(log, id, folded.statement());
    }

    /** Adds cosignatures that others gave to the newest checkpoint of a log. */
    void cosigned(Log log, Note checkpoint) throws IOException {
        Note newest = log.checkpoint().orElse(checkpoint);
        if (!newest.text().equals(checkpoint.text())) {
            return;
        }
        Note merged = newest;
        for (Note.Signature line : checkpoint.signatures()) {
            merged = merged.with(line);
        }
        if (!merged.equals(newest)) {
            store.write(List.of(new Change.Put(RowKeys.checkpoint(log.origin()), merged.bytes())));
            log.checkpoint(merged);
            countCosignatures(log, merged);
        }
    }

    /** Destroys the payload, its salt and its evidence here. */
    void forget(StatementId id, Hash commitment) throws IOException {
        var changes = new ArrayList<Change>();
        if (ownKeys.containsKey(id.origin())) {
            for (Bytes evidence : Evidence.keysOf(store, commitment)) {
                changes.add(new Change.Delete(evidence));
            }
        }
        index.entriesOf(id).forEach(it -> touched.changed(it.claim().subject()));
        index.unfold(id).stream().map(StoreRows::toChange).forEach(changes::add);
        changes.add(new Change.Delete(RowKeys.payload(id)));
        changes.add(new Change.Delete(RowKeys.missing(id)));
        changes.add(new Change.Put(RowKeys.erased(id), Bytes.EMPTY));
        store.write(changes);
        logs.forgetBallot(id);
    }

    /**
     * Signs an own log anew after a start, and takes up the cosignatures it had. What is here must
     * be what the guard row allowed; less would be a restored backup, and signing it would fork the
     * log.
     */
    void resume(Log log) throws IOException {
        TreeHead head = log.tree().head();
        Optional<Bytes> guard = store.value(RowKeys.guard(log.origin()));
        Bytes expected = Bytes.join(RowKeys.number(head.size()), head.root().bytes());
        if (guard.isEmpty() || !guard.get().equals(expected)) {
            throw new IOException(
                    "the log is not what was last signed; run comity check-data: " + log.origin());
        }
        sign(log);
    }

    /** An erasure is one statement and many deletions; what a crash left of it is done here. */
    void finishErasures(Payloads payloads) throws IOException {
        var unfinished = new ArrayList<StatementId>();
        store.scan(
                RowKeys.CONTROLS,
                (key, value) ->
                        unfinished.add(
                                RowKeys.statementAt(
                                        key.slice(RowKeys.CONTROLS.length(), key.length()))));
        for (StatementId id : unfinished) {
            Optional<Log> log = logs.log(id.origin());
            Optional<Statement> statement = payloads.statement(id);
            if (log.isPresent() && statement.isPresent()) {
                obey(log.get(), id, statement.get());
            }
        }
    }

    /** Signs the heads of the own logs that grew; the guard rows are durable by now. */
    List<Log> signGrown() throws IOException {
        var signed = new ArrayList<Log>();
        for (Log log : grown) {
            sign(log);
            signed.add(log);
            if (log.checkpoint().orElseThrow().signatures().size() > 1) {
                countCosignatures(log, log.checkpoint().orElseThrow());
            }
        }
        grown.clear();
        appended.addAndGet(appending);
        appending = 0;
        return signed;
    }

    /** Statements that became durable in own logs since the start. */
    long appended() {
        return appended.get();
    }

    /** Signs the head of an own log as it stands. */
    void sign(Log log) {
        List<SigningKey> keys = ownKeys.get(log.origin());
        if (keys == null) {
            throw new IllegalStateException("not an own log: " + log.origin());
        }
        String text = new Checkpoint(log.origin(), log.tree().head()).text();
        Note note = Note.of(text);
        for (SigningKey key : keys) {
            note = note.signedBy(key);
        }
        // Signed anew, after a start or with a new key, it keeps the cosignatures that it had.
        for (Note.Signature line : log.signatures(text)) {
            note = line.name().equals(log.origin()) ? note : note.with(line);
        }
        log.checkpoint(note);
        if (charters.charter().members().size() == 1) {
            log.cosignedSize(log.tree().size());
        }
    }

    /** The key of the own logs is another: their heads are signed anew. */
    void signAnew() {
        logs.all().stream()
                .filter(it -> ownKeys.containsKey(it.origin()) && it.tree().size() > 0)
                .forEach(grown::add);
    }

    /** The subjects whose claims changed since the last call. */
    Touched takeTouched() {
        Touched taken = touched;
        touched = new Touched();
        return taken;
    }

    /** The logs that a quorum has cosigned further since the last call. */
    Set<Log> takeWitnessed() {
        var taken = Set.copyOf(witnessed);
        witnessed.clear();
        return taken;
    }

    /** What this node makes of the subjects has changed, not what is claimed on them. */
    void decideAgain(Collection<Subject> subjects) {
        subjects.forEach(touched::again);
    }

    /** What is claimed on the subjects has changed, or who counts. */
    void touch(Collection<Subject> subjects) {
        subjects.forEach(touched::changed);
    }

    /** Cosignatures as they count under the charter in force now, which may be another. */
    void recount(Log log) throws IOException {
        Optional<Bytes> before = store.value(RowKeys.cosigned(log.origin()));
        log.cosignedSize(0);
        store.write(List.of(new Change.Delete(RowKeys.cosigned(log.origin()))));
        // Under a former key of the log it counts no more: its owner signs it anew.
        for (Optional<Note> note :
                List.of(before.map(it -> Note.parse(it).orThrow()), log.checkpoint())) {
            if (note.isPresent() && note.get().isSignedBy(log.key())) {
                countCosignatures(log, note.get());
            }
        }
    }

    private void countCosignatures(Log log, Note checkpoint) throws IOException {
        TreeHead head = Checkpoint.parse(checkpoint.text()).orThrow().head();
        if (head.size() <= log.cosignedSize()) {
            return;
        }
        Set<MemberId> by = WitnessQuorum.cosigners(charters.charter(), log.author(), checkpoint);
        if (!WitnessQuorum.isMet(charters.charter(), log.author(), by)) {
            return;
        }
        store.write(List.of(new Change.Put(RowKeys.cosigned(log.origin()), checkpoint.bytes())));
        log.cosignedSize(head.size());
        witnessed.add(log);
        if (ownKeys.containsKey(log.origin())
                && log.isMain()
                && Anchoring.isQuiet(logs, log, head.size())) {
            store.write(List.of(new Change.Put(Anchoring.LAST_QUIET, checkpoint.bytes())));
        }
    }

    private static List<Change> leafRows(StatementId id, Leaf leaf) {
        var rows = new ArrayList<Change>();
        rows.add(new Change.Put(RowKeys.leaf(id.origin(), id.index()), leaf.bytes()));
        Bytes place = Bytes.join(RowKeys.places(leaf.commitment()), RowKeys.place(id));
        rows.add(new Change.Put(place, Bytes.EMPTY));
        if (leaf.kind() != StatementKind.BUNDLE && leaf.kind() != StatementKind.ANCHOR) {
            rows.add(new Change.Put(RowKeys.control(id), leaf.commitment().bytes()));
        }
        return rows;
    }

    /** What a statement says, and the index rows that keep it. */
    record Folded(
            StatementId id, Statement statement, List<Entry> entries, List<Change> indexRows) {}

    /** A function of the statement alone, so that a rebuild gives the same bytes. */
    static Folded fold(MemberId author, StatementId id, Statement statement) {
        var stated =
                new Stated(
                        author,
                        id,
                        statement.marking(),
                        statement.payload().audience(),
                        statement.leaf().declaredSecond());
        List<Entry> entries = Entry.all(stated, statement.claims(author));
        List<Change> rows = SubjectIndex.fold(entries).stream().map(StoreRows::toChange).toList();
        return new Folded(id, statement, entries, rows);
    }

    private List<Change> payloadRows(Folded folded) {
        var changes = new ArrayList<Change>();
        Bytes payload = folded.statement().payload().bytes();
        changes.add(new Change.Put(RowKeys.payload(folded.id()), payload));
        changes.addAll(folded.indexRows());
        folded.entries().forEach(touched::added);
        return changes;
    }

    /** Control statements act here; an erase only on payloads of the same log. */
    private void obey(Log log, StatementId id, Statement statement) throws IOException {
        switch (statement.leaf().kind()) {
            case BUNDLE, REQUEST, ROTATION -> {}
            case PROPOSAL, VOTE -> logs.amending(true);
            case MOTION, MOTION_VOTE, RESERVATION, COMMUNIQUE, APPEAL ->
                    logs.hear(log, id, statement);
            case ANCHOR -> {
                List<Anchors.Anchor> anchors =
                        AnchorRow.check(log, id, statement, logs.witnesses());
                if (!anchors.isEmpty()) {
                    Bytes row = AnchorRow.write(anchors);
                    store.write(List.of(new Change.Put(RowKeys.anchor(id), row)));
                    anchors.forEach(log.anchors()::add);
                }
            }
            case HALT -> halt(log, id.index());
            case ERASE -> {
                Optional<EraseNotice> notice =
                        EraseNotice.parse(statement.payload().json()).optional();
                for (Hash commitment : notice.map(EraseNotice::commitments).orElse(List.of())) {
                    for (StatementId target : LogBook.places(store, commitment)) {
                        if (target.origin().equals(log.origin())
                                && LogBook.leaf(store, target).orElseThrow().kind().mayBeErased()
                                && store.value(RowKeys.erased(target)).isEmpty()) {
                            forget(target, commitment);
                        }
                    }
                }
            }
        }
    }

    /** The leaf says it already: who withholds the payload is halted all the same. */
    private void halt(Log log, long from) {
        if (from >= log.haltedFrom()) {
            return;
        }
        log.haltedFrom(from);
        logs.cutBallots(log.origin(), from);
        for (long at = 0; at < log.tree().size(); at++) {
            index.entriesOf(new StatementId(log.origin(), at))
                    .forEach(it -> touched.changed(it.claim().subject()));
        }
    }
}
