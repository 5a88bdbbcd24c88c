package org.comity.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private Optional<Subject> last = Optional.empty();

    /**
     * @param index as the writer sees it
     */
    AllAnew(SubjectIndex index) {
        this.index = index;
    }

    /**
     * All again, since what was decided before the change is to be decided anew; from where it had
     * come to, and round. From the first again, the last would wait for ever where changes come
     * sooner than all are decided.
     */
    void begin() {
        waiting.clear();
        var upToLast = new ArrayList<Subject>();
        index.subjects(subject -> {
            boolean isBehind = last.filter(it -> subject.compareTo(it) <= 0).isPresent();
            return isBehind ? upToLast.add(subject) : waiting.add(subject);
        });
        waiting.addAll(upToLast);
    }

    boolean isDone() {
        return waiting.isEmpty();
    }

    List<Subject> next(int max) {
        var next = new ArrayList<Subject>(Math.min(max, waiting.size()));
        while (next.size() < max && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        if (!next.isEmpty()) {
            last = Optional.of(next.getLast());
        }
        return next;
    }
}
