package org.comity.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comity.value.Bytes;

/** What {@code comity check-data} has found so far; of very many, the first. */
final class Findings {
    private static final int OF_ONE_REMEDY_MAX = 100;

    /**
     * One of them.
     *
     * @param about completes the remedy's command, such as a member's name
     */
    record One(String what, Remedy remedy, String about) {
        /** What to do, with the whole command where there is one. */
        String remedyWords() {
            return remedy.words() + (about.isEmpty() ? "" : " " + about);
        }

        @Override
        public String toString() {
            return what + "; " + remedyWords();
        }
    }

    private final Set<Bytes> droppable = new LinkedHashSet<>();
    private final List<One> all = new ArrayList<>();
    private final Map<Remedy, Long> counts = new EnumMap<>(Remedy.class);

    void add(String what, Remedy remedy) {
        add(new One(what, remedy, ""));
    }

    void add(One found) {
        if (counts.merge(found.remedy(), 1L, Long::sum) <= OF_ONE_REMEDY_MAX) {
            all.add(found);
        }
    }

    /** A row that the remedy drops. */
    void addRow(Bytes key, String what, Remedy remedy) {
        add(what + ": " + key.hex(), remedy);
        if (remedy == Remedy.REBUILD || remedy == Remedy.EVIDENCE || remedy == Remedy.SAY_AGAIN) {
            droppable.add(key);
        }
    }

    /** Keys of rows that {@code comity rebuild} drops. */
    Set<Bytes> droppable() {
        return Collections.unmodifiableSet(droppable);
    }

    /** In the order in which they were found. */
    List<One> all() {
        var told = new ArrayList<>(all);
        counts.forEach((remedy, count) -> {
            if (count > OF_ONE_REMEDY_MAX) {
                String more = (count - OF_ONE_REMEDY_MAX) + " more of this kind";
                told.add(new One(more, remedy, ""));
            }
        });
        return told;
    }

    boolean hasGrave() {
        return counts.keySet().stream().anyMatch(Remedy::isGrave);
    }
}
