package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.comity.value.Hash;

/**
 * Names and links out of STIX; docs/formats/payload.md has the table. Total: an object that is not
 * as it should be says nothing and spoils no other.
 *
 * <p>Who refers to an indicator or an observable of the same bundle means its values; where it lies
 * elsewhere, its id is an end of its own, and the bundle that holds it links the two.
 */
final class GraphReader {
    /** What its object_refs list lies side by side in it. */
    private static final List<String> CONTAINERS = List.of("report", "grouping", "observed-data");

    /** OpenCTI's cases and tasks. */
    private static final String CASES = "x-opencti-";

    /** References between observables, and how they are called as links. */
    private record Part(String name, String word) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part("resolves_to_refs", "resolves-to"),
                    new Part("belongs_to_refs", "belongs-to"),
                    new Part("belongs_to_ref", "belongs-to"),
                    new Part("contains_refs", "contains"),
                    new Part("content_ref", "content"),
                    new Part("from_ref", "from"),
                    new Part("src_ref", "source"),
                    new Part("dst_ref", "destination"),
                    new Part("image_ref", "image"),
                    new Part("opened_connection_refs", "opened"));

    /** STIX 2.1 section 5.1; no other sign, since the root of a link is a hash of such parts. */
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,64}");

    private final StixVersions current;
    private final String source;
    private final List<StixGraph.Named> named = new ArrayList<>();
    private final List<StixGraph.Link> links = new ArrayList<>();
    private final Map<String, List<Traceable>> things = new TreeMap<>();
    private int ends;

    private GraphReader(StixVersions current, String source) {
        this.current = current;
        this.source = source;
    }

    /**
     * @param source from whom the bundle's author has the objects; empty for its own
     * @param contents as in {@link GraphVersions#version}
     */
    static StixGraph read(
            Json.Members bundle, String source, Function<Json.Members, Hash> contents) {
        if (!(bundle.byName().get("objects") instanceof Json.Array(List<Json> objects))) {
            return StixGraph.NONE;
        }
        boolean isOwn = objects.stream().allMatch(GraphReader::isOwn);
        List<StixGraph.Version> versions = GraphVersions.of(objects, source, isOwn, contents);
        if (isOwn) {
            return versions.isEmpty()
                    ? StixGraph.NONE
                    : new StixGraph(List.of(), List.of(), versions);
        }
        var reader = new GraphReader(StixContainers.opened(StixVersions.of(objects)), source);
        reader.current.all().forEach(reader::take);
        return new StixGraph(reader.named, reader.links, versions);
    }

    /** Written by Comity of claims alone, as nearly all statements are. */
    private static boolean isOwn(Json element) {
        return element instanceof Json.Members object
                && (isMember(object) || (isIndicator(object) && hasExtension(object)));
    }

    private static boolean isIndicator(Json.Members object) {
        return object.text("type").equals(Optional.of("indicator"));
    }

    private static boolean hasExtension(Json.Members object) {
        return object.byName().get("extensions") instanceof Json.Members extensions
                && extensions.at(ClaimExtension.ID).isPresent();
    }

    /** The identity that stands in every payload of a member. */
    static boolean isMember(Json.Members object) {
        return object.text("type").equals(Optional.of("identity"))
                && object.text("id")
                        .equals(object.text("name").map(name -> StixIds.named("identity", name)));
    }

    private void take(Json.Members object) {
        Optional<StixObject> self = object.text("id").flatMap(StixObject::ofId);
        if (self.isEmpty()
                || !object.text("type").equals(Optional.of(self.get().type()))
                || isMember(object)) {
            return;
        }
        String type = self.get().type();
        switch (type) {
            case "relationship" ->
                    link(
                            object,
                            object.text("relationship_type").orElse(""),
                            ends(object, "source_ref"),
                            ends(object, "target_ref"));
            case "sighting" ->
                    link(
                            object,
                            "sighted-by",
                            ends(object, "sighting_of_ref"),
                            allEnds(object, "where_sighted_refs"));
            default -> {
                if (!hasExtension(object)) {
                    value(self.get(), object);
                    name(self.get(), object);
                }
                contents(self.get(), object);
            }
        }
    }

    private void contents(StixObject self, Json.Members object) {
        if (CONTAINERS.contains(self.type()) || self.type().startsWith(CASES)) {
            for (String ref : Dialects.texts(object, "object_refs")) {
                link(object, "contains", List.of(self), ends(ref));
            }
        }
        if (!mayBeObservable(self.type())) {
            return;
        }
        for (Part part : PARTS) {
            List<String> refs = new ArrayList<>(Dialects.texts(object, part.name()));
            object.text(part.name()).ifPresent(refs::add);
            refs.forEach(ref -> link(object, part.word(), ends(self.id()), ends(ref)));
        }
    }

    /** Of a type that STIX does not have it is not known. */
    private static boolean mayBeObservable(String type) {
        return StixObservables.isType(type) || StixSchema.shipped().object(type).isEmpty();
    }

    /** What an indicator or an observable is about. */
    private void value(StixObject self, Json.Members object) {
        List<Traceable> things = things(self.id(), object);
        // Several values of an indicator are others; several of an observable name one thing.
        String type = things.size() > 1 && !isIndicator(object) ? "same-as" : "value";
        if (!things.isEmpty()) {
            link(object, type, List.of(self), things);
        }
    }

    private void name(StixObject self, Json.Members object) {
        List<String> names = some(Dialects.names(object));
        if (names.isEmpty() || StixObservables.isType(self.type())) {
            return;
        }
        var numbers = new TreeSet<String>();
        if (object.byName().get("external_references") instanceof Json.Array(List<Json> all)) {
            for (Json one : all) {
                if (one instanceof Json.Members reference) {
                    reference
                            .text("external_id")
                            .filter(GraphReader::isName)
                            .ifPresent(numbers::add);
                }
            }
        }
        named.add(
                new StixGraph.Named(
                        self.id(),
                        object.text("created_by_ref").orElse(""),
                        names,
                        some(numbers),
                        second(object, "created"),
                        second(object, "modified"),
                        isRevoked(object)));
    }

    private static List<String> some(Set<String> names) {
        return names.stream().filter(GraphReader::isName).limit(StixGraph.Named.NAMES_MAX).toList();
    }

    private static boolean isName(String text) {
        return !StixGraph.plain(text).isEmpty() && text.length() <= StixGraph.Named.NAME_LENGTH_MAX;
    }

    private void link(
            Json.Members object, String type, List<Traceable> sources, List<Traceable> targets) {
        int more = sources.size() + targets.size();
        if (!TYPE.matcher(type).matches()
                || sources.isEmpty()
                || targets.isEmpty()
                || sources.equals(targets)
                || isRevoked(object)
                || ends + more > StixGraph.ENDS_MAX) {
            return;
        }
        ends += more;
        ObjectVersion by = ObjectVersion.of(object, source).orElseThrow();
        links.add(new StixGraph.Link(type, sources, targets, since(object), by));
    }

    private List<Traceable> ends(Json.Members object, String name) {
        return object.text(name).map(this::ends).orElse(List.of());
    }

    private List<Traceable> allEnds(Json.Members object, String name) {
        return Dialects.texts(object, name).stream().map(this::ends).flatMap(List::stream).toList();
    }

    /** Copies of a link have one root only where each names a thing by its best name alone. */
    private List<Traceable> ends(String ref) {
        Optional<Json.Members> here = current.byId(ref);
        List<Traceable> things = here.map(it -> best(it, things(ref, it))).orElse(List.of());
        return things.isEmpty()
                ? StixObject.ofId(ref).<List<Traceable>>map(List::of).orElse(List.of())
                : things;
    }

    private static List<Traceable> best(Json.Members object, List<Traceable> things) {
        if (!isIndicator(object)) {
            return things.stream().limit(1).toList();
        }
        List<Traceable> subjects = things.stream().filter(Subject.class::isInstance).toList();
        return subjects.isEmpty() ? things : subjects;
    }

    /** Read once however often it is referred to: there may be a megabyte to hash. */
    private List<Traceable> things(String id, Json.Members object) {
        return things.computeIfAbsent(id, _ -> found(object));
    }

    private List<Traceable> found(Json.Members object) {
        if (isIndicator(object)) {
            return StixPattern.things(object);
        }
        return ObservableReader.read(object, current::byId);
    }

    private static boolean isRevoked(Json.Members object) {
        return object.byName().get("revoked") instanceof Json.Flag(boolean revoked) && revoked;
    }

    /** When it began to hold, as far as it says so. */
    private static long since(Json.Members object) {
        for (String name : List.of("start_time", "first_seen", "valid_from", "created")) {
            long second = second(object, name);
            if (second > 0) {
                return second;
            }
        }
        return 0;
    }

    private static long second(Json.Members object, String name) {
        return Math.max(
                0, object.text(name).flatMap(StixTime::parse).map(StixTime::second).orElse(0L));
    }
}
