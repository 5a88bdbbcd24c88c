package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;

/**
 * The first half of {@code comity rebuild} on a closed directory: drops the rows that cannot be
 * read and that nothing needs, since with them the node might not even start. The views go as well;
 * the next start makes them anew.
 */
final class Mending {
    private static final int AT_ONCE = 10_000;

    private Mending() {}

    /** How many rows were dropped. */
    static long run(Store store, MemberId self, long nowSecond) throws IOException {
        var findings = new Findings();
        List<Charter> charters = CharterCheck.run(store, findings);
        var from = new LogCheck.Sources(store, CheckedLogs.of(charters, self, store), charters);
        new OtherTables(from, nowSecond, findings).run();
        new EvidenceCheck(store, findings).runWithoutPlaces();
        new StandingCheck(store, self, findings).read();
        var drops = new ArrayList<Change>();
        for (Bytes key : findings.droppable()) {
            drops.add(new Change.Delete(key));
            if (drops.size() == AT_ONCE) {
                store.commit(List.copyOf(drops));
                drops.clear();
            }
        }
        drops.add(Rebuild.due());
        drops.add(new Change.DeleteAll(RowKeys.VIEWS));
        store.commit(drops);
        return findings.droppable().size();
    }
}
