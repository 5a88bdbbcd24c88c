package org.comity.views;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.comity.statement.Marking;
import org.comity.statement.Observable;
import org.comity.statement.StixObject;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;

/**
 * What one viewer sees of the graph at one time, with a budget. Only edges that the viewer may see
 * are counted, so that neither the budget nor what counts as a hub tells of the others; against a
 * flood of hidden ones there is one coarse bound on all that it meets, which ends the trace.
 */
final class TraceView {
    static final int HIDDEN_MAX = 1_000_000;

    /** Newest edges of each log that are followed when the start itself is a hub. */
    static final int START_PER_LOG_MAX = 32;

    /** The same of a thing with a name: who asks for a family of malware means all of it. */
    static final int OBJECT_PER_LOG_MAX = 16_384;

    /** In place of a number of edges. */
    static final int HUB = -1;

    private static final byte UNKNOWN = 0;
    private static final byte VISIBLE = 1;
    private static final byte HIDDEN = 2;

    private final TraceGraph graph;
    private final Predicate<Provenance> visible;
    private final long atSecond;
    private final List<String> only;
    private final boolean isAllWanted;
    private final int postingsMax;
    private final int hiddenMax;
    private byte[] known = new byte[16];
    // All provenances below are visible.
    private int allVisible;
    // Nodes that were paid for: reading them again costs nothing.
    private final IntMap paid = new IntMap();
    private int budget;
    private int hidden;
    private boolean spent;

    TraceView(TraceGraph graph, Trace.Sight sight, Trace.Bounds bounds) {
        this(graph, sight, bounds, HIDDEN_MAX);
    }

    /**
     * @param hiddenMax rows that the viewer may not see and that are met in all
     */
    TraceView(TraceGraph graph, Trace.Sight sight, Trace.Bounds bounds, int hiddenMax) {
        this.graph = graph;
        this.hiddenMax = hiddenMax;
        this.visible = sight.visible();
        this.atSecond = sight.atSecond();
        this.only = sight.only();
        this.isAllWanted = only.isEmpty();
        this.postingsMax = bounds.postingsMax();
        this.budget = bounds.rowsMax();
    }

    /** There was more to read. */
    boolean isSpent() {
        return spent;
    }

    /** Whether it is of a sort that was asked for. */
    boolean isWanted(int node) {
        return isAllWanted || only.contains(graph.thing(node).sort());
    }

    int rowsLeft() {
        return budget;
    }

    /** Places of the edges to be followed; none of a hub. */
    int[] followed(int node) {
        int count = edges(node);
        int[] edges = new int[Math.max(0, count)];
        int place = graph.start(node);
        boolean seesAll = seesAll(node);
        for (int at = 0; at < edges.length; at++) {
            place = seesAll ? place : visible(place);
            edges[at] = place++;
        }
        return edges;
    }

    /** Whether anybody who is seen here says that it is harmless; none of a hub. */
    boolean isOpposed(int node) {
        return graph.hasAgainst(node) && Arrays.stream(followed(node)).anyMatch(graph::isAgainst);
    }

    /** The first from here on that the viewer may see, where there is one. */
    int visible(int place) {
        int at = place;
        while (!isVisible(at)) {
            at++;
        }
        return at;
    }

    /**
     * How many of the visible edges may be followed, from {@link TraceGraph#start} on; or {@link
     * #HUB} when the node has too many to mean anything.
     */
    int edges(int node) {
        boolean isPaid = paid.has(node);
        if (!isPaid) {
            paid.add(node);
        }
        return edges(node, isPaid);
    }

    /** The same of a node that is asked for but once, which need not be remembered. */
    int edgesOnce(int node) {
        return edges(node, false);
    }

    private int edges(int node, boolean isPaid) {
        for (int atLeast = TraceGraph.FIRST_READ; ; atLeast *= 8) {
            graph.read(node, Math.max(atLeast, postingsMax + 1));
            int before = hidden;
            int found = count(node);
            hidden = isPaid ? before : hidden;
            boolean isHub = found > postingsMax;
            boolean tooMany = hidden > hiddenMax;
            if (isHub || tooMany || !graph.hasMore(node)) {
                spent |= tooMany;
                int rows = isPaid ? found : spend(found);
                return isHub ? HUB : rows;
            }
            hidden = before;
        }
    }

