package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that lies at an object path.
 *
 * @param name of the property or key that holds it, or the list around it
 */
record PathValue(Json json, String name) {
    /** One step of a path beside one comparison of characters. */
    private static final int STEP = 32;

    /** Where references lead, and what finding all that they lead to may cost. */
    record Looking(Observation of, Work work) {}

    /** Section 3.1: how bytes are written is in the property's name. */
    boolean isOctets() {
        return isHex() || name.endsWith("_bin");
    }

    boolean isHex() {
        return name.endsWith("_hex");
    }

    /** Whether one of the values at the path is wanted; with an asterisk there are several. */
    static boolean anyAt(
            List<ObjectPath.Step> steps,
            Json.Members object,
            Looking in,
            Predicate<PathValue> wanted) {
        return anyAt(steps, new PathValue(object, ""), in, wanted);
    }

    private static boolean anyAt(
            List<ObjectPath.Step> steps, PathValue from, Looking in, Predicate<PathValue> wanted) {
        in.work().spend(STEP);
        if (steps.isEmpty()) {
            return wanted.test(from);
        }
        List<ObjectPath.Step> rest = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case ObjectPath.Step.Name(String name) -> {
                Json value = named(from, name, in.of());
                yield value != null && anyAt(rest, new PathValue(value, name), in, wanted);
            }
            case ObjectPath.Step.Index(int index) ->
                    from.json instanceof Json.Array(List<Json> elements)
                            && index >= 0
                            && index < elements.size()
                            && anyAt(rest, from.with(elements.get(index)), in, wanted);
            case ObjectPath.Step.Every() ->
                    from.json instanceof Json.Array(List<Json> elements)
                            && elements.stream()
                                    .anyMatch(it -> anyAt(rest, from.with(it), in, wanted));
        };
    }

    private PathValue with(Json element) {
        return new PathValue(element, name);
    }

    /** Behind a reference, of the object in the same observation that it refers to. */
    private static @Nullable Json named(PathValue from, String name, Observation of) {
        boolean refers = from.name.endsWith("_ref") || from.name.endsWith("_refs");
        Json holder =
                refers && from.json instanceof Json.Text(String id)
                        ? of.objects().get(id)
                        : from.json;
        return holder instanceof Json.Members(Map<String, Json> byName) ? byName.get(name) : null;
    }
}
