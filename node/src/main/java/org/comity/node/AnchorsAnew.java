package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Change;
import org.comity.value.Bytes;

/**
 * Anchors that were read before the charter that lists a witness whose line they hold: whoever had
 * that charter first read more out of them, and all must come to the same times. On the writer's
 * thread.
 */
final class AnchorsAnew {
    private final Desk desk;

    private AnchorsAnew(Desk desk) {
        this.desk = desk;
    }

    /** Under a new charter. */
    static void read(Desk desk) throws IOException {
        var anew = new AnchorsAnew(desk);
        for (Log log : desk.logs().all()) {
            anew.lookAt(log);
        }
    }

    private void lookAt(Log log) throws IOException {
        var rows = new ArrayList<Change>();
        var all = new ArrayList<Anchors.Anchor>();
        Bytes prefix = RowKeys.anchors(log.origin());
        desk.pending()
                .scan(
                        prefix,
                        (key, row) -> {
                            long index =
                                    key.slice(prefix.length(), key.length()).buffer().getLong();
                            List<Anchors.Anchor> before = AnchorRow.read(index, row);
                            List<Anchors.Anchor> now = anew(log, index, before);
                            all.addAll(now);
                            if (!now.equals(before)) {
                                rows.add(new Change.Put(key, AnchorRow.write(now)));
                            }
                            return true;
                        });
        if (!rows.isEmpty()) {
            desk.pending().write(rows);
            log.anchors().replace(List.of());
            log.anchored(all);
        }
    }

    private List<Anchors.Anchor> anew(Log log, long index, List<Anchors.Anchor> before)
            throws IOException {
        Witnesses witnesses = desk.logs().witnesses();
        var id = new StatementId(log.origin(), index);
        return statement(id)
                .filter(it -> AnchorRow.mayProveMore(log.author(), it, before, witnesses))
                .map(it -> AnchorRow.check(log, id, it, witnesses))
                .orElse(before);
    }

    private Optional<Statement> statement(StatementId id) throws IOException {
        Optional<Bytes> payload = desk.pending().value(RowKeys.payload(id));
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        Leaf leaf = LogBook.leaf(desk.pending(), id).orElseThrow();
        return Statement.open(leaf, Payload.parse(payload.get()).orThrow()).optional();
    }
}
