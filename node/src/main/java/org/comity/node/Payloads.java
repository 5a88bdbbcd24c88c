package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.exchange.PayloadCheck;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Reads payloads, and gives them only to those who may see them. */
final class Payloads {
    private final Store store;
    private final LogBook logs;
    private final CharterBook charters;

    Payloads(Store store, LogBook logs, CharterBook charters) {
        this.store = store;
        this.logs = logs;
        this.charters = charters;
    }

    /** The payload's bytes, if they are here and marking and audience let this viewer have them. */
    Optional<Bytes> visible(Hash commitment, Viewer viewer) {
        try {
            Optional<StatementId> id =
                    store.value(RowKeys.place(commitment)).map(RowKeys::statementAt);
            Optional<Statement> found = id.isEmpty() ? Optional.empty() : statement(id.get());
            Optional<Log> log = id.flatMap(it -> logs.log(it.origin()));
            if (found.isEmpty() || log.isEmpty()) {
                return Optional.empty();
            }
            boolean maySee =
                    Visibility.maySee(
                            PayloadCheck.marking(found.get()),
                            found.get().payload().audience(),
                            log.get().author(),
                            viewer,
                            charters.charter());
            return maySee ? Optional.of(found.get().payload().bytes()) : Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("reading a payload", broken);
        }
    }

    /** The whole statement, if its payload is here. */
    Optional<Statement> statement(StatementId id) throws IOException {
        Optional<Leaf> leaf = logs.leaf(id);
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        return store.value(RowKeys.payload(leaf.get().commitment()))
                .map(it -> Statement.open(leaf.get(), Payload.parse(it).orThrow()).orThrow());
    }
}
