package org.comity.statement;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.StixSchema.Shape;

/** Extensions (STIX 2.1 sections 3.10 and 7.3) and what they let an object hold. */
final class StixExtensions {
    /** Section 3.8; phone_numbers is what the older schemas reserve. */
    static final Set<String> RESERVED =
            Set.of("severity", "username", "phone_number", "phone_numbers", "action");

    private static final String DEFINITION = "extension-definition--";
    private static final String TOP_LEVEL = "toplevel-property-extension";

    private StixExtensions() {}

    /** Whether an extension says that the object has properties that the specification lacks. */
    static boolean addsProperties(Json.Members object) {
        return object.byName().get("extensions") instanceof Json.Members(Map<String, Json> byName)
                && byName.values().stream()
                        .map(StixExtensions::type)
                        .anyMatch(it -> it.equals(TOP_LEVEL) || it.startsWith("new-"));
    }

    static void check(StixCheck check, StixSchema schema, Json value) {
        if (!(value instanceof Json.Members(Map<String, Json> byName))) {
            check.error("not a dictionary", StixCheck.text(value), "3.2");
            return;
        }
        if (byName.isEmpty()) {
            check.error("empty dictionary", "", "2.3");
        }
        byName.forEach(
                (name, extension) -> check.in(name, () -> one(check, schema, name, extension)));
    }

    private static void one(StixCheck check, StixSchema schema, String name, Json extension) {
        if (!(extension instanceof Json.Members members)) {
            check.error("not an object", StixCheck.text(extension), "3.10");
            return;
        }
        Optional<Shape> known = name.endsWith("-ext") ? schema.part(name) : Optional.empty();
        if (known.isPresent()) {
            check.shape(members, known.get());
        } else if (name.startsWith(DEFINITION)) {
            if (!StixFormats.isId(name)) {
                check.error("not an identifier", name, "2.9");
            }
            defined(check, schema, members);
        } else {
            if (!StixFormats.isKey(name)) {
                check.error("not a dictionary key", name, "2.3");
            }
            check.warning("custom extension without an extension definition", name, "11.3");
            check.any(extension);
        }
    }

    /** Section 7.3.2. */
    private static void defined(StixCheck check, StixSchema schema, Json.Members members) {
        Optional<Json> type = members.at("extension_type");
        if (type.isEmpty()) {
            check.error("required property missing", "extension_type", "3.2");
        } else {
            StixKind one = schema.words("extension-type-enum");
            check.in("extension_type", () -> check.value(type.get(), one));
        }
        members.byName().forEach((name, value) -> check.in(name, () -> check.any(value)));
    }

    private static String type(Json extension) {
        return extension instanceof Json.Members members
                ? members.text("extension_type").orElse("")
                : "";
    }
}
