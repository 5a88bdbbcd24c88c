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

    private static final int UNREAD = -1;
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
    private NodeNames names = new NodeNames();

    // By node: where its edges begin, how many were read, and whether there are more.
    private int[] starts = new int[0];
    private int[] counts = new int[0];
    private boolean[] more = new boolean[0];

    // By place: the other end, since when, the statement, and provenance with role.
    private int[] ends = new int[1 << 10];
    private int[] seconds = new int[1 << 10];
    private int[] statements = new int[1 << 10];
    private int[] facts = new int[1 << 10];
    private int used;
    private Tally tally = new Tally();

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
        if (all || used > edgesMax || names.count() > edgesMax) {
            clear();
        } else {
            some.forEach(this::forget);
        }
    }

    private void clear() {
        names = new NodeNames();
        provenanceNumbers.clear();
        provenances.clear();
        memberNumbers.clear();
        starts = new int[0];
        counts = new int[0];
        more = new boolean[0];
        ends = new int[1 << 10];
        seconds = new int[1 << 10];
        statements = new int[1 << 10];
        facts = new int[1 << 10];
        used = 0;
        tally = new Tally();
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
        int node = names.number(key);
        if (node >= starts.length) {
            int length = Math.max(1 << 10, 2 * starts.length);
            int before = starts.length;
            starts = Arrays.copyOf(starts, length);
            Arrays.fill(starts, before, length, UNREAD);
            counts = Arrays.copyOf(counts, length);
            more = Arrays.copyOf(more, length);
        }
        return node;
    }

    boolean isRoot(int node) {
        return names.firstByte(node) == KeyFormat.ROOT_NODE || isLinkNode(node);
    }

    private boolean isLinkNode(int node) {
        return names.firstByte(node) == KeyFormat.LINK_NODE;
    }

    boolean isObject(int node) {
        return names.firstByte(node) == KeyFormat.OBJECT_NODE;
    }

    /** An object without its name, which depends on who looks. */
    Traceable thing(int node) {
        return KeyFormat.readNode(ByteBuffer.wrap(names.key(node)));
    }

    /** Every piece of evidence and then every link in which it stands. */
    void scan(int node, Predicate<Edge> visitor) {
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
        return Hash.read(ByteBuffer.wrap(names.key(node), 1, Hash.LENGTH));
    }

    int compare(int one, int other) {
        return names.compare(one, other);
    }

    /** Reads its edges if they are not here, at least so many if it has them. */
    void read(int node, int atLeast) {
        boolean enough = starts[node] != UNREAD && (!more[node] || counts[node] >= atLeast);
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
                        return true;
                    };
            if (isLinkNode(node)) {
                index.links().scanLink(root(node), keep);
            } else if (isRoot(node)) {
                index.scanRoot(root(node), keep);
            } else {
                scan(node, keep);
            }
            starts[node] = start;
            counts[node] = used - start;
            more[node] = cut[0];
        }
    }

    private void add(int end, Edge edge) {
        if (used == ends.length) {
            int length = Math.toIntExact(Math.min(2L * used, Math.max(used + used / 4L, edgesMax)));
            ends = Arrays.copyOf(ends, length);
            seconds = Arrays.copyOf(seconds, length);
            statements = Arrays.copyOf(statements, length);
            facts = Arrays.copyOf(facts, length);
        }
        ends[used] = end;
        seconds[used] = (int) edge.fromSecond();
        statements[used] = Math.toIntExact(edge.index());
        facts[used] =
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
        int node = names.known(key.array());
        if (node >= 0) {
            starts[node] = UNREAD;
            counts[node] = 0;
            more[node] = false;
        }
    }

    int start(int node) {
        return starts[node];
    }

    int count(int node) {
        return counts[node];
    }

    boolean hasMore(int node) {
        return more[node];
    }

    int end(int place) {
        return ends[place];
    }

    long fromSecond(int place) {
        return Integer.toUnsignedLong(seconds[place]);
    }

    int provenance(int place) {
        return facts[place] >>> PROVENANCE_AT;
    }

    Provenance provenanceOf(int number) {
        return provenances.get(number);
    }

    /** A number for who says so. */
    int member(int place) {
        return members[provenance(place)];
    }

    StatementId statement(int place) {
        return new StatementId(provenances.get(provenance(place)).origin(), statements[place]);
    }

    boolean isAgainst(int place) {
        return (facts[place] & AGAINST) != 0;
    }

    boolean isLink(int place) {
        return (facts[place] & LINK) == LINK;
    }

    /** What stands in a link stands there as what it is about. */
    Role role(int place) {
        return isLink(place)
                ? Role.CONTENT
                : Codes.role((byte) (facts[place] & (1 << ROLE_BITS) - 1));
    }
}
