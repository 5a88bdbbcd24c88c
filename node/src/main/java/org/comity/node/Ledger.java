package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.exchange.Step;
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
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;

/**
 * What changes logs, payloads and the subject index; every method runs on the writer's thread. A
 * leaf, its payload, its index rows and the size that may be signed go into one atomic write, so no
 * crash can part them.
 */
final class Ledger {
    /** What a member may say after its halt; it may take a log to say it in. */
    private static final Set<StatementKind> ERASING =
            Set.of(StatementKind.ERASE, StatementKind.ERASED, StatementKind.AUDIENCE);

    private final PendingStore store;
    private final LogBook logs;
    private final Heads heads;
    private final Controls controls;
    private final Collected collected;
    // Since what was durable was last signed and listed.
    private Touched touched = new Touched();

    Ledger(PendingStore store, LogBook logs, Heads heads, SubjectIndex index) throws IOException {
        this.store = store;
        this.logs = logs;
        this.heads = heads;
        this.collected = new Collected(store, heads.charters(), heads.clock());
        this.controls =
                new Controls(
                        new Controls.Parts(store, logs, heads, collected),
                        index,
                        subject -> touched.changed(subject));
    }

    Heads heads() {
        return heads;
    }

    /** What stands in the TAXII collections. */
    Collected collected() {
        return collected;
    }

    Controls controls() {
        return controls;
    }

    /** Appends own statements; extra rows become durable with them. */
    List<StatementId> append(Log log, List<Statement> statements, List<Change> extra)
            throws IOException {
        return appendPrepared(
                log, statements.stream().map(it -> Prepared.of(log.author(), it)).toList(), extra);
    }

    /** The same of statements of which what follows from each alone is worked out already. */
    List<StatementId> appendPrepared(Log log, List<Prepared> prepared, List<Change> extra)
            throws IOException {
        List<Statement> statements = prepared.stream().map(Prepared::statement).toList();
        requireMayAppend(log, statements, extra);
        var changes = new ArrayList<>(extra);
        var ids = new ArrayList<StatementId>();
        for (Prepared one : prepared) {
            Leaf leaf = one.statement().leaf();
            var id = new StatementId(log.origin(), log.tree().append(Merkle.leaf(leaf.bytes())));
            ids.add(id);
            changes.addAll(leafRows(id, leaf));
            changes.addAll(payloadRows(log, fold(log.author(), id, one)));
        }
        store.write(changes);
        collected.settle();
        heads.wrote(log);
        for (int i = 0; i < ids.size(); i++) {
            controls.obey(log, ids.get(i), statements.get(i));
        }
        logs.keep(log);
        heads.grew(log, ids.size());
        return ids;
    }

    private void requireMayAppend(Log log, List<Statement> statements, List<Change> extra)
            throws IOException {
        boolean erasing = areAll(statements, ERASING);
        Log main = logs.own();
        if ((log.isEnded() || main.isEnded()) && !erasing) {
            throw new Refusal(
                    main.standing().isPresent() || log.standing().isPresent()
                            ? "this log was shown in two forms and is void; see: comity fault list"
                            : "this member has halted its log",
                    "");
        }
        heads.history().requireNewest();
        heads.unheard().requireHeard(log);
        if (!erasing && !areAll(statements, Set.of(StatementKind.HALT))) {
            store.requireRoom(DiskRoom.of(statements, extra));
        }
    }

    private static boolean areAll(List<Statement> statements, Set<StatementKind> kinds) {
        return statements.stream().allMatch(it -> kinds.contains(it.leaf().kind()));
    }

