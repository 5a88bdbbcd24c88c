package org.comity.views;

/** The edges of one node while they are read, one behind the other. For one thread. */
final class EdgeRun {
    private final TraceGraph graph;
    private final Nodes nodes;
    private final Edges edges;
    private final int node;
    private final int most;
    private final boolean isOfRoot;
    private final int room;
    private int start;
    private int count;
    private boolean isCut;
    private boolean isAgainst;
    private boolean hasEnded;

    EdgeRun(TraceGraph graph, int node, int most) {
        this.graph = graph;
        this.nodes = graph.nodes();
        this.edges = graph.edges();
        this.node = node;
        this.most = most;
        this.isOfRoot = graph.isRoot(node);
        this.room = nodes.room(node);
        this.start = room > 0 ? nodes.start(node) : edges.count();
    }

    /** False when there is no place for this one. */
    boolean add(Edge edge) {
        isCut = count >= most;
        if (!isCut) {
            int end = isOfRoot ? graph.node(edge.thing()) : graph.place(edge);
            if (isOfRoot) {
                nodes.expect(end);
            }
            if (count == room && room > 0) {
                int behind = edges.count();
                edges.moveBehind(start, count);
                start = behind;
            }
            int provenance = graph.known().number(edge.provenance());
            edges.put(start + count, end, edge, provenance);
            count++;
            isAgainst |= edge.says() == Edge.AGAINST;
            hasEnded |= edge.untilSecond() != Edge.FOREVER;
        }
        return !isCut;
    }

    void end() {
        nodes.read(node, start, count, isCut);
        if (isAgainst) {
            nodes.opposed(node);
        }
        if (hasEnded) {
            nodes.ended(node);
        }
    }
}
