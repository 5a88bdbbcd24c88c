package org.comity.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.exchange.PayloadCheck;
import org.comity.statement.Audience;
import org.comity.statement.Leaf;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Reads payloads, and gives them only to those who may see them. */
final class Payloads {
    private static final int LINES_MAX = 4_096;

    private final Store store;
    private final LogBook logs;
    private final CharterBook charters;
    // Guarded by itself. A statement never changes.
    private final Map<StatementId, Line> lines =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<StatementId, Line> eldest) {
                    return size() > LINES_MAX;
                }
            };

    Payloads(Store store, LogBook logs, CharterBook charters) {
        this.store = store;
        this.logs = logs;
        this.charters = charters;
    }

    /** The payload's bytes, if they are here and marking and audience let this viewer have them. */
    Optional<Bytes> visible(Hash commitment, Viewer viewer) {
        try {
            for (StatementId id : LogBook.places(store, commitment)) {
                Optional<Line> line = line(id);
                if (line.isPresent() && maySee(line.get(), viewer)) {
                    return store.value(RowKeys.payload(id));
                }
            }
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException("reading a payload", broken);
        }
    }

    /**
     * Authorship gives no right here: a leaf copied into one's own log would make anyone an author,
     * and a true author has its payload.
     */
    private boolean maySee(Line line, Viewer viewer) {
        MemberId self = charters.self().id();
        return Visibility.maySee(line.marking(), line.audience(), self, viewer, charters.charter());
    }

    /** A log began again: what stood there may be another statement now, for others' eyes. */
    void forgetLines() {
        synchronized (lines) {
            lines.clear();
        }
    }

    /** Whom a statement is for; says nothing of whether its payload is here. */
    private record Line(Marking marking, Audience audience) {}

    /** Every member asks for every payload, so the last ones are not parsed again for each. */
    private Optional<Line> line(StatementId id) throws IOException {
        synchronized (lines) {
            Line known = lines.get(id);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Statement> found = statement(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var line = new Line(PayloadCheck.marking(found.get()), found.get().payload().audience());
        synchronized (lines) {
            lines.put(id, line);
        }
        return Optional.of(line);
    }

    /** The whole statement, if its payload is here. */
    Optional<Statement> statement(StatementId id) throws IOException {
        Optional<Leaf> leaf = logs.leaf(id);
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        return store.value(RowKeys.payload(id))
                .map(it -> Statement.open(leaf.get(), Payload.parse(it).orThrow()).orThrow());
    }
}
