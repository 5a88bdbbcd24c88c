package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        Optional<Shape> shape = schema.object(type.get());
        if (shape.isPresent() && shape.get().category() == Category.SCO) {
            check.shape(byKeys(object, container), shape.get().without(IDS));
            StixRules.ofObject(check, object);
        } else {
            check.any(object);
        }
    }

    /** With ids in place of the keys that resolve, so that the same rules hold for both. */
    private static Json.Members byKeys(Json.Members object, Map<String, Json> container) {
        Map<String, Json> named = new TreeMap<>(object.byName());
        named.replaceAll((name, value) ->
                name.endsWith("_ref") || name.endsWith("_refs") ? named(value, container) : value);
        return new Json.Members(new TreeMap<>(named));
    }

    private static Json named(Json value, Map<String, Json> container) {
        return switch (value) {
            case Json.Text(String key) when container.get(key) instanceof Json.Members target ->
                    new Json.Text(StixIds.named(target.text("type").orElse("unknown"), key));
            case Json.Array(List<Json> keys) ->
                    new Json.Array(keys.stream().map(it -> named(it, container)).toList());
            case Json.Text _, Json.Numeral _, Json.Flag _, Json.Null _, Json.Members _ -> value;
        };
    }
}
