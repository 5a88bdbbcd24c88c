package org.comity.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.comity.statement.Subject;

/**
 * For each subject at most one second: when something about it changes by itself. For one thread.
 */
final class DueTimes {
    private final TreeMap<Long, Set<Subject>> bySecond = new TreeMap<>();
    private final Map<Subject, Long> bySubject = new HashMap<>();

    /** In place of what was said of the subject before; empty: nothing changes by itself. */
    void set(Subject subject, OptionalLong second) {
        Long before = bySubject.get(subject);
        if (before != null && second.isPresent() && before == second.getAsLong()) {
            return;
        }
        if (before != null) {
            bySubject.remove(subject);
            Set<Subject> then = bySecond.get(before);
            if (then != null && then.remove(subject) && then.isEmpty()) {
                bySecond.remove(before);
            }
        }
        if (second.isPresent()) {
            bySubject.put(subject, second.getAsLong());
            bySecond.computeIfAbsent(second.getAsLong(), _ -> new HashSet<>()).add(subject);
        }
    }

    /** Takes out the subjects whose second has come. */
    Set<Subject> takeUntil(long second) {
        var come = new HashSet<Subject>();
        var past = bySecond.headMap(second, true);
        past.values().forEach(come::addAll);
        past.clear();
        bySubject.keySet().removeAll(come);
        return come;
    }

    int size() {
        return bySubject.size();
    }
}
