package org.comity.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.StixFinding.Level;
import org.comity.statement.StixSchema.Category;
import org.comity.statement.StixSchema.Shape;

/**
 * Holds objects against STIX 2.1 (OASIS Standard with Errata 01). Two readings of one answer: what
 * comes from others is taken when nothing in it is {@link Level#UNUSABLE}; what is written here has
 * no {@link Level#ERROR} either.
 */
public final class StixValidator {
    private static final StixSchema SCHEMA = StixSchema.shipped();
    private static final int TIME_LENGTH_MIN = "2016-01-20T12:31:12.123Z".length();

    private StixValidator() {}

    /** Of one object or a bundle with all that is in it, in the order of the text. */
    public static List<StixFinding> check(Json value) {
        var check = new StixCheck(SCHEMA, "");
        object(check, value, false);
        return check.findings();
    }

    /**
     * Of an object that was cut out of a bundle, where STIX 2.0 may stand too.
     *
     * @param place JSON pointer that is put in front of each place
     */
    public static List<StixFinding> checkInBundle(Json object, String place) {
        var check = new StixCheck(SCHEMA, place);
        object(check, object, true);
        return check.findings();
    }

    /** The worst that was found; empty when all is as it should be. */
    public static Optional<Level> worst(List<StixFinding> findings) {
        return findings.stream().map(StixFinding::level).min(Level::compareTo);
    }

    /**
     * What is {@link Level#UNUSABLE} in one object, and nothing else: many times faster than {@link
     * #check}, which finds the same. What is taken from others is held against this alone.
     */
    public static Optional<StixFinding> unusable(Json object) {
        return Keepable.fault(object, "");
    }

    private static void object(StixCheck check, Json value, boolean inBundle) {
        if (value instanceof Json.Members bundle
                && bundle.text("type").equals(Optional.of("bundle"))) {
            bundle(check, bundle);
            return;
        }
        Keepable.fault(value, check.place()).ifPresent(check::add);
        if (value instanceof Json.Members object && object.text("type").isPresent()) {
            shaped(check, object, inBundle && Dialects.isOld(object));
        }
    }

    private static void shaped(StixCheck check, Json.Members object, boolean old) {
        String type = object.text("type").orElse("");
        Optional<Shape> shape = old ? SCHEMA.object20(type) : SCHEMA.object(type);
        if (shape.isEmpty()) {
            custom(check, object, type, old);
        } else {
            check.shape(object, shape.get());
            StixRules.ofObject(check, object);
            if (shape.get().category() == Category.SCO) {
                deterministic(check, object, shape.get());
            } else if (old) {
                check.warning("an object of STIX 2.0", "", "3.2");
            }
        }
        version(check, object, shape, old);
        StixSelectors.check(check, object);
    }

    /** Section 11.2: an object of a type that the specification does not have. */
    private static void custom(StixCheck check, Json.Members object, String type, boolean old) {
        if (!StixFormats.isName(type, '-')) {
            check.in("type", () -> check.error("not a type name", type, "3.1"));
        } else if (!StixExtensions.addsProperties(object)) {
            check.in(
                    "type",
                    () ->
                            check.warning(
                                    "custom object without an extension definition", type, "11.2"));
        }
        // Which class it is of nobody can say; what looks versioned must be it wholly.
        boolean versioned = object.at("created").isPresent() || object.at("modified").isPresent();
        Shape common = SCHEMA.part(versioned ? "common-sdo" : "common-sco").orElseThrow();
        check.shape(object, old ? common.without(StixSchema.SINCE_2_1) : common);
    }

    private static void version(
            StixCheck check, Json.Members object, Optional<Shape> shape, boolean old) {
        boolean versioned = shape.isEmpty() || shape.get().category() != Category.SCO;
        for (String name : versioned ? List.of("created", "modified") : List.<String>of()) {
            object.text(name)
                    .filter(text -> text.length() < TIME_LENGTH_MIN)
                    .filter(text -> StixTime.parse(text).isPresent())
                    .ifPresent(text ->
                            check.in(name, () -> check.error("fewer digits than 3", text, "3.2")));
        }
        object.text("spec_version")
                .filter(it -> !it.equals("2.1") && !old)
                .ifPresent(it -> check.in("spec_version", () -> check.error("not 2.1", it, "3.2")));
    }

    private static void deterministic(StixCheck check, Json.Members object, Shape shape) {
        Optional<String> meant = StixIds.deterministic(object, shape);
        Optional<String> given = object.text("id");
        if (meant.isEmpty() && given.equals(Optional.of(StixIds.ofNothing(shape)))) {
            String rule = "an id that follows from nothing is that of everything";
            check.in("id", () -> check.warning(rule, given.get(), "2.9"));
        }
        if (meant.isPresent() && meant.equals(given) && object.at("modified").isPresent()) {
            String rule = "an observable with versions has an id of its creator";
            check.in("id", () -> check.warning(rule, given.get(), "3.6"));
        }
        if (meant.isPresent() && given.isPresent() && !meant.equals(given)) {
            check.in(
                    "id",
                    () ->
                            check.warning(
                                    "not the id that follows from the values", meant.get(), "3.4"));
        }
    }

    private static void bundle(StixCheck check, Json.Members bundle) {
        Shape shape = SCHEMA.object("bundle").orElseThrow();
        check.shape(withoutObjects(bundle), shape);
        bundle.text("id")
                .filter(id -> !StixFormats.typeOf(id).equals("bundle"))
                .ifPresent(id -> check.in("id", () -> check.error("of another type", id, "8.1")));
        switch (bundle.byName().get("objects")) {
            case null -> {
                // Section 8.1: it may be empty, and then has no list.
            }
            case Json.Array(List<Json> objects) -> objects(check, objects);
            case Json other ->
                    check.in(
                            "objects",
                            () ->
                                    check.add(
                                            Level.UNUSABLE,
                                            "not a list",
                                            StixCheck.text(other),
                                            "8.1"));
        }
    }

    /** A bundle of STIX 2.0 said so itself, its objects did not. */
    private static Json.Members withoutObjects(Json.Members bundle) {
        var rest = new java.util.TreeMap<>(bundle.byName());
        rest.remove("objects");
        rest.remove("spec_version", new Json.Text("2.0"));
        return new Json.Members(rest);
    }

    private static void objects(StixCheck check, List<Json> objects) {
        Set<List<String>> versions = new HashSet<>();
        check.in(
                "objects",
                () -> {
                    if (objects.isEmpty()) {
                        check.error("empty list", "", "2.12");
                    }
                    check.each(
                            new ArrayList<>(objects),
                            object -> {
                                object(check, object, true);
                                if (object instanceof Json.Members members
                                        && members.text("id").isPresent()
                                        && !versions.add(
                                                List.of(
                                                        members.text("id").get(),
                                                        members.text("modified").orElse("")))) {
                                    check.warning(
                                            "the same version twice",
                                            members.text("id").get(),
                                            "3.6");
                                }
                            });
                    StixTranslations.check(check, objects);
                });
    }
}
