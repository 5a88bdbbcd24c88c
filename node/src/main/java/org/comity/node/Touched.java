package org.comity.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.statement.Subject;
import org.comity.views.Entry;

/** The subjects whose claims have changed, and how. For one thread. */
final class Touched {
    private final Map<Subject, List<Entry>> added = new HashMap<>();
    private final Set<Subject> changed = new HashSet<>();

    /** One more claim on its subject. */
    void added(Entry entry) {
        added.computeIfAbsent(entry.claim().subject(), _ -> new ArrayList<>()).add(entry);
    }

    /** Something other than one more claim: a claim went, or what it counts. */
    void changed(Subject subject) {
        changed.add(subject);
    }

    /** It is to be decided again, with the claims as they were. */
    void again(Subject subject) {
        added.computeIfAbsent(subject, _ -> new ArrayList<>());
    }

    Set<Subject> changed() {
        return Set.copyOf(changed);
    }

    boolean has(Subject subject) {
        return added.containsKey(subject) || changed.contains(subject);
    }

    boolean isChanged(Subject subject) {
        return changed.contains(subject);
    }

    List<Entry> addedOn(Subject subject) {
        return added.getOrDefault(subject, List.of());
    }

    Set<Subject> subjects() {
        var all = new HashSet<>(changed);
        all.addAll(added.keySet());
        return all;
    }
}
