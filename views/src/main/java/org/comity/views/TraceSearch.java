package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.comity.statement.Role;

/**
 * A cheapest path between two sets of subjects, searched from both ends (Dijkstra). What a path
 * costs is paid for leaving each node between its ends: a subject that stands in much evidence, or
 * evidence that names many subjects, says little about any two of its neighbours, so it costs the
 * square of the logarithm of how much that is (the logarithm for evidence, of which most has the
 * same few subjects); what everybody uses costs more on top, and a hub is not passed at all. So a hoster, a resolver or a copied text does not connect everybody.
 *
 * <p>The search ends when no path can be cheaper than the best one met: each path that is not yet
 * met has a node that neither side has settled, which costs at least what both queues begin with.
 * Equal costs are told apart by the keys of the nodes, never by their numbers.
 */
final class TraceSearch {
    /** What one more node on the path costs. */
    static final long NODE_COST = 1_000;

    /** With square or plain number of the doublings of its neighbours. */
    static final long SUBJECT_COST = 500;

    static final long EVIDENCE_COST = 1_000;

    /** For passing what everybody uses, or what somebody met in wanted mail. */
    static final long COMMON_COST = 12_000;

    /** For a step by a sender that anybody may forge, or by a mere mention. */
    static final long FORGEABLE_COST = 8_000;

    private static final long FAR = Long.MAX_VALUE / 4;

    private record Reached(long cost, int node) {}

    /** Nodes from one end to the other, subjects and evidence in turn. */
    record Found(long cost, List<Integer> nodes) {
        Found {
            nodes = List.copyOf(nodes);
        }
    }

    private final class Side {
        final IntMap costs = new IntMap();
        final IntMap parents = new IntMap();
        final IntMap depths = new IntMap();
        final BitSet settled = new BitSet();
        final BitSet ends = new BitSet();
        final PriorityQueue<Reached> queue =
                new PriorityQueue<>(
                        Comparator.comparingLong(Reached::cost)
                                .thenComparing(Reached::node, graph::compare));

        void begin(List<Integer> nodes) {
            for (int node : nodes) {
                ends.set(node);
                costs.put(node, 0);
                depths.put(node, 0);
                queue.add(new Reached(0, node));
            }
        }

        long next() {
            while (!queue.isEmpty() && settled.get(queue.element().node())) {
                queue.remove();
            }
            return queue.isEmpty() ? FAR : queue.element().cost();
        }

        void relax(int from, int to, long cost) {
            if (!isClosed.test(to) && cost < costs.at(to, FAR)) {
                costs.put(to, cost);
                parents.put(to, from);
                depths.put(to, depths.at(from, 0) + 1);
                queue.add(new Reached(cost, to));
            }
        }
    }

    private final PackedGraph graph;
    private final TraceView view;
    private final Trace.Sight sight;
    private final Trace.Bounds bounds;
    private final IntPredicate isClosed;
    private long best = FAR;
    private int meeting = -1;

    /**
     * @param closed nodes that the path does without
     */
    TraceSearch(PackedGraph graph, Trace.Sight sight, Trace.Bounds bounds, BitSet closed) {
        this.graph = graph;
        this.view = new TraceView(graph, sight, bounds);
        this.sight = sight;
        this.bounds = bounds;
        this.isClosed = closed::get;
    }

    TraceView view() {
        return view;
    }

    Optional<Found> between(List<Integer> from, List<Integer> to) {
        var left = new Side();
        var right = new Side();
        left.begin(from);
        right.begin(to);
        while (!view.isSpent()) {
            long nextLeft = left.next();
            long nextRight = right.next();
            if (nextLeft >= FAR || nextRight >= FAR || nextLeft + nextRight >= best) {
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

    private void settle(Side side, Side other) {
        int node = side.queue.remove().node();
        side.settled.set(node);
        long cost = side.costs.at(node, FAR);
        boolean isEnd = side.ends.get(node) || other.ends.get(node);
        int[] edges = view.edges(node);
        boolean hub = edges == TraceView.HUB;
        long leaving = isEnd ? 0 : leaving(node, edges);
        int limit = 2 * bounds.hops();
        long depth = side.depths.at(node, 0);
        if (other.costs.has(node) && depth + other.depths.at(node, 0) <= limit) {
            long whole = cost + other.costs.at(node, FAR) + leaving;
            if (whole < best) {
                best = whole;
                meeting = node;
            }
        }
        if (leaving >= FAR || depth >= limit) {
            return;
        }
        if (hub) {
            for (int root : graph.isRoot(node) ? new int[0] : view.newestOfHub(node)) {
                side.relax(node, root, cost + leaving);
            }
        } else {
            for (int place : edges) {
                long step = sight.weighted() && isForgeable(graph.role(place)) ? FORGEABLE_COST : 0;
                side.relax(node, graph.end(place), cost + leaving + step);
            }
        }
    }

    private long leaving(int node, int[] edges) {
        if (!sight.weighted()) {
            return 1;
        }
        if (edges == TraceView.HUB) {
            return FAR;
        }
        int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(edges.length);
        if (graph.isRoot(node)) {
            return NODE_COST + EVIDENCE_COST * doublings;
        }
        boolean common =
                Arrays.stream(edges).anyMatch(graph::isAgainst)
                        || sight.common().test(graph.subject(node));
        return NODE_COST
                + SUBJECT_COST * doublings * doublings
                + (common ? COMMON_COST : 0);
    }

    private static boolean isForgeable(Role role) {
        return switch (role) {
            case CONNECTED, AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> false;
            case CLAIMED_SENDER, MENTION -> true;
        };
    }

    private Found found(Side left, Side right) {
        var nodes = new ArrayList<Integer>();
        for (long node = meeting; node >= 0; node = left.parents.at((int) node, -1)) {
            nodes.addFirst((int) node);
        }
        long node = right.parents.at(meeting, -1);
        while (node >= 0) {
            nodes.add((int) node);
            node = right.parents.at((int) node, -1);
        }
        return new Found(best, nodes);
    }
}
