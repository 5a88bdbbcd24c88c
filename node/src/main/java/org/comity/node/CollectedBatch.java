package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.StatementId;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;

/** The entries that one statement, or one change of a list, gives in one collection. */
final class CollectedBatch {
    private static final long MICROS_PER_MILLI = 1_000;

    /** The rows as they are for whoever writes. */
    interface Rows {
        Optional<Bytes> value(Bytes key) throws IOException;
    }

    private final Rows store;
    private final String collection;
    private final Tlp tlp;
    private final List<CollectedRow> fresh = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();

    CollectedBatch(Rows store, String collection, Tlp tlp) {
        this.store = store;
        this.collection = collection;
        this.tlp = tlp;
    }

    /** With their dates, once it is finished. */
    List<CollectedRow> fresh() {
        return fresh;
    }

    /** Of a statement. */
    void add(CollectedObject object, StatementId place) {
        add(object, Optional.of(place), Bytes.EMPTY);
    }

    /** Of no statement. */
    void addMade(CollectedObject object, Bytes content) {
        add(object, Optional.empty(), content);
    }

    private void add(CollectedObject object, Optional<StatementId> place, Bytes content) {
        fresh.add(
                new CollectedRow(
                        tlp,
                        0,
                        object.id(),
                        object.version(),
                        new CollectedRow.Flags(false, false, object.old(), object.length()),
                        place,
                        object.offset(),
                        content));
        hashes.add(object.hash());
    }

    List<Change> finish(long nowMicros) throws IOException {
        Map<Bytes, List<CollectedRow.Known>> objects = new LinkedHashMap<>();
        leaveOutKnown(objects);
        if (fresh.isEmpty()) {
            return List.of();
        }
        long date = firstDate(fresh.size(), nowMicros);
        Map<Bytes, CollectedRow> written = new LinkedHashMap<>();
        for (int i = 0; i < fresh.size(); i++, date++) {
            CollectedRow row = dated(fresh.get(i), date);
            fresh.set(i, row);
            written.put(row.key(collection), row);
            Bytes object = CollectedRow.object(collection, row.id());
            objects.computeIfAbsent(object, _ -> new ArrayList<>()).add(row.known(hashes.get(i)));
        }
        return rows(objects, written);
    }

    /** Exact repetitions give no entry; what is not known yet stands in for itself. */
    private void leaveOutKnown(Map<Bytes, List<CollectedRow.Known>> objects) throws IOException {
        var seen = new TreeMap<String, List<Long>>();
        for (int i = 0; i < fresh.size(); i++) {
            CollectedRow row = fresh.get(i);
            long hash = hashes.get(i);
            Bytes object = CollectedRow.object(collection, row.id());
            List<CollectedRow.Known> all = objects.get(object);
            if (all == null) {
                all =
                        new ArrayList<>(
                                store.value(object)
                                        .map(CollectedRow.Known::read)
                                        .orElse(List.of()));
                objects.put(object, all);
            }
            List<Long> here = seen.computeIfAbsent(row.id(), _ -> new ArrayList<>());
            // Who may see this one need not see those at a stricter level.
            List<CollectedRow.Known> shown =
                    all.stream().filter(it -> it.tlp().compareTo(tlp) <= 0).toList();
            boolean again =
                    here.contains(hash)
                            || shown.stream().anyMatch(it -> it.hash() == hash)
                            || shown.size() + here.size() >= Collected.VERSIONS_MAX;
            if (again) {
                fresh.remove(i);
                hashes.remove(i);
                i--;
            } else {
                here.add(hash);
            }
        }
    }

    private long firstDate(int count, long nowMicros) throws IOException {
        long last =
                store.value(CollectedRow.clock(collection))
                        .map(it -> it.buffer().getLong())
                        .orElse(0L);
        long end = Math.max(last + count, nowMicros);
        end += Math.floorMod(-end, MICROS_PER_MILLI);
        return end - count + 1;
    }

    private CollectedRow dated(CollectedRow row, long date) {
        return new CollectedRow(
                row.tlp(),
                date,
                row.id(),
                row.version().isEmpty() ? TaxiiTime.print(date) : row.version(),
                row.flags(),
                row.place(),
                row.offset(),
                row.content());
    }

    private List<Change> rows(
            Map<Bytes, List<CollectedRow.Known>> objects, Map<Bytes, CollectedRow> written)
            throws IOException {
        var rows = new ArrayList<Change>();
        var ids = new TreeSet<String>();
        written.values().forEach(it -> ids.add(it.id()));
        for (String id : ids) {
            Bytes object = CollectedRow.object(collection, id);
            List<CollectedRow.Known> all = objects.getOrDefault(object, List.of());
            rows.addAll(flags(all, written));
            rows.add(new Change.Put(object, CollectedRow.Known.write(all)));
        }
        written.values().forEach(it -> rows.addAll(it.put(collection)));
        Bytes last = RowKeys.number(fresh.getLast().date());
        rows.add(new Change.Put(CollectedRow.clock(collection), last));
        rows.add(new Change.Put(CollectedRow.newest(collection, tlp), last));
        return rows;
    }

    /** Of the entries from before only their first and their last can have to be told otherwise. */
    private List<Change> flags(List<CollectedRow.Known> all, Map<Bytes, CollectedRow> written)
            throws IOException {
        var before = new ArrayList<CollectedRow.Known>();
        var rows = new ArrayList<Change>();
        var ends = Ends.of(all);
        for (CollectedRow.Known one : all) {
            CollectedRow its = written.get(key(one));
            if (its == null) {
                before.add(one);
            } else {
                written.put(key(one), its.with(ends.isFirst(one), ends.isLast(one)));
            }
        }
        if (!before.isEmpty()) {
            var were = Ends.of(before);
            for (CollectedRow.Known one : were.all()) {
                Optional<Bytes> row = store.value(key(one));
                if (row.isPresent()) {
                    flagged(CollectedRow.read(key(one), row.get()), key(one), ends, one)
                            .ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    private Bytes key(CollectedRow.Known one) {
        return CollectedRow.at(CollectedRow.byDate(collection), one.tlp(), one.date());
    }

    /** The first and the last version of an object, in each version of STIX that it has. */
    record Ends(Map<Boolean, CollectedRow.Known> firsts, Map<Boolean, CollectedRow.Known> lasts) {
        static Ends of(List<CollectedRow.Known> all) {
            var firsts = new TreeMap<Boolean, CollectedRow.Known>();
            var lasts = new TreeMap<Boolean, CollectedRow.Known>();
            for (CollectedRow.Known one : all) {
                firsts.merge(one.old(), one, (a, b) -> b.isBefore(a) ? b : a);
                lasts.merge(one.old(), one, (a, b) -> a.isBefore(b) ? b : a);
            }
            return new Ends(firsts, lasts);
        }

        boolean isFirst(CollectedRow.Known one) {
            return one.equals(firsts.get(one.old()));
        }

        boolean isLast(CollectedRow.Known one) {
            return one.equals(lasts.get(one.old()));
        }

        Set<CollectedRow.Known> all() {
            var all = new LinkedHashSet<>(firsts.values());
            all.addAll(lasts.values());
            return all;
        }
    }

    static Optional<Change> flagged(
            CollectedRow row, Bytes key, Ends ends, CollectedRow.Known one) {
        boolean first = ends.isFirst(one);
        boolean last = ends.isLast(one);
        return row.flags().first() == first && row.flags().last() == last
                ? Optional.empty()
                : Optional.of(new Change.Put(key, row.with(first, last).bytes()));
    }
}
