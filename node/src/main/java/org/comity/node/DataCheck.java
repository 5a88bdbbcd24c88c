package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.WitnessQuorum;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/** {@code comity check-data}: the whole directory against itself, from leaf 0; reads only. */
final class DataCheck {
    private final Desk desk;
    private final Store store;
    private final List<String> findings = new ArrayList<>();
    private final TreeMap<Bytes, Bytes> expectedViews = new TreeMap<>();
    private long leaves;
    private long payloads;

    DataCheck(Desk desk) {
        this.desk = desk;
        this.store = desk.store();
    }

    /** What was read and what is wrong. */
    record Outcome(long leaves, long payloads, List<String> findings) {
        Outcome {
            findings = List.copyOf(findings);
        }
    }

    Outcome run(Consumer<String> progress) throws IOException {
        for (Log log : desk.logs().all()) {
            progress.accept("log " + log.origin());
            checkLog(log);
        }
        progress.accept("payloads");
        checkPayloads();
        progress.accept("views");
        checkViews();
        checkCharters();
        return new Outcome(leaves, payloads, findings);
    }

    private void checkLog(Log log) throws IOException {
        var tree = new MerkleTree();
        store.scan(
                RowKeys.leaves(log.origin()),
                (key, value) -> {
                    StatementId id = RowKeys.statementAt(key.slice(2, key.length()));
                    if (id.index() != tree.size()) {
                        findings.add("a leaf is missing before " + id);
                        return false;
                    }
                    tree.append(Merkle.leaf(value));
                    leaves++;
                    checkLeaf(log, id, value);
                    return true;
                });
        TreeHead head = tree.head();
        store.value(RowKeys.guard(log.origin()))
                .ifPresent(row -> checkHead(log, "what was last allowed to be signed", row, head));
        for (Bytes key :
                List.of(RowKeys.checkpoint(log.origin()), RowKeys.cosigned(log.origin()))) {
            Optional<Bytes> row = store.value(key);
            if (row.isPresent()) {
                checkNote(log, row.get(), tree);
            }
        }
        Optional<Bytes> cosigned = store.value(RowKeys.cosigned(log.origin()));
        if (cosigned.isPresent()) {
            Note note = Note.parse(cosigned.get()).orThrow();
            List<Charter> charters =
                    desk.charters().history().stream().map(CharterBook.Signed::charter).toList();
            if (!WitnessQuorum.wasMet(charters, log.author(), note)) {
                findings.add(
                        "cosigned checkpoint below the quorum of every charter: " + log.origin());
            }
        }
    }

    private void checkHead(Log log, String what, Bytes row, TreeHead head) {
        var in = row.buffer();
        var allowed = new TreeHead(in.getLong(), Hash.read(in));
        if (!allowed.equals(head)) {
            findings.add(
                    "the log is not "
                            + what
                            + ": "
                            + log.origin()
                            + ", "
                            + head.size()
                            + " leaves, expected "
                            + allowed.size());
        }
    }

    private void checkNote(Log log, Bytes row, MerkleTree tree) {
        Checked<Checkpoint> opened = Note.parse(row).then(log::open);
        if (!(opened instanceof Checked.Good<Checkpoint>(Checkpoint checkpoint))) {
            findings.add("checkpoint of " + log.origin() + " does not verify: " + opened);
            return;
        }
        TreeHead head = checkpoint.head();
        if (head.size() > tree.size() || !tree.headAt(head.size()).equals(head)) {
            findings.add(
                    "checkpoint of "
                            + log.origin()
                            + " is not of these leaves, size "
                            + head.size());
        }
    }

    private void checkLeaf(Log log, StatementId id, Bytes bytes) throws IOException {
        Checked<Leaf> parsed = Leaf.parse(bytes);
        if (!(parsed instanceof Checked.Good<Leaf>(Leaf leaf))) {
            findings.add("leaf " + id + ": " + parsed);
            return;
        }
        Optional<Bytes> payload = store.value(RowKeys.payload(id));
        boolean erased = store.value(RowKeys.erased(id)).isPresent();
        boolean awaited = store.value(RowKeys.missing(id)).isPresent();
        if (payload.isEmpty()) {
            if (!erased && !awaited) {
                findings.add("payload of " + id + " is missing, and it was not erased");
            }
            return;
        }
        payloads++;
        Checked<Statement> opened =
                Payload.parse(payload.get()).then(it -> Statement.open(leaf, it));
        if (!(opened instanceof Checked.Good<Statement>(Statement statement))) {
            findings.add("payload of " + id + ": " + opened);
            return;
        }
        if (leaf.kind() == StatementKind.BUNDLE) {
            for (Change row : Ledger.fold(log.author(), id, statement).indexRows()) {
                if (row instanceof Change.Put(Bytes key, Bytes value)) {
                    expectedViews.put(key, value);
                }
            }
        }
    }

    private void checkPayloads() throws IOException {
        store.scan(
                RowKeys.PAYLOADS,
                (key, value) -> {
                    StatementId id = RowKeys.statementAt(key.slice(2, key.length()));
                    if (store.value(RowKeys.leaf(id.origin(), id.index())).isEmpty()) {
                        findings.add("a payload without a leaf: " + id);
                    }
                    return true;
                });
    }

    private void checkViews() throws IOException {
        store.scan(
                RowKeys.VIEWS,
                (key, value) -> {
                    Bytes expected = expectedViews.remove(key);
                    if (!value.equals(expected)) {
                        findings.add(
                                "a view row differs from a replay; comity rebuild mends it: "
                                        + key.hex());
                    }
                    return findings.size() < 1_000;
                });
        if (!expectedViews.isEmpty()) {
            findings.add(expectedViews.size() + " view rows are missing; comity rebuild mends it");
        }
    }

    private void checkCharters() throws IOException {
        Optional<Charter> before = Optional.empty();
        for (CharterBook.Signed signed : desk.charters().history()) {
            Charter charter = signed.charter();
            boolean voted =
                    before.isPresent()
                            && Certificate.check(before.get(), signed.note())
                                    instanceof Checked.Good;
            if (!voted && !Certificate.standsAlone(charter, signed.note())) {
                findings.add(
                        "charter of epoch "
                                + charter.epoch()
                                + " is neither signed by all nor voted for by enough");
            }
            before = Optional.of(charter);
        }
    }
}
