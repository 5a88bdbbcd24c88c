package org.comity.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which version of each object holds when a bundle brings several (STIX 2.1 section 3.6). Only its
 * creator makes versions of an object: under one id each creator has its own.
 */
final class StixVersions {
    private record Line(String id, String creator) {}

    // In the order of the bundle.
    private final Map<Line, Json.Members> current = new LinkedHashMap<>();
    private final Map<String, List<Line>> lines = new TreeMap<>();

    private StixVersions() {}

    static StixVersions of(List<Json> objects) {
        Map<Line, List<Json.Members>> versions = new LinkedHashMap<>();
        var all = new StixVersions();
        for (Json element : objects) {
            if (element instanceof Json.Members object && object.text("id").isPresent()) {
                versions.computeIfAbsent(line(object), all::begin).add(object);
            }
        }
        versions.forEach((line, its) -> newest(its).ifPresent(it -> all.current.put(line, it)));
        return all;
    }

    private List<Json.Members> begin(Line line) {
        lines.computeIfAbsent(line.id(), _ -> new ArrayList<>()).add(line);
        return new ArrayList<>();
    }

    private static Line line(Json.Members object) {
        return new Line(object.text("id").orElseThrow(), object.text("created_by_ref").orElse(""));
    }

    Collection<Json.Members> all() {
        return current.values();
    }

    boolean holds(Json.Members object) {
        return object.text("id").isPresent() && object.equals(current.get(line(object)));
    }

    /** What a reference means; empty when two creators made something under the id. */
    Optional<Json.Members> byId(String id) {
        List<Line> its = lines.getOrDefault(id, List.of());
        return its.size() == 1
                ? Optional.ofNullable(current.get(its.getFirst()))
                : Optional.empty();
    }

    /**
     * The newest by {@code modified}, whatever the order; of those that revoke it, where there are
     * any, since that is for good. Where two different ones claim to be the newest, neither holds:
     * that is equivocation, and not ours to settle. Of equal ones the first holds.
     */
    private static Optional<Json.Members> newest(List<Json.Members> versions) {
        if (versions.size() == 1) {
            return Optional.of(versions.getFirst());
        }
        List<Json.Members> revoked = versions.stream().filter(StixVersions::isRevoked).toList();
        List<Json.Members> counted = revoked.isEmpty() ? versions : revoked;
        StixTime last =
                counted.stream().map(StixVersions::modified).max(StixTime::compareTo).orElseThrow();
        List<Json.Members> newest =
                counted.stream().filter(it -> modified(it).equals(last)).toList();
        Json.Members first = newest.getFirst();
        return newest.stream().allMatch(it -> StixDefaults.areSame(it, first))
                ? Optional.of(first)
                : Optional.empty();
    }

    private static boolean isRevoked(Json.Members object) {
        return object.at("revoked").equals(Optional.of(new Json.Flag(true)));
    }

    /** Before all others when absent or unreadable. */
    private static StixTime modified(Json.Members object) {
        return Optional.of(object)
                .flatMap(it -> it.text("modified"))
                .flatMap(StixTime::parse)
                .orElse(new StixTime(Long.MIN_VALUE, ""));
    }
}
