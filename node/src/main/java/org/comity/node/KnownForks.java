package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.comity.statement.FaultNotice;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.store.StoreReader;
import org.comity.tlog.ForkProof;
import org.comity.value.Bytes;

/** Whether the statements of a directory prove that a log was shown in two forms. */
final class KnownForks {
    private KnownForks() {}

    static boolean has(StoreReader store, Log log) throws IOException {
        var controls = new ArrayList<StatementId>();
        int prefix = RowKeys.CONTROLS.length();
        store.scan(
                RowKeys.CONTROLS,
                (key, _) -> controls.add(RowKeys.statementAt(key.slice(prefix, key.length()))));
        for (StatementId id : controls) {
            Optional<Leaf> leaf =
                    store.value(RowKeys.leaf(id.origin(), id.index()))
                            .flatMap(it -> Leaf.parse(it).optional());
            Optional<Bytes> payload = store.value(RowKeys.payload(id));
            if (leaf.filter(it -> it.kind() == StatementKind.FAULT).isPresent()
                    && payload.filter(it -> proves(it, log)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean proves(Bytes payload, Log log) {
        return Payload.parse(payload)
                .then(it -> FaultNotice.parse(it.json()))
                .then(it -> ForkProof.parse(Bytes.utf8(it.proof())))
                .optional()
                .filter(it -> it.origin().equals(log.origin()))
                .filter(it -> it.signedBy(log.keys()).optional().isPresent())
                .isPresent();
    }
}
