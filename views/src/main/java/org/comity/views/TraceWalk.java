package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.Role;

/**
 * One breadth-first walk. The order is fixed: subjects that more members put together come first,
 * then those with more evidence, then in an order that follows from the subjects; so a small budget
 * is spent on the strongest links, and equal rows give equal traces.
 */
final class TraceWalk {
    private static final int COUNTED_MAX = (1 << Short.SIZE) - 1;

    /**
     * A subject met: from which, and how far from the start.
     *
     * @param order the lower, the more members and then evidence join them; then by a hash
     */
    record Met(int node, int from, int depth, long order) {
        static long order(int members, int evidence, int hash) {
            long weak = COUNTED_MAX - Math.min(members, COUNTED_MAX);
            long rare = COUNTED_MAX - Math.min(evidence, COUNTED_MAX);
            long even = Integer.toUnsignedLong(hash ^ Integer.MIN_VALUE);
            return (weak << 48 | rare << 32 | even) ^ Long.MIN_VALUE;
        }
    }

    private final TraceGraph graph;
    private final TraceView view;
    private final int hops;
    private final BitSet met;
    private final BitSet rootsRead;
    private final SortedSet<Integer> hubs;
    private final List<Met> all = new ArrayList<>();
    private int[] startRoots = {};
    private int crowded;

    TraceWalk(TraceGraph graph, TraceView view, int hops) {
        this.graph = graph;
        this.view = view;
        this.hops = hops;
        this.met = new BitSet(graph.nodes());
        this.rootsRead = new BitSet(graph.nodes());
        this.hubs = new TreeSet<>(graph::compare);
    }

    /** Subjects of the walk in the order of meeting them. */
    List<Met> met() {
        return all;
    }

    /** Subjects met that have too much evidence to be followed. */
    SortedSet<Integer> hubs() {
        return hubs;
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
        met.set(start);
        int[] frontier = {start};
        for (int depth = 1; depth <= hops && frontier.length > 0; depth++) {
            int before = all.size();
            for (int subject : frontier) {
                if (view.isSpent()) {
                    break;
                }
                expand(subject, depth);
            }
            frontier = all.subList(before, all.size()).stream().mapToInt(Met::node).toArray();
        }
        return this;
    }

    private void expand(int subject, int depth) {
        var links = new Links();
        int[] edges = view.edges(subject);
        if (TraceView.isHub(edges)) {
            hubs.add(subject);
            if (depth == 1) {
                startRoots = view.newestOfHub(subject);
                for (int root : startRoots) {
                    gather(root, links);
                }
            }
        } else {
            for (int place : edges) {
                if (depth == 1 || !isForgeable(graph.role(place))) {
                    gather(graph.end(place), links);
                }
                if (view.isSpent()) {
                    break;
                }
            }
        }
        List<Met> found = links.met(subject, depth);
        found.sort(this::strongestFirst);
        all.addAll(found);
        found.forEach(it -> met.set(it.node()));
    }

    private int strongestFirst(Met one, Met other) {
        int order = Long.compare(one.order(), other.order());
        return order != 0 ? order : graph.compare(one.node(), other.node());
    }

    /** Met where anybody may put it: shown, and followed only from the start. */
    private static boolean isForgeable(Role role) {
        return switch (role) {
            case CONNECTED, AUTHENTICATED_SENDER, CALLED_TO_LINK, ATTACHMENT, CONTENT -> false;
            case CLAIMED_SENDER, MENTION -> true;
        };
    }

    private void gather(int root, Links links) {
        // All its subjects were met by whoever read it first.
        if (rootsRead.get(root)) {
            return;
        }
        rootsRead.set(root);
        int[] edges = view.edges(root);
        if (TraceView.isHub(edges)) {
            crowded++;
            return;
        }
        for (int place : edges) {
            int subject = graph.end(place);
            if (!met.get(subject) && view.isWanted(subject)) {
                links.add(subject, root, graph.member(place));
            }
        }
    }

    /** What joins the subjects of one expansion, while it is gathered. */
    private final class Links {
        private static final int MEMBERS_FAST = Long.SIZE;

        private final Tally tally = graph.tally();
        private int[] evidence = new int[64];
        private int[] lastRoots = new int[64];
        private long[] members = new long[64];
        // By place and number of the member, of those beyond the first 64; and how many.
        private final Set<Long> further = new HashSet<>();
        private int[] furtherCounts = new int[0];

        void add(int subject, int root, int member) {
            int place = tally.place(subject);
            if (place >= evidence.length) {
                evidence = Arrays.copyOf(evidence, 2 * place);
                lastRoots = Arrays.copyOf(lastRoots, 2 * place);
                members = Arrays.copyOf(members, 2 * place);
            }
            if (evidence[place] == 0 || lastRoots[place] != root) {
                evidence[place]++;
                lastRoots[place] = root;
            }
            if (member < MEMBERS_FAST) {
                members[place] |= 1L << member;
            } else if (further.add((long) place << Integer.SIZE | member)) {
                furtherCounts =
                        Arrays.copyOf(furtherCounts, Math.max(furtherCounts.length, place + 1));
                furtherCounts[place]++;
            }
        }

        List<Met> met(int from, int depth) {
            var met = new ArrayList<Met>(tally.count());
            for (int place = 0; place < tally.count(); place++) {
                int count = Long.bitCount(members[place]);
                count += place < furtherCounts.length ? furtherCounts[place] : 0;
                int node = tally.node(place);
                long order = Met.order(count, evidence[place], graph.hash(node));
                met.add(new Met(node, from, depth, order));
            }
            return met;
        }
    }
}
