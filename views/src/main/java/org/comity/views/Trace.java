package org.comity.views;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/**
 * Follows evidence from one subject to others: two subjects are one hop apart when claims on both
 * rest on one root. Standing in one statement is not enough, because an imported list puts
 * strangers side by side; and one mail that was split over several statements, or reported by two
 * members, is still one piece of evidence.
 */
public final class Trace {
    /** Steps that are worked out and shown; how many there are is counted beside. */
    public static final int STEPS_MAX = 1_000;

    private static final int HUBS_COUNTED_MAX = 8;
    private static final long HUB_COUNT_MAX = 10_000;

    private final TraceGraph graph;
    private final Sight sight;
    private final Bounds bounds;
    private final Pulse pulse;

    /** Told again and again while a trace goes on; what it throws ends the trace. */
    @FunctionalInterface
    public interface Pulse {
        /**
         * More rows were read.
         *
         * @param rows that were read since it was told last, whether the viewer may see them or not
         */
        void read(int rows);
    }

    /**
     * How far a trace may go.
     *
     * @param hops at most 8: beyond that everything is connected to everything
     * @param rowsMax visible edges read in all
     * @param postingsMax more visible edges than this make a subject or a piece of evidence a hub
     */
    public record Bounds(int hops, int rowsMax, int postingsMax) {
        public static final int HOPS_MAX = 8;
        public static final Bounds USUAL = new Bounds(2, 20_000, 200);

        public Bounds {
            if (hops < 1 || hops > HOPS_MAX || rowsMax < 1 || postingsMax < 1) {
                throw new IllegalArgumentException("a trace has 1 to 8 hops and bounds from 1");
            }
        }

        public Bounds withHops(int number) {
            return new Bounds(number, rowsMax, postingsMax);
        }
    }

    /**
     * What the viewer looks at.
     *
     * @param visible what the viewer may see; all that the trace says is a function of these
     * @param atSecond only what claims held from then or before
     * @param common subjects that everybody uses: no best path leads through them if another does
     * @param weighted false to count only steps and to pass hubs, which finds more and means less
     * @param only sorts of things ({@link Traceable#sort}) that are shown and passed, beside those
     *     that were asked for; all when empty
     */
    public record Sight(
            Predicate<Provenance> visible,
            long atSecond,
            Predicate<Subject> common,
            boolean weighted,
            List<String> only) {
        public Sight {
            only = List.copyOf(only);
        }

        public Sight(
                Predicate<Provenance> visible,
                long atSecond,
                Predicate<Subject> common,
                boolean weighted) {
            this(visible, atSecond, common, weighted, List.of());
        }

        /** All times, nothing common. */
        public static Sight of(Predicate<Provenance> visible) {
            return new Sight(visible, Edge.SECOND_MAX, _ -> false, true);
        }
    }

    /**
     * @param graph may be kept from one trace to the next, if it is told what changes
     */
    public Trace(TraceGraph graph, Sight sight, Bounds bounds) {
        this(graph, sight, bounds, _ -> {});
    }

    public Trace(TraceGraph graph, Sight sight, Bounds bounds, Pulse pulse) {
        this.graph = graph;
        this.sight = sight;
        this.bounds = bounds;
        this.pulse = pulse;
    }

    private void begin() {
        graph.begin();
        graph.pulse(pulse);
    }

    /** Subjects within the hops in the order of meeting them, without what joins them. */
    public List<Traceable> reach(Traceable start) {
        synchronized (graph) {
            begin();
            var view = new TraceView(graph, sight, bounds);
            var ahead = new TraceAhead(graph, bounds.postingsMax());
            var things = new ArrayList<Traceable>();
            var _ =
                    new TraceWalk(graph, view, bounds)
                            .from(
                                    graph.node(start),
                                    (nodes, from, until) ->
                                            ahead.things(nodes, from, until, things));
            return things;
        }
    }

    /** All that lies within the hops. */
    public Traced from(Traceable start) {
        synchronized (graph) {
            begin();
            return tree(start);
        }
    }

