package org.comity.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.comity.value.Bytes;
import org.comity.views.Trace;
import org.comity.views.TraceGraph;

/**
 * Traces in a large graph, beside an embedded graph database with the same data: subjects within
 * three hops, a best path, and who holds evidence. Both sides answer each question in turn, and the
 * answers are compared; it fails if they differ.
 */
final class TraceBench {
    private static final int EDGES = 1_000_000;
    private static final int ASKED = 100;
    private static final int BATCH = 2_000;
    private static final int CAP = 100;

    private final Plan plan;
    private final TraceWorld world;

    private TraceBench(Plan plan) {
        this.plan = plan;
        this.world = new TraceWorld(plan.size().orElse(EDGES));
    }

    static void run(Plan plan) throws IOException {
        plan.title("Traces");
        var bench = new TraceBench(plan);
        plan.say(
                "%,d edges, %,d mails, %,d subjects, the busiest in %,d mails"
                        .formatted(
                                bench.world.edges(),
                                bench.world.mails(),
                                bench.world.subjectCount(),
                                bench.world.highestDegree()));
        try (Desk desk = BenchDesk.open(plan.folder());
                var peer = new GraphPeer(plan.folder(), CAP)) {
            bench.fill(desk);
            bench.fill(peer);
            bench.compare(desk, peer);
        }
    }

