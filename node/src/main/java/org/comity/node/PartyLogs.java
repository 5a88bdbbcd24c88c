package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.exchange.LogName;
import org.comity.statement.Leaf;
import org.comity.statement.Payload;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.store.StoreReader;
import org.comity.value.Bytes;

/**
 * The logs for named members of which a store holds something. No charter lists them: their rows
 * are all that says that there are any.
 */
final class PartyLogs {
    private PartyLogs() {}

    /** By the rows of leaves and heads, in the order of their origins. */
    static List<LogName> in(StoreReader store) throws IOException {
        var origins = new TreeSet<String>();
        Optional<Bytes> leaf = next(store, RowKeys.LEAVES);
        while (leaf.isPresent()) {
            Bytes before = origin(leaf.get());
            origins.add(before.slice(RowKeys.LEAVES.length(), before.length()).utf8());
            // Behind all leaves of this log, however many there are.
            Bytes behind = Bytes.join(before, Bytes.of(new byte[] {1}));
            leaf = next(store, before.equals(leaf.get()) ? before : behind);
        }
        for (Bytes table : List.of(RowKeys.LOGS, RowKeys.GUARDS)) {
            store.scan(
                    table,
                    (key, _) -> {
                        origins.add(key.slice(table.length(), key.length()).utf8());
                        return true;
                    });
        }
        return origins.stream()
                .map(LogName::parseOrigin)
                .flatMap(it -> it.optional().stream())
                .filter(it -> !it.isMain())
                .toList();
    }

    /** What of a leaf's key stands before the zero; all of it where a disk made it another. */
    private static Bytes origin(Bytes key) {
        int end = RowKeys.LEAVES.length();
        while (end < key.length() && key.at(end) != 0) {
            end++;
        }
        return key.slice(0, end);
    }

    private static Optional<Bytes> next(StoreReader store, Bytes after) throws IOException {
        var found = new ArrayList<Bytes>();
        store.scanFrom(
                RowKeys.LEAVES,
                after,
                (key, _) -> {
                    found.add(key);
                    return false;
                });
        return found.stream().findFirst();
    }

    /** The statement that a log begins with, if it is here and is what its leaf says. */
    static Optional<Statement> first(StoreReader store, String origin) throws IOException {
        Optional<Leaf> leaf =
                store.value(RowKeys.leaf(origin, 0)).flatMap(it -> Leaf.parse(it).optional());
        Optional<Payload> payload =
                store.value(RowKeys.payload(new StatementId(origin, 0)))
                        .flatMap(it -> Payload.parse(it).optional());
        return leaf.isPresent() && payload.isPresent()
                ? Statement.open(leaf.get(), payload.get()).optional()
                : Optional.empty();
    }
}
