package org.comity.views;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.comity.statement.Role;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * The graph as it is walked, kept packed: 16 bytes for each edge and direction. Subjects and pieces
 * of evidence are numbered nodes; the edges of one node lie side by side in the order of its rows.
 * What a walk needs and is not here it reads from the rows; whoever calls {@link #readOn} again and
 * again, from the first walk on, has all of it here before it is needed. Who may see an edge is not
 * decided here. Traces take it in turn; whoever writes rows says so from any thread, once they can
 * be read.
 */
public final class TraceGraph {
    /** Edges of one node that are read at first; of a hub no more are needed to know it for one. */
    static final int FIRST_READ = 256;

    private static final int ROWS_A_PULSE = 1_000;

    private final SubjectIndex index;
    private final long bytesMax;
    private final TraceChanges changes = new TraceChanges();
    private volatile boolean isUsed;
    // There are links of STIX; without any, no subject is looked for among them.
    private boolean hasLinks;
    private final Bytes secret;
    private Nodes nodes;
    private Edges edges = new Edges();
    private Provenances provenances = new Provenances();
    private TraceReading reading;
    // It was too large once: only what is walked is kept, and all forgotten when there is no room.
    private boolean isTooLarge;
    private final Tally tally = new Tally();
    private final Marks marks = new Marks();
    private Trace.Pulse pulse = _ -> {};
    private int rowsUntold;

    /**
     * @param bytesMax what it may take; with more it forgets everything before the next walk
     * @param secret random, of this process alone; no answer hangs on it
     */
    public TraceGraph(SubjectIndex index, long bytesMax, Bytes secret) {
        this(index, bytesMax, secret, TraceReading.ROWS_EACH);
    }

    TraceGraph(SubjectIndex index, long bytesMax, Bytes secret, int rowsEach) {
        this.index = index;
        this.bytesMax = bytesMax;
        this.secret = secret;
        this.nodes = new Nodes(secret);
        this.reading = new TraceReading(this, rowsEach);
    }

    /** A row of the views has changed, and whoever reads now reads what it is now. */
    public void changed(Bytes key) {
        if (isUsed && KeyFormat.isVersion(key)) {
            changes.links(); // whatever other versions of the object link
        } else if (isUsed) {
            KeyFormat.nodeOfRow(key).ifPresent(it -> changes.node(Nodes.sign(secret, it.array())));
        }
    }

    /** Everything may have changed. */
    public void changedAll() {
        changes.all();
    }

    /** Numbers hold until the next call. */
    void begin() {
        isUsed = true;
        takeChanges();
    }

    private void takeChanges() {
        if (!hasLinks && index.links().hasAny()) {
            hasLinks = true;
            changedAll();
        }
        TraceChanges.Taken taken = changes.take();
        boolean isFull = bytes() > bytesMax;
        if (taken.all() || isFull) {
            isTooLarge |= isFull && reading.isUnderWay();
            clear();
        } else {
            taken.nodes(this::forget);
            if (taken.links()) {
                forgetLinks();
            }
        }
    }

    /**
     * Reads what is not here yet, once anybody has walked here: a few thousand rows, so that nobody
     * waits for long. All is here in the end, unless it takes more than it may; then only what is
     * walked is kept.
     *
     * @return whether there is more to read at once
     */
    public synchronized boolean readOn() {
        if (!isUsed) {
            return false;
        }
        takeChanges();
        return !isTooLarge && reading.next();
    }

    /** What it takes now, of all that it may. */
    public synchronized long bytes() {
        return edges.bytes() + nodes.bytes();
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
        nodes = new Nodes(secret);
        edges = new Edges();
        provenances = new Provenances();
        reading = reading.anew();
    }

    /** To gather in; cleared, and good until it is asked for again. */
    Tally tally() {
        tally.clear();
        return tally;
    }

    /** Cleared, and good until they are asked for again. */
    Marks marks() {
        marks.clear();
        return marks;
    }

    SubjectIndex index() {
        return index;
    }

    Nodes nodes() {
        return nodes;
    }

    Edges edges() {
        return edges;
    }

    Provenances known() {
        return provenances;
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

    int node(byte[] key) {
        return nodes.number(key);
    }

    /** Evidence or a link. */
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
        return nodes.thing(node);
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

    /** What {@link TraceChanges} keeps of it. */
    int sign(int node) {
        return nodes.sign(node);
    }

    int compare(int one, int other) {
        return nodes.compare(one, other);
    }

    /** Reads its edges if they are not here, at least so many if it has them. */
    void read(int node, int atLeast) {
        boolean enough = nodes.isRead(node) && (!hasMore(node) || count(node) >= atLeast);
        if (!enough) {
            var run = new EdgeRun(this, node, atLeast);
            Predicate<Edge> keep =
                    edge -> {
                        rowRead();
                        return run.add(edge);
                    };
            if (isLinkNode(node)) {
                index.links().scanLink(root(node), keep);
            } else if (isRoot(node)) {
                index.scanRoot(root(node), keep);
            } else {
                edges(node, keep);
            }
            run.end();
            reading.readWhenNeeded(node);
        }
    }

    /**
     * When all evidence was read and before the subjects are. If there is room to copy them, nodes
     * that a walk needs together get numbers one behind the other; and in the order of the numbers
     * the edges of subjects find room now, in whatever order they are read.
     */
    void makeRoom() {
        if (bytes() + nodes.bytes() + nodes.count() * NodeOrder.BYTES_EACH <= bytesMax) {
            NodeOrder order = NodeOrder.of(nodes, edges, Trace.Bounds.USUAL.postingsMax());
            nodes = nodes.in(order);
            edges = order.lay(nodes, edges);
            reading.renumber(order);
        }
        edges.reserve(nodes.makeRoom(edges.count(), FIRST_READ));
    }

    /** Read again when next needed. */
    private void forget(int sign) {
        nodes.forgetAll(sign);
        reading.forgotten(sign);
    }

    /** Links, and whatever may stand in one. */
    private void forgetLinks() {
        for (int node = 0; node < nodes.count(); node++) {
            if (firstByte(node) != KeyFormat.ROOT_NODE && !reading.isWithoutLinks(node)) {
                nodes.forget(node);
            }
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

    /** Whether any edge of it says so; of one that is read. */
    boolean hasAgainst(int node) {
        return nodes.hasAgainst(node);
    }

    /** Whether any link in it was ended; of one that is read. */
    boolean hasEnded(int node) {
        return nodes.hasEnded(node);
    }

    int end(int place) {
        return edges.end(place);
    }

    long fromSecond(int place) {
        return edges.fromSecond(place);
    }

    boolean holdsAt(int place, long second) {
        return edges.holdsAt(place, second);
    }

    long newestSecond() {
        return edges.newestSecond();
    }

    int provenance(int place) {
        return edges.provenance(place);
    }

    Provenance provenanceOf(int number) {
        return provenances.of(number);
    }

    /** Those there are have the numbers below. */
    int provenances() {
        return provenances.count();
    }

    /** A number for who says so. */
    int member(int place) {
        return provenances.member(edges.provenance(place));
    }

    StatementId statement(int place) {
        return new StatementId(
                provenanceOf(edges.provenance(place)).origin(), edges.statement(place));
    }

    boolean isAgainst(int place) {
        return edges.isAgainst(place);
    }

    boolean isLink(int place) {
        return edges.isLink(place);
    }

    Role role(int place) {
        return edges.role(place);
    }
}
