package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Ignored;
import org.comity.statement.MemberId;
import org.comity.store.Store;
import org.comity.value.Bytes;

/** Whom this node ignores, as the store keeps it. */
final class IgnoredRows {
    private IgnoredRows() {}

    static Ignored read(Store store) throws IOException {
        var all = new ArrayList<Ignored>(List.of(Ignored.NOBODY));
        store.scan(
                RowKeys.IGNORED,
                (key, value) -> {
                    Bytes name = key.slice(RowKeys.IGNORED.length(), key.length());
                    long from = value.buffer().getLong();
                    all.add(all.getLast().with(new MemberId(name.utf8()), from));
                    return true;
                });
        return all.getLast();
    }
}
