package org.comity.node;

import com.arcadedb.GlobalConfiguration;
import com.arcadedb.database.Database;
import com.arcadedb.database.DatabaseFactory;
import com.arcadedb.database.Identifiable;
import com.arcadedb.database.RID;
import com.arcadedb.graph.Edge;
import com.arcadedb.graph.MutableVertex;
import com.arcadedb.graph.Vertex;
import com.arcadedb.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The same data and questions in ArcadeDB, an embedded graph database (Apache-2.0): subjects and
 * evidence are vertices, a claim is an edge that holds who says it and since when. It is written
 * without a journal, and found by record id while it is filled, which is as fast as it goes.
 */
final class GraphPeer implements AutoCloseable {
    private static final String CLAIMED = "Claimed";
    private static final int BATCH = 5_000;
    private static final long FAR = Long.MAX_VALUE / 4;

    private final Database database;
    private final int cap;

    GraphPeer(Path folder, int cap) {
        GlobalConfiguration.PROFILE.setValue("default");
        this.database = new DatabaseFactory(folder.resolve("graph").toString()).create();
        this.cap = cap;
        database.setReadYourWrites(false);
        database.transaction(() -> {
            database.getSchema().createVertexType("Subject").createProperty("key", String.class);
            database.getSchema()
                    .createTypeIndex(Schema.INDEX_TYPE.LSM_TREE, true, "Subject", "key");
            database.getSchema().createVertexType("Evidence");
            database.getSchema().createEdgeType(CLAIMED);
        });
    }

    void fill(TraceWorld world) {
        RID[] subjects = new RID[world.edges() + 1];
        var known = new HashMap<Integer, Integer>();
        database.begin();
        database.setUseWAL(false);
        for (int mail = 0; mail < world.mails(); mail++) {
            MutableVertex evidence = database.newVertex("Evidence").save();
            for (int place = 0; place < TraceWorld.EACH; place++) {
                int number = world.subjectAt(mail, place);
                Integer at = known.get(number);
                if (at == null) {
                    at = known.size();
                    known.put(number, at);
                    subjects[at] =
                            database.newVertex("Subject")
                                    .set("key", TraceWorld.subject(number).key())
                                    .save()
                                    .getIdentity();
                }
                evidence.newEdge(
                        CLAIMED,
                        (Identifiable) subjects[at],
                        true,
                        "member",
                        TraceWorld.member(mail),
                        "second",
                        mail);
            }
            if (mail % BATCH == BATCH - 1) {
                database.commit();
                database.begin();
                database.setUseWAL(false);
            }
        }
        database.commit();
    }

    private Vertex subject(int number) {
        return database.lookupByKey("Subject", "key", TraceWorld.subject(number).key())
                .next()
                .asVertex();
    }

    /** The keys of subjects within the hops; what has more edges than the cap is not followed. */
    List<String> reach(int start, int hops) {
        var met = new HashSet<RID>();
        var evidence = new HashSet<RID>();
        var keys = new ArrayList<String>();
        List<Vertex> frontier = List.of(subject(start));
        met.add(frontier.getFirst().getIdentity());
        for (int depth = 0; depth < hops; depth++) {
            var next = new ArrayList<Vertex>();
            for (Vertex one : frontier) {
                for (Vertex piece : neighbours(one, Vertex.DIRECTION.IN)) {
                    if (evidence.add(piece.getIdentity())) {
                        for (Vertex other : neighbours(piece, Vertex.DIRECTION.OUT)) {
                            if (met.add(other.getIdentity())) {
                                keys.add(other.getString("key"));
                                next.add(other);
                            }
                        }
                    }
                }
            }
            frontier = next;
        }
        return keys;
    }

    private List<Vertex> neighbours(Vertex of, Vertex.DIRECTION direction) {
        var found = new ArrayList<Vertex>();
        for (Vertex one : of.getVertices(direction, CLAIMED)) {
            if (found.size() == cap) {
                return List.of();
            }
            found.add(one);
        }
        return found;
    }

    /** The cost of the cheapest path, by the costs and the search of the views; -1 for none. */
    long cheapest(int from, int to) {
        var left = new Side(subject(from));
        var right = new Side(subject(to));
        long best = Long.MAX_VALUE;
        while (left.next() < FAR && right.next() < FAR && left.next() + right.next() < best) {
            Side side = left.next() <= right.next() ? left : right;
            Side other = side == left ? right : left;
            Reached at = side.queue.remove();
            side.settled.add(at.vertex().getIdentity());
            boolean isEnd =
                    left.start.equals(at.vertex().getIdentity())
                            || right.start.equals(at.vertex().getIdentity());
            List<Vertex> evidence = neighbours(at.vertex(), Vertex.DIRECTION.IN);
            int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(evidence.size());
            long leaving =
                    isEnd ? 0 : evidence.isEmpty() ? FAR : 1_000L + 500L * doublings * doublings;
            Long beyond = other.costs.get(at.vertex().getIdentity());
            if (beyond != null) {
                best = Math.min(best, at.cost() + beyond + leaving);
            }
            if (leaving < FAR) {
                relax(side, at, at.cost() + leaving, evidence);
            }
        }
        return best >= FAR ? -1 : best;
    }

    private void relax(Side side, Reached at, long cost, List<Vertex> evidence) {
        Map<RID, long[]> steps = new HashMap<>();
        Map<RID, Vertex> vertices = new HashMap<>();
        for (Vertex piece : evidence) {
            List<Vertex> others = neighbours(piece, Vertex.DIRECTION.OUT);
            long crowd = 1_000L * (Integer.SIZE - Integer.numberOfLeadingZeros(others.size()));
            for (Vertex other : others) {
                if (!other.getIdentity().equals(at.vertex().getIdentity())) {
                    vertices.put(other.getIdentity(), other);
                    long[] step =
                            steps.computeIfAbsent(other.getIdentity(), _ -> new long[] {FAR, 0});
                    step[0] = Math.min(step[0], crowd);
                    step[1]++;
                }
            }
        }
        steps.forEach((end, step) -> {
            long whole = cost + step[0] + (step[1] == 1 ? 6_000 : step[1] == 2 ? 3_000 : 0);
            if (whole < side.costs.getOrDefault(end, FAR)) {
                side.costs.put(end, whole);
                side.queue.add(new Reached(whole, Objects.requireNonNull(vertices.get(end))));
            }
        });
    }

    private record Reached(long cost, Vertex vertex) {}

    private static final class Side {
        private final RID start;
        private final Map<RID, Long> costs = new HashMap<>();
        private final Set<RID> settled = new HashSet<>();
        private final PriorityQueue<Reached> queue =
                new PriorityQueue<>(Comparator.comparingLong(Reached::cost));

        Side(Vertex start) {
            this.start = start.getIdentity();
            costs.put(this.start, 0L);
            queue.add(new Reached(0, start));
        }

        long next() {
            while (!queue.isEmpty() && settled.contains(queue.element().vertex().getIdentity())) {
                queue.remove();
            }
            return queue.isEmpty() ? FAR : queue.element().cost();
        }
    }

    /** Who states anything of the subject. */
    Set<Integer> holders(int subject) {
        var members = new TreeSet<Integer>();
        for (Edge edge : subject(subject).getEdges(Vertex.DIRECTION.IN, CLAIMED)) {
            members.add(edge.getInteger("member"));
        }
        return members;
    }

    @Override
    public void close() {
        database.close();
    }
}
