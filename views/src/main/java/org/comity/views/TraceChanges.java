package org.comity.views;

import java.util.ArrayDeque;
import java.util.List;
import org.comity.value.Bytes;

/** What has changed in the rows since a graph was last told; from any thread. */
final class TraceChanges {
    /** So many wait; with more, all may have changed. */
    private static final int WAITING_MAX = 100_000;

    // Each guarded by this: keys of nodes, and whether all, or all links, may be others.
    private final ArrayDeque<Bytes> nodes = new ArrayDeque<>();
    private boolean all;
    private boolean links;

    /**
     * What is to be read again.
     *
     * @param all whatever there is; the others say nothing then
     * @param links whatever stands in a link, and the links
     */
    record Taken(List<Bytes> nodes, boolean all, boolean links) {
        Taken {
            nodes = List.copyOf(nodes);
        }
    }

    synchronized void node(Bytes key) {
        if (nodes.size() == WAITING_MAX) {
            all();
        }
        if (!all) {
            nodes.add(key);
        }
    }

    synchronized void links() {
        links = true;
    }

    synchronized void all() {
        all = true;
        nodes.clear();
    }

    synchronized Taken take() {
        var taken = new Taken(List.copyOf(nodes), all, links);
        nodes.clear();
        all = false;
        links = false;
        return taken;
    }
}
