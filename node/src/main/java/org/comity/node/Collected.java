package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Payload;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.StixObject;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.taxii.TaxiiTime;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What stands in the collections: of each statement the objects of its bundle, each with a date
 * added that no other entry of the collection has. Dates ascend strictly, one microsecond each from
 * the clock or from the last, whichever is later, and the last of a statement is moved on to a
 * whole millisecond: a client that cuts it there reads nothing twice. Rows go with the payload in
 * one write, so a date is there for all readers at once, and no later one before it.
 *
 * <p>On the writer's thread. Off until a node with TAXII has collected what there was before.
 */
final class Collected {
    static final String OWN = "own";
    static final String EXCHANGE = "exchange";
    private static final String GROUP = "group-";

    /** Present while entries are kept. */
    static final Bytes ON = CollectedRow.key('m', "");

    /** Of one object in one collection; more are kept as statements and not shown here. */
    static final int VERSIONS_MAX = 1_024;

    private static final long MICROS_PER_MILLI = 1_000;

    private final PendingStore store;
    private final CharterBook charters;
    private final InstantSource clock;
    private boolean on;
    // Empty: every one.
    private String except = "";
    // Rows that were given out and are not in the store yet.
    private final Map<Bytes, Optional<Bytes>> ahead = new LinkedHashMap<>();

    Collected(PendingStore store, CharterBook charters, InstantSource clock) throws IOException {
        this.store = store;
        this.charters = charters;
        this.clock = clock;
        this.on = store.value(ON).isPresent();
    }

    boolean isOn() {
        return on;
    }

    void turn(boolean on) throws IOException {
        this.on = on;
        store.write(List.of(on ? new Change.Put(ON, Bytes.EMPTY) : new Change.Delete(ON)));
    }

    /** The rows given out so far are in the store, or never will be. */
    void settle() {
        ahead.clear();
    }

    private Optional<Bytes> value(Bytes key) throws IOException {
        Optional<Bytes> given = ahead.get(key);
        return given == null ? store.value(key) : given;
    }

    private List<Change> noted(List<Change> rows) {
        for (Change row : rows) {
            switch (row) {
                case Change.Put(Bytes key, Bytes value) -> ahead.put(key, Optional.of(value));
                case Change.Delete(Bytes key) -> ahead.put(key, Optional.empty());
                case Change.DeleteAll _ ->
                        throw new IllegalStateException("collections lose entries one by one");
            }
        }
        return rows;
    }

    /** What is appended meanwhile is no entry of this collection: it takes one back. */
    <T> T except(String collection, Writer.Task<T> task) throws IOException {
        except = collection;
        try {
            return task.run();
        } finally {
            except = "";
        }
    }

    /** A statement whose payload is taken now. */
    record Taken(
            MemberId author, StatementId id, StatementKind kind, Payload payload, Marking marking) {
        static Taken of(MemberId author, Ledger.Folded folded) {
            return new Taken(
                    author,
                    folded.id(),
                    folded.statement().leaf().kind(),
                    folded.statement().payload(),
                    folded.marking());
        }
    }

    /** The rows that go with a payload. */
    List<Change> rows(Taken taken) throws IOException {
        boolean seen =
                on
                        && taken.kind() == StatementKind.BUNDLE
                        && Visibility.maySee(
                                taken.marking(),
                                taken.payload().audience(),
                                taken.author(),
                                new Viewer.Identified(charters.self().id()),
                                charters.charter());
        Bytes ofStatement = CollectedRow.ofStatement(taken.id());
        if (!seen || value(ofStatement).isPresent()) {
            return List.of();
        }
        var rows = new ArrayList<Change>();
        List<BundleCuts.Cut> cuts = BundleCuts.of(taken.payload().json());
        var told = new ArrayList<String>();
        for (String collection : collections(taken)) {
            var batch = new Batch(collection, taken.marking().tlp());
            for (BundleCuts.Cut cut : cuts) {
                batch.add(cut, taken);
            }
            rows.addAll(batch.finish());
            batch.fresh.forEach(
                    it -> told.add(collection + "\0" + it.tlp().ordinal() + "\0" + it.date()));
        }
        rows.add(new Change.Put(ofStatement, Bytes.utf8(String.join("\n", told))));
        return noted(rows);
    }

    private List<String> collections(Taken taken) {
        var collections = new ArrayList<String>();
        if (taken.author().equals(charters.self().id())) {
            collections.add(OWN);
        }
        switch (taken.payload().audience()) {
            case Audience.Exchange() -> collections.add(EXCHANGE);
            case Audience.Group(String name) -> collections.add(ofGroup(name));
            case Audience.Parties _ -> {}
        }
        collections.remove(except);
        return collections;
    }

    static String ofGroup(String name) {
        return GROUP + name;
    }

