package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.CharterHistory;
import org.comity.charter.Receipt;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.TlogProof;
import org.comity.value.Bytes;

/** Receipts: made from the logs here. */
final class Receipts {
    private Receipts() {}

    /**
     * Under the newest checkpoint that the quorum cosigned, if it covers the statement; else the
     * newest.
     */
    static Receipt make(Desk desk, StatementId id, boolean withPayload) throws IOException {
        Log log =
                desk.logs()
                        .log(id.origin())
                        .orElseThrow(() -> new Refusal("no such log here", id.origin()));
        Leaf leaf =
                desk.logs()
                        .leaf(id)
                        .orElseThrow(() -> new Refusal("no such statement", id.toString()));
        Optional<Bytes> row = desk.store().value(RowKeys.cosigned(id.origin()));
        Note checkpoint = log.checkpoint().orElseThrow(() -> new Refusal("nothing signed yet", ""));
        if (id.index() < log.cosignedSize() && row.isPresent()) {
            checkpoint = Note.parse(row.get()).orThrow();
        }
        long size = Checkpoint.parse(checkpoint.text()).orThrow().head().size();
        if (id.index() >= size) {
            throw new Refusal("not signed yet; ask again", id.toString());
        }
        Optional<Payload> payload =
                withPayload
                        ? desk.store()
                                .value(RowKeys.payload(id))
                                .map(it -> Payload.parse(it).orThrow())
                        : Optional.empty();
        var proof =
                new TlogProof(Bytes.EMPTY, log.tree().proveInclusion(id.index(), size), checkpoint);
        return new Receipt(leaf, payload, proof);
    }

    /**
     * Naming the charter that a reader needs, of all that were in force here; unchanged where none
     * fits. Not for the writer, which it asks.
     */
    static Receipt naming(Desk desk, Receipt receipt) throws IOException {
        List<Charter> charters =
                desk.writer().call(() -> desk.charters().history()).stream()
                        .map(CharterBook.Signed::charter)
                        .toList();
        return receipt.verify(new CharterHistory(charters))
                .optional()
                .flatMap(Receipt.Shown::by)
                .map(receipt::needing)
                .orElse(receipt);
    }
}
