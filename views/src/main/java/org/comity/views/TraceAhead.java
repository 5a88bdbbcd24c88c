package org.comity.views;

import java.util.ArrayList;
import java.util.List;
import org.comity.statement.Traceable;

/**
 * Looks at parts of a large graph just before they are needed. In a walk each look hangs on the one
 * before and waits alone for the memory, which would answer many at once; here they do not hang on
 * one another. It changes nothing but the time: three hops take two thirds of it.
 */
final class TraceAhead {
    /** So many subjects at once; what they lead to fits into the cache. */
    static final int EACH = 32;

    private static final int EDGES_MAX = 32;

    private final TraceGraph graph;
    private final int postingsMax;
    private final int[] roots = new int[EACH * EDGES_MAX];
    private int count;

    @SuppressWarnings("UnusedVariable") // nothing written would mean nothing need be looked at
    private int seen;

    /**
     * @param postingsMax what has more edges will not be followed
     */
    TraceAhead(TraceGraph graph, int postingsMax) {
        this.graph = graph;
        this.postingsMax = postingsMax;
    }

    /** At the next {@link #EACH} subjects, their evidence, and what stands in it. */
    void look(int[] subjects, int from) {
        int until = Math.min(subjects.length, from + EACH);
        for (int at = from; at < until; at++) {
            seen += graph.hash(subjects[at]);
        }
        count = 0;
        for (int at = from; at < until; at++) {
            int start = graph.start(subjects[at]);
            for (int place = start; place < start + known(subjects[at]); place++) {
                roots[count++] = graph.end(place);
            }
        }
        for (int at = 0; at < count; at++) {
            seen += graph.hash(roots[at]);
        }
        for (int at = 0; at < count; at++) {
            seen += known(roots[at]) > 0 ? graph.end(graph.start(roots[at])) : 0;
        }
        for (int at = 0; at < count; at++) {
            int start = graph.start(roots[at]);
            for (int place = start; place < start + known(roots[at]); place++) {
                seen += graph.hash(graph.end(place));
            }
        }
    }

    private int known(int node) {
        boolean isFollowed = graph.isRead(node) && graph.count(node) <= postingsMax;
        return isFollowed ? Math.min(EDGES_MAX, graph.count(node)) : 0;
    }

    /** The things that these nodes are. */
    List<Traceable> things(int[] nodes) {
        var things = new ArrayList<Traceable>(nodes.length);
        for (int from = 0; from < nodes.length; from += EACH) {
            int until = Math.min(nodes.length, from + EACH);
            for (int at = from; at < until; at++) {
                seen += graph.hash(nodes[at]);
            }
            for (int at = from; at < until; at++) {
                seen += graph.firstByte(nodes[at]);
            }
            for (int at = from; at < until; at++) {
                things.add(graph.thing(nodes[at]));
            }
        }
        return things;
    }
}
