package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.statement.Leaf;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.views.EndedVersions;
import org.comity.views.Entry;

/**
 * Drops payloads here whose last claim expired long ago. No verdict, standing or comparison of
 * today looks at such a claim, so nodes may differ in what they keep. Walks all logs, some leaves
 * at each tick; on the writer's thread.
 */
final class Retention {
    private static final int LEAVES_MAX = 1_000;

    private final Desk desk;
    private final EndedVersions ended;
    // Where each log is read on; from its beginning after a start.
    private final Map<String, Long> next = new HashMap<>();

    Retention(Desk desk) {
        this.desk = desk;
        this.ended = new EndedVersions(new StoreRows(desk.pending()));
    }

    /** How many payloads it dropped; raw evidence goes as well. */
    int sweep() throws IOException {
        long raw = desk.nowSecond() - desk.config().intake().keepRaw().toSeconds();
        List<Bytes> gone = Evidence.olderThan(desk.store(), raw);
        if (!gone.isEmpty()) {
            desk.ledger().write(gone.stream().<Change>map(Change.Delete::new).toList());
        }
        Optional<Long> before =
                desk.config()
                        .exchange()
                        .keepPayloads()
                        .map(keep -> desk.nowSecond() - keep.toSeconds());
        var rows = new ArrayList<Change>();
        int dropped = 0;
        if (before.isPresent()) {
            for (Log log : desk.logs().all()) {
                for (StatementId id : part(log, before.get())) {
                    rows.addAll(drop(id));
                    dropped++;
                }
            }
        }
        if (dropped > 0) {
            if (desk.pending().value(Shredding.DROPPED).isEmpty()) {
                Bytes now = RowKeys.number(desk.nowSecond());
                rows.add(new Change.Put(Shredding.DROPPED, now));
            }
            desk.ledger().write(rows);
        }
        return dropped;
    }

    /** Those of the next leaves of one log that need not be kept. */
    private List<StatementId> part(Log log, long before) throws IOException {
        long from = next.getOrDefault(log.origin(), 0L);
        List<Bytes> leaves = desk.logs().leaves(log.origin(), from, LEAVES_MAX);
        var old = new ArrayList<StatementId>();
        for (int at = 0; at < leaves.size(); at++) {
            Leaf leaf = Leaf.parse(leaves.get(at)).orThrow();
            var id = new StatementId(log.origin(), from + at);
            // Said that long ago, too: standing looks at what was said, however short it held.
            if (leaf.kind() == StatementKind.BUNDLE
                    && leaf.declaredSecond() < before
                    && hadEntered(log, id.index(), before)
                    && desk.pending().value(RowKeys.payload(id)).isPresent()
                    && isOver(id, before)) {
                old.add(id);
            }
        }
        next.put(log.origin(), leaves.size() < LEAVES_MAX ? 0L : from + leaves.size());
        return old;
    }

    private boolean isOver(StatementId id, long before) {
        return !ended.holdDown(id) && areOver(id, before);
    }

    private boolean areOver(StatementId id, long before) {
        return desk.pendingIndex().entriesOf(id).stream()
                .allMatch(it ->
                        it.claim().validity().untilSecond() < before
                                // Else it would hold again here when it is said again.
                                && !it.claim().revoked()
                                && !holdsDown(it, before)
                                && !pushesOut(it, before));
    }

    /**
     * By the witnesses' clocks: a member may say any time it likes. What waits for its anchor
     * stays, since standing will ask when that was, and who had it late would have it still. Alone,
     * in a log for named members and in that of who left there will be none.
     */
    private boolean hadEntered(Log log, long index, long before) {
        Charter charter = desk.charters().charter();
        boolean isAnchored =
                log.isMain()
                        && charter.members().size() > 1
                        && charter.member(log.author()).isPresent();
        return log.anchors()
                .entered(index, charter)
                .map(it -> it.untilSecond() < before)
                .orElse(!isAnchored);
    }

    /**
     * Whether an older claim of its log may still count: a bounded read has the newest only, so
     * where the newer are gone, it would count here and nowhere else.
     */
    private boolean pushesOut(Entry entry, long before) {
        var found = new boolean[1];
        desk.pendingIndex()
                .scanLog(
                        entry.claim().subject(),
                        entry.statement().origin(),
                        older -> {
                            if (older.statement().equals(entry.statement())) {
                                return false;
                            }
                            found[0] = older.claim().validity().untilSecond() >= before;
                            return !found[0];
                        });
        return found[0];
    }

    /** Whether it is a later version of what would go on without it. */
    private boolean holdsDown(Entry entry, long before) {
        ObjectVersion version = entry.claim().version();
        var isLater = new boolean[1];
        desk.pendingIndex()
                .links()
                .scanVersions(
                        version.id(),
                        it -> {
                            isLater[0] |= it.statement().equals(entry.statement());
                            return !isLater[0];
                        });
        var found = new boolean[1];
        if (isLater[0]) {
            desk.pendingIndex()
                    .scan(
                            entry.claim().subject(),
                            other -> {
                                found[0] =
                                        other.member().equals(entry.member())
                                                && other.claim().version().isOfSameObject(version)
                                                && other.claim().validity().untilSecond() >= before;
                                return !found[0];
                            });
        }
        return found[0];
    }

    private List<Change> drop(StatementId id) throws IOException {
        var rows = new ArrayList<Change>();
        if (desk.ledger().heads().isOwn(id.origin())) {
            Leaf leaf = LogBook.leaf(desk.pending(), id).orElseThrow();
            Evidence.keysOf(desk.pending(), leaf.commitment())
                    .forEach(it -> rows.add(new Change.Delete(it)));
        }
        Bytes kept = ended.keep(id);
        desk.pendingIndex().unfold(id).stream().map(StoreRows::toChange).forEach(rows::add);
        rows.add(new Change.Delete(RowKeys.payload(id)));
        rows.add(new Change.Put(RowKeys.dropped(id), kept));
        rows.addAll(DerivedRows.ofKept(id, kept));
        rows.addAll(desk.ledger().collected().without(id));
        return rows;
    }
}