    /** How much visible evidence a hub has in truth, as far as it is counted. */
    long count(int node, long most) {
        long[] counts = {0, 0};
        graph.scan(
                node,
                edge -> {
                    boolean seen = edge.holdsAt(atSecond) && visible.test(edge.provenance());
                    counts[seen ? 0 : 1]++;
                    return counts[0] < most && counts[1] < HIDDEN_MAX;
                });
        return counts[0];
    }

    /** With the name that this viewer knows it by, and how that is marked. */
    Shown shown(int node) {
        return switch (graph.thing(node)) {
            case Subject subject -> new Shown(subject, Traced.OPEN);
            case Observable observable -> new Shown(observable, Traced.OPEN);
            case StixObject object ->
                    graph.index()
                            .links()
                            .name(object.id(), visible)
                            .map(it ->
                                    new Shown(
                                            new StixObject(object.id(), it.text()),
                                            it.provenance().marking()))
                            .orElse(new Shown(object, Traced.OPEN));
        };
    }

    /** A thing as it is shown. */
    record Shown(Traceable thing, Marking marking) {}

    private int spend(int rows) {
        int paid = Math.min(rows, budget);
        spent |= paid < rows;
        budget -= paid;
        return paid;
    }

    /**
     * Everything that is here of a node that is read: then no edge need be looked at to know that
     * it is visible. Nothing hangs on it but the time.
     */
    boolean seesAll(int node) {
        return seesAll() && !graph.hasEnded(node);
    }

    private boolean seesAll() {
        while (allVisible < graph.provenances() && maySee(allVisible)) {
            allVisible++;
        }
        return allVisible == graph.provenances() && graph.newestSecond() <= atSecond;
    }

    private int count(int node) {
        if (seesAll(node)) {
            return Math.min(graph.count(node), postingsMax + 1);
        }
        int found = 0;
        int from = graph.start(node);
        int until = from + graph.count(node);
        for (int place = from; place < until && found <= postingsMax; place++) {
            if (isVisible(place)) {
                found++;
            } else {
                hidden++;
            }
        }
        return found;
    }

    boolean isVisible(int place) {
        return graph.holdsAt(place, atSecond) && maySee(graph.provenance(place));
    }

    private boolean maySee(int provenance) {
        if (provenance >= known.length) {
            known = Arrays.copyOf(known, Math.max(2 * known.length, provenance + 1));
        }
        if (known[provenance] == UNKNOWN) {
            known[provenance] = visible.test(graph.provenanceOf(provenance)) ? VISIBLE : HIDDEN;
        }
        return known[provenance] == VISIBLE;
    }

    /**
     * The newest of each log, as nodes of evidence, so that the member whose name sorts first does
     * not fill the trace.
     */
    int[] newestOfHub(int node) {
        Map<String, ArrayDeque<Integer>> byOrigin = new TreeMap<>();
        int reserve = budget / 2;
        int[] hidden = {0};
        int perLogMax = graph.isObject(node) ? OBJECT_PER_LOG_MAX : START_PER_LOG_MAX;
        graph.scan(
                node,
                edge -> {
                    if (!edge.holdsAt(atSecond) || !visible.test(edge.provenance())) {
                        return ++hidden[0] < HIDDEN_MAX;
                    }
                    var newest =
                            byOrigin.computeIfAbsent(
                                    edge.provenance().origin(), _ -> new ArrayDeque<>());
                    if (newest.size() == perLogMax) {
                        newest.removeFirst();
                    }
                    newest.addLast(graph.place(edge));
                    spend(1);
                    return budget > reserve;
                });
        spent |= hidden[0] == HIDDEN_MAX;
        return byOrigin.values().stream()
                .flatMapToInt(it -> it.stream().mapToInt(Integer::intValue))
                .distinct()
                .toArray();
    }
}
