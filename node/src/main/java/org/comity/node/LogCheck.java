package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.charter.Charter;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.Leaf;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.store.StoreReader;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.comity.views.EndedVersions;

/**
 * Reads one log from its first leaf: leaves, payloads against them, and the heads that were signed,
 * cosigned or may be signed. What is wrong is told; all rows that follow from it go to a sink.
 */
final class LogCheck {
    /** Takes the rows that follow from the statements read. */
    interface Sink {
        void row(Bytes key, Bytes value);
    }

    private final StoreReader store;
    private final CheckedLogs logs;
    private final List<Charter> charters;
    private final Findings findings;
    private final Sink sink;
    private long leaves;
    private long payloads;
    private boolean whole = true;

    LogCheck(Sources from, Findings findings, Sink sink) {
        this.store = from.store();
        this.logs = from.logs();
        this.charters = from.charters();
        this.findings = findings;
        this.sink = sink;
    }

    /** What is read, and by which charters. */
    record Sources(StoreReader store, CheckedLogs logs, List<Charter> charters) {
        Sources {
            charters = List.copyOf(charters);
        }

        /** The same with logs that have no leaves yet. */
        Sources anew() throws IOException {
            return new Sources(store, CheckedLogs.of(charters, logs.self(), store), charters);
        }
    }

    long leaves() {
        return leaves;
    }

    long payloads() {
        return payloads;
    }

    /** False when a log has a gap, so that what follows from it is not known. */
    boolean isWhole() {
        return whole;
    }

    void run(Log log) throws IOException {
        read(log);
        TreeHead head = log.tree().head();
        Optional<Bytes> guard = store.value(RowKeys.guard(log.origin()));
        Bytes expected = Heads.guarded(head);
        if (isOwn(log) && (head.size() > 0 || guard.isPresent())) {
            if (!guard.equals(Optional.of(expected))) {
                tell(
                        log,
                        "the log is not what was last allowed to be signed: "
                                + log.origin()
                                + ", "
                                + head.size()
                                + " leaves, expected "
                                + guard.map(LogCheck::size).orElse("a guard row"));
            }
        } else if (guard.isPresent() && !guard.equals(Optional.of(expected))) {
            findings.add("the copy of " + log.origin() + " is not what it was", Remedy.NEXT_START);
        }
        checkHeads(log);
        Long shown = UnheardLogs.read(store).get(log.origin());
        if (shown != null) {
            PartyLogs.first(store, log.origin()).ifPresent(log::begunBy);
            findings.add(UnheardLogs.words(log, shown), Remedy.UNHEARD);
        }
    }

    private void read(Log log) throws IOException {
        DerivedRows derived = logs.derived();
        Bytes prefix = RowKeys.leaves(log.origin());
        store.scan(
                prefix,
                (key, value) -> {
                    if (key.length() != prefix.length() + Long.BYTES) {
                        tell(log, "a key of no leaf in " + log.origin() + ": " + key.hex());
                        return true;
                    }
                    var id = new StatementId(log.origin(), key.buffer().getLong(prefix.length()));
                    if (id.index() != log.tree().size()) {
                        tell(log, "a leaf is missing before " + id);
                        whole = false;
                        return false;
                    }
                    log.tree().append(Merkle.leaf(value));
                    leaves++;
                    Checked<Leaf> parsed = Leaf.parse(value);
                    if (parsed instanceof Checked.Good<Leaf>(Leaf leaf)) {
                        DerivedRows.Held held = held(log, id, leaf);
                        for (Change.Put row : derived.of(log, held)) {
                            sink.row(row.key(), row.value());
                        }
                    } else {
                        tell(log, "leaf " + id + ": " + parsed);
                        whole = false;
                    }
                    return true;
                });
    }

