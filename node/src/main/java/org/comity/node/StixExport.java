package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.exchange.PayloadCheck;
import org.comity.statement.Bundles;
import org.comity.statement.Json;
import org.comity.statement.Leaf;
import org.comity.statement.MarkingDefinitions;
import org.comity.statement.ObjectVersion;
import org.comity.statement.RelayedBundle;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.StixDefaults;
import org.comity.statement.StixGraph;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.LinkIndex;
import org.comity.views.Provenance;

/**
 * What statements hold as one stream of STIX objects, each as it was stated and once: log by log,
 * payload by payload, and nothing is kept but the markings and identities that were met. What its
 * readers may not see stays, with the whole payload in which it stands. Of each object, member,
 * source and creator the newest version goes out that the readers may see.
 */
final class StixExport {
    private static final int LEAVES_AT_ONCE = 1_000;

    /** Markings and identities that are told apart; more can only be a flood. */
    private static final int NAMED_MAX = 100_000;

    /** Where it goes. */
    interface Sink {
        void object(Bytes canonical) throws IOException;

        /** Of so many statements so many were read. */
        void reached(long statements, long of);
    }

    private record Found(Json.Members object, StixGraph.Version version) {}

    private final Desk desk;
    private final LinkIndex links;
    private final StixSelection selection;
    private final Onlooker readers;
    private final Sink sink;
    private final Set<String> markings = new TreeSet<>();
    private final Set<String> defined = new TreeSet<>();
    private final Set<Hash> identities = new HashSet<>();
    private long objects;
    private long heldBack;

    StixExport(Desk desk, StixSelection selection, Sink sink) {
        this.desk = desk;
        this.links = desk.index().links();
        this.selection = selection;
        this.readers = new Onlooker(desk, selection.readers());
        this.sink = sink;
    }

    long objects() {
        return objects;
    }

    /** Statements that its readers may not see. */
    long heldBack() {
        return heldBack;
    }

    void run() throws IOException {
        List<Log> logs = new ArrayList<>(desk.logs().all());
        logs.sort(Comparator.comparing(Log::origin));
        long all = logs.stream().mapToLong(it -> it.tree().size()).sum();
        long read = 0;
        for (Log log : logs) {
            long end = Math.min(log.tree().size(), log.endsAt());
            for (long from = 0; from < end; from += LEAVES_AT_ONCE) {
                int count = (int) Math.min(LEAVES_AT_ONCE, end - from);
                List<Bytes> leaves = desk.logs().leaves(log.origin(), from, count);
                for (int at = 0; at < leaves.size(); at++) {
                    if (Leaf.parse(leaves.get(at)).orThrow().kind() == StatementKind.BUNDLE) {
                        take(log, new StatementId(log.origin(), from + at));
                    }
                }
                read += count;
                sink.reached(read, all);
            }
        }
        addDefinitions();
    }

    private void take(Log log, StatementId id) throws IOException {
        Optional<Statement> statement = desk.payloads().statement(id);
        if (statement.isEmpty()) {
            return; // erased, kept no longer, or not here yet
        }
        var provenance =
                new Provenance(
                        id.origin(),
                        log.author(),
                        PayloadCheck.marking(statement.get()),
                        statement.get().payload().audience());
        if (!selection.takes(provenance.member())) {
            return;
        }
        if (!readers.maySee(provenance)) {
            heldBack++;
            return;
        }
        Bytes json = statement.get().payload().json();
        String source = Bundles.source(json, log.author());
        if (!selection.takes(source)) {
            return;
        }
        List<Found> found = new ArrayList<>();
        for (Json.Members object : objects(json)) {
            Optional<StixGraph.Version> version = StixGraph.Version.of(object, source);
            if (version.isPresent() && !RelayedBundle.isSource(object)) {
                found.add(new Found(object, version.get()));
            }
        }
        for (Found one : found) {
            if (selection.takes(one.object()) && isWanted(one, found, id)) {
                write(one.object());
            }
        }
    }

    private static Set<Json.Members> objects(Bytes json) {
        Set<Json.Members> objects = new LinkedHashSet<>();
        if (Json.parseMembers(json).orThrow().byName().get("objects")
                instanceof Json.Array(List<Json> all)) {
            for (Json one : all) {
                if (one instanceof Json.Members object) {
                    objects.add(object);
                }
            }
        }
        return objects;
    }

    private boolean isWanted(Found one, List<Found> inBundle, StatementId id) {
        ObjectVersion its = one.version().object();
        boolean isNewest =
                selection.allVersions()
                        || (inBundle.stream()
                                        .map(it -> it.version().object())
                                        .noneMatch(it ->
                                                it.isOfSameObject(its)
                                                        && ObjectVersion.BY_TIME.compare(it, its)
                                                                > 0)
                                && links.holds(its, id, readers::maySee));
        return isNewest && isFirst(one, id);
    }

    /** Of those that say the same, whoever states it, one goes out. */
    private boolean isFirst(Found one, StatementId id) {
        if (one.object().text("type").equals(Optional.of("identity"))
                && identities.size() < NAMED_MAX
                && !identities.add(StixDefaults.digest(one.object()))) {
            return false; // each payload of a member has its identity
        }
        var first = new StatementId[] {id};
        Predicate<LinkIndex.Stood> visitor =
                it -> {
                    boolean goesOut =
                            it.version().content() == one.version().content()
                                    && readers.maySee(it.provenance())
                                    && selection.takes(it.provenance().member())
                                    && selection.takes(it.version().object().source())
                                    && (selection.allVersions()
                                            || links.holds(
                                                    it.version().object(),
                                                    it.statement(),
                                                    readers::maySee));
                    first[0] = goesOut ? it.statement() : id;
                    return !goesOut;
                };
        links.scanVersions(one.version().object().id(), visitor);
        return first[0].equals(id);
    }

    private void write(Json.Members object) throws IOException {
        if (object.text("type").equals(Optional.of("marking-definition"))) {
            object.text("id").ifPresent(defined::add);
        }
        if (object.byName().get("object_marking_refs") instanceof Json.Array(List<Json> refs)) {
            refs.forEach(this::note);
        }
        if (object.byName().get("granular_markings") instanceof Json.Array(List<Json> parts)) {
            for (Json part : parts) {
                if (part instanceof Json.Members marked) {
                    marked.at("marking_ref").ifPresent(this::note);
                }
            }
        }
        sink.object(object.canonical());
        objects++;
    }

    private void note(Json reference) {
        if (reference instanceof Json.Text(String id) && markings.size() < NAMED_MAX) {
            markings.add(id);
        }
    }

    /** Whoever reads the objects can tell what their markings mean. */
    private void addDefinitions() throws IOException {
        for (String id : List.copyOf(markings)) {
            Optional<Json.Members> definition =
                    defined.contains(id) ? Optional.empty() : definition(id);
            if (definition.isPresent()) {
                write(definition.get());
            }
        }
    }

    private Optional<Json.Members> definition(String id) throws IOException {
        Optional<Json.Members> known = MarkingDefinitions.find(id);
        if (known.isPresent()) {
            return known;
        }
        var places = new ArrayList<StatementId>();
        links.scanVersions(
                id,
                it -> {
                    if (readers.maySee(it.provenance())) {
                        places.add(it.statement());
                    }
                    return places.isEmpty();
                });
        Optional<Statement> statement =
                places.isEmpty() ? Optional.empty() : desk.payloads().statement(places.getFirst());
        return statement.stream()
                .flatMap(it -> objects(it.payload().json()).stream())
                .filter(it -> it.text("id").equals(Optional.of(id)))
                .findFirst();
    }
}
