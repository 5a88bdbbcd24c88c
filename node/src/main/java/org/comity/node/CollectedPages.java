package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Tlp;
import org.comity.store.StoreReader;
import org.comity.taxii.Selection;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;

/**
 * Pages of a collection out of its indexes, for a reader of TLP levels up to one. The clock of the
 * collection is read first and nothing behind it is shown: what the scans of two levels or two
 * types see comes from two moments, and an entry of the later one would hide what came before it.
 */
final class CollectedPages {
    private final StoreReader store;
    private final String collection;
    private final Tlp greatest;

    CollectedPages(StoreReader store, String collection, Tlp greatest) {
        this.store = store;
        this.collection = collection;
        this.greatest = greatest;
    }

    /** What was read. */
    record Read(List<CollectedRow> rows, boolean more, long newest) {}

    private record Bounds(long after, long until, int count) {}

    Read page(Selection selection, long after, int limit) throws IOException {
        long until = number(CollectedRow.clock(collection));
        long newest = 0;
        for (Tlp tlp : levels()) {
            newest = Math.max(newest, number(CollectedRow.newest(collection, tlp)));
        }
        boolean none =
                !selection.specVersions().isEmpty()
                        && CollectedRow.SPEC_VERSIONS.stream()
                                .noneMatch(it -> selection.specVersions().contains(it));
        var found = new ArrayList<CollectedRow>();
        if (!none) {
            var bounds = new Bounds(Math.max(0, after), until, limit + 1);
            found.addAll(
                    selection.ids().isEmpty()
                            ? scanned(selection, bounds)
                            : ofIds(selection, bounds));
            found.sort(Comparator.comparingLong(CollectedRow::date));
        }
        boolean more = found.size() > limit;
        return new Read(
                more ? List.copyOf(found.subList(0, limit)) : found, more, Math.min(newest, until));
    }

    private List<Tlp> levels() {
        return Arrays.stream(Tlp.values()).filter(it -> it.compareTo(greatest) <= 0).toList();
    }

    private long number(Bytes key) throws IOException {
        return store.value(key).map(it -> it.buffer().getLong()).orElse(0L);
    }

    private List<CollectedRow> scanned(Selection selection, Bounds bounds) throws IOException {
        var found = new ArrayList<CollectedRow>();
        for (Bytes index : indexes(selection)) {
            for (Tlp tlp : levels()) {
                found.addAll(scanned(index, tlp, selection, bounds));
            }
        }
        return found;
    }

    /** The narrowest that have all that is selected, none of it twice. */
    private List<Bytes> indexes(Selection selection) {
        if (!selection.types().isEmpty()) {
            return selection.types().stream()
                    .map(it -> CollectedRow.byType(collection, it))
                    .toList();
        }
        boolean exact =
                !selection.versions().isEmpty()
                        && selection.versions().stream()
                                .allMatch(Selection.Exactly.class::isInstance);
        return exact
                ? selection.versions().stream()
                        .map(it -> CollectedRow.byVersion(collection, it.text()))
                        .toList()
                : List.of(CollectedRow.byDate(collection));
    }

    private List<CollectedRow> scanned(Bytes index, Tlp tlp, Selection selection, Bounds bounds)
            throws IOException {
        var found = new ArrayList<CollectedRow>();
        Bytes after = CollectedRow.at(index, tlp, bounds.after());
        Bytes prefix = after.slice(0, after.length() - Long.BYTES);
        boolean isByDate = index.equals(CollectedRow.byDate(collection));
        store.scanFrom(
                prefix,
                after,
                (key, value) -> {
                    long date = key.buffer().getLong(key.length() - Long.BYTES);
                    if (date > bounds.until()) {
                        return false;
                    }
                    Optional<CollectedRow> row =
                            isByDate ? Optional.of(CollectedRow.read(key, value)) : row(tlp, date);
                    if (row.isPresent() && isSelected(row.get(), selection)) {
                        found.add(row.get());
                    }
                    return found.size() < bounds.count();
                });
        return found;
    }

    private Optional<CollectedRow> row(Tlp tlp, long date) throws IOException {
        Bytes key = CollectedRow.at(CollectedRow.byDate(collection), tlp, date);
        return store.value(key).map(it -> CollectedRow.read(key, it));
    }

