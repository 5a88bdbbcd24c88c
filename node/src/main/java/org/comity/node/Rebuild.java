package org.comity.node;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.store.Change;
import org.comity.value.Bytes;

/**
 * Deletes every view and folds all statements anew; a crash on the way is made good at the next
 * start.
 */
final class Rebuild {
    private static final Bytes UNDER_WAY = RowKeys.single("rebuilding");

    private Rebuild() {}

    static boolean isUnfinished(Desk desk) throws IOException {
        return desk.store().value(UNDER_WAY).isPresent();
    }

    /** Runs on the writer's thread; returns how many statements were folded. */
    static long run(Desk desk) throws IOException {
        PendingStore store = desk.pending();
        // Of before and after: a row that should not have been there goes from the lists too.
        var subjects = new HashSet<Subject>();
        desk.pendingIndex().subjects(subjects::add);
        store.commit(
                List.of(
                        new Change.Put(UNDER_WAY, Bytes.EMPTY),
                        new Change.DeleteAll(RowKeys.VIEWS)));
        long folded = 0;
        for (Log log : desk.logs().all()) {
            for (long at = 0; at < log.tree().size(); at++) {
                var id = new StatementId(log.origin(), at);
                Optional<Statement> statement = desk.payloads().statement(id);
                if (statement.isPresent()) {
                    Ledger.Folded all = Ledger.fold(log.author(), id, statement.get());
                    store.write(all.indexRows());
                    all.entries().forEach(it -> subjects.add(it.claim().subject()));
                    folded++;
                }
            }
        }
        store.write(List.of(new Change.Delete(UNDER_WAY)));
        desk.ledger().touch(subjects);
        return folded;
    }
}
