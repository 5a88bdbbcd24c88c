package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.comity.statement.Traceable;
import org.junit.jupiter.api.Test;

/** The graph that is read before it is needed. */
class TraceReadingTest {
    private static final Trace.Sight ALL = Trace.Sight.of(_ -> true);
    private static final Trace.Bounds FAR = new Trace.Bounds(8, Integer.MAX_VALUE, 50);

    private final MemoryRows rows = new MemoryRows();
    private final SubjectIndex index = new SubjectIndex(rows);

    /** A chain of mails, each of which shares one name with the next, and all one mailer. */
    private void chain(int mails) {
        for (int mail = 0; mail < mails; mail++) {
            Given.Statement statement =
                    Given.statement(
                            "m" + mail % 3,
                            mail,
                            Given.claim(name(mail), "mail" + mail),
                            Given.claim(name(mail + 1), "mail" + mail),
                            Given.claim("mailer.test", "mail" + mail));
            rows.apply(statement.fold());
        }
    }

    private static String name(int number) {
        return "s" + number + ".test";
    }

    private static List<Traceable> reach(TraceGraph graph, String from) {
        return new Trace(graph, ALL, FAR).reach(Given.domain(from));
    }

    private static void readOn(TraceGraph graph) {
        while (graph.readOn()) {
            assertTrue(graph.bytes() > 0);
        }
    }

    @Test
    void nobodyHasItReadWhoNeverAsked() {
        chain(10);
        rows.reads = 0;
        var graph = Given.graph(index, 1 << 20);
        assertFalse(graph.readOn());
        assertEquals(0, rows.reads);
    }

    @Test
    void whatWasReadOnCostsNoRows() {
        chain(2_000);
        var graph = Given.graph(index, 1 << 24);
        assertEquals(16, reach(graph, name(1_000)).size() - 1);
        readOn(graph);
        rows.reads = 0;
        assertEquals(16, reach(graph, name(500)).size() - 1);
        // Whether there is any link by now, and no more.
        assertTrue(rows.reads <= 1, "rows read: " + rows.reads);
    }

    @Test
    void ofAHubIsReadWhatTellsItForOneAndTheRestIsSkipped() {
        chain(20_000);
        var graph = Given.graph(index, 1 << 24);
        assertFalse(reach(graph, name(7)).isEmpty());
        rows.reads = 0;
        readOn(graph);
        long claimsAndRoots = 60_000 + 20_000;
        assertTrue(rows.reads < claimsAndRoots - 19_000, "rows read: " + rows.reads);
        assertEquals(reach(Given.graph(index, 0), "mailer.test"), reach(graph, "mailer.test"));
    }

    @Test
    void whatStandsInOneMailLiesTogether() {
        int mails = 2_000;
        chain(mails);
        var graph = Given.graph(index, 1 << 24);
        assertEquals(List.of(), reach(graph, "nowhere.test"));
        readOn(graph);
        List<Integer> nodes =
                IntStream.rangeClosed(0, mails)
                        .mapToObj(it -> graph.node(Given.domain(name(it))))
                        .sorted()
                        .toList();
        int behind = graph.start(nodes.getFirst());
        for (int node : nodes) {
            assertTrue(behind <= graph.start(node));
            behind = graph.start(node) + graph.count(node);
            int mail = graph.end(graph.start(node));
            int other = graph.end(graph.start(node) + graph.count(node) - 1);
            assertTrue(Math.min(Math.abs(node - mail), Math.abs(node - other)) <= 3);
        }
    }

    /** As when much is imported while one trace goes on. */
    @Test
    void ofManyRowsThatChangeAtOnceOnlyTheirNodesAreReadAgain() {
        chain(2_000);
        var graph = Given.graph(index, 1 << 24);
        assertFalse(reach(graph, name(7)).isEmpty());
        readOn(graph);
        assertEquals(16, reach(graph, name(500)).size() - 1);
        rows.apply(
                Given.statement(
                                "m9",
                                1,
                                Given.claim(name(500), "more"),
                                Given.claim("more.test", "more"))
                        .fold());
        for (int at = 0; at < 200_000; at++) {
            graph.changed(KeyFormat.subjectPrefix(Given.domain("elsewhere" + at + ".test")));
        }
        graph.changed(KeyFormat.subjectPrefix(Given.domain(name(500))));
        rows.reads = 0;
        assertEquals(17, reach(graph, name(500)).size() - 1);
        assertTrue(rows.reads < 20, "rows read: " + rows.reads);
        assertFalse(graph.readOn());
    }

    @Test
    void aGraphThatIsTooLargeIsReadWhereItIsWalkedOnly() {
        chain(3_000);
        var graph = Given.graph(index, 100_000);
        assertFalse(reach(graph, name(7)).isEmpty());
        readOn(graph);
        List<Traceable> found = new ArrayList<>(reach(graph, name(1_000)));
        assertEquals(reach(Given.graph(index, 0), name(1_000)), found);
        assertTrue(graph.bytes() < 100_000, "bytes: " + graph.bytes());
        rows.reads = 0;
        assertFalse(graph.readOn());
        assertTrue(rows.reads <= 1, "rows read: " + rows.reads);
    }
}
