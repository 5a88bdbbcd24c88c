package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import org.comity.statement.Subject;
import org.comity.statement.Traceable;
import org.junit.jupiter.api.Test;

/** A trace that goes on for long says so, and can be ended in the middle. */
final class TracePulseTest {
    private static final Predicate<Provenance> ALL = _ -> true;
    private static final Subject START = Given.domain("start");
    private static final int NEIGHBOURS = 3_000;
    private static final Trace.Bounds BOUNDS = new Trace.Bounds(2, 100_000, 10_000);

    private final MemoryRows rows = new MemoryRows();
    private final TraceGraph graph = Given.graph(new SubjectIndex(rows), 1_000_000);

    private void manyNeighbours(String of) {
        for (int at = 0; at < NEIGHBOURS; at++) {
            String root = of + at;
            rows.apply(
                    Given.statement(
                                    "a-" + of,
                                    at,
                                    Given.claim(of, root),
                                    Given.claim("host" + at, root))
                            .fold());
        }
    }

    private Traced trace(TraceGraph on, Trace.Pulse pulse) {
        return new Trace(on, Trace.Sight.of(ALL), BOUNDS, pulse).from(START);
    }

    @Test
    void itTellsOfTheRowsThatItReadsAndOfNoneThatItKnows() {
        manyNeighbours("start");
        var read = new int[1];
        Traced first = trace(graph, more -> read[0] += more);
        assertEquals(NEIGHBOURS, first.reached());
        assertTrue(read[0] >= 2 * NEIGHBOURS, "rows: " + read[0]);
        var again = new int[1];
        assertEquals(first, trace(graph, more -> again[0] += more));
        assertEquals(0, again[0]);
    }

    @Test
    void whatIsEndedInTheMiddleLeavesTheGraphAsGoodAsNew() {
        manyNeighbours("start");
        Trace.Pulse end =
                _ -> {
                    throw new IllegalStateException("nobody listens");
                };
        assertThrows(IllegalStateException.class, () -> trace(graph, end));
        Traced whole = trace(graph, _ -> {});
        assertEquals(trace(Given.graph(new SubjectIndex(rows), 0), _ -> {}), whole);
        assertEquals(NEIGHBOURS, whole.reached());
    }

    /** Each by itself is below the bound, and there may be many. */
    @Test
    void hiddenRowsAreCountedOverAllThatAreMet() {
        manyNeighbours("start");
        manyNeighbours("other");
        Predicate<Provenance> own = it -> it.member().name().equals("b");
        rows.apply(
                Given.statement("b", 0, Given.claim("start", "own"), Given.claim("other", "own"))
                        .fold());
        graph.begin();
        var view = new TraceView(graph, Trace.Sight.of(own), BOUNDS, NEIGHBOURS + 1);
        int start = graph.node((Traceable) START);
        assertEquals(1, view.edges(start));
        assertEquals(1, view.edges(start), "what was met once is not counted again");
        assertFalse(view.isSpent());
        assertEquals(1, view.edges(graph.node((Traceable) Given.domain("other"))));
        assertTrue(view.isSpent());
    }
}
