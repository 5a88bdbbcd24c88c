package org.comity.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.comity.statement.StixSchema.Category;
import org.comity.statement.StixSchema.Shape;

/**
 * The observable container of STIX 2.0 (section 2.13, deprecated): objects under keys, which refer
 * to one another by these keys and have no ids.
 */
final class StixContainers {
    private static final Set<String> IDS = Set.of("id");

    private StixContainers() {}

    static void check(StixCheck check, StixSchema schema, Json value) {
        if (!(value instanceof Json.Members(Map<String, Json> byKey))) {
            check.error("not a dictionary", StixCheck.text(value), "2.13");
            return;
        }
        if (byKey.isEmpty()) {
            check.error("empty dictionary", "", "2.13");
        }
        check.warning("deprecated, object_refs are meant instead", "", "4.14");
        byKey.forEach((key, object) -> check.in(key, () -> one(check, schema, object, byKey)));
    }

    private static void one(
            StixCheck check, StixSchema schema, Json value, Map<String, Json> container) {
        if (!(value instanceof Json.Members object)) {
            check.error("not an object", StixCheck.text(value), "2.13");
            return;
        }
        Optional<String> type = object.text("type");
        if (type.isEmpty()) {
            check.error("required property missing", "type", "2.13");
            return;
        }
        Optional<Shape> shape = schema.object20(type.get());
        if (shape.isPresent() && shape.get().category() == Category.SCO) {
            check.shape(byKeys(object, container), shape.get().without(IDS));
            StixRules.ofObject(check, object);
        } else {
            check.any(object);
        }
    }

    /** With ids in place of the keys that resolve, so that the same rules hold for both. */
    private static Json.Members byKeys(Json.Members object, Map<String, Json> container) {
        return withRefs(
                object,
                key ->
                        container.get(key) instanceof Json.Members target
                                ? StixIds.named(target.text("type").orElse("unknown"), key)
                                : key);
    }

    /**
     * The same objects, and for all that STIX 2.0 observed the observables themselves with ids,
     * which object_refs name: as STIX 2.1 would have said it. An id follows from the values where
     * STIX 2.1 lets it, else from the place.
     */
    static StixVersions opened(StixVersions versions) {
        List<Json> all = new ArrayList<>();
        Map<String, Json.Members> further = new TreeMap<>();
        for (Json.Members object : versions.all()) {
            all.add(
                    object.text("type").equals(Optional.of("observed-data"))
                                    && object.byName().get("objects")
                                            instanceof Json.Members(var its)
                            ? opened(object, its, further)
                            : object);
        }
        if (further.isEmpty()) {
            return versions;
        }
        further.keySet().removeIf(it -> versions.byId(it).isPresent());
        all.addAll(further.values());
        return StixVersions.of(all);
    }

    private static Json.Members opened(
            Json.Members observed, Map<String, Json> byKey, Map<String, Json.Members> further) {
        List<String> refs = new ArrayList<>(Dialects.texts(observed, "object_refs"));
        new Names(observed.text("id").orElseThrow(), byKey)
                .named()
                .forEach((name, one) -> {
                    further.putIfAbsent(name, one);
                    refs.add(name);
                });
        return observed.with("object_refs", Json.Array.ofTexts(refs));
    }

    /** What the objects of one container are called outside of it. */
    private static final class Names {
        /** A chain of references that is longer gets an id by its place. */
        private static final int DEPTH_MAX = 8;

        private final String observed;
        private final Map<String, Json> byKey;
        private final Map<String, String> ids = new TreeMap<>();

        Names(String observed, Map<String, Json> byKey) {
            this.observed = observed;
            this.byKey = byKey;
        }

        /** By id. */
        Map<String, Json.Members> named() {
            Map<String, Json.Members> named = new TreeMap<>();
            byKey.forEach((key, value) -> {
                String id = id(key, 0);
                if (value instanceof Json.Members object && StixObject.ofId(id).isPresent()) {
                    named.put(id, withRefs(object, ref -> id(ref, 0)).with("id", id));
                }
            });
            return named;
        }

        /** The key itself where it names nothing. */
        private String id(String key, int depth) {
            String known = ids.get(key);
            if (known != null || !(byKey.get(key) instanceof Json.Members object)) {
                return known == null ? key : known;
            }
            String type = object.text("type").orElse("");
            String byPlace = StixIds.named(type, observed + "/" + key);
            ids.put(key, byPlace); // for whoever refers back to it meanwhile
            if (depth < DEPTH_MAX) {
                StixSchema.shipped()
                        .object(type)
                        .flatMap(shape ->
                                StixIds.deterministic(
                                        withRefs(object, ref -> id(ref, depth + 1)), shape))
                        .ifPresent(id -> ids.put(key, id));
            }
            return Objects.requireNonNull(ids.get(key));
        }
    }

    private static Json.Members withRefs(Json.Members object, UnaryOperator<String> rename) {
        Map<String, Json> named = new TreeMap<>(object.byName());
        named.replaceAll((name, value) ->
                name.endsWith("_ref") || name.endsWith("_refs") ? renamed(value, rename) : value);
        return new Json.Members(new TreeMap<>(named));
    }

    private static Json renamed(Json value, UnaryOperator<String> rename) {
        return switch (value) {
            case Json.Text(String key) -> new Json.Text(rename.apply(key));
            case Json.Array(List<Json> keys) ->
                    new Json.Array(keys.stream().map(it -> renamed(it, rename)).toList());
            case Json.Numeral _, Json.Flag _, Json.Null _, Json.Members _ -> value;
        };
    }
}
