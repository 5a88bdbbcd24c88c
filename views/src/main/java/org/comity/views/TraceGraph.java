package org.comity.views;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The parts of the graph that were walked, read from the rows when first needed and kept packed: 16
 * bytes for each edge and direction. Subjects and pieces of evidence are numbered nodes; the edges
 * of one node lie side by side in the order of its rows. Who may see an edge is not decided here.
 * When it holds more than it may, it forgets everything before the next walk. Traces take it in
 * turn; whoever writes rows says so from any thread, once they can be read.
 */
public final class TraceGraph {
    /** Edges of one node that are read at first; of a hub no more are needed to know it for one. */
    static final int FIRST_READ = 1_024;

    private static final int ROWS_A_PULSE = 1_000;
    private static final int WORDS = 4;
    private static final int SECOND = 1;
    private static final int STATEMENT = 2;
    private static final int FACTS = 3;

    /** So many fit into one array. */
    private static final int EDGES_MAX = (Integer.MAX_VALUE - 8) / WORDS;

    private static final int ROLE_BITS = 3;
    private static final int AGAINST = 1 << ROLE_BITS;

    /** In place of a role; no role has this code. */
    private static final int LINK = (1 << ROLE_BITS) - 1;

    private static final int PROVENANCE_AT = ROLE_BITS + 1;

    /** Changes that wait for the next walk; with more, all is forgotten instead. */
    private static final int WAITING_MAX = 100_000;

    private final SubjectIndex index;
    private final int edgesMax;
    // Guarded by itself, any thread adds: keys of nodes whose rows changed.
    private final ArrayDeque<Bytes> changed = new ArrayDeque<>();
    // Guarded by changed: all may have.
    private boolean allChanged;
    private volatile boolean isUsed;
    // There are links of STIX; without any, no subject is looked for among them.
    private boolean hasLinks;
    private final Map<Provenance, Integer> provenanceNumbers = new HashMap<>();
    private final List<Provenance> provenances = new ArrayList<>();
    private final Map<MemberId, Integer> memberNumbers = new HashMap<>();
    private int[] members = new int[16];
    private Nodes nodes = new Nodes();

    // By place, four for each edge: the other end, since when, the statement, provenance and role.
    private int[] edges = new int[WORDS << 10];
    private int used;
    private Tally tally = new Tally(nodes);
    private Trace.Pulse pulse = _ -> {};
    private int rowsUntold;

    /**
     * @param edgesMax edges that it keeps from one walk to the next, in both directions: 16 bytes
     *     each, beside the names of the nodes
     */
    public TraceGraph(SubjectIndex index, int edgesMax) {
        this.index = index;
        this.edgesMax = edgesMax;
    }

    /** A row of the views has changed, and whoever reads now reads what it is now. */
    public void changed(Bytes key) {
        if (isUsed && KeyFormat.isVersion(key)) {
            if (index.links().hasOtherVersions(key)) {
                changedAll(); // whatever the earlier versions linked
            }
        } else if (isUsed) {
            KeyFormat.nodeOfRow(key).ifPresent(this::add);
        }
    }

    private void add(Bytes node) {
        synchronized (changed) {
            if (changed.size() == WAITING_MAX) {
                allChanged = true;
                changed.clear();
            }
            if (!allChanged) {
                changed.add(node);
            }
        }
    }

    /** Everything may have changed. */
    public void changedAll() {
        synchronized (changed) {
            allChanged = true;
            changed.clear();
        }
    }

    /** Numbers hold until the next call. */
    void begin() {
        isUsed = true;
        if (!hasLinks && index.links().hasAny()) {
            hasLinks = true;
            changedAll();
        }
        List<Bytes> some;
        boolean all;
        synchronized (changed) {
            some = List.copyOf(changed);
            all = allChanged;
            changed.clear();
            allChanged = false;
        }
        if (all || used > edgesMax || nodes.count() > edgesMax) {
            clear();
        } else {
            some.forEach(this::forget);
        }
    }

    /** Whom to tell while rows are read. */
    void pulse(Trace.Pulse told) {
        pulse = told;
        rowsUntold = 0;
    }

    private void rowRead() {
        if (++rowsUntold == ROWS_A_PULSE) {
            rowsUntold = 0;
            pulse.read(ROWS_A_PULSE);
        }
    }

    private void clear() {
        nodes = new Nodes();
        provenanceNumbers.clear();
        provenances.clear();
        memberNumbers.clear();
        edges = new int[WORDS << 10];
        used = 0;
        tally = new Tally(nodes);
    }

    /** How many have a number. */
    int nodes() {
        return nodes.count();
    }

    /** To gather in; cleared, and good until it is asked for again. */
    Tally tally() {
        tally.clear();
        return tally;
    }

    SubjectIndex index() {
        return index;
    }

    int node(Traceable thing) {
        return node(KeyFormat.nodeOf(thing).array());
    }

    /** The piece of evidence, or the link, in which the thing of the edge stands. */
    int place(Edge edge) {
        Bytes key =
                edge.says() == Edge.LINK
                        ? KeyFormat.nodeOfLink(edge.root())
                        : KeyFormat.nodeOf(edge.root());
        return node(key.array());
    }

    private int node(byte[] key) {
        return nodes.number(key);
    }