    /** The group whose collection it is; empty for the others. */
    static Optional<String> groupOf(String collection) {
        return collection.startsWith(GROUP)
                ? Optional.of(collection.substring(GROUP.length()))
                : Optional.empty();
    }

    /** An object that was worked out and is in no statement; it replaces its version before. */
    List<Change> made(String collection, Tlp tlp, Bytes object) throws IOException {
        var batch = new Batch(collection, tlp);
        for (BundleCuts.Cut cut :
                BundleCuts.of(Bytes.join(Bytes.utf8("{\"objects\":["), object, Bytes.utf8("]}")))) {
            batch.addMade(cut, object);
        }
        return noted(batch.finish());
    }

    /** What of a statement stands in collections goes, since the statement goes. */
    List<Change> without(StatementId id) throws IOException {
        Bytes ofStatement = CollectedRow.ofStatement(id);
        Optional<Bytes> told = value(ofStatement);
        if (told.isEmpty()) {
            return List.of();
        }
        var rows = new ArrayList<Change>();
        Map<Bytes, List<CollectedRow.Known>> objects = new LinkedHashMap<>();
        for (String line : told.get().utf8().lines().toList()) {
            String[] parts = line.split("\0", -1);
            Tlp tlp = Tlp.values()[Integer.parseInt(parts[1])];
            Bytes key =
                    CollectedRow.at(CollectedRow.byDate(parts[0]), tlp, Long.parseLong(parts[2]));
            Optional<Bytes> row = value(key);
            if (row.isPresent()) {
                rows.addAll(remove(parts[0], List.of(CollectedRow.read(key, row.get())), objects));
            }
        }
        rows.add(new Change.Delete(ofStatement));
        return noted(rows);
    }

    /** Rows without these entries of one object. */
    List<Change> without(String collection, List<CollectedRow> entries) throws IOException {
        return noted(remove(collection, entries, new LinkedHashMap<>()));
    }

