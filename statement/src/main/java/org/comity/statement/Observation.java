package org.comity.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one observed-data object says was seen (STIX 2.1 section 4.14).
 *
 * @param first to last: when; nobody says when within
 * @param count how many times, at least 1
 * @param objects by id or by key of the container, in their order
 */
record Observation(StixTime first, StixTime last, long count, Map<String, Json.Members> objects)
        implements Occasion {
    /**
     * All of a bundle. Objects that object_refs does not name are not part of an observation,
     * whoever refers to them (section 9.7.4).
     */
    static List<Observation> of(Json.Members bundle) {
        List<Json> all =
                bundle.byName().get("objects") instanceof Json.Array(List<Json> objects)
                        ? objects
                        : List.of();
        Map<String, Json.Members> byId = new LinkedHashMap<>();
        all.forEach(it -> {
            if (it instanceof Json.Members object) {
                object.text("id").ifPresent(id -> byId.putIfAbsent(id, object));
            }
        });
        List<Observation> observations = new ArrayList<>();
        all.forEach(it -> {
            if (it instanceof Json.Members object
                    && object.text("type").equals(Optional.of("observed-data"))) {
                of(object, byId).ifPresent(observations::add);
            }
        });
        return observations;
    }

    /** Empty when its times cannot be read. */
    static Optional<Observation> of(Json.Members observed, Map<String, Json.Members> byId) {
        Optional<StixTime> first = observed.text("first_observed").flatMap(StixTime::parse);
        Optional<StixTime> last = observed.text("last_observed").flatMap(StixTime::parse);
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Json.Members> objects = new LinkedHashMap<>();
        if (observed.byName().get("object_refs") instanceof Json.Array(List<Json> refs)) {
            for (Json ref : refs) {
                Json.Members object = byId.get(StixCheck.text(ref));
                if (object != null) {
                    objects.put(StixCheck.text(ref), object);
                }
            }
        }
        if (observed.byName().get("objects") instanceof Json.Members(Map<String, Json> container)) {
            container.forEach((key, value) -> {
                if (value instanceof Json.Members object) {
                    objects.putIfAbsent(key, object);
                }
            });
        }
        long count = Math.max(1, observed.whole("number_observed").orElse(1L));
        return Optional.of(new Observation(first.get(), last.get(), count, objects));
    }
}