    /**
     * Takes leaves of another member's log that its follower verified up to the checkpoint; nothing
     * when the log began again meanwhile, or stands only up to what is here.
     */
    void accept(Log log, Step.Advanced advanced) throws IOException {
        boolean fits =
                advanced.fromIndex() == log.tree().size()
                        && log.standing()
                                .filter(it -> advanced.reached().size() > it.head().size())
                                .isEmpty();
        if (!fits
                || !(heads.cleaned(log, advanced.checkpoint())
                        instanceof Checked.Good<Note>(Note checkpoint))) {
            return;
        }
        store.requireRoom(DiskRoom.of(advanced.entries()));
        var changes = new ArrayList<Change>();
        for (Bytes bytes : advanced.entries()) {
            var id = new StatementId(log.origin(), log.tree().append(Merkle.leaf(bytes)));
            Leaf leaf = Leaf.parse(bytes).orThrow();
            changes.addAll(leafRows(id, leaf));
            changes.add(new Change.Put(RowKeys.missing(id), leaf.commitment().bytes()));
        }
        long signedSize = Checkpoint.parse(checkpoint.text()).orThrow().head().size();
        boolean whole = signedSize == log.tree().size();
        if (whole) {
            changes.add(Heads.put(log, checkpoint));
        }
        store.write(changes);
        logs.keep(log);
        heads.wrote(log);
        if (whole) {
            heads.reached(log, checkpoint);
        }
    }

    /** What has changed and the lists do not know yet. */
    Touched touched() {
        return touched;
    }

    /** Rows that no method above knows. */
    void write(List<Change> rows) throws IOException {
        store.write(rows);
        collected.settle();
    }

    /** Keeps a payload of another member whose leaf is here; it was checked against that leaf. */
    void keep(Log log, Folded folded) throws IOException {
        StatementId id = folded.id();
        Optional<Bytes> wanted = store.value(RowKeys.missing(id));
        if (!wanted.equals(Optional.of(folded.statement().leaf().commitment().bytes()))
                || !log.mayHold(id, folded.statement())) {
            return; // taken already, or another leaf stands there since, or not for its readers
        }
        store.requireRoom(DiskRoom.of(List.of(folded.statement()), List.of()));
        var changes = new ArrayList<Change>();
        changes.add(new Change.Delete(RowKeys.missing(id)));
        if (store.value(RowKeys.erased(id)).isEmpty()) {
            changes.addAll(payloadRows(log, folded));
        }
        store.write(changes);
        collected.settle();
        controls.obey(log, id, folded.statement());
    }

    /** The subjects whose claims changed since the last call. */
    Touched takeTouched() {
        Touched taken = touched;
        touched = new Touched();
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

    private static List<Change> leafRows(StatementId id, Leaf leaf) {
        var rows = new ArrayList<Change>(DerivedRows.ofLeaf(id, leaf));
        rows.add(new Change.Put(RowKeys.leaf(id.origin(), id.index()), leaf.bytes()));
        return rows;
    }

    /** What a statement says, and the index rows that keep it. */
    record Folded(StatementId id, Prepared prepared, List<Entry> entries, List<Change> indexRows) {
        Statement statement() {
            return prepared.statement();
        }
    }

    /** A function of the statement alone, so that a rebuild gives the same bytes. */
    static Folded fold(MemberId author, StatementId id, Statement statement) {
        return fold(author, id, Prepared.of(author, statement));
    }

    private static Folded fold(MemberId author, StatementId id, Prepared prepared) {
        Statement.Said said = prepared.said();
        var stated =
                new Stated(
                        author,
                        id,
                        said.marking(),
                        prepared.statement().payload().audience(),
                        prepared.statement().leaf().declaredSecond());
        List<Entry> entries = Entry.all(stated, said.claims());
        List<Change> rows =
                SubjectIndex.fold(stated, said).stream().map(StoreRows::toChange).toList();
        return new Folded(id, prepared, entries, rows);
    }

    private List<Change> payloadRows(Log log, Folded folded) throws IOException {
        var changes = new ArrayList<Change>();
        Bytes payload = folded.statement().payload().bytes();
        changes.add(new Change.Put(RowKeys.payload(folded.id()), payload));
        changes.addAll(folded.indexRows());
        changes.addAll(
                collected.rows(new Collected.Taken(log.author(), folded.id(), folded.prepared())));
        folded.entries().forEach(touched::added);
        return changes;
    }
}
