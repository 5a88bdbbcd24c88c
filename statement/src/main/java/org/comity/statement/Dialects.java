package org.comity.statement;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where others' STIX says something in another place than STIX 2.1 does: STIX 2.0, MISP and
 * OpenCTI. Nothing is rewritten; the objects stay as they came and are read with this.
 * docs/formats/payload.md has the table.
 */
final class Dialects {
    /** OpenCTI's own property-extension; older ones write its members as x_opencti_NAME. */
    private static final String OPENCTI =
            "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba";

    /** What the types have for a name that STIX does not have, the first that is there. */
    private static final List<String> VALUES =
            List.of("value", "x_misp_value", "x_misp_name", "iban");

    /** What MISP writes for a false positive where there is no opinion yet, in STIX 2.0. */
    static final String MISP_OPINION = "x-misp-opinion";

    private static final String TO_IDS = "misp:to_ids=\"";

    private Dialects() {}

    /** STIX 2.0 had no spec_version on its objects, and no observables among them. */
    static boolean isOld(Json.Members object) {
        Optional<String> said =
                object.at("spec_version")
                        .map(it -> it instanceof Json.Text(String text) ? text : "");
        return StixObject.specVersion(said, object.text("type").orElse("")).equals("2.0");
    }

    /** Of STIX 2.0 every indicator is written in the STIX language. */
    static boolean isStixPattern(Json.Members indicator) {
        return indicator.at("pattern_type").isEmpty()
                ? isOld(indicator)
                : indicator.text("pattern_type").equals(Optional.of("stix"));
    }

    /** Where an indicator says of what kind it is: in STIX 2.0 its labels did. */
    static String typesOf(Json.Members indicator) {
        return indicator.at("indicator_types").isEmpty() && isOld(indicator)
                ? "labels"
                : "indicator_types";
    }

    /**
     * Whether its author means it to be acted on. MISP's {@code to_ids} false says that a value
     * belongs to the case and not on a list; OpenCTI's score 0 that nothing, or nothing any more,
     * is held against it.
     */
    static boolean isMeantToList(Json.Members indicator) {
        return !hasLabel(indicator, TO_IDS + "false\"")
                && !isZero(indicator.at("x_opencti_score"))
                && !isZero(openCti(indicator).at("score"));
    }

    static String opinion(Json.Members object) {
        return object.text("opinion").or(() -> object.text("x_misp_opinion")).orElse("");
    }

    private static boolean isZero(Optional<Json> score) {
        return score.equals(Optional.of(new Json.Numeral(0)));
    }

    private static boolean hasLabel(Json.Members object, String wanted) {
        return texts(object, "labels").stream()
                .anyMatch(label -> label.strip().toLowerCase(Locale.ROOT).equals(wanted));
    }

    /**
     * What an object is called, its own name first. Of a type that STIX does not have and that is
     * no subject here, such as a phone number, its value is its name.
     */
    static Set<String> names(Json.Members object) {
        var names = new LinkedHashSet<String>();
        object.text("name").or(() -> value(object)).ifPresent(names::add);
        names.addAll(texts(object, "aliases"));
        names.addAll(texts(object, "x_mitre_aliases"));
        names.addAll(texts(object, "x_opencti_aliases"));
        names.addAll(texts(openCti(object), "aliases"));
        return names;
    }

    private static Optional<String> value(Json.Members object) {
        boolean isForeign = StixSchema.shipped().object(object.text("type").orElse("")).isEmpty();
        return isForeign && ObservableReader.read(object).isEmpty()
                ? VALUES.stream().map(object::text).flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }

    private static Json.Members openCti(Json.Members object) {
        return object.byName().get("extensions") instanceof Json.Members(Map<String, Json> all)
                        && all.get(OPENCTI) instanceof Json.Members own
                ? own
                : Json.Members.NONE;
    }

    /** The texts of a list; none when it is none. */
    static List<String> texts(Json.Members object, String name) {
        return object.byName().get(name) instanceof Json.Array(List<Json> elements)
                ? elements.stream()
                        .filter(Json.Text.class::isInstance)
                        .map(text -> ((Json.Text) text).value())
                        .distinct()
                        .toList()
                : List.of();
    }
}
