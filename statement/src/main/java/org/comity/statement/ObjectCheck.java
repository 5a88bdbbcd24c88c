package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.value.Checked;

/**
 * Whether an object of somebody's STIX 2.1 can be stated: what every object must have, and what
 * names and links rest on. The other properties of its type are kept as they are and not looked at.
 */
public final class ObjectCheck {
    /** As canonical JSON; the rest of a payload is the bundle's own members and an identity. */
    public static final int BYTES_MAX = Payload.JSON_BYTES_MAX - 4_096;

    private static final List<String> REFERENCES =
            List.of("created_by_ref", "source_ref", "target_ref", "sighting_of_ref");

    private ObjectCheck() {}

    /** Says where in the object, as a JSON pointer. */
    public static Checked<StixObject> check(Json.Members object) {
        Optional<String> type = object.text("type");
        if (type.isEmpty()) {
            return Checked.refused("no type", "/type");
        }
        Optional<StixObject> self =
                object.text("id")
                        .flatMap(StixObject::ofId)
                        .filter(it -> it.type().equals(type.get()));
        if (self.isEmpty()) {
            return Checked.refused("not an id of its type in lower case", "/id");
        }
        return versioned(object, type.get())
                .or(() -> missing(object, type.get()))
                .or(() -> reference(object))
                .<Checked<StixObject>>map(it -> Checked.refused(it.why(), it.where()))
                .orElseGet(() -> Checked.good(self.get()));
    }

    private record Fault(String why, String where) {}

    private static Optional<Fault> versioned(Json.Members object, String type) {
        boolean observable = StixObservables.isType(type);
        if (!object.text("spec_version").orElse(observable ? "2.1" : "").equals("2.1")) {
            return Optional.of(new Fault("not of STIX 2.1", "/spec_version"));
        }
        if (observable) {
            return Optional.empty();
        }
        Optional<StixTime> created = object.text("created").flatMap(StixTime::parse);
        if (created.isEmpty()) {
            return Optional.of(new Fault("not a time", "/created"));
        }
        if (type.equals("marking-definition")) {
            return Optional.empty();
        }
        Optional<StixTime> modified = object.text("modified").flatMap(StixTime::parse);
        return modified.isEmpty() || modified.get().compareTo(created.get()) < 0
                ? Optional.of(new Fault("not a time, or before it was created", "/modified"))
                : Optional.empty();
    }

    /** Texts that a type must have (STIX 2.1 sections 4 and 5). */
    private static List<String> required(String type) {
        return switch (type) {
            case "attack-pattern",
                    "campaign",
                    "course-of-action",
                    "identity",
                    "infrastructure",
                    "intrusion-set",
                    "threat-actor",
                    "tool",
                    "vulnerability" ->
                    List.of("name");
            case "indicator" -> List.of("pattern", "pattern_type", "valid_from");
            case "relationship" -> List.of("relationship_type", "source_ref", "target_ref");
            case "sighting" -> List.of("sighting_of_ref");
            default -> List.of();
        };
    }

    private static Optional<Fault> missing(Json.Members object, String type) {
        return required(type).stream()
                .filter(name -> object.text(name).orElse("").isEmpty())
                .findFirst()
                .map(name -> new Fault("required in this type", "/" + name));
    }

    private static Optional<Fault> reference(Json.Members object) {
        return REFERENCES.stream()
                .filter(name -> object.at(name).isPresent())
                .filter(name -> object.text(name).flatMap(StixObject::ofId).isEmpty())
                .findFirst()
                .map(name -> new Fault("not an id", "/" + name));
    }
}
