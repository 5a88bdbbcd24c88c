package org.comity.taxii;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.comity.statement.Json;
import org.comity.statement.StixObject;
import org.comity.value.Bytes;

/** Collections in memory, for tests: says by plain loops what an index must say quickly. */
public final class MemoryApiRoot implements ApiRoot {
    /** What all users of one server share. */
    public static final class Shelves {
        private final Map<String, Map<Entry, Bytes>> entries = new TreeMap<>();
        private final Map<String, Status> statuses = new TreeMap<>();
        private long clock = 1_700_000_000_000_000L;

        private Map<Entry, Bytes> of(String collection) {
            return entries.computeIfAbsent(collection, _ -> new LinkedHashMap<>());
        }
    }

    private final Shelves shelves;
    private final String user;
    private final List<Collection> collections;

    public MemoryApiRoot(Shelves shelves, String user, List<Collection> collections) {
        this.shelves = shelves;
        this.user = user;
        this.collections = List.copyOf(collections);
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public List<Collection> collections() {
        return collections;
    }

    @Override
    public Page page(String collection, Selection selection, long after, int limit) {
        synchronized (shelves) {
            return paged(collection, selection, after, limit);
        }
    }

    private Page paged(String collection, Selection selection, long after, int limit) {
        Map<String, List<Entry>> byId = new TreeMap<>();
        shelves.of(collection).keySet().stream()
                .filter(it -> selection.ids().isEmpty() || selection.ids().contains(it.id()))
                .filter(it -> selection.isOfType(it.type()))
                .forEach(it -> byId.computeIfAbsent(it.id(), _ -> new ArrayList<>()).add(it));
        List<Entry> found =
                byId.values().stream()
                        .flatMap(it -> selection.of(it).stream())
                        .filter(it -> it.dateAdded() > after)
                        .sorted(java.util.Comparator.comparingLong(Entry::dateAdded))
                        .toList();
        long newest =
                shelves.of(collection).keySet().stream()
                        .mapToLong(Entry::dateAdded)
                        .max()
                        .orElse(0);
        boolean more = found.size() > limit;
        return new Page(more ? found.subList(0, limit) : found, more, newest);
    }

    @Override
    public Optional<Bytes> content(String collection, Entry entry) {
        synchronized (shelves) {
            return Optional.ofNullable(shelves.of(collection).get(entry));
        }
    }

    @Override
    public Added add(String collection, InputStream envelope) throws IOException {
        Optional<Json.Members> read =
                Json.parseMembers(Bytes.of(envelope.readAllBytes())).optional();
        synchronized (shelves) {
            return added(collection, read);
        }
    }

    private Added added(String collection, Optional<Json.Members> read) {
        if (read.isEmpty()
                || !(read.get().byName().get("objects") instanceof Json.Array(List<Json> objects))
                || objects.isEmpty()) {
            return new Added.Refused("no list of objects", "");
        }
        int before = shelves.of(collection).size();
        var good = new ArrayList<Status.Outcome>();
        var bad = new ArrayList<Status.Outcome>();
        for (Json object : objects) {
            Status.Outcome outcome = add(shelves.of(collection), object);
            (outcome.message().isEmpty() ? good : bad).add(outcome);
        }
        if (shelves.of(collection).size() > before) {
            // The last of a batch has a whole millisecond.
            shelves.clock += 1_000 - Math.floorMod(shelves.clock, 1_000L);
            rounded(shelves.of(collection));
        }
        var status =
                new Status(
                        UUID.randomUUID().toString(),
                        shelves.clock,
                        good.size(),
                        good,
                        bad.size(),
                        bad);
        shelves.statuses.put(user + " " + status.id(), status);
        return new Added.Done(status);
    }

    private void rounded(Map<Entry, Bytes> entries) {
        Entry last = entries.keySet().stream().reduce((_, later) -> later).orElseThrow();
        Bytes content = entries.remove(last);
        entries.put(
                new Entry(
                        shelves.clock, last.id(), last.version(), last.specVersion(), last.bytes()),
                content == null ? Bytes.EMPTY : content);
    }

    private Status.Outcome add(Map<Entry, Bytes> entries, Json value) {
        if (!(value instanceof Json.Members object)) {
            return new Status.Outcome("", "", "not an object");
        }
        String id = object.text("id").orElse("");
        boolean observable = object.text("value").isPresent();
        Optional<String> said = object.text("modified").or(() -> object.text("created"));
        if (!Query.isObjectId(id) || (said.isEmpty() && !observable)) {
            return new Status.Outcome(id, said.orElse(""), "no id, or no version");
        }
        Bytes content = object.canonical();
        for (Map.Entry<Entry, Bytes> one : entries.entrySet()) {
            boolean same =
                    one.getKey().id().equals(id)
                            && (observable || one.getKey().version().equals(said.get()));
            if (same) {
                String message = one.getValue().equals(content) ? "" : "other content before";
                return new Status.Outcome(id, one.getKey().version(), message);
            }
        }
        shelves.clock++;
        String version = said.orElse(TaxiiTime.print(shelves.clock));
        String spec =
                StixObject.specVersion(object.text("spec_version"), object.text("type").orElse(""));
        entries.put(new Entry(shelves.clock, id, version, spec, content.length()), content);
        return new Status.Outcome(id, version, "");
    }

    @Override
    public boolean delete(String collection, String object, Selection selection) {
        synchronized (shelves) {
            List<Entry> all =
                    shelves.of(collection).keySet().stream()
                            .filter(it -> it.id().equals(object))
                            .toList();
            List<Entry> chosen = selection.of(all);
            chosen.forEach(shelves.of(collection)::remove);
            return !chosen.isEmpty();
        }
    }

    @Override
    public Optional<Status> status(String id) {
        synchronized (shelves) {
            return Optional.ofNullable(shelves.statuses.get(user + " " + id));
        }
    }
}