    private Traced tree(Traceable start) {
        int node = graph.node(start);
        var view = new TraceView(graph, sight, bounds);
        TraceWalk walk = new TraceWalk(graph, view, bounds).from(node);
        SortedSet<Integer> hubs = walk.hubs();
        int shown = Math.min(STEPS_MAX, walk.count());
        Map<Integer, Traced.Step> steps = new TreeMap<>();
        var detail = new TraceSteps(graph, sight, bounds);
        // What was met from one subject lies side by side.
        for (int first = 0, next; first < shown; first = next) {
            int from = walk.fromOf(first);
            boolean startsAtHub = from == node && hubs.contains(node);
            int[] roots = startsAtHub ? walk.startRoots() : detail.roots(from);
            var wanted = new IntMap();
            for (next = first; next < shown && walk.fromOf(next) == from; next++) {
                wanted.add(walk.node(next));
            }
            int depth = walk.depth(first);
            detail.links(from, roots, wanted::has)
                    .forEach((to, link) -> steps.put(to, link.step(depth, from, to)));
        }
        var ordered = new ArrayList<Traced.Step>();
        for (int at = 0; at < shown; at++) {
            ordered.add(steps.get(walk.node(at)));
        }
        return new Traced(
                view.shown(node).thing(),
                ordered,
                hubs(hubs, view),
                walk.crowded(),
                view.isSpent(),
                walk.count(),
                0);
    }

    private List<Traced.Hub> hubs(Collection<Integer> met, TraceView view) {
        var hubs = new ArrayList<Traced.Hub>();
        for (int node : met) {
            boolean counted = hubs.size() < HUBS_COUNTED_MAX;
            long count = counted ? view.count(node, HUB_COUNT_MAX) : bounds.postingsMax() + 1L;
            hubs.add(
                    new Traced.Hub(
                            view.shown(node).thing(), count, !counted || count == HUB_COUNT_MAX));
        }
        return hubs;
    }

    /** A best path, or no step when there is none within the bounds. */
    public Traced between(Traceable from, Traceable to) {
        List<Traced> paths = between(List.of(from), List.of(to), 1);
        return paths.getFirst();
    }

    /**
     * The best paths between two sets, the cheapest first; each does without the subjects between
     * the ends of those before it, so that they are lines of evidence of their own. Never empty:
     * one without steps says that there is none.
     */
    public List<Traced> between(
            Collection<? extends Traceable> from, Collection<? extends Traceable> to, int most) {
        synchronized (graph) {
            begin();
            return paths(from, to, most);
        }
    }

    private List<Traced> paths(
            Collection<? extends Traceable> from, Collection<? extends Traceable> to, int most) {
        var closed = new IntMap();
        List<Integer> left = nodes(from);
        List<Integer> right = nodes(to);
        var paths = new ArrayList<Traced>();
        int rows = bounds.rowsMax();
        while (paths.size() < most && rows > 0) {
            var remaining = new Bounds(bounds.hops(), rows, bounds.postingsMax());
            var search = new TraceSearch(graph, sight, remaining, closed);
            Optional<TraceSearch.Found> found = search.between(left, right);
            rows = search.view().rowsLeft();
            boolean spent = search.view().isSpent();
            if (found.isEmpty()) {
                if (paths.isEmpty()) {
                    Traceable start = Collections.min(from, Traceable.ORDER);
                    paths.add(new Traced(start, List.of(), List.of(), 0, spent, 0, 0));
                }
                break;
            }
            List<Integer> nodes = found.get().nodes();
            paths.add(path(found.get(), spent));
            for (int at = 1; at < nodes.size() - 1; at++) {
                closed.add(nodes.get(at));
            }
            if (nodes.size() <= 2) {
                // Nothing lies between them: the one step names all the evidence.
                break;
            }
        }
        return paths;
    }

    private List<Integer> nodes(Collection<? extends Traceable> things) {
        var sorted = new TreeSet<Traceable>(Traceable.ORDER);
        sorted.addAll(things);
        return sorted.stream().map(graph::node).toList();
    }

    private Traced path(TraceSearch.Found found, boolean spent) {
        List<Integer> nodes = found.nodes();
        var detail = new TraceSteps(graph, sight, bounds);
        var steps = new ArrayList<Traced.Step>();
        for (int at = 0; at + 1 < nodes.size(); at++) {
            int from = nodes.get(at);
            int to = nodes.get(at + 1);
            TraceSteps.Link link = detail.between(from, to, found.roots().get(at));
            steps.add(link.step(steps.size() + 1, from, to));
        }
        return new Traced(
                detail.shown(nodes.getFirst()).thing(),
                steps,
                List.of(),
                0,
                spent,
                steps.size(),
                found.cost());
    }
}
