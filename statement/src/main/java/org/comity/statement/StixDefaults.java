package org.comity.statement;

import java.util.SortedMap;
import java.util.TreeMap;
import org.comity.value.Hash;

/**
 * What an object says, whether it spells out a default of STIX 2.1 or leaves it out: two that
 * differ in nothing else are the same.
 */
public final class StixDefaults {
    private StixDefaults() {}

    /** Without the members whose value is the default. */
    static Json.Members without(Json.Members object) {
        SortedMap<String, Json> said = new TreeMap<>(object.byName());
        said.remove("revoked", new Json.Flag(false));
        switch (object.text("type").orElse("")) {
            case "sighting" -> said.remove("summary", new Json.Flag(false));
            case String type when StixObservables.isType(type) -> {
                said.remove("spec_version", new Json.Text("2.1"));
                said.remove("defanged", new Json.Flag(false));
            }
            default -> {
                // No other has one.
            }
        }
        return new Json.Members(said);
    }

    public static boolean areSame(Json.Members one, Json.Members other) {
        return one.equals(other) || without(one).equals(without(other));
    }

    /** The same for those that are the same. */
    public static Hash digest(Json.Members object) {
        return Hash.digest(without(object).canonical().array());
    }
}
