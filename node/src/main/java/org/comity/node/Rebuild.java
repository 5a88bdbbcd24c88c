package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.Leaf;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Deletes every view and folds all statements anew, and puts right every other row that follows
 * from the logs; a crash on the way is made good at the next start. Those others are compared in
 * place: while peers ask for payloads, the places of these must not be gone.
 */
final class Rebuild {
    /** Present while views are made anew. */
    static final Bytes UNDER_WAY = RowKeys.single("rebuilding");

    private final Desk desk;
    private final PendingStore store;
    private final DerivedRows derived;

    private Rebuild(Desk desk) {
        this.desk = desk;
        this.store = desk.pending();
        this.derived = new DerivedRows(desk.logs().witnesses());
    }

    static boolean isUnfinished(Desk desk) throws IOException {
        return desk.store().value(UNDER_WAY).isPresent();
    }

    /** To be written with what makes it needed. */
    static Change due() {
        return new Change.Put(UNDER_WAY, Bytes.EMPTY);
    }

    /** Runs on the writer's thread; returns how many statements were folded. */
    static long run(Desk desk) throws IOException {
        desk.pending().requireRoom(desk.store().figures().rowBytes());
        // Of before and after: a row that should not have been there goes from the lists too.
        var subjects = new HashSet<Subject>();
        desk.pendingIndex().subjects(subjects::add);
        var rebuild = new Rebuild(desk);
        rebuild.store.commit(List.of(due(), new Change.DeleteAll(RowKeys.VIEWS)));
        long folded = 0;
        for (Log log : desk.logs().all()) {
            for (long at = 0; at < log.tree().size(); at++) {
                folded += rebuild.fold(log, new StatementId(log.origin(), at)) ? 1 : 0;
            }
        }
        rebuild.dropWhatDoesNotFollow();
        rebuild.dropUsesOfNothing();
        TaxiiStart.collectAll(desk); // what clients have seen stays, in its order
        for (Log log : desk.logs().all()) {
            log.anchors().replace(List.of());
            log.anchored(rebuild.anchors(log));
        }
        desk.pendingIndex().subjects(subjects::add);
        rebuild.store.write(List.of(new Change.Delete(UNDER_WAY)));
        desk.ledger().touch(subjects);
        return folded;
    }

    private boolean fold(Log log, StatementId id) throws IOException {
        DerivedRows.Held held = held(id);
        var changed = new ArrayList<Change>();
        for (Change.Put row : derived.of(log, held)) {
            boolean there =
                    !row.key().startsWith(RowKeys.VIEWS)
                            && store.value(row.key()).equals(Optional.of(row.value()));
            if (!there) {
                changed.add(row);
            }
        }
        store.write(changed);
        return held.statement().isPresent();
    }

    private DerivedRows.Held held(StatementId id) throws IOException {
        Leaf leaf = desk.logs().leaf(id).orElseThrow();
        Optional<Statement> statement = desk.payloads().statement(id);
        Optional<Bytes> kept = store.value(RowKeys.dropped(id));
        boolean awaited =
                statement.isEmpty() && store.value(RowKeys.erased(id)).isEmpty() && kept.isEmpty();
        return new DerivedRows.Held(id, leaf, statement, awaited, kept.orElse(Bytes.EMPTY));
    }

    private List<Anchors.Anchor> anchors(Log log) throws IOException {
        var all = new ArrayList<Anchors.Anchor>();
        Bytes prefix = RowKeys.anchors(log.origin());
        store.scan(
                prefix,
                (key, value) ->
                        all.addAll(AnchorRow.read(key.buffer().getLong(prefix.length()), value)));
        return all;
    }

    /** Rows of which the statement that they name gives no such row. */
    private void dropWhatDoesNotFollow() throws IOException {
        for (Bytes table : DerivedRows.TABLES) {
            if (!table.equals(RowKeys.VIEWS)) {
                drop(table);
            }
        }
    }

    /** Evidence of statements that are not here; places are right by now. */
    private void dropUsesOfNothing() throws IOException {
        var wrong = new ArrayList<Change>();
        int at = RowKeys.EVIDENCE_OF.length();
        store.scan(
                RowKeys.EVIDENCE_OF,
                (key, _) -> {
                    Hash commitment = Hash.of(key.slice(at, key.length()).array());
                    if (LogBook.places(store, commitment).isEmpty()) {
                        wrong.add(new Change.Delete(key));
                    }
                    return true;
                });
        store.write(wrong);
    }

    private void drop(Bytes table) throws IOException {
        var wrong = new ArrayList<Change>();
        store.scan(
                table,
                (key, value) -> {
                    if (!follows(table, key, value)) {
                        wrong.add(new Change.Delete(key));
                    }
                    return true;
                });
        store.write(wrong);
    }

    private boolean follows(Bytes table, Bytes key, Bytes value) throws IOException {
        int before = table.length() + (table.equals(RowKeys.PLACES) ? Hash.LENGTH : 0);
        if (key.length() < before + 10) {
            return false;
        }
        StatementId id = RowKeys.statementAt(key.slice(before, key.length()));
        Optional<Log> log = desk.logs().log(id.origin());
        if (log.isEmpty() || id.index() < 0 || id.index() >= log.get().tree().size()) {
            return false;
        }
        Map<Bytes, Bytes> rows = new TreeMap<>();
        derived.of(log.get(), held(id)).forEach(it -> rows.put(it.key(), it.value()));
        return value.equals(rows.get(key));
    }
}
