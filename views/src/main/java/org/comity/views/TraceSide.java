package org.comity.views;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** How far a search has come from one of its ends. */
final class TraceSide {
    /** What costs so much is not to be had. */
    static final long FAR = Long.MAX_VALUE / 4;

    /**
     * What waits in the queue.
     *
     * @param leaves it was settled, and its evidence is followed next
     */
    record Waiting(long cost, int node, boolean leaves) {}

    private final TraceGraph graph;
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>(this::order);
    private final IntMap places = new IntMap();

    // By place.
    private long[] costs = new long[64];
    // Negative until it is settled.
    private long[] leaving = new long[64];
    private int[] parents = new int[64];
    private int[] roots = new int[64];
    private int[] depths = new int[64];
    private int count;

    TraceSide(TraceGraph graph) {
        this.graph = graph;
    }

    private int order(Waiting one, Waiting other) {
        int order = Long.compare(one.cost(), other.cost());
        order = order != 0 ? order : Boolean.compare(one.leaves(), other.leaves());
        return order != 0 ? order : graph.compare(one.node(), other.node());
    }

    void begin(List<Integer> nodes) {
        for (int node : nodes) {
            put(node, 0, -1, 0);
            queue.add(new Waiting(0, node, false));
        }
    }

    /** What the first that waits costs. */
    long next() {
        while (!queue.isEmpty() && isLate(queue.element())) {
            queue.remove();
        }
        return queue.isEmpty() ? FAR : queue.element().cost();
    }

    /** It was met at less before. */
    private boolean isLate(Waiting waiting) {
        return !waiting.leaves() && hasSettled(waiting.node());
    }

    /** After {@link #next}. */
    Waiting first() {
        return queue.remove();
    }

    boolean has(int node) {
        return places.has(node);
    }

    boolean hasSettled(int node) {
        int place = place(node);
        return place >= 0 && leaving[place] >= 0;
    }

    /** What the way to it costs. */
    long cost(int node) {
        return costs[place(node)];
    }

    int depth(int node) {
        return depths[place(node)];
    }

    int parent(int node) {
        return parents[place(node)];
    }

    /** What joins it with its parent. */
    int root(int node) {
        return roots[place(node)];
    }

    /** What passing it costs, once it is settled. */
    long leaving(int node) {
        return leaving[place(node)];
    }

    /** Nothing cheaper leads to it. */
    void settle(int node, long cost) {
        leaving[place(node)] = cost;
    }

    void leaveAt(long cost, int node) {
        queue.add(new Waiting(cost, node, true));
    }

    void relax(int from, int to, long cost, int root) {
        int place = place(to);
        if (place < 0 || cost < costs[place]) {
            put(to, cost, from, depth(from) + 1);
            roots[place(to)] = root;
            queue.add(new Waiting(cost, to, false));
        }
    }

    /** Negative where it was not reached. */
    private int place(int node) {
        return (int) places.at(node, -1);
    }

    private void put(int node, long cost, int parent, int depth) {
        int place = place(node);
        if (place < 0) {
            place = count++;
            places.put(node, place);
            if (place == costs.length) {
                costs = Arrays.copyOf(costs, 2 * place);
                leaving = Arrays.copyOf(leaving, 2 * place);
                parents = Arrays.copyOf(parents, 2 * place);
                roots = Arrays.copyOf(roots, 2 * place);
                depths = Arrays.copyOf(depths, 2 * place);
            }
            leaving[place] = -1;
        }
        costs[place] = cost;
        parents[place] = parent;
        depths[place] = depth;
    }
}