    private DerivedRows.Held held(Log log, StatementId id, Leaf leaf) throws IOException {
        Optional<Bytes> payload = store.value(RowKeys.payload(id));
        Optional<Bytes> kept = store.value(RowKeys.dropped(id));
        boolean erased = store.value(RowKeys.erased(id)).isPresent() || kept.isPresent();
        Optional<Statement> statement = Optional.empty();
        if (payload.isPresent()) {
            payloads++;
            Checked<Statement> opened =
                    Payload.parse(payload.get()).then(it -> Statement.open(leaf, it));
            if (!(opened instanceof Checked.Good<Statement>)) {
                tell(log, "payload of " + id + ": " + opened);
                whole = false;
            }
            statement = erased ? Optional.empty() : opened.optional();
        } else if (!erased && isOwn(log)) {
            findings.add("payload of " + id + " is missing, and it was not erased", Remedy.RECOVER);
        }
        if (erased && !leaf.kind().mayBeErased()) {
            tell(log, id + " counts as erased and may not be");
        }
        return new DerivedRows.Held(
                id,
                leaf,
                statement,
                payload.isEmpty() && !erased,
                kept.filter(it -> EndedVersions.isKept(id, it)).orElse(Bytes.EMPTY));
    }

    private void checkHeads(Log log) throws IOException {
        String origin = log.origin();
        Optional<Bytes> newest = store.value(RowKeys.checkpoint(origin));
        Optional<Bytes> cosigned = store.value(RowKeys.cosigned(origin));
        if (newest.isPresent()) {
            checkNote(log, "checkpoint of ", newest.get());
        }
        if (cosigned.isPresent() && checkNote(log, "cosigned checkpoint of ", cosigned.get())) {
            Note note = Note.parse(cosigned.get()).orThrow();
            // Under which charter it was counted no row says; each was in force once.
            if (charters.stream().noneMatch(it -> isMet(it, log.author(), note))) {
                tell(log, "cosigned checkpoint below the quorum of every charter: " + origin);
            }
        }
        Optional<Bytes> ours = store.value(RowKeys.witnessed(origin));
        if (ours.isPresent() && !Witness.isKept(ours.get())) {
            findings.add("no head: what this node cosigned of " + origin, Remedy.STORE);
        } else if (ours.isPresent() && !log.holds(head(ours.get()))) {
            checkCosigned(log, head(ours.get()));
        }
    }

    private void checkCosigned(Log log, TreeHead head) throws IOException {
        if (KnownForks.has(store, log)) {
            return; // it may have been of the other form, or of what does not stand
        }
        if (head.size() > log.tree().size()) {
            findings.add(
                    "this node cosigned "
                            + head.size()
                            + " leaves of "
                            + log.origin()
                            + " and holds "
                            + log.tree().size(),
                    Remedy.WAIT);
        } else {
            tell(log, "what this node cosigned is not of these leaves: " + log.origin());
        }
    }

    private static boolean isMet(Charter charter, MemberId author, Note note) {
        if (charter.member(author).isEmpty()) {
            return false;
        }
        Set<MemberId> by = WitnessQuorum.cosigners(charter, author, note);
        return WitnessQuorum.isMet(charter, author, by);
    }

    private boolean checkNote(Log log, String what, Bytes row) {
        Checked<Checkpoint> opened = Note.parse(row).then(log::open);
        if (!(opened instanceof Checked.Good<Checkpoint>(Checkpoint checkpoint))) {
            tell(log, what + log.origin() + " does not verify: " + opened);
            return false;
        }
        TreeHead head = checkpoint.head();
        if (head.size() > log.tree().size() || !log.tree().headAt(head.size()).equals(head)) {
            tell(log, what + log.origin() + " is not of these leaves, size " + head.size());
            return false;
        }
        return true;
    }

    private static TreeHead head(Bytes row) {
        var in = row.buffer();
        return new TreeHead(in.getLong(), Hash.read(in));
    }

    private static String size(Bytes guard) {
        return guard.length() < Long.BYTES ? "a head" : Long.toString(guard.buffer().getLong());
    }

    private boolean isOwn(Log log) {
        return log.author().equals(logs.self());
    }

    /** An own log is nowhere else as a right; a replica is fetched anew. */
    private void tell(Log log, String what) {
        findings.add(
                isOwn(log)
                        ? new Findings.One(what, Remedy.OWN_LOG, "")
                        : new Findings.One(what, Remedy.REFETCH, log.author().name()));
    }
}
