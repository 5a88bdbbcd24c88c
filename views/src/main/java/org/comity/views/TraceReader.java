package org.comity.views;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comity.statement.Subject;
import org.comity.value.Hash;

/**
 * Reads for one trace with a budget. Only entries that the viewer may see are counted, so that
 * neither the budget nor what counts as a hub tells of the others; against a flood of hidden rows
 * there is one coarse bound, which ends the trace.
 */
final class TraceReader {
    static final int HIDDEN_ROWS_MAX = 1_000_000;

    /** Newest postings of each log that are followed when the start itself is a hub. */
    static final int START_PER_LOG_MAX = 32;

    private final SubjectIndex index;
    private final Predicate<Entry> visible;
    private final int postingsMax;
    private int budget;
    private int hiddenBudget = HIDDEN_ROWS_MAX;
    private boolean spent;

    TraceReader(SubjectIndex index, Predicate<Entry> visible, Trace.Bounds bounds) {
        this.index = index;
        this.visible = visible;
        this.postingsMax = bounds.postingsMax();
        this.budget = bounds.rowsMax();
    }

    /** There was more to read. */
    boolean isSpent() {
        return spent;
    }

    /** Empty for a hub. */
    Optional<List<Entry>> on(Subject subject) {
        var entries = new ArrayList<Entry>();
        index.scan(subject, spending(entries::add, () -> entries.size() <= postingsMax));
        return entries.size() > postingsMax ? Optional.empty() : Optional.of(entries);
    }

    /**
     * Empty for evidence that names too many subjects to mean anything, such as a sensor's whole
     * day.
     */
    Optional<List<Entry>> under(Hash root) {
        var entries = new ArrayList<Entry>();
        index.scanRoot(root, spending(entries::add, () -> entries.size() <= postingsMax));
        return entries.size() > postingsMax ? Optional.empty() : Optional.of(entries);
    }

    /**
     * The newest of each log, so that the member whose name sorts first does not fill the trace.
     */
    List<Entry> onHubAtStart(Subject subject) {
        Map<String, ArrayDeque<Entry>> byOrigin = new TreeMap<>();
        int reserve = budget / 2;
        index.scan(
                subject,
                spending(
                        entry -> {
                            var newest =
                                    byOrigin.computeIfAbsent(
                                            entry.statement().origin(), _ -> new ArrayDeque<>());
                            if (newest.size() == START_PER_LOG_MAX) {
                                newest.removeFirst();
                            }
                            newest.addLast(entry);
                        },
                        () -> budget > reserve));
        var entries = new ArrayList<Entry>();
        byOrigin.values().forEach(entries::addAll);
        return entries;
    }

    private Predicate<Entry> spending(Consumer<Entry> taken, BooleanSupplier on) {
        return entry -> {
            // Only a visible entry may end a reading, or its end would tell of hidden ones.
            if (!visible.test(entry)) {
                spent |= --hiddenBudget <= 0;
                return !spent;
            }
            if (budget == 0) {
                spent = true;
                return false;
            }
            budget--;
            taken.accept(entry);
            return on.getAsBoolean();
        };
    }
}