    private List<Change> remove(
            String collection,
            List<CollectedRow> entries,
            Map<Bytes, List<CollectedRow.Known>> objects)
            throws IOException {
        var rows = new ArrayList<Change>();
        for (CollectedRow entry : entries) {
            rows.addAll(entry.delete(collection));
        }
        Bytes object = CollectedRow.object(collection, entries.getFirst().id());
        List<CollectedRow.Known> left =
                new ArrayList<>(objects.containsKey(object) ? objects.get(object) : known(object));
        left.removeIf(it -> entries.stream().anyMatch(gone -> gone.date() == it.date()));
        objects.put(object, left);
        rows.add(
                left.isEmpty()
                        ? new Change.Delete(object)
                        : new Change.Put(object, CollectedRow.Known.write(left)));
        for (CollectedRow.Known one : left) {
            Bytes key = CollectedRow.at(CollectedRow.byDate(collection), one.tlp(), one.date());
            Optional<Bytes> row = value(key);
            if (row.isPresent()) {
                CollectedRow its = CollectedRow.read(key, row.get());
                flagged(its, key, left, one).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private static Optional<Change> flagged(
            CollectedRow row, Bytes key, List<CollectedRow.Known> all, CollectedRow.Known one) {
        boolean first = isFirst(one, all);
        boolean last = isLast(one, all);
        return row.flags().first() == first && row.flags().last() == last
                ? Optional.empty()
                : Optional.of(new Change.Put(key, row.with(first, last).bytes()));
    }

    private static boolean isFirst(CollectedRow.Known one, List<CollectedRow.Known> all) {
        return all.stream().noneMatch(it -> it.isBefore(one));
    }

    private static boolean isLast(CollectedRow.Known one, List<CollectedRow.Known> all) {
        return all.stream().noneMatch(one::isBefore);
    }

    private List<CollectedRow.Known> known(Bytes object) throws IOException {
        return value(object).map(CollectedRow.Known::read).orElse(List.of());
    }

    /** The entries that one statement, or one change of a list, gives in one collection. */
    private final class Batch {
        private final String collection;
        private final Tlp tlp;
        private final List<CollectedRow> fresh = new ArrayList<>();
        private final List<Long> hashes = new ArrayList<>();

        Batch(String collection, Tlp tlp) {
            this.collection = collection;
            this.tlp = tlp;
        }

        void add(BundleCuts.Cut cut, Taken taken) {
            Bytes content = taken.payload().json().slice(cut.offset(), cut.offset() + cut.length());
            add(cut, Optional.of(taken.id()), content);
        }

        void addMade(BundleCuts.Cut cut, Bytes object) {
            add(cut, Optional.empty(), object);
        }

        private void add(BundleCuts.Cut cut, Optional<StatementId> place, Bytes content) {
            Optional<StixObject> self = cut.text("id").flatMap(StixObject::ofId);
            boolean isObject =
                    self.isPresent()
                            && cut.text("type").equals(Optional.of(self.get().type()))
                            && cut.text("spec_version").orElse("2.1").equals("2.1")
                            // Names the source of what others made; nobody pushed it.
                            && !cut.text("created_by_ref").equals(cut.text("id"));
            String version = cut.text("modified").or(() -> cut.text("created")).orElse("");
            if (!isObject || (!version.isEmpty() && TaxiiTime.parse(version).isEmpty())) {
                return;
            }
            fresh.add(
                    new CollectedRow(
                            tlp,
                            0,
                            self.get().id(),
                            version,
                            new CollectedRow.Flags(false, false, cut.length()),
                            place,
                            cut.offset(),
                            place.isPresent() ? Bytes.EMPTY : content));
            hashes.add(hash(content));
        }

        List<Change> finish() throws IOException {
            Map<Bytes, List<CollectedRow.Known>> objects = new LinkedHashMap<>();
            leaveOutKnown(objects);
            if (fresh.isEmpty()) {
                return List.of();
            }
            long date = firstDate(fresh.size());
            Map<Bytes, CollectedRow> written = new LinkedHashMap<>();
            for (int i = 0; i < fresh.size(); i++, date++) {
                CollectedRow row = dated(fresh.get(i), date);
                fresh.set(i, row);
                written.put(row.key(collection), row);
                Bytes object = CollectedRow.object(collection, row.id());
                objects.get(object).add(row.known(hashes.get(i)));
            }
            return rows(objects, written);
        }

        /** Exact repetitions give no entry; what is not known yet stands in for itself. */
        private void leaveOutKnown(Map<Bytes, List<CollectedRow.Known>> objects)
                throws IOException {
            var seen = new TreeMap<String, List<Long>>();
            for (int i = 0; i < fresh.size(); i++) {
                CollectedRow row = fresh.get(i);
                long hash = hashes.get(i);
                Bytes object = CollectedRow.object(collection, row.id());
                List<CollectedRow.Known> all = objects.get(object);
                if (all == null) {
                    all = new ArrayList<>(known(object));
                    objects.put(object, all);
                }
                List<Long> here = seen.computeIfAbsent(row.id(), _ -> new ArrayList<>());
                boolean again =
                        here.contains(hash)
                                || all.stream().anyMatch(it -> it.hash() == hash)
                                || all.size() + here.size() >= VERSIONS_MAX;
                if (again) {
                    fresh.remove(i);
                    hashes.remove(i);
                    i--;
                } else {
                    here.add(hash);
                }
            }
        }

        private long firstDate(int count) throws IOException {
            long last =
                    value(CollectedRow.clock(collection))
                            .map(it -> it.buffer().getLong())
                            .orElse(0L);
            Duration since = Duration.between(Instant.EPOCH, clock.instant());
            long now = since.toNanos() / 1_000;
            long end = Math.max(last + count, now);
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
            for (CollectedRow row : List.copyOf(written.values())) {
                Bytes object = CollectedRow.object(collection, row.id());
                List<CollectedRow.Known> all = objects.get(object);
                for (CollectedRow.Known one : all) {
                    // Of those before only the first and the last can have been one of them.
                    Bytes key =
                            CollectedRow.at(CollectedRow.byDate(collection), one.tlp(), one.date());
                    if (written.containsKey(key)) {
                        CollectedRow its = written.get(key);
                        written.put(key, its.with(isFirst(one, all), isLast(one, all)));
                    } else if (wasAtAnEnd(one, all, written)) {
                        Optional<Bytes> before = value(key);
                        if (before.isPresent()) {
                            flagged(CollectedRow.read(key, before.get()), key, all, one)
                                    .ifPresent(rows::add);
                        }
                    }
                }
                rows.add(new Change.Put(object, CollectedRow.Known.write(all)));
            }
            written.values().forEach(it -> rows.addAll(it.put(collection)));
            Bytes last = RowKeys.number(fresh.getLast().date());
            rows.add(new Change.Put(CollectedRow.clock(collection), last));
            rows.add(new Change.Put(CollectedRow.newest(collection, tlp), last));
            return rows;
        }

        private boolean wasAtAnEnd(
                CollectedRow.Known one,
                List<CollectedRow.Known> all,
                Map<Bytes, CollectedRow> written) {
            List<CollectedRow.Known> before =
                    all.stream()
                            .filter(it ->
                                    !written.containsKey(
                                            CollectedRow.at(
                                                    CollectedRow.byDate(collection),
                                                    it.tlp(),
                                                    it.date())))
                            .toList();
            return isFirst(one, before) || isLast(one, before);
        }
    }

    /** Of an object's bytes; enough to tell whether it came before. */
    static long hash(Bytes content) {
        return Hash.digest(content.array()).bytes().buffer().getLong();
    }
}