    boolean isRoot(int node) {
        return nodes.firstByte(node) == KeyFormat.ROOT_NODE || isLinkNode(node);
    }

    private boolean isLinkNode(int node) {
        return nodes.firstByte(node) == KeyFormat.LINK_NODE;
    }

    boolean isObject(int node) {
        return nodes.firstByte(node) == KeyFormat.OBJECT_NODE;
    }

    byte firstByte(int node) {
        return nodes.firstByte(node);
    }

    /** An object without its name, which depends on who looks. */
    Traceable thing(int node) {
        return KeyFormat.readNode(nodes.key(node));
    }

    /** Every piece of evidence and then every link in which it stands. */
    void scan(int node, Predicate<Edge> visitor) {
        edges(
                node,
                edge -> {
                    rowRead();
                    return visitor.test(edge);
                });
    }

    private void edges(int node, Predicate<Edge> visitor) {
        Traceable thing = thing(node);
        var goesOn = new boolean[] {true};
        if (thing instanceof Subject subject) {
            index.scanEvidence(
                    subject,
                    edge -> {
                        goesOn[0] = visitor.test(edge);
                        return goesOn[0];
                    });
        }
        if (goesOn[0] && hasLinks) {
            index.links().scan(thing, visitor);
        }
    }

    Hash root(int node) {
        ByteBuffer key = nodes.key(node);
        key.get();
        return Hash.read(key);
    }

    /** The first that {@link #compare} looks at. */
    int hash(int node) {
        return nodes.hash(node);
    }

    int compare(int one, int other) {
        return nodes.compare(one, other);
    }

    /** Reads its edges if they are not here, at least so many if it has them. */
    void read(int node, int atLeast) {
        boolean enough = nodes.isRead(node) && (!hasMore(node) || count(node) >= atLeast);
        if (!enough) {
            int start = used;
            var cut = new boolean[1];
            Predicate<Edge> keep =
                    edge -> {
                        if (used - start >= atLeast) {
                            cut[0] = true;
                            return false;
                        }
                        add(isRoot(node) ? node(edge.thing()) : place(edge), edge);
                        rowRead();
                        return true;
                    };
            if (isLinkNode(node)) {
                index.links().scanLink(root(node), keep);
            } else if (isRoot(node)) {
                index.scanRoot(root(node), keep);
            } else {
                edges(node, keep);
            }
            nodes.read(node, start, used - start, cut[0]);
        }
    }

    private void add(int end, Edge edge) {
        int at = WORDS * used;
        if (at == edges.length) {
            long more = Math.min(2L * used, Math.max(used + used / 4L, edgesMax));
            edges = Arrays.copyOf(edges, WORDS * (int) Math.min(more, EDGES_MAX));
        }
        edges[at] = end;
        edges[at + SECOND] = (int) edge.fromSecond();
        edges[at + STATEMENT] = Math.toIntExact(edge.index());
        edges[at + FACTS] =
                number(edge.provenance()) << PROVENANCE_AT
                        | (edge.says() == Edge.AGAINST ? AGAINST : 0)
                        | (edge.says() == Edge.LINK ? LINK : Codes.of(edge.role()));
        used++;
    }

    private int number(Provenance provenance) {
        Integer known = provenanceNumbers.get(provenance);
        if (known != null) {
            return known;
        }
        if (provenances.size() == members.length) {
            members = Arrays.copyOf(members, 2 * members.length);
        }
        Integer met = memberNumbers.putIfAbsent(provenance.member(), memberNumbers.size());
        members[provenances.size()] = met == null ? memberNumbers.size() - 1 : met;
        provenances.add(provenance);
        provenanceNumbers.put(provenance, provenances.size() - 1);
        return provenances.size() - 1;
    }

    /** Read again when next needed. */
    private void forget(Bytes key) {
        int node = nodes.known(key.array());
        if (node >= 0) {
            nodes.forget(node);
        }
    }

    boolean isRead(int node) {
        return nodes.isRead(node);
    }

    int start(int node) {
        return nodes.start(node);
    }

    int count(int node) {
        return nodes.edges(node);
    }

    boolean hasMore(int node) {
        return nodes.hasMore(node);
    }

    int end(int place) {
        return edges[WORDS * place];
    }

    long fromSecond(int place) {
        return Integer.toUnsignedLong(edges[WORDS * place + SECOND]);
    }

    private int facts(int place) {
        return edges[WORDS * place + FACTS];
    }

    int provenance(int place) {
        return facts(place) >>> PROVENANCE_AT;
    }

    Provenance provenanceOf(int number) {
        return provenances.get(number);
    }

    /** A number for who says so. */
    int member(int place) {
        return members[provenance(place)];
    }

    StatementId statement(int place) {
        return new StatementId(
                provenances.get(provenance(place)).origin(), edges[WORDS * place + STATEMENT]);
    }

    boolean isAgainst(int place) {
        return (facts(place) & AGAINST) != 0;
    }

    boolean isLink(int place) {
        return (facts(place) & LINK) == LINK;
    }

    /** What stands in a link stands there as what it is about. */
    Role role(int place) {
        return isLink(place)
                ? Role.CONTENT
                : Codes.role((byte) (facts(place) & (1 << ROLE_BITS) - 1));
    }
}
