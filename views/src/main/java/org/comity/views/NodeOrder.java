package org.comity.views;

import java.util.Arrays;

/**
 * New numbers for the nodes of a graph whose evidence is read, so that what a walk needs together
 * lies together. Pieces of evidence that have their busiest subject in common, of those that are
 * followed, come one behind the other, since most of what a walk reads it reads from busy ones;
 * behind each piece comes what stands in it first. For one thread.
 */
final class NodeOrder {
    /** What this takes for each node while it is made. */
    static final long BYTES_EACH = 4 * Integer.BYTES;

    private static final int NONE = -1;

    private final int[] olds;
    private final int[] news;
    private int count;

    private NodeOrder(int count) {
        this.olds = new int[count];
        this.news = new int[count];
        Arrays.fill(news, NONE);
    }

    /**
     * @param busyMax what has more edges is not followed
     */
    static NodeOrder of(Nodes nodes, Edges edges, int busyMax) {
        var order = new NodeOrder(nodes.count());
        int[] firsts = new int[nodes.count()];
        int[] nexts = new int[nodes.count()];
        Arrays.fill(firsts, NONE);
        for (int root = nodes.count() - 1; root >= 0; root--) {
            if (nodes.isRead(root) && nodes.firstByte(root) == KeyFormat.ROOT_NODE) {
                int busiest = busiest(nodes, edges, root, busyMax);
                nexts[root] = firsts[busiest];
                firsts[busiest] = root;
            }
        }
        for (int node = 0; node < nodes.count(); node++) {
            for (int root = firsts[node]; root != NONE; root = nexts[root]) {
                order.number(root);
                int start = nodes.start(root);
                for (int place = start; place < start + nodes.edges(root); place++) {
                    order.number(edges.end(place));
                }
            }
        }
        for (int node = 0; node < nodes.count(); node++) {
            order.number(node);
        }
        return order;
    }

    /** The piece itself when none of what stands in it is followed. */
    private static int busiest(Nodes nodes, Edges edges, int root, int busyMax) {
        int busiest = root;
        int most = 1; // what stands nowhere else leads nowhere
        int start = nodes.start(root);
        for (int place = start; place < start + nodes.edges(root); place++) {
            int end = edges.end(place);
            int many = nodes.expected(end);
            if (many > most && many <= busyMax) {
                busiest = end;
                most = many;
            }
        }
        return busiest;
    }

    private void number(int old) {
        if (news[old] == NONE) {
            news[old] = count;
            olds[count++] = old;
        }
    }

    /** What had this number before. */
    int old(int number) {
        return olds[number];
    }

    /** The number of what had this one before. */
    int now(int old) {
        return news[old];
    }

    /** The edges of nodes that have these numbers already: those of evidence, then all others. */
    Edges lay(Nodes nodes, Edges edges) {
        var laid = new Edges();
        for (boolean ofRoots : new boolean[] {true, false}) {
            for (int node = 0; node < nodes.count(); node++) {
                boolean isRoot = nodes.firstByte(node) == KeyFormat.ROOT_NODE;
                if (nodes.isRead(node) && isRoot == ofRoots) {
                    int start = nodes.start(node);
                    nodes.move(node, laid.count());
                    laid.append(edges, start, nodes.edges(node), this);
                }
            }
        }
        return laid;
    }
}
