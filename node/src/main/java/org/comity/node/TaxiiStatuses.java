package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.comity.store.Change;
import org.comity.taxii.Status;
import org.comity.value.Bytes;

/** What became of envelopes, kept for two days; TAXII 2.1 section 4.3 wants one. */
final class TaxiiStatuses {
    private static final Duration KEPT = Duration.ofDays(2);
    private static final int SWEPT_MAX = 100;

    private TaxiiStatuses() {}

    private static Bytes key(String user, String id) {
        return CollectedRow.key('x', id + "\0" + user);
    }

    static Optional<Status> find(Desk desk, String user, String id) throws IOException {
        return id.length() > 64
                ? Optional.empty()
                : desk.store().value(key(user, id)).map(it -> Status.parse(it).orThrow());
    }

    /** Some of those that are too old go with it. On the writer's thread. */
    static void write(Desk desk, String user, Status status) throws IOException {
        long now = desk.nowSecond();
        Bytes key = key(user, status.id());
        Bytes ages = CollectedRow.key('y', "");
        var rows = new ArrayList<Change>();
        rows.add(new Change.Put(key, status.json().canonical()));
        rows.add(new Change.Put(Bytes.join(ages, RowKeys.number(now), key), Bytes.EMPTY));
        int skip = ages.length() + Long.BYTES;
        // What is so old is durable; a scan of what is not would sort all that waits.
        desk.store()
                .scan(
                        ages,
                        (age, _) -> {
                            boolean old =
                                    age.buffer().getLong(ages.length()) < now - KEPT.toSeconds();
                            if (old) {
                                rows.add(new Change.Delete(age));
                                rows.add(new Change.Delete(age.slice(skip, age.length())));
                            }
                            return old && rows.size() < SWEPT_MAX;
                        });
        desk.pending().write(rows);
    }
}
