package org.comity.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names and links out of STIX; docs/formats/payload.md has the table. Total: an object that is not
 * as it should be says nothing and spoils no other.
 *
 * <p>Who refers to an indicator or an observable of the same bundle means the subjects; where it
 * lies elsewhere, its id is an end of its own, and the bundle that holds it links the two.
 */
final class GraphReader {
    /** What its object_refs list lies side by side in it. */
    private static final List<String> CONTAINERS = List.of("report", "grouping", "observed-data");

    /** STIX 2.1 section 5.1; no other sign, since the root of a link is a hash of such parts. */
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,64}");

    private final StixVersions current;
    private final String source;
    private final List<StixGraph.Named> named = new ArrayList<>();
    private final List<StixGraph.Link> links = new ArrayList<>();
    private int ends;

    private GraphReader(StixVersions current, String source) {
        this.current = current;
        this.source = source;
    }

    /**
     * @param source from whom the bundle's author has the objects; empty for its own
     */
    static StixGraph read(Json.Members bundle, String source) {
        if (!(bundle.byName().get("objects") instanceof Json.Array(List<Json> objects))) {
            return StixGraph.NONE;
        }
        boolean isOwn = objects.stream().allMatch(GraphReader::isOwn);
        List<StixGraph.Version> versions = GraphVersions.of(objects, source, isOwn);
        if (isOwn) {
            return versions.isEmpty()
                    ? StixGraph.NONE
                    : new StixGraph(List.of(), List.of(), versions);
        }
        var reader = new GraphReader(StixVersions.of(objects), source);
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
        if (CONTAINERS.contains(self.type())) {
            for (String ref : texts(object, "object_refs")) {
                link(object, "contains", List.of(self), ends(ref));
            }
        }
        for (String ref : texts(object, "resolves_to_refs")) {
            link(object, "resolves-to", ends(self.id()), ends(ref));
        }
    }

    /** What an indicator or an observable is about. */
    private void value(StixObject self, Json.Members object) {
        List<Traceable> subjects = List.copyOf(subjects(object));
        if (!subjects.isEmpty()) {
            link(object, "value", List.of(self), subjects);
        }
    }

    private void name(StixObject self, Json.Members object) {
        Optional<String> name = object.text("name").filter(GraphReader::isName);
        if (name.isEmpty() || StixObservables.isType(self.type())) {
            return;
        }
        var names = new LinkedHashSet<String>(List.of(name.get()));
        names.addAll(texts(object, "aliases"));
        names.addAll(texts(object, "x_mitre_aliases"));
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
                        some(names),
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
        return texts(object, name).stream().map(this::ends).flatMap(List::stream).toList();
    }

    private List<Traceable> ends(String ref) {
        Optional<Json.Members> here = current.byId(ref);
        List<Subject> subjects = here.map(GraphReader::subjects).orElse(List.of());
        return subjects.isEmpty()
                ? StixObject.ofId(ref).<List<Traceable>>map(List::of).orElse(List.of())
                : List.copyOf(subjects);
    }

    private static List<Subject> subjects(Json.Members object) {
        if (isIndicator(object)) {
            return object.text("pattern_type").equals(Optional.of("stix"))
                    ? StixPattern.subjects(object.text("pattern").orElse(""))
                    : List.of();
        }
        return StixObservables.subject(object).map(List::of).orElse(List.of());
    }

    private static boolean isRevoked(Json.Members object) {
        return object.byName().get("revoked") instanceof Json.Flag(boolean revoked) && revoked;
    }

    private static List<String> texts(Json.Members object, String name) {
        return object.byName().get(name) instanceof Json.Array(List<Json> elements)
                ? elements.stream()
                        .filter(Json.Text.class::isInstance)
                        .map(text -> ((Json.Text) text).value())
                        .distinct()
                        .toList()
                : List.of();
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
