package org.comity.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.comity.statement.Subject;
import org.comity.views.SubjectIndex;

/**
 * Subjects still to be decided anew because something changed that concerns them all: the charter,
 * who is in standing, whom this node believes. A million take minutes, and no statement should wait
 * so long: so the writer takes some of them after each of its batches. For the writer's thread.
 */
final class AllAnew {
    private final SubjectIndex index;
    private final Queue<Subject> waiting = new ArrayDeque<>();

    /**
     * @param index as the writer sees it
     */
    AllAnew(SubjectIndex index) {
        this.index = index;
    }

    /** From the first again: what was decided before the change is to be decided again. */
    void begin() {
        waiting.clear();
        index.subjects(waiting::add);
    }

    boolean isDone() {
        return waiting.isEmpty();
    }

    List<Subject> next(int max) {
        var next = new ArrayList<Subject>(Math.min(max, waiting.size()));
        while (next.size() < max && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }
}
