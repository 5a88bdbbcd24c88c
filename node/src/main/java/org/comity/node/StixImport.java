package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Bundles;
import org.comity.statement.Claim;
import org.comity.statement.Json;
import org.comity.statement.Marking;
import org.comity.statement.Payload;
import org.comity.statement.RelayedBundle;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StixDefaults;
import org.comity.statement.StixFinding;
import org.comity.statement.StixObject;
import org.comity.statement.StixValidator;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;

/**
 * Objects of others' STIX as statements: each kept as it was found, told as relayed, at most so
 * many in one payload, and in one payload only what is marked alike.
 */
final class StixImport {
    /** What is given to the writer, and what it says of each object. */
    interface Sink {
        void submitted(List<Json.Members> objects, CompletableFuture<Reported> answer)
                throws IOException;
    }

    private static final class Group {
        final List<Json.Members> objects = new ArrayList<>();
        int bytes;
    }

    private final Desk desk;
    private final Addressed to;
    private final String source;
    private final Sink sink;
    private final Map<Marking, Group> groups = new LinkedHashMap<>();

    StixImport(Desk desk, Addressed to, String source, Sink sink) {
        if (!RelayedBundle.maySay(source)) {
            throw new Refusal("a source is one line without quotes; name it with --source", source);
        }
        this.desk = desk;
        this.to = to;
        this.source = source;
        this.sink = sink;
    }

    /** Says why an object is not taken; empty when it is. */
    Checked<StixObject> take(Json.Members object) throws IOException {
        Checked<StixObject> checked = usable(object).then(it -> own(it, object));
        if (checked instanceof Checked.Refused<StixObject>) {
            return checked;
        }
        int bytes = object.canonical().length() + 1;
        Marking marking = to.marking().strictest(Bundles.marking(object));
        if (bytes > RelayedBundle.BYTES_MAX) {
            return Checked.refused("longer than a payload may be", "");
        }
        if (marking.tlp() == Tlp.RED && !(to.audience() instanceof Audience.Parties)) {
            return Checked.refused(
                    "marked TLP:RED, or in a way that is not known here; name its readers with --to",
                    "/object_marking_refs");
        }
        Group group = groups.computeIfAbsent(marking, _ -> new Group());
        if (group.objects.size() == RelayedBundle.OBJECTS_MAX
                || group.bytes + bytes > RelayedBundle.BYTES_MAX) {
            flush(marking, group);
        }
        group.objects.add(object);
        group.bytes += bytes;
        return checked;
    }

    private static Checked<StixObject> usable(Json.Members object) {
        Optional<StixFinding> fault = StixValidator.unusable(object);
        return fault.isPresent()
                ? Checked.refused(fault.get().rule(), fault.get().where())
                : Checked.good(StixObject.ofId(id(object)).orElseThrow());
    }

    /** Stated once more as relayed, it would take the place of what this member said. */
    private Checked<StixObject> own(StixObject self, Json.Members object) {
        return object.text("created_by_ref").equals(Optional.of(Bundles.identityId(desk.self())))
                ? Checked.refused("this member made it itself", "/created_by_ref")
                : Checked.good(self);
    }

    void finish() throws IOException {
        for (Map.Entry<Marking, Group> one : groups.entrySet()) {
            flush(one.getKey(), one.getValue());
        }
    }

    private void flush(Marking marking, Group group) throws IOException {
        if (group.objects.isEmpty()) {
            return;
        }
        List<Json.Members> objects = List.copyOf(group.objects);
        group.objects.clear();
        group.bytes = 0;
        sink.submitted(objects, desk.writer().submit(() -> state(marking, objects)));
    }