    private void fill(Desk desk) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < world.mails(); from += BATCH) {
            BenchDesk.index(desk, world.entries(from, Math.min(world.mails(), from + BATCH)));
        }
        tellFill("Comity, durable, with all its tables", start);
    }

    private void fill(GraphPeer peer) {
        long start = System.nanoTime();
        peer.fill(world);
        tellFill("ArcadeDB, without its journal", start);
    }

    private void tellFill(String side, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        plan.say(
                "%s: filled in %,.0f s, %,.0f edges a second; heap %,d MiB"
                        .formatted(side, seconds, world.edges() / seconds, heapMiB()));
    }

    private static long heapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    private void compare(Desk desk, GraphPeer peer) throws IOException {
        var sight = Trace.Sight.of(_ -> true);
        var bounds = new Trace.Bounds(3, Integer.MAX_VALUE, CAP);
        var needed = new TraceGraph(desk.index(), Long.MAX_VALUE, Bytes.EMPTY);
        var trace = new Trace(desk.indexes().graph(), sight, bounds);
        var neededTrace = new Trace(needed, sight, bounds);
        List<Integer> starts = starts();
        List<Integer> ends = new ArrayList<>();
        readOn(desk.indexes().graph(), trace);
        int rounds = plan.rounds().orElse(3);
        for (int round = 0; round < rounds; round++) {
            plan.say("round " + (round + 1));
            reach(starts, new Both(trace, neededTrace), peer, ends);
            paths(
                    starts,
                    ends,
                    new Trace(
                            desk.indexes().graph(),
                            sight,
                            new Trace.Bounds(8, Integer.MAX_VALUE, CAP)),
                    peer);
            holders(starts, desk, peer);
        }
    }

    /** As a node does beside its other work, from the first trace on. */
    private void readOn(TraceGraph graph, Trace first) {
        long start = System.nanoTime();
        var _ = first.reach(TraceWorld.subject(0));
        while (graph.readOn()) {}
        plan.say(
                "the graph that a node keeps: read in %,.0f s; %,d MiB"
                        .formatted((System.nanoTime() - start) / 1e9, graph.bytes() >> 20));
    }

    /** Subjects that are no hubs, as often as they are met. */
    private List<Integer> starts() {
        var random = new SplittableRandom(11);
        var starts = new ArrayList<Integer>();
        while (starts.size() < ASKED) {
            int subject =
                    world.subjectAt(random.nextInt(world.mails()), random.nextInt(TraceWorld.EACH));
            if (world.degree(subject) <= CAP) {
                starts.add(subject);
            }
        }
        return starts;
    }

    /** From all that a node keeps, and reading from the rows what was not needed before. */
    private record Both(Trace kept, Trace needed) {}

    private void reach(List<Integer> starts, Both both, GraphPeer peer, List<Integer> ends)
            throws IOException {
        var times = new Times(starts.size());
        ends.clear();
        long met = 0;
        for (int at = 0; at < starts.size(); at++) {
            int start = starts.get(at);
            Subject subject = TraceWorld.subject(start);
            List<Traceable> found = times.of(0, () -> both.kept.reach(subject));
            List<Traceable> same = times.of(1, () -> both.needed.reach(subject));
            List<String> theirs = times.of(2, () -> peer.reach(start, 3));
            Set<String> ours = new TreeSet<>();
            found.forEach(it -> ours.add(it.key()));
            if (!ours.equals(new TreeSet<>(theirs)) || !found.equals(same)) {
                throw new IOException("the sides differ from " + subject);
            }
            met += ours.size();
            ends.add(
                    found.stream()
                            .skip(found.size() * 3L / 4)
                            .map(TraceBench::number)
                            .filter(it -> world.degree(it) <= CAP)
                            .findFirst()
                            .orElse(start));
            times.next();
        }
        plan.say("three hops, %,.0f subjects met on average".formatted(1.0 * met / starts.size()));
        times.say(plan, "as a node keeps it", "read when needed", "ArcadeDB");
    }

    private static int number(Traceable thing) {
        String value = ((Subject) thing).value();
        return Integer.parseInt(value.substring(1, value.indexOf('.')), 36);
    }

    private void paths(List<Integer> starts, List<Integer> ends, Trace trace, GraphPeer peer)
            throws IOException {
        var times = new Times(starts.size());
        for (int at = 0; at < starts.size(); at++) {
            int from = starts.get(at);
            int to = ends.get(at);
            if (from != to) {
                var path =
                        times.of(
                                0,
                                () ->
                                        trace.between(
                                                TraceWorld.subject(from), TraceWorld.subject(to)));
                long theirs = times.of(1, () -> peer.cheapest(from, to));
                if (path.steps().isEmpty() ? theirs >= 0 : theirs != path.cost()) {
                    throw new IOException(
                            "the sides differ on a path: %d and %d".formatted(path.cost(), theirs));
                }
                times.next();
            }
        }
        plan.say("the cheapest path between two of them");
        times.say(plan, "as a node keeps it", "ArcadeDB");
    }

    private void holders(List<Integer> starts, Desk desk, GraphPeer peer) throws IOException {
        var times = new Times(starts.size());
        IntUnaryOperator busy = mail -> world.subjectAt(mail, mail % 4);
        for (int at = 0; at < starts.size(); at++) {
            int subject = at % 2 == 0 ? starts.get(at) : busy.applyAsInt(at);
            var ours =
                    times.of(
                            0,
                            () ->
                                    desk.index()
                                            .firstOfEachLog(
                                                    TraceWorld.subject(subject), _ -> true));
            Set<Integer> theirs = times.of(1, () -> peer.holders(subject));
            if (new HashSet<>(ours).size() != theirs.size()) {
                throw new IOException("the sides differ on who holds " + subject);
            }
            times.next();
        }
        plan.say("who holds evidence, every second question on a subject of rank one in its mail");
        times.say(plan, "Comity", "ArcadeDB");
    }

    /**
     * Milliseconds by side, by the clock and of the processor: on a machine with other work the
     * second tells more.
     */
    private static final class Times {
        private static final int SIDES = 3;

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final double[][] clock;
        private final double[][] processor;
        private int count;

        Times(int most) {
            clock = new double[SIDES][most];
            processor = new double[SIDES][most];
        }

        <T> T of(int side, Supplier<T> question) {
            long start = System.nanoTime();
            long used = threads.getCurrentThreadCpuTime();
            T answer = question.get();
            processor[side][count] = (threads.getCurrentThreadCpuTime() - used) / 1e6;
            clock[side][count] = (System.nanoTime() - start) / 1e6;
            return answer;
        }

        void next() {
            count++;
        }

        void say(Plan plan, String... sides) {
            say(plan, "by the clock", clock, sides);
            say(plan, "processor", processor, sides);
        }

        private void say(Plan plan, String of, double[][] millis, String... sides) {
            double[] medians = new double[sides.length];
            for (int side = 0; side < sides.length; side++) {
                double[] figures = Arrays.copyOf(millis[side], count);
                medians[side] = Quantiles.median(figures);
                plan.say(
                        "  %-18s %-12s median %9.3f ms, p90 %9.3f ms, p99 %9.3f ms"
                                .formatted(
                                        sides[side],
                                        of,
                                        medians[side],
                                        Quantiles.of(figures, 0.9),
                                        Quantiles.of(figures, 0.99)));
            }
            for (int side = 0; side < sides.length - 1; side++) {
                plan.say(
                        "  %s is %.1f times as fast (goal: 10)"
                                .formatted(sides[side], medians[sides.length - 1] / medians[side]));
            }
        }
    }
}
