package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * <p>A subject waits twice in the queue of a side: until nothing cheaper can lead to it (then it is
 * settled), and then until what it costs to leave it is due, with half of the cheapest step. Only
 * then its evidence is followed, so that most of what lies at the edge of the search, and all that
 * is busy, is never followed. Where one side reaches what the other has settled, they meet. The
 * search ends when no path can be cheaper than the best one met: a path that is not yet met has a
 * subject that waits on both sides to be settled, or a step between two that wait on either side to
 * be left, and so costs at least what both queues begin with. Equal costs are told apart by the
 * keys of the subjects, never by their numbers.
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

    /** Half of what the cheapest step costs: two subjects in one piece of evidence of several. */
    private static final long HALF_STEP_COST = CROWD_COST;

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

    private final TraceGraph graph;
    private final TraceView view;
    private final Trace.Sight sight;
    private final Trace.Bounds bounds;
    private final IntMap closed;
    private final IntMap ends = new IntMap();
    private boolean bothBegin;
    private long best = TraceSide.FAR;
    private int meeting = -1;

    /**
     * @param closed subjects that the path does without
     */
    TraceSearch(TraceGraph graph, Trace.Sight sight, Trace.Bounds bounds, IntMap closed) {
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
        var left = new TraceSide(graph);
        var right = new TraceSide(graph);
        left.begin(from);
        right.begin(to);
        from.forEach(ends::add);
        to.forEach(ends::add);
        // From a hub few steps are known; the other side walks to it, unless that is one too.
        bothBegin = isHub(from) && isHub(to);
        while (!view.isSpent()) {
            long nextLeft = left.next();
            long nextRight = right.next();
            long least =
                    (nextLeft < TraceSide.FAR ? nextLeft : 0)
                            + (nextRight < TraceSide.FAR ? nextRight : 0);
            if ((nextLeft >= TraceSide.FAR && nextRight >= TraceSide.FAR) || least >= best) {
                break;
            }
            if (nextLeft <= nextRight) {
                next(left, right);
            } else {
                next(right, left);
            }
        }
        return meeting < 0 ? Optional.empty() : Optional.of(found(left, right));
    }

    private boolean isHub(List<Integer> nodes) {
        return nodes.stream().allMatch(it -> view.edges(it) == TraceView.HUB);
    }

    private void next(TraceSide side, TraceSide other) {
        TraceSide.Waiting first = side.first();
        if (first.leaves()) {
            leave(side, other, first);
        } else {
            settle(side, other, first.node());
        }
    }

    private void settle(TraceSide side, TraceSide other, int node) {
        long leaving = ends.has(node) ? 0 : leaving(node);
        side.settle(node, leaving);
        if (other.has(node)) {
            meet(side, other, node);
        }
        if (leaving < TraceSide.FAR && side.depth(node) < bounds.hops()) {
            side.leaveAt(side.cost(node) + leaving + halfStep(), node);
        }
    }

    private void meet(TraceSide settled, TraceSide reached, int node) {
        long whole = settled.cost(node) + reached.cost(node) + settled.leaving(node);
        if (whole < best && settled.depth(node) + reached.depth(node) <= bounds.hops()) {
            best = whole;
            meeting = node;
        }
    }

    private long halfStep() {
        return sight.weighted() ? HALF_STEP_COST : 0;
    }

    private void leave(TraceSide side, TraceSide other, TraceSide.Waiting waiting) {
        int node = waiting.node();
        boolean hub = view.edges(node) == TraceView.HUB;
        if (!hub || bothBegin || !sight.weighted()) {
            int[] roots = hub ? view.newestOfHub(node) : roots(view.followed(node));
            Steps steps = steps(node, roots);
            steps.relax(side, node, waiting.cost() - halfStep());
            steps.meet(side, other);
        }
    }

    /** Each once, in the order of the edges. */
    private int[] roots(int[] edges) {
        Tally met = graph.tally();
        for (int place : edges) {
            met.place(graph.end(place));
        }
        int[] roots = new int[met.count()];
        for (int at = 0; at < roots.length; at++) {
            roots[at] = met.node(at);
        }
        return roots;
    }

    private long leaving(int node) {
        if (!sight.weighted()) {
            return 0;
        }
        int count = view.edges(node);
        if (count == TraceView.HUB) {
            return TraceSide.FAR;
        }
        long doublings = doublings(count);
        boolean common =
                view.isOpposed(node)
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
            long near = TraceSide.FAR;
            for (int place : edges) {
                near = graph.end(place) == node ? Math.min(near, role(place)) : near;
            }
            long crowd = CROWD_COST * doublings(edges.length) + near;
            for (int place : edges) {
                long cost = crowd + role(place);
                int end = graph.end(place);
                if (end != node && cost < TraceSide.FAR && (view.isWanted(end) || ends.has(end))) {
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
                    !sight.weighted() || ends.has(graph.end(place))
                            ? FORGEABLE_COST
                            : TraceSide.FAR;
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

        void relax(TraceSide side, int from, long cost) {
            for (int place = 0; place < tally.count(); place++) {
                long step = sight.weighted() ? costs[place] + single(counts[place]) : 1;
                int node = tally.node(place);
                if (cost + step < best && !closed.has(node)) {
                    side.relax(from, node, cost + step, bestRoots[place]);
                }
            }
        }

        void meet(TraceSide from, TraceSide settled) {
            for (int place = 0; place < tally.count(); place++) {
                int node = tally.node(place);
                if (settled.hasSettled(node) && from.has(node)) {
                    TraceSearch.this.meet(settled, from, node);
                }
            }
        }
    }

    static long single(long pieces) {
        return pieces == 1 ? SINGLE_COST : pieces == 2 ? SINGLE_COST / 2 : 0;
    }

    private Found found(TraceSide left, TraceSide right) {
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
