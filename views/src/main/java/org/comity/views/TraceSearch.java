package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.comity.statement.Subject;

/**
 * A cheapest path between two sets of subjects, searched from both ends (Dijkstra). Two things are
 * paid for. A subject between the ends costs the square of the logarithm of the evidence that it
 * stands in, since what stands in much says little about any two of its neighbours; what everybody
 * uses, or somebody met in wanted mail, costs more on top; and a hub is not passed at all. A step
 * costs more if only one piece of evidence joins the two, and if that names many subjects. A sender
 * that anybody may forge, or a mere mention, is never between the ends. So a hoster, a resolver, or
 * one mail that names a brand does not connect everybody.
 *
 * <p>The search ends when no path can be cheaper than the best one met: each path that is not yet
 * met has a subject that neither side has settled, which costs at least what both queues begin
 * with. Equal costs are told apart by the keys of the subjects, never by their numbers.
 */
final class TraceSearch {
    /** One more subject on the path, and the square of the doublings of its evidence. */
    static final long SUBJECT_COST = 1_000;

    static final long DOUBLING_COST = 500;

    /** For each doubling of the subjects in a piece of evidence. */
    static final long CROWD_COST = 1_000;

    /** When one piece of evidence alone joins two subjects; half of it for two pieces. */
    static final long SINGLE_COST = 6_000;

    /** For passing what everybody uses, or what somebody met in wanted mail. */
    static final long COMMON_COST = 12_000;

    /** For a step by a sender that anybody may forge, or by a mere mention. */
    static final long FORGEABLE_COST = 8_000;

    private static final long FAR = Long.MAX_VALUE / 4;

    private record Reached(long cost, int node) {}

    /**
     * Subjects from one end to the other.
     *
     * @param roots evidence that joins each with the next
     */
    record Found(long cost, List<Integer> nodes, List<Integer> roots) {
        Found {
            nodes = List.copyOf(nodes);
            roots = List.copyOf(roots);
        }
    }

    private final class Side {
        private final IntMap places = new IntMap();
        private long[] costs = new long[64];
        private int[] parents = new int[64];
        private int[] roots = new int[64];
        private int[] depths = new int[64];
        private int count;
        final BitSet settled = new BitSet();
        final BitSet ends = new BitSet();
        final PriorityQueue<Reached> queue =
                new PriorityQueue<>(
                        Comparator.comparingLong(Reached::cost)
                                .thenComparing(Reached::node, graph::compare));

        void begin(List<Integer> nodes) {
            for (int node : nodes) {
                ends.set(node);
                put(node, 0, -1, 0);
                queue.add(new Reached(0, node));
            }
        }

        /** Negative where it was not reached. */
        int place(int node) {
            return (int) places.at(node, -1);
        }

        boolean has(int node) {
            return places.has(node);
        }

        long cost(int node) {
            int place = place(node);
            return place < 0 ? FAR : costs[place];
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

        long next() {
            while (!queue.isEmpty() && settled.get(queue.element().node())) {
                queue.remove();
            }
            return queue.isEmpty() ? FAR : queue.element().cost();
        }

        void relax(int from, int to, long cost, int root) {
            int place = place(to);
            if (cost < best && !closed.get(to) && (place < 0 || cost < costs[place])) {
                put(to, cost, from, depth(from) + 1);
                roots[place(to)] = root;
                queue.add(new Reached(cost, to));
            }
        }

        private void put(int node, long cost, int parent, int depth) {
            int place = place(node);
            if (place < 0) {
                place = count++;
                places.put(node, place);
                if (place == costs.length) {
                    costs = Arrays.copyOf(costs, 2 * place);
                    parents = Arrays.copyOf(parents, 2 * place);
                    roots = Arrays.copyOf(roots, 2 * place);
                    depths = Arrays.copyOf(depths, 2 * place);
                }
            }
            costs[place] = cost;
            parents[place] = parent;
            depths[place] = depth;
        }
    }

    private final TraceGraph graph;
    private final TraceView view;
    private final Trace.Sight sight;
    private final Trace.Bounds bounds;
    private final BitSet closed;
    private final BitSet ends = new BitSet();
    private boolean bothBegin;
    private long best = FAR;
    private int meeting = -1;

    /**
     * @param closed subjects that the path does without
     */
    TraceSearch(TraceGraph graph, Trace.Sight sight, Trace.Bounds bounds, BitSet closed) {
        this.graph = graph;
        this.view = new TraceView(graph, sight, bounds);
        this.sight = sight;
        this.bounds = bounds;
        this.closed = closed;
    }

    TraceView view() {
        return view;
    }

