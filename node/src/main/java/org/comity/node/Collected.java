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
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.store.Change;
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

    private final PendingStore store;
    private final CharterBook charters;
    private final InstantSource clock;
    // Read by whoever makes a statement too.
    private volatile boolean on;
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
    record Taken(MemberId author, StatementId id, Prepared prepared) {
        private boolean isBundle() {
            return prepared.statement().leaf().kind() == StatementKind.BUNDLE;
        }

        private Marking marking() {
            return prepared.said().marking();
        }

        private Audience audience() {
            return prepared.statement().payload().audience();
        }

        private List<CollectedObject> objects() {
            return prepared.objects()
                    .orElseGet(() -> CollectedObject.all(prepared.statement().payload().json()));
        }
    }

    /** The rows that go with a payload. */
    List<Change> rows(Taken taken) throws IOException {
        boolean seen =
                on
                        && taken.isBundle()
                        && Visibility.maySee(
                                taken.marking(),
                                taken.audience(),
                                taken.author(),
                                new Viewer.Identified(charters.self().id()),
                                charters.charter());
        Bytes ofStatement = CollectedRow.ofStatement(taken.id());
        if (!seen || value(ofStatement).isPresent()) {
            return List.of();
        }
        var rows = new ArrayList<Change>();
        List<CollectedObject> objects = taken.objects();
        var told = new ArrayList<String>();
        for (String collection : collections(taken)) {
            var batch = new CollectedBatch(this::value, collection, taken.marking().tlp());
            objects.forEach(it -> batch.add(it, taken.id()));
            rows.addAll(batch.finish(nowMicros()));
            batch.fresh()
                    .forEach(
                            it -> told.add(collection + "\0" + it.tlp().code() + "\0" + it.date()));
        }
        rows.add(new Change.Put(ofStatement, Bytes.utf8(String.join("\n", told))));
        return noted(rows);
    }

    private List<String> collections(Taken taken) {
        var collections = new ArrayList<String>();
        if (taken.author().equals(charters.self().id())) {
            collections.add(OWN);
        }
        switch (taken.audience()) {
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
        var batch = new CollectedBatch(this::value, collection, tlp);
        for (CollectedObject one :
                CollectedObject.all(
                        Bytes.join(Bytes.utf8("{\"objects\":["), object, Bytes.utf8("]}")))) {
            batch.addMade(one, object);
        }
        return noted(batch.finish(nowMicros()));
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
            Tlp tlp = Tlp.ofCode(Integer.parseInt(parts[1])).orElseThrow();
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
        if (!left.isEmpty()) {
            var ends = CollectedBatch.Ends.of(left);
            for (CollectedRow.Known one : ends.all()) {
                Bytes key = CollectedRow.at(CollectedRow.byDate(collection), one.tlp(), one.date());
                Optional<Bytes> row = value(key);
                if (row.isPresent()) {
                    CollectedRow its = CollectedRow.read(key, row.get());
                    CollectedBatch.flagged(its, key, ends, one).ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    private long nowMicros() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos() / 1_000;
    }

    private List<CollectedRow.Known> known(Bytes object) throws IOException {
        return value(object).map(CollectedRow.Known::read).orElse(List.of());
    }

    /** Of the digest of an object's bytes; enough to tell whether it came before. */
    static long hash(Hash content) {
        return content.bytes().buffer().getLong();
    }
}
