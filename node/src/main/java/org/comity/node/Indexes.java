package org.comity.node;

import java.security.SecureRandom;
import org.comity.statement.MemberId;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.KeptClaims;
import org.comity.views.SubjectIndex;
import org.comity.views.TraceGraph;

/**
 * The views over the store.
 *
 * @param durable for whoever asks
 * @param pending what the writer sees, for its thread only
 * @param graph what traces walked on, kept in step with what is durable
 * @param claims the same for campaigns and bridges
 * @param requests the same for the steps of requests
 */
record Indexes(
        SubjectIndex durable,
        SubjectIndex pending,
        TraceGraph graph,
        KeptClaims claims,
        RequestShelf requests) {
    /** The claims of campaigns have as much, and the rest is for lists and whoever asks. */
    private static final long GRAPH_BYTES_MAX = Runtime.getRuntime().maxMemory() / 4;

    /** What is told which rows changed. */
    record Kept(TraceGraph graph, KeptClaims claims) {
        void changed(Bytes key) {
            graph.changed(key);
            claims.changed(key);
        }

        void changedAll() {
            graph.changedAll();
            claims.changedAll();
        }
    }

    static Indexes of(Store store, PendingStore pending, MemberId self) {
        var durable = new SubjectIndex(new StoreRows(store), self::equals);
        byte[] drawn = new byte[Hash.LENGTH];
        // Not of the machine that a world simulates: nothing that a node says hangs on it.
        new SecureRandom().nextBytes(drawn);
        Bytes secret = Bytes.of(drawn);
        var graph = new TraceGraph(durable, GRAPH_BYTES_MAX, secret);
        var claims = KeptClaims.within(durable, Runtime.getRuntime().maxMemory(), secret);
        var kept = new Kept(graph, claims);
        var requests = new RequestShelf();
        pending.onCommitted(it -> {
            StoreRows.tell(kept, it);
            requests.changed(it);
        });
        var unwritten = new SubjectIndex(new StoreRows(pending), self::equals);
        return new Indexes(durable, unwritten, graph, claims, requests);
    }
}
