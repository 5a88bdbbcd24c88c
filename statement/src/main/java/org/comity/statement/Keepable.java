package org.comity.statement;

import java.util.List;
import java.util.Optional;
import org.comity.statement.StixFinding.Level;
import org.comity.statement.StixSchema.Category;

/**
 * What an object of STIX 2.1 or 2.0 must have so that it can be kept at all: one can say which
 * object it is and which version. Everything else of it is kept as it is, however wrong.
 */
final class Keepable {
    private Keepable() {}

    /**
     * Empty when it can be kept.
     *
     * @param place JSON pointer of the object
     */
    static Optional<StixFinding> fault(Json value, String place) {
        if (!(value instanceof Json.Members object)) {
            return fault(place, "not an object", StixCheck.text(value), "3");
        }
        Optional<String> type = object.text("type");
        if (type.isEmpty()) {
            return fault(place, "no type", "", "3.2");
        }
        return identity(object, type.get(), place)
                .or(() -> language(object, place))
                .or(() -> version(object, type.get(), place));
    }

    private static Optional<StixFinding> identity(Json.Members object, String type, String place) {
        if (type.equals("bundle")) {
            return fault(place, "a bundle is not an object", "", "8");
        }
        if (object.at("id").isEmpty()) {
            return fault(place, "no id", "", "3.2");
        }
        String id = object.text("id").orElse("");
        Optional<StixObject> self = StixObject.ofId(id);
        if (self.isEmpty()) {
            return fault(place + "/id", "not an identifier in lower case", id, "2.9");
        }
        return self.get().type().equals(type)
                ? Optional.empty()
                : fault(place + "/id", "of another type", id, "2.9");
    }

    /** What a later version of STIX means nobody here can know. */
    private static Optional<StixFinding> language(Json.Members object, String place) {
        Optional<Json> version = object.at("spec_version");
        return version.isEmpty() || List.of("2.1", "2.0").contains(StixCheck.text(version.get()))
                ? Optional.empty()
                : fault(
                        place + "/spec_version",
                        "neither 2.1 nor 2.0",
                        StixCheck.text(version.get()),
                        "3.2");
    }

    /** Sections 3.2 and 3.6: the version of an object is the text of its modified, else created. */
    private static Optional<StixFinding> version(Json.Members object, String type, String place) {
        boolean found = false;
        for (String name : List.of("created", "modified")) {
            Optional<Json> time = object.at(name);
            if (time.isPresent() && object.text(name).flatMap(StixTime::parse).isEmpty()) {
                String text = StixCheck.text(time.get());
                return fault(place + "/" + name, "not a timestamp", text, "2.16");
            }
            found |= time.isPresent();
        }
        return found || !isVersioned(type)
                ? Optional.empty()
                : fault(place, "no version: neither modified nor created", "", "3.6");
    }

    /** Types that the specification does not have may be observables, which have no versions. */
    private static boolean isVersioned(String type) {
        return StixSchema.shipped()
                .object(type)
                .filter(it -> it.category() != Category.SCO)
                .isPresent();
    }

    private static Optional<StixFinding> fault(
            String place, String rule, String value, String section) {
        return Optional.of(new StixFinding(Level.UNUSABLE, place, rule, value, section));
    }
}
