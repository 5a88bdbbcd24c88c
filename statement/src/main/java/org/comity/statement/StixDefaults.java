package org.comity.statement;

import java.util.Map;
import java.util.TreeMap;
import org.comity.value.Hash;

/**
 * What an object says, whether it spells out a default of STIX 2.1 or leaves it out: two that
 * differ in nothing else are the same.
 */
public final class StixDefaults {
    private static final Json NO = new Json.Flag(false);
    private static final Map<String, Json> OF_ALL = Map.of("revoked", NO);
    private static final Map<String, Json> OF_SIGHTINGS = Map.of("revoked", NO, "summary", NO);
    private static final Map<String, Json> OF_OBSERVABLES =
            Map.of("revoked", NO, "defanged", NO, "spec_version", new Json.Text("2.1"));

    private StixDefaults() {}

    /** Without the members whose value is the default. */
    static Json.Members without(Json.Members object) {
        if (!saysOne(object)) {
            return object;
        }
        var said = new TreeMap<String, Json>(object.byName());
        defaults(object).forEach(said::remove);
        return new Json.Members(said);
    }

    private static boolean saysOne(Json.Members object) {
        return defaults(object).entrySet().stream()
                .anyMatch(it -> it.getValue().equals(object.byName().get(it.getKey())));
    }

    private static Map<String, Json> defaults(Json.Members object) {
        return switch (object.text("type").orElse("")) {
            case "sighting" -> OF_SIGHTINGS;
            case String type when StixObservables.isType(type) -> OF_OBSERVABLES;
            default -> OF_ALL;
        };
    }

    public static boolean areSame(Json.Members one, Json.Members other) {
        return one.equals(other) || without(one).equals(without(other));
    }

    /** The same for those that are the same. */
    public static Hash digest(Json.Members object) {
        return Hash.digest(without(object).canonical().array());
    }

    /**
     * That of an object whose text was digested already.
     *
     * @param whole of its canonical text, defaults included
     */
    static Hash digest(Json.Members object, Hash whole) {
        return saysOne(object) ? digest(object) : whole;
    }
}
