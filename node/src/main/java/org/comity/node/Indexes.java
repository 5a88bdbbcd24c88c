package org.comity.node;

import org.comity.statement.MemberId;
import org.comity.store.Store;
import org.comity.views.SubjectIndex;
import org.comity.views.TraceGraph;

/**
 * The views over the store.
 *
 * @param durable for whoever asks
 * @param pending what the writer sees, for its thread only
 * @param graph what traces walked on, kept in step with what is durable
 */
record Indexes(SubjectIndex durable, SubjectIndex pending, TraceGraph graph) {
    /** Some 170 MB with the names, where so much was ever walked. */
    private static final int EDGES_KEPT_MAX = 2_000_000;

    static Indexes of(Store store, PendingStore pending, MemberId self) {
        var durable = new SubjectIndex(new StoreRows(store), self::equals);
        var graph = new TraceGraph(durable, EDGES_KEPT_MAX);
        pending.onCommitted(it -> StoreRows.tell(graph, it));
        return new Indexes(durable, new SubjectIndex(new StoreRows(pending), self::equals), graph);
    }
}
