package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.Leaf;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts copies of others' logs that are not what they must be, so that they are fetched anew: those
 * that the disk damaged, and those that hold the wrong form of a forked log. On the writer's
 * thread.
 */
final class Replicas {
    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
    private static final int LEAVES_AT_ONCE = 256;

    private final Desk desk;

    Replicas(Desk desk) {
        this.desk = desk;
    }

    /** After a start: what does not give the head that it had is fetched anew. */
    static void mend(Desk desk) throws IOException {
        var replicas = new Replicas(desk);
        for (Log log : desk.logs().damaged()) {
            replicas.cut(log, 0);
        }
        desk.logs().damaged().clear();
        Voiding.settle(desk);
    }

    /** Leaves below the index stay; all else of the log goes, with what was made of it. */
    void cut(Log log, long from) throws IOException {
        if (desk.ledger().heads().isOwn(log.origin())) {
            throw new IllegalStateException("an own log is never cut: " + log.origin());
        }
        LOG.atWarn()
                .addKeyValue("log", log.origin())
                .addKeyValue("from", from)
                .log("copy of a log is fetched anew");
        var subjects = new HashSet<Subject>();
        var changes = new ArrayList<Change>();
        for (Bytes key : rows(log, from)) {
            long index = key.slice(key.length() - 8, key.length()).buffer().getLong();
            forget(new StatementId(log.origin(), index), changes, subjects);
            if (changes.size() >= LEAVES_AT_ONCE) {
                desk.pending().write(changes);
                changes.clear();
            }
        }
        var tree = new MerkleTree();
        if (from > 0) {
            desk.pending()
                    .scan(
                            RowKeys.leaves(log.origin()),
                            (_, leaf) -> tree.append(Merkle.leaf(leaf)) < from - 1);
        }
        TreeHead head = tree.head();
        Optional<Note> note = desk.logs().faults().note(log, head);
        log.restart(tree);
        changes.add(new Change.Delete(RowKeys.cosigned(log.origin())));
        changes.add(new Change.Delete(RowKeys.checkpoint(log.origin())));
        // Its payloads are asked for anew.
        changes.add(new Change.Delete(RowKeys.replica(log.origin())));
        desk.pending().write(changes);
        desk.ledger().heads().wrote(log);
        if (note.isPresent()) {
            desk.pending()
                    .write(
                            List.of(
                                    new Change.Put(
                                            RowKeys.checkpoint(log.origin()), note.get().bytes())));
            log.checkpoint(note.get());
            desk.ledger().heads().countCosignatures(log, note.get());
        }
        desk.logs().cutBallots(log.origin(), from);
        desk.logs().faults().cut(log.origin(), from);
        desk.payloads().forgetLines();
        desk.ledger().touch(subjects);
    }

    /** Keys of leaf rows; those that no leaf can be read from too. */
    private List<Bytes> rows(Log log, long from) throws IOException {
        var keys = new ArrayList<Bytes>();
        StoreScan.from(
                desk.pending(),
                RowKeys.leaves(log.origin()),
                RowKeys.leaf(log.origin(), from),
                (key, _) -> keys.add(key));
        return keys;
    }

    private void forget(StatementId id, List<Change> changes, Set<Subject> subjects)
            throws IOException {
        Bytes leaf = desk.pending().value(RowKeys.leaf(id.origin(), id.index())).orElseThrow();
        Optional<Leaf> read = Leaf.parse(leaf).optional();
        read.ifPresent(it ->
                changes.add(
                        new Change.Delete(
                                Bytes.join(RowKeys.places(it.commitment()), RowKeys.place(id)))));
        desk.pendingIndex().entriesOf(id).forEach(it -> subjects.add(it.claim().subject()));
        desk.pendingIndex().unfold(id).stream().map(StoreRows::toChange).forEach(changes::add);
        for (Bytes key :
                List.of(
                        RowKeys.leaf(id.origin(), id.index()),
                        RowKeys.payload(id),
                        RowKeys.missing(id),
                        RowKeys.erased(id),
                        RowKeys.dropped(id),
                        RowKeys.control(id),
                        RowKeys.anchor(id))) {
            changes.add(new Change.Delete(key));
        }
        changes.addAll(desk.ledger().collected().without(id));
    }
}
