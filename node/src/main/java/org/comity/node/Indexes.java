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
    /** A node has so little else to remember that traces may have two fifths of its memory. */
    private static final long GRAPH_BYTES_MAX = Runtime.getRuntime().maxMemory() / 5 * 2;

    static Indexes of(Store store, PendingStore pending, MemberId self) {
        var durable = new SubjectIndex(new StoreRows(store), self::equals);
        var graph = new TraceGraph(durable, GRAPH_BYTES_MAX);
        pending.onCommitted(it -> StoreRows.tell(graph, it));
        return new Indexes(durable, new SubjectIndex(new StoreRows(pending), self::equals), graph);
    }
}