    private boolean isSelected(CollectedRow row, Selection selection) throws IOException {
        if (!isOfSpec(row, selection)) {
            return false;
        }
        if (selection.versions().isEmpty()) {
            return true;
        }
        for (Selection.VersionMatch match : selection.versions()) {
            boolean is =
                    switch (match) {
                        case Selection.First() -> row.flags().first() || isAtEnd(row, true);
                        case Selection.Last() -> row.flags().last() || isAtEnd(row, false);
                        case Selection.Exactly(String text) ->
                                TaxiiTime.normal(row.version()).equals(Optional.of(text));
                    };
            if (is) {
                return true;
            }
        }
        return false;
    }

    /** Section 3.4.3: where nothing is said, of each object the newest that its reader may see. */
    private boolean isOfSpec(CollectedRow row, Selection selection) throws IOException {
        return selection.specVersions().isEmpty()
                ? !row.flags().old() || seen(row.id()).stream().allMatch(CollectedRow.Known::old)
                : selection.specVersions().contains(row.entry().specVersion());
    }

    /** Whether it is the first or the last of what this reader may see, though not of all. */
    private boolean isAtEnd(CollectedRow row, boolean first) throws IOException {
        if (greatest == Tlp.RED) {
            return false;
        }
        List<CollectedRow.Known> seen = seen(row.id());
        CollectedRow.Known its =
                seen.stream().filter(it -> it.date() == row.date()).findFirst().orElse(null);
        return its != null
                && seen.stream()
                        .filter(it -> it.old() == its.old())
                        .noneMatch(it -> first ? it.isBefore(its) : its.isBefore(it));
    }

    private List<CollectedRow.Known> seen(String id) throws IOException {
        return store
                .value(CollectedRow.object(collection, id))
                .map(CollectedRow.Known::read)
                .orElse(List.of())
                .stream()
                .filter(it -> it.tlp().compareTo(greatest) <= 0)
                .toList();
    }

    private List<CollectedRow> ofIds(Selection selection, Bounds bounds) throws IOException {
        var found = new ArrayList<CollectedRow>();
        for (String id : selection.ids()) {
            String type = id.substring(0, id.indexOf("--"));
            if (selection.isOfType(type)) {
                found.addAll(ofObject(id, selection, bounds));
            }
        }
        return found;
    }

    private List<CollectedRow> ofObject(String id, Selection selection, Bounds bounds)
            throws IOException {
        var found = new ArrayList<CollectedRow>();
        List<CollectedRow.Known> all = seen(id);
        List<CollectedRow.Known> old = all.stream().filter(CollectedRow.Known::old).toList();
        List<CollectedRow.Known> now = all.stream().filter(it -> !it.old()).toList();
        for (CollectedRow.Known one : all) {
            List<CollectedRow.Known> seen = one.old() ? old : now;
            boolean ofSpec =
                    selection.specVersions().isEmpty()
                            ? one.old() == now.isEmpty()
                            : selection.specVersions().contains(one.specVersion());
            boolean within = one.date() > bounds.after() && one.date() <= bounds.until();
            if (ofSpec && within && mayBe(one, seen, selection)) {
                row(one.tlp(), one.date())
                        .filter(it -> isExact(it, one, seen, selection))
                        .ifPresent(found::add);
            }
            if (found.size() == bounds.count()) {
                break;
            }
        }
        return found;
    }

    /** Spares reading those that are neither first nor last, where only these are asked for. */
    private static boolean mayBe(
            CollectedRow.Known one, List<CollectedRow.Known> seen, Selection selection) {
        return selection.versions().isEmpty()
                || selection.versions().stream()
                        .anyMatch(it -> it instanceof Selection.Exactly || isEnd(one, seen, it));
    }

    private static boolean isExact(
            CollectedRow row,
            CollectedRow.Known one,
            List<CollectedRow.Known> seen,
            Selection selection) {
        return selection.versions().isEmpty()
                || selection.versions().stream()
                        .anyMatch(it ->
                                isEnd(one, seen, it)
                                        || TaxiiTime.normal(row.version())
                                                .equals(Optional.of(it.text())));
    }

    private static boolean isEnd(
            CollectedRow.Known one, List<CollectedRow.Known> seen, Selection.VersionMatch match) {
        return switch (match) {
            case Selection.First() -> seen.stream().noneMatch(it -> it.isBefore(one));
            case Selection.Last() -> seen.stream().noneMatch(one::isBefore);
            case Selection.Exactly _ -> false;
        };
    }
}