    Optional<Found> between(List<Integer> from, List<Integer> to) {
        var left = new Side();
        var right = new Side();
        left.begin(from);
        right.begin(to);
        ends.or(left.ends);
        ends.or(right.ends);
        // From a hub few steps are known; the other side walks to it, unless that is one too.
        bothBegin = isHub(from) && isHub(to);
        while (!view.isSpent()) {
            long nextLeft = left.next();
            long nextRight = right.next();
            long least = (nextLeft < FAR ? nextLeft : 0) + (nextRight < FAR ? nextRight : 0);
            if ((nextLeft >= FAR && nextRight >= FAR) || least >= best) {
                break;
            }
            if (nextLeft <= nextRight) {
                settle(left, right);
            } else {
                settle(right, left);
            }
        }
        return meeting < 0 ? Optional.empty() : Optional.of(found(left, right));
    }

    private boolean isHub(List<Integer> nodes) {
        return nodes.stream().allMatch(it -> TraceView.isHub(view.edges(it)));
    }

    private void settle(Side side, Side other) {
        int node = side.queue.remove().node();
        side.settled.set(node);
        long cost = side.cost(node);
        boolean isEnd = ends.get(node);
        int[] edges = view.edges(node);
        long leaving = isEnd ? 0 : leaving(node, edges);
        long depth = side.depth(node);
        if (other.has(node) && depth + other.depth(node) <= bounds.hops()) {
            long whole = cost + other.cost(node) + leaving;
            if (whole < best) {
                best = whole;
                meeting = node;
            }
        }
        if (leaving < FAR && depth < bounds.hops()) {
            boolean hub = TraceView.isHub(edges);
            if (!hub || bothBegin || !sight.weighted()) {
                int[] roots = hub ? view.newestOfHub(node) : roots(edges);
                steps(node, roots).relax(side, node, cost + leaving);
            }
        }
    }

    private int[] roots(int[] edges) {
        return Arrays.stream(edges).map(graph::end).distinct().toArray();
    }

    private long leaving(int node, int[] edges) {
        if (!sight.weighted()) {
            return 0;
        }
        if (TraceView.isHub(edges)) {
            return FAR;
        }
        long doublings = doublings(edges.length);
        boolean common =
                Arrays.stream(edges).anyMatch(graph::isAgainst)
                        || (graph.thing(node) instanceof Subject subject
                                && sight.common().test(subject));
        return SUBJECT_COST + DOUBLING_COST * doublings * doublings + (common ? COMMON_COST : 0);
    }

    private static int doublings(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count);
    }

    private Steps steps(int node, int[] roots) {
        var steps = new Steps();
        for (int root : roots) {
            int[] edges = view.followed(root);
            long near = FAR;
            for (int place : edges) {
                near = graph.end(place) == node ? Math.min(near, role(place)) : near;
            }
            long crowd = CROWD_COST * doublings(edges.length) + near;
            for (int place : edges) {
                long cost = crowd + role(place);
                int end = graph.end(place);
                if (end != node && cost < FAR && (ends.get(end) || view.isWanted(end))) {
                    steps.add(end, root, cost);
                }
            }
        }
        return steps;
    }

    /** A forgeable sender is a step to or from an end only. */
    private long role(int place) {
        return switch (graph.role(place)) {
            case CONNECTED, AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> 0;
            case CLAIMED_SENDER, MENTION ->
                    !sight.weighted() || ends.get(graph.end(place)) ? FORGEABLE_COST : FAR;
        };
    }

    /** What one subject is joined with: the cheapest evidence, and how much there is. */
    private final class Steps {
        private final Tally tally = graph.tally();
        private long[] costs = new long[64];
        private int[] counts = new int[64];
        private int[] lastRoots = new int[64];
        private int[] bestRoots = new int[64];

        void add(int end, int root, long cost) {
            int place = tally.place(end);
            if (place >= costs.length) {
                costs = Arrays.copyOf(costs, 2 * place);
                counts = Arrays.copyOf(counts, 2 * place);
                lastRoots = Arrays.copyOf(lastRoots, 2 * place);
                bestRoots = Arrays.copyOf(bestRoots, 2 * place);
            }
            if (counts[place] == 0 || cost < costs[place]) {
                costs[place] = cost;
                bestRoots[place] = root;
            }
            if (counts[place] == 0 || lastRoots[place] != root) {
                counts[place]++;
                lastRoots[place] = root;
            }
        }

        void relax(Side side, int from, long cost) {
            for (int place = 0; place < tally.count(); place++) {
                long step = sight.weighted() ? costs[place] + single(counts[place]) : 1;
                side.relax(from, tally.node(place), cost + step, bestRoots[place]);
            }
        }
    }

    static long single(long pieces) {
        return pieces == 1 ? SINGLE_COST : pieces == 2 ? SINGLE_COST / 2 : 0;
    }

    private Found found(Side left, Side right) {
        var nodes = new ArrayList<Integer>(List.of(meeting));
        var roots = new ArrayList<Integer>();
        for (int node = meeting; left.parent(node) >= 0; node = left.parent(node)) {
            nodes.addFirst(left.parent(node));
            roots.addFirst(left.root(node));
        }
        for (int node = meeting; right.parent(node) >= 0; node = right.parent(node)) {
            nodes.add(right.parent(node));
            roots.add(right.root(node));
        }
        return new Found(best, nodes, roots);
    }
}
