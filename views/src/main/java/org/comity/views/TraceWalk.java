package org.comity.views;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.Role;

/**
 * One breadth-first walk. The order is fixed: subjects that more members put together come first,
 * then those with more evidence, then in an order that follows from the subjects; so a small budget
 * is spent on the strongest links, and equal rows give equal traces.
 */
final class TraceWalk {
    private static final int TOLD_AT_LEAST = TraceAhead.EACH;

    private final TraceGraph graph;
    private final TraceView view;
    private final int hops;
    // Subjects that were met, and evidence that was read.
    private final Marks met;
    private final TraceLinks links;
    private final TraceAhead ahead;
    // In the order of meeting: the subject, from which, and how far from the start.
    private int[] nodes = new int[64];
    private int[] froms = new int[64];
    private int[] depths = new int[64];
    private int count;
    private int[] hubs = new int[64];
    private int hubCount;
    private int[] startRoots = {};
    private int crowded;

    TraceWalk(TraceGraph graph, TraceView view, Trace.Bounds bounds) {
        this.graph = graph;
        this.view = view;
        this.hops = bounds.hops();
        this.met = graph.marks();
        this.links = new TraceLinks(graph);
        this.ahead = new TraceAhead(graph, bounds.postingsMax());
    }

    /** How many subjects it met; they are counted from 0 in the order of meeting. */
    int count() {
        return count;
    }

    int node(int at) {
        return nodes[at];
    }

    /** From which it was met. */
    int fromOf(int at) {
        return froms[at];
    }

    int depth(int at) {
        return depths[at];
    }

    /** Subjects met that have too much evidence to be followed. */
    SortedSet<Integer> hubs() {
        var sorted = new TreeSet<Integer>(graph::compare);
        for (int at = 0; at < hubCount; at++) {
            sorted.add(hubs[at]);
        }
        return sorted;
    }

    /** The evidence that was followed from a start that is a hub. */
    int[] startRoots() {
        return startRoots;
    }

    /** Pieces of evidence that name too many subjects to be followed. */
    int crowded() {
        return crowded;
    }

    TraceWalk from(int start) {
        return from(start, (_, _, _) -> {});
    }

    /** Told of those that were met since it was told last, while the memory has them at hand. */
    @FunctionalInterface
    interface Met {
        void met(int[] nodes, int from, int until);
    }

    TraceWalk from(int start, Met told) {
        met.add(start);
        int[] frontier = {start};
        int untold = 0;
        for (int depth = 1; depth <= hops && frontier.length > 0; depth++) {
            int before = count;
            for (int at = 0; at < frontier.length && !view.isSpent(); at++) {
                if (at % TraceAhead.EACH == 0) {
                    ahead.look(frontier, at, met);
                }
                expand(frontier[at], depth);
                if (count - untold >= TOLD_AT_LEAST) {
                    told.met(nodes, untold, count);
                    untold = count;
                }
            }
            frontier = Arrays.copyOfRange(nodes, before, count);
        }
        told.met(nodes, untold, count);
        return this;
    }

    private void expand(int subject, int depth) {
        links.clear();
        int edges = view.edgesOnce(subject);
        if (edges == TraceView.HUB) {
            addHub(subject);
            if (depth == 1) {
                startRoots = view.newestOfHub(subject);
                for (int root : startRoots) {
                    gather(root);
                }
            }
        } else {
            int place = graph.start(subject);
            boolean seesAll = view.seesAll(subject);
            for (int at = 0; at < edges && (at == 0 || !view.isSpent()); at++, place++) {
                place = seesAll ? place : view.visible(place);
                if (depth == 1 || !isForgeable(graph.role(place))) {
                    gather(graph.end(place));
                }
            }
        }
        for (int found : links.strongestFirst()) {
            met.add(found);
            add(found, subject, depth);
        }
    }

    private void addHub(int node) {
        if (hubCount == hubs.length) {
            hubs = Arrays.copyOf(hubs, 2 * hubCount);
        }
        hubs[hubCount++] = node;
    }

    private void add(int node, int from, int depth) {
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * count);
            froms = Arrays.copyOf(froms, 2 * count);
            depths = Arrays.copyOf(depths, 2 * count);
        }
        nodes[count] = node;
        froms[count] = from;
        depths[count++] = depth;
    }

    /** Met where anybody may put it: shown, and followed only from the start. */
    private static boolean isForgeable(Role role) {
        return switch (role) {
            case CONNECTED, AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> false;
            case CLAIMED_SENDER, MENTION -> true;
        };
    }

    private void gather(int root) {
        // All its subjects were met by whoever read it first.
        if (!met.add(root)) {
            return;
        }
        int edges = view.edgesOnce(root);
        if (edges == TraceView.HUB) {
            crowded++;
            return;
        }
        int place = graph.start(root);
        boolean seesAll = view.seesAll(root);
        for (int at = 0; at < edges; at++, place++) {
            place = seesAll ? place : view.visible(place);
            int subject = graph.end(place);
            if (!met.has(subject) && view.isWanted(subject)) {
                links.add(subject, root, graph.member(place));
            }
        }
    }
}
