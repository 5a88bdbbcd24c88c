package org.comity.views;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.comity.statement.StatementId;
import org.comity.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the graph from the rows in the order of their keys, some at a time: a tenth of what it
 * costs to look for each node when it is needed. What changes meanwhile, and what may stand in a
 * link of STIX, is left to be read when it is needed, since its rows lie in two tables.
 */
final class TraceReading {
    /** Some ten milliseconds' worth. */
    static final int ROWS_EACH = 2_000;

    /** Those with links first: they are left out of the others. */
    private static final List<Bytes> TABLES =
            List.of(KeyFormat.allParts(), KeyFormat.allRoots(), KeyFormat.allSubjects());

    private static final int SUBJECTS = 2;

    /** Half a megabyte for all; of a million that change, a fifth of the others is left too. */
    private static final int CHANGED_SHIFT = 10;

    private final TraceGraph graph;
    private final int rowsEach;
    private int table;
    private Bytes after = Bytes.EMPTY;
    private final BitSet left = new BitSet();
    // By the first bits of their signs; a few others are left beside them.
    private final BitSet changed = new BitSet();
    private final BitSet withoutLinks = new BitSet();

    // While rows are visited: the beginning of the keys of one node, and its edges, if they are
    // read.
    private Bytes ofNode = Bytes.EMPTY;
    private @Nullable EdgeRun run;
    private int rowsOfNode;
    private int rows;

    TraceReading(TraceGraph graph, int rowsEach) {
        this.graph = graph;
        this.rowsEach = rowsEach;
    }

    TraceReading anew() {
        return new TraceReading(graph, rowsEach);
    }

    /** It has begun and not ended. */
    boolean isUnderWay() {
        return (table > 0 || after.length() > 0) && table < TABLES.size();
    }

    /** The next rows; false when there are no more. */
    boolean next() {
        if (table == TABLES.size()) {
            return false;
        }
        rows = 0;
        ofNode = Bytes.EMPTY;
        var isEnd = new boolean[] {true};
        graph.index()
                .rows()
                .scanFrom(
                        TABLES.get(table),
                        after,
                        (key, row) -> {
                            isEnd[0] = visit(key, row);
                            return isEnd[0];
                        });
        endNode();
        if (isEnd[0]) {
            table++;
            after = Bytes.EMPTY;
            if (table == SUBJECTS) {
                graph.makeRoom();
            }
        }
        return true;
    }

    private boolean visit(Bytes key, Bytes row) {
        rows++;
        if (ofNode.length() == 0 || !key.startsWith(ofNode)) {
            endNode();
            if (rows > rowsEach) {
                return false;
            }
            beginNode(key);
        }
        after = key;
        boolean isRead = run == null ? ++rowsOfNode < TraceGraph.FIRST_READ : add(run, key, row);
        if (!isRead) {
            after = KeyFormat.afterNode(ofNode);
        }
        return isRead;
    }

    private void beginNode(Bytes key) {
        ofNode = KeyFormat.nodePart(key);
        rowsOfNode = 0;
        int node = graph.node(KeyFormat.nodeOfPart(ofNode).array());
        if (table == 0) {
            left.set(node);
        } else if (!left.get(node)
                && !graph.isRead(node)
                && !changed.get(graph.sign(node) >>> CHANGED_SHIFT)) {
            run = new EdgeRun(graph, node, TraceGraph.FIRST_READ);
            withoutLinks.set(node);
        }
    }

    private boolean add(EdgeRun to, Bytes key, Bytes row) {
        ByteBuffer from = key.buffer().position(ofNode.length());
        StatementId id = KeyFormat.readStatement(from);
        List<Edge> edges =
                KeyFormat.isOfRoot(key)
                        ? RootFormat.readEdges(KeyFormat.rootOf(key), id, row)
                        : EntryFormat.readEdges(KeyFormat.subjectOf(ofNode), id, row);
        return edges.stream().allMatch(to::add);
    }

    /** The nodes have other numbers now. */
    void renumber(NodeOrder order) {
        renumber(left, order);
        renumber(withoutLinks, order);
    }

    private static void renumber(BitSet nodes, NodeOrder order) {
        int[] before = nodes.stream().toArray();
        nodes.clear();
        for (int node : before) {
            nodes.set(order.now(node));
        }
    }

    private void endNode() {
        if (run != null) {
            run.end();
            run = null;
        }
    }

    /** It was read when it was needed, with its links. */
    void readWhenNeeded(int node) {
        withoutLinks.clear(node);
    }

    /** Its rows are others now. */
    void forgotten(int sign) {
        if (isUnderWay()) {
            changed.set(sign >>> CHANGED_SHIFT);
        }
    }

    /** Evidence has none, and what is read here neither. */
    boolean isWithoutLinks(int node) {
        return withoutLinks.get(node);
    }
}
