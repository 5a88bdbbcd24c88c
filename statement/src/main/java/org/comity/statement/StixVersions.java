package org.comity.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which version of each object holds when a bundle brings several (STIX 2.1 section 3.6). */
final class StixVersions {
    private StixVersions() {}

    /**
     * The newest by {@code modified}, whatever the order. Where two different ones claim to be the
     * newest, neither holds: that is equivocation, and not ours to settle. Of equal ones the first
     * holds.
     */
    static Map<String, Json.Members> current(List<Json> objects) {
        Map<String, Json.Members> newest = new TreeMap<>();
        Map<String, StixTime> disputedAt = new TreeMap<>();
        for (Json element : objects) {
            if (element instanceof Json.Members object && object.text("id").isPresent()) {
                String id = object.text("id").get();
                Json.Members before = newest.get(id);
                int order = before == null ? 1 : modified(object).compareTo(modified(before));
                if (order > 0) {
                    newest.put(id, object);
                } else if (order == 0 && !object.equals(before)) {
                    disputedAt.merge(
                            id,
                            modified(object),
                            (one, other) -> one.compareTo(other) > 0 ? one : other);
                }
            }
        }
        disputedAt.forEach((id, second) ->
                newest.computeIfPresent(
                        id, (_, object) -> modified(object).equals(second) ? null : object));
        return newest;
    }

    /** Before all others when absent or unreadable. */
    private static StixTime modified(Json.Members object) {
        return Optional.of(object)
                .flatMap(it -> it.text("modified"))
                .flatMap(StixTime::parse)
                .orElse(new StixTime(Long.MIN_VALUE, ""));
    }
}