    /** On the writer's thread. */
    private Reported state(Marking marking, List<Json.Members> objects) throws IOException {
        Map<Hash, Json.Members> fresh = new LinkedHashMap<>();
        var faults = new ArrayList<Reported.Fault>();
        var doubtful = new ArrayList<Reported.Fault>();
        int already = 0;
        for (Json.Members object : objects) {
            Hash version = version(object);
            Optional<Json.Members> before =
                    fresh.containsKey(version)
                            ? Optional.of(fresh.get(version))
                            : statedBefore(version, object);
            if (before.isEmpty()) {
                fresh.put(version, object);
            } else if (StixDefaults.areSame(before.get(), object) || isKept(object, fresh)) {
                already++;
            } else {
                fresh.put(content(object), object);
                doubtful.add(
                        new Reported.Fault(
                                id(object),
                                "stated before with other content and the same modified; both are kept"));
            }
        }
        long now = desk.nowSecond();
        Set<String> own = fresh.isEmpty() ? Set.of() : own(sealed(fresh.values(), marking, now));
        fresh.values().removeIf(it -> own.contains(id(it)));
        own.forEach(it -> faults.add(new Reported.Fault(it, "this member made it itself")));
        doubtful.removeIf(it -> own.contains(it.object()));
        if (fresh.isEmpty()) {
            return new Reported.Objects(List.of(), 0, 0, already, faults, doubtful);
        }
        Statement statement = sealed(fresh.values(), marking, now);
        OwnLogs.Place place = desk.ownLogs().of(to.audience(), now);
        Bytes id = Bytes.utf8(place.next().toString());
        var rows = new ArrayList<Change>();
        fresh.keySet().forEach(it -> rows.add(new Change.Put(RowKeys.root(it), id)));
        List<StatementId> ids = desk.ownLogs().append(place, List.of(statement), rows);
        return new Reported.Objects(
                ids, fresh.size(), statement.leaf().claimCount(), already, faults, doubtful);
    }

    private Statement sealed(Collection<Json.Members> objects, Marking marking, long now) {
        return desk.sealer()
                .relayed(List.copyOf(objects), source, new Addressed(marking, to.audience()), now);
    }

    /**
     * Objects by which this member claims something itself, whoever is said to have made them: in
     * its log a later version, or a revocation, would take the place of its own word.
     */
    private Set<String> own(Statement statement) {
        Set<String> own = new TreeSet<>();
        for (Claim claim : statement.said(desk.self()).claims()) {
            desk.pendingIndex()
                    .scan(
                            claim.subject(),
                            it -> {
                                boolean isOwn =
                                        it.member().equals(desk.self())
                                                && it.claim().grounds().basis() != Basis.RELAYED
                                                && it.claim().objectId().equals(claim.objectId());
                                if (isOwn) {
                                    own.add(claim.objectId());
                                }
                                return !isOwn;
                            });
        }
        return own;
    }

    /** Whether what stands under its version with other content was found so before. */
    private boolean isKept(Json.Members object, Map<Hash, Json.Members> fresh) throws IOException {
        Hash content = content(object);
        return fresh.containsKey(content)
                || desk.pending().value(RowKeys.root(content)).isPresent();
    }

    private static Hash content(Json.Members object) {
        String modified = object.text("modified").orElse("");
        return version(id(object), modified + "\0" + StixDefaults.digest(object).hex());
    }

    /** One id and modified should be one content. */
    private static Hash version(Json.Members object) {
        return version(id(object), object.text("modified").orElse(""));
    }

    static Hash version(String id, String modified) {
        String name = id + "\0" + modified;
        return Hash.digest(Bytes.utf8("comity/stix/v1\0" + name).array());
    }

    private static String id(Json.Members object) {
        return object.text("id").orElse("");
    }

    private Optional<Json.Members> statedBefore(Hash version, Json.Members object)
            throws IOException {
        Optional<Bytes> at = desk.pending().value(RowKeys.root(version));
        return at.isEmpty()
                ? Optional.empty()
                : payload(StatementId.parse(at.get().utf8()).orThrow())
                        .flatMap(it -> find(it, id(object), object.text("modified")));
    }

    // The last that was read: what stood side by side in a file mostly stands so in a payload.
    private Optional<StatementId> lastRead = Optional.empty();
    private Optional<Json.Members> lastBundle = Optional.empty();

    private Optional<Json.Members> payload(StatementId id) throws IOException {
        if (!lastRead.equals(Optional.of(id))) {
            lastRead = Optional.of(id);
            lastBundle =
                    desk.pending()
                            .value(RowKeys.payload(id))
                            .flatMap(it -> Payload.parse(it).optional())
                            .flatMap(it -> Json.parseMembers(it.json()).optional());
        }
        return lastBundle;
    }

    private static Optional<Json.Members> find(
            Json.Members bundle, String id, Optional<String> modified) {
        if (!(bundle.byName().get("objects") instanceof Json.Array(List<Json> objects))) {
            return Optional.empty();
        }
        return objects.stream()
                .filter(Json.Members.class::isInstance)
                .map(Json.Members.class::cast)
                .filter(it -> id(it).equals(id) && it.text("modified").equals(modified))
                .findFirst();
    }
}
