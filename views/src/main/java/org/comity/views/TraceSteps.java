package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;

/** What joins subjects that a walk or a search put side by side: evidence, members, times. */
final class TraceSteps {
    private final TraceGraph graph;
    private final TraceView view;
    private final Map<Integer, TraceView.Shown> things = new TreeMap<>();

    /** The view pays for nothing here: the walk has read it all. */
    TraceSteps(TraceGraph graph, Trace.Sight sight, Trace.Bounds bounds) {
        this.graph = graph;
        this.view =
                new TraceView(
                        graph, sight, new Trace.Bounds(1, Integer.MAX_VALUE, bounds.postingsMax()));
    }

    /** The evidence of a subject, each piece once; nothing of a hub. */
    int[] roots(int subject) {
        int[] edges = view.followed(subject);
        int[] roots = new int[edges.length];
        for (int at = 0; at < edges.length; at++) {
            roots[at] = graph.end(edges[at]);
        }
        return Arrays.stream(roots).distinct().toArray();
    }

    /** What joins two subjects; of two hubs the one root that is known. */
    Link between(int from, int to, int root) {
        int[] near = roots(from);
        int[] far = near.length > 0 ? near : roots(to);
        int[] roots = far.length > 0 ? far : new int[] {root};
        Link link = links(from, roots, it -> it == to).get(to);
        if (link == null) {
            throw new IllegalStateException("a step without evidence");
        }
        return link;
    }

    /** By the subject that is joined with this one in some of the evidence. */
    Map<Integer, Link> links(int from, int[] roots, IntPredicate wanted) {
        var links = new TreeMap<Integer, Link>();
        for (int root : roots) {
            int[] edges = view.followed(root);
            List<Integer> near = new ArrayList<>();
            for (int place : edges) {
                if (graph.end(place) == from) {
                    near.add(place);
                }
            }
            for (int place : edges) {
                int to = graph.end(place);
                if (to != from && wanted.test(to) && !near.isEmpty()) {
                    links.computeIfAbsent(to, _ -> new Link())
                            .add(root, nearest(near, place), place);
                }
            }
        }
        return links;
    }

    /**
     * The claim on the near subject to show beside the far one: of the same statement, else of the
     * same member, else any.
     */
    private int nearest(List<Integer> near, int far) {
        return near.stream()
                .filter(it -> graph.statement(it).equals(graph.statement(far)))
                .findFirst()
                .or(() ->
                        near.stream()
                                .filter(it -> graph.member(it) == graph.member(far))
                                .findFirst())
                .orElse(near.getFirst());
    }

    /** What joins one pair of subjects, while it is gathered. */
    final class Link {
        private final TreeSet<MemberId> members = new TreeSet<>();
        private final List<Traced.Evidence> shown = new ArrayList<>();
        private Marking marking = Traced.OPEN;
        private long firstSecond = Long.MAX_VALUE;
        private long lastSecond;
        private int lastRoot = -1;
        private int count;

        private void add(int root, int near, int far) {
            Traced.Sight nearSight = sight(near);
            Traced.Sight farSight = sight(far);
            marking = marking.strictest(marking(near)).strictest(marking(far));
            members.add(nearSight.member());
            members.add(farSight.member());
            long second = Math.max(graph.fromSecond(near), graph.fromSecond(far));
            firstSecond = Math.min(firstSecond, second);
            lastSecond = Math.max(lastSecond, second);
            count += root == lastRoot ? 0 : 1;
            lastRoot = root;
            if (shown.size() < Traced.Step.EVIDENCE_MAX) {
                String link = graph.isLink(near) ? words(root, near, graph.end(near)) : "";
                shown.add(new Traced.Evidence(graph.root(root), nearSight, farSight, link));
            }
        }

        Traced.Step step(int depth, int from, int to) {
            TraceView.Shown near = shown(from);
            TraceView.Shown far = shown(to);
            return new Traced.Step(
                    depth,
                    near.thing(),
                    far.thing(),
                    List.copyOf(members),
                    shown,
                    count,
                    new Traced.Span(firstSecond, lastSecond),
                    marking.strictest(near.marking()).strictest(far.marking()));
        }
    }

    TraceView.Shown shown(int node) {
        return things.computeIfAbsent(node, view::shown);
    }

    /** As the near one's statement says it. */
    private String words(int root, int near, int from) {
        return graph.index()
                .links()
                .words(graph.root(root), graph.statement(near), graph.thing(from));
    }

    private Marking marking(int place) {
        return graph.provenanceOf(graph.provenance(place)).marking();
    }

    private Traced.Sight sight(int place) {
        return new Traced.Sight(
                graph.statement(place),
                graph.provenanceOf(graph.provenance(place)).member(),
                graph.role(place));
    }
}
