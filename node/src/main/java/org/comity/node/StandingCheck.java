package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.Change;
import org.comity.store.Overlay;
import org.comity.store.Store;
import org.comity.store.StoreFigures;
import org.comity.store.StoreReader;
import org.comity.store.Visitor;
import org.comity.value.Bytes;
import org.comity.views.SubjectIndex;

/**
 * What each day added to the members' records, worked out anew beside the store and held against
 * the rows. Not where an erasure or a halt lies between: the rows are kept because of these.
 */
final class StandingCheck {
    private static final long DAY_SECONDS = 86_400;

    private final StoreReader store;
    private final MemberId self;
    private final Findings findings;
    private final Map<Bytes, Bytes> kept = new TreeMap<>();

    StandingCheck(StoreReader store, MemberId self, Findings findings) {
        this.store = store;
        this.self = self;
        this.findings = findings;
    }

    /** That the rows are such rows. */
    void read() throws IOException {
        for (Bytes table : List.of(RowKeys.STANDING, RowKeys.SCOPE_STANDING)) {
            store.scan(
                    table,
                    (key, value) -> {
                        boolean isRow =
                                StandingRow.read(value)
                                        .filter(it -> it.bytes().equals(value))
                                        .isPresent();
                        if (!isRow || scope(key).isEmpty()) {
                            findings.addRow(key, "no row of a day's standing", Remedy.REBUILD);
                        } else {
                            kept.put(key, value);
                        }
                        return true;
                    });
        }
    }

    /** By a halt or a fault, which act upon a running node. */
    private static boolean isCut(LogBook logs, Log log) {
        return log.isEnded() || !logs.faults().of(log).isEmpty();
    }

    /** Only on logs and charters that were found whole. */
    void compare() throws IOException {
        if (kept.isEmpty()) {
            return;
        }
        var scratch = new Scratch(store);
        var pending = new PendingStore(scratch);
        CharterBook charters = CharterBook.open(pending, self);
        LogBook logs = LogBook.open(scratch, self, charters.charter());
        for (CharterBook.Signed each : charters.history()) {
            logs.follow(each.charter());
        }
        var payloads = new Payloads(scratch, logs, charters);
        logs.hearAll(payloads);
        boolean cut = hasHalts() || logs.all().stream().anyMatch(it -> isCut(logs, it));
        if (cut || hasErasedClaims()) {
            return;
        }
        var index = new SubjectIndex(new StoreRows(pending));
        var parts = new StandingBook.Parts(pending, logs, charters, index);
        var newest = new TreeMap<String, Long>();
        kept.keySet()
                .forEach(key -> newest.merge(scope(key).orElseThrow().word(), day(key), Math::max));
        for (var each : newest.entrySet()) {
            Scope scope = Scope.ofWord(each.getKey()).orElseThrow();
            var book = new StandingBook(parts, payloads, scope);
            var _ = book.refresh((each.getValue() + 1) * DAY_SECONDS);
        }
        for (var row : kept.entrySet()) {
            Optional<StandingRow> anew = pending.value(row.getKey()).flatMap(StandingRow::read);
            StandingRow was = StandingRow.read(row.getValue()).orElseThrow();
            // From other inputs it would be worked out anew at the next start.
            if (anew.filter(it -> it.inputs().equals(was.inputs()))
                    .filter(it -> !it.equals(was))
                    .isPresent()) {
                findings.addRow(
                        row.getKey(), "a day's standing is not what the logs give", Remedy.REBUILD);
            }
        }
    }

    /** What such days rested on is no longer here. */
    private boolean hasErasedClaims() throws IOException {
        return hasAny(RowKeys.ERASED, StatementKind.BUNDLE)
                || hasAny(RowKeys.DROPPED, StatementKind.BUNDLE);
    }

    private boolean hasHalts() throws IOException {
        return hasAny(RowKeys.CONTROLS, StatementKind.HALT);
    }

    /** Whether a table of places names a statement of that kind. */
    private boolean hasAny(Bytes table, StatementKind kind) throws IOException {
        var some = new boolean[1];
        store.scan(
                table,
                (key, _) -> {
                    StatementId id = RowKeys.statementAt(key.slice(table.length(), key.length()));
                    some[0] = LogBook.leaf(store, id).filter(it -> it.kind() == kind).isPresent();
                    return !some[0];
                });
        return some[0];
    }

    private static Optional<Scope> scope(Bytes key) {
        int day = key.length() - Long.BYTES;
        if (key.startsWith(RowKeys.STANDING)) {
            return day == 2 ? Optional.of(new Scope.Members()) : Optional.empty();
        }
        return day < 3 ? Optional.empty() : Scope.ofWord(key.slice(2, day - 1).utf8());
    }

    private static long day(Bytes key) {
        return key.buffer().getLong(key.length() - Long.BYTES);
    }

    /** The store without its rows of standing; what is written stays in memory. */
    private static final class Scratch implements Store {
        private final StoreReader beneath;
        private final Overlay overlay = new Overlay();

        Scratch(StoreReader beneath) {
            this.beneath = beneath;
            overlay.apply(new Change.DeleteAll(RowKeys.STANDING));
            overlay.apply(new Change.DeleteAll(RowKeys.SCOPE_STANDING));
        }

        @Override
        public void commit(List<Change> changes) {
            changes.forEach(overlay::apply);
        }

        @Override
        public Optional<Bytes> value(Bytes key) throws IOException {
            return overlay.value(beneath, key);
        }

        @Override
        public void scanFrom(Bytes prefix, Bytes afterKey, Visitor visitor) throws IOException {
            overlay.scan(beneath, prefix, afterKey, visitor);
        }

        @Override
        public void compact() {
            // Nothing of it is on a disk.
        }

        @Override
        public StoreFigures figures() {
            return new StoreFigures(0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            // Whoever opened the store beneath closes it.
        }
    }
}
