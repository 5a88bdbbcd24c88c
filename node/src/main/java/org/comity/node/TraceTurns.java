package org.comity.node;

import java.io.UncheckedIOException;
import org.comity.views.TraceGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on in the graph that traces walk, once anybody has asked for one, and keeps it in step; in
 * small turns with pauses, so that neither traces nor lists wait for it.
 */
final class TraceTurns {
    private static final Logger LOG = LoggerFactory.getLogger(TraceTurns.class);
    private static final long PAUSE_MILLIS = 2;
    private static final long IDLE_MILLIS = 500;

    private final Pace pace;
    private final TraceGraph graph;

    private TraceTurns(Desk desk) {
        this.pace = desk.machine().pace();
        this.graph = desk.indexes().graph();
    }

    static AutoCloseable start(Desk desk) {
        var turns = new TraceTurns(desk);
        return turns.pace.turns("traces", turns.pace.millis() + IDLE_MILLIS, turns::turn);
    }

    private long turn() {
        long pause = IDLE_MILLIS;
        try {
            pause = graph.readOn() ? PAUSE_MILLIS : IDLE_MILLIS;
        } catch (UncheckedIOException unreadable) { // a trace reads what it needs, and says so
            LOG.atWarn().setCause(unreadable).log("the graph of traces is not read on");
        }
        return pace.millis() + pause;
    }
}
