package org.comity.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comity.statement.Subject;

/**
 * Follows evidence from one subject to others: two subjects are one hop apart when claims on both
 * rest on one root. Standing in one statement is not enough, because an imported list puts
 * strangers side by side; and one mail that was split over several statements, or reported by two
 * members, is still one piece of evidence.
 */
public final class Trace {
    private final SubjectIndex index;
    private final Predicate<Entry> visible;
    private final Bounds bounds;

    /**
     * How far a trace may go.
     *
     * @param hops at most 4: beyond that everything is connected to everything
     * @param rowsMax visible entries read in all
     * @param postingsMax more visible postings than this make a subject or a piece of evidence a
     *     hub
     */
    public record Bounds(int hops, int rowsMax, int postingsMax) {
        public static final int HOPS_MAX = 4;
        public static final Bounds USUAL = new Bounds(2, 20_000, 200);

        public Bounds {
            if (hops < 1 || hops > HOPS_MAX || rowsMax < 1 || postingsMax < 1) {
                throw new IllegalArgumentException("a trace has 1 to 4 hops and bounds from 1");
            }
        }
    }

    /**
     * @param visible what the viewer may see; all that the trace says is a function of these
     *     entries
     */
    public Trace(SubjectIndex index, Predicate<Entry> visible, Bounds bounds) {
        this.index = index;
        this.visible = visible;
        this.bounds = bounds;
    }

    /** All that lies within the hops. */
    public Traced from(Subject start) {
        return new TraceWalk(new TraceReader(index, visible, bounds), bounds.hops())
                .walk(start, Optional.empty());
    }

    /** A shortest path, or no step when there is none within the bounds. */
    public Traced between(Subject from, Subject to) {
        Traced all =
                new TraceWalk(new TraceReader(index, visible, bounds), bounds.hops())
                        .walk(from, Optional.of(to));
        List<Traced.Step> path = pathTo(to, all.steps());
        return new Traced(from, path, all.hubs(), all.crowded(), all.cutShort());
    }

    private static List<Traced.Step> pathTo(Subject to, List<Traced.Step> steps) {
        var path = new ArrayList<Traced.Step>();
        Subject wanted = to;
        for (Traced.Step step : steps.reversed()) {
            if (step.to().equals(wanted)) {
                path.addFirst(step);
                wanted = step.from();
            }
        }
        return path;
    }
}
