package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
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
import org.comity.statement.StatementKind;
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
        void submitted(List<Given> objects, CompletableFuture<Reported> answer) throws IOException;

        /** On the writer's thread, and not durable yet. */
        default void stated(List<Given> objects, Reported reported) throws IOException {}
    }

    /**
     * What is kept of an object until the writer has it; as a tree it takes some thirty times its
     * bytes.
     *
     * @param modified as it says; empty when it does not
     * @param version the same, or when it was created
     */
    record Given(String id, String modified, String version, Bytes canonical) {
        static Given of(RelayedBundle.Part part) {
            Json.Members object = part.object();
            String modified = object.text("modified").orElse("");
            return new Given(
                    StixImport.id(object),
                    modified,
                    modified.isEmpty() ? object.text("created").orElse("") : modified,
                    part.canonical());
        }

        private Json.Members read() {
            return Json.parseMembers(canonical).orThrow();
        }

        private RelayedBundle.Part part() {
            return RelayedBundle.Part.of(read(), canonical);
        }
    }

    /** Of objects that wait for others marked like them. */
    private static final int WAITING_BYTES_MAX = 2 * RelayedBundle.BYTES_MAX;

    private static final class Group {
        final List<RelayedBundle.Part> parts = new ArrayList<>();
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
        if (!RelayedBundle.mayHold(object)) {
            return Checked.refused("nested too deep for a bundle", "");
        }
        var part = RelayedBundle.Part.of(object);
        int bytes = part.canonical().length() + 1;
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
        if (group.parts.size() == RelayedBundle.OBJECTS_MAX
                || group.bytes + bytes > RelayedBundle.BYTES_MAX) {
            flush(marking, group);
        }
        group.parts.add(part);
        group.bytes += bytes;
        if (groups.values().stream().mapToInt(it -> it.bytes).sum() > WAITING_BYTES_MAX) {
            finish();
        }
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
        if (group.parts.isEmpty()) {
            return;
        }
        // Here, and not on the writer's thread: nearly always all of them are new.
        Prepared prepared = prepared(group.parts, marking);
        List<Given> objects = group.parts.stream().map(Given::of).toList();
        group.parts.clear();
        group.bytes = 0;
        sink.submitted(
                objects,
                desk.writer()
                        .submitDurable(() -> {
                            Reported reported = state(marking, objects, prepared);
                            sink.stated(objects, reported);
                            return reported;
                        }));
    }

    /** On the writer's thread. */
    private Reported state(Marking marking, List<Given> objects, Prepared ifAllAreNew)
            throws IOException {
        Map<Hash, Given> fresh = new LinkedHashMap<>();
        var faults = new ArrayList<Reported.Fault>();
        var doubtful = new ArrayList<Reported.Fault>();
        int already = 0;
        for (Given object : objects) {
            Hash version = version(object.id(), object.modified(), to.audience());
            Optional<Bytes> before =
                    fresh.containsKey(version)
                            ? Optional.of(fresh.get(version).canonical())
                            : statedBefore(version, object, marking);
            if (before.isEmpty()) {
                fresh.put(version, object);
            } else if (areSame(before.get(), object) || isKept(object, fresh, marking)) {
                already++;
            } else {
                fresh.put(content(object), object);
                doubtful.add(
                        new Reported.Fault(
                                object.id(),
                                "stated before with other content and the same version; both are kept"));
            }
        }
        Prepared prepared = fresh.size() == objects.size() ? ifAllAreNew : prepared(fresh, marking);
        Set<String> own = own(prepared);
        own.forEach(it -> faults.add(new Reported.Fault(it, "this member made it itself")));
        doubtful.removeIf(it -> own.contains(it.object()));
        if (fresh.values().removeIf(it -> own.contains(it.id()))) {
            prepared = prepared(fresh, marking);
        }
        if (fresh.isEmpty()) {
            return new Reported.Objects(List.of(), 0, 0, already, faults, doubtful);
        }
        OwnLogs.Place place = desk.ownLogs().of(to.audience(), desk.nowSecond());
        Bytes id = Bytes.utf8(place.next().toString());
        var rows = new ArrayList<Change>();
        fresh.keySet().forEach(it -> rows.add(new Change.Put(RowKeys.root(it), id)));
        List<StatementId> ids = desk.ownLogs().appendPrepared(place, List.of(prepared), rows);
        new Corrected(desk)
                .withdraw(fresh.values().stream().map(Given::id).toList(), to, desk.nowSecond());
        return new Reported.Objects(
                ids, fresh.size(), prepared.said().claims().size(), already, faults, doubtful);
    }

    private Prepared prepared(Map<Hash, Given> objects, Marking marking) {
        return prepared(objects.values().stream().map(Given::part).toList(), marking);
    }

    private Prepared prepared(List<RelayedBundle.Part> parts, Marking marking) {
        RelayedBundle.Written written = RelayedBundle.write(parts, source, desk.random());
        Statement.Said said = written.said(desk.self(), marking.tlp());
        Statement statement =
                Statement.seal(
                        StatementKind.BUNDLE,
                        desk.nowSecond(),
                        marking.tlp(),
                        said.claims().size(),
                        new Payload(desk.sealer().salt(), to.audience(), written.json()));
        return new Prepared(
                statement,
                said,
                desk.ledger().collected().isOn()
                        ? Optional.of(CollectedObject.all(written))
                        : Optional.empty());
    }

    /**
     * Objects by which this member claims something itself, whoever is said to have made them: its
     * own word comes back to it and is no news from elsewhere.
     */
    private Set<String> own(Prepared prepared) {
        Set<String> own = new TreeSet<>();
        for (Claim claim : prepared.said().claims()) {
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

    private static boolean areSame(Bytes before, Given object) {
        return before.equals(object.canonical())
                || StixDefaults.areSame(Json.parseMembers(before).orThrow(), object.read());
    }

    /** Whether what stands under its version with other content was found so before. */
    private boolean isKept(Given object, Map<Hash, Given> fresh, Marking marking)
            throws IOException {
        Hash content = content(object);
        return fresh.containsKey(content) || statementBefore(content, marking).isPresent();
    }

    private Hash content(Given object) {
        return content(object.id(), object.modified(), object.read(), to.audience());
    }

    /** For what is stated beside other content of the same version. */
    static Hash content(String id, String modified, Json.Members object, Audience to) {
        return version(id, modified + "\0" + StixDefaults.digest(object).hex(), to);
    }

    /** One id and modified should be one content, for those to whom it was said. */
    static Hash version(String id, String modified, Audience to) {
        String readers = to instanceof Audience.Exchange ? "" : "\0\0" + to.text();
        String name = id + "\0" + modified + readers;
        return Hash.digest(Bytes.utf8("comity/stix/v1\0" + name).array());
    }

    /** What was said at a stricter level has not been said to all who may read it now. */
    private Optional<StatementId> statementBefore(Hash version, Marking marking)
            throws IOException {
        Optional<StatementId> at =
                desk.pending()
                        .value(RowKeys.root(version))
                        .map(it -> StatementId.parse(it.utf8()).orThrow());
        return at.isPresent()
                        && LogBook.leaf(desk.pending(), at.get())
                                .filter(it -> it.tlp().compareTo(marking.tlp()) <= 0)
                                .isPresent()
                ? at
                : Optional.empty();
    }

    private static String id(Json.Members object) {
        return object.text("id").orElse("");
    }

    private Optional<Bytes> statedBefore(Hash version, Given object, Marking marking)
            throws IOException {
        Optional<StatementId> at = statementBefore(version, marking);
        return at.isEmpty()
                ? Optional.empty()
                : payload(at.get()).flatMap(it -> find(it, object)).map(Json::canonical);
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

    private static Optional<Json.Members> find(Json.Members bundle, Given object) {
        if (!(bundle.byName().get("objects") instanceof Json.Array(List<Json> objects))) {
            return Optional.empty();
        }
        return objects.stream()
                .filter(Json.Members.class::isInstance)
                .map(Json.Members.class::cast)
                .filter(it ->
                        id(it).equals(object.id())
                                && it.text("modified").orElse("").equals(object.modified()))
                .findFirst();
    }
}
