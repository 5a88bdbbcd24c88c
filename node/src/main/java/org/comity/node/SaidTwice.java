package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.Bundles;
import org.comity.statement.Json;
import org.comity.statement.Statement;
import org.comity.statement.StixGraph;
import org.comity.taxii.TaxiiTime;
import org.comity.views.LinkIndex;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects that are stated with one {@code modified} and different content: by one member of its
 * own, which proves it false; by one source; or by several, of whom nobody here can tell who is
 * right. All that was stated stays.
 */
final class SaidTwice {
    private static final int SHOWN_MAX = 1_000;

    /** Versions of one object that are held against one another. */
    private static final int VERSIONS_MAX = 1_000;

    private final Desk desk;
    private final ArrayNode shown = org.comity.node.Json.array();
    private final List<LinkIndex.Stood> ofOne = new ArrayList<>();
    private final List<List<LinkIndex.Stood>> found = new ArrayList<>();

    private SaidTwice(Desk desk) {
        this.desk = desk;
    }

    static ArrayNode all(Desk desk) throws IOException {
        var twice = new SaidTwice(desk);
        Onlooker self = Onlooker.self(desk);
        desk.index()
                .links()
                .scanVersions(it -> {
                    if (self.maySee(it.provenance()) && it.version().content() != 0) {
                        twice.take(it);
                    }
                    return twice.found.size() < SHOWN_MAX;
                });
        twice.close();
        for (List<LinkIndex.Stood> one : twice.found) {
            twice.show(one);
        }
        return twice.shown;
    }

    private void take(LinkIndex.Stood stood) {
        boolean isNext = !ofOne.isEmpty() && !id(ofOne.getFirst()).equals(id(stood));
        if (isNext) {
            close();
        }
        if (ofOne.size() < VERSIONS_MAX) {
            ofOne.add(stood);
        }
    }

    private static String id(LinkIndex.Stood stood) {
        return stood.version().object().id();
    }

    /** All versions of one object were seen. */
    private void close() {
        Map<Long, List<LinkIndex.Stood>> byTime = new TreeMap<>();
        for (LinkIndex.Stood one : ofOne) {
            byTime.computeIfAbsent(one.version().object().modifiedMicros(), _ -> new ArrayList<>())
                    .add(one);
        }
        for (List<LinkIndex.Stood> same : byTime.values()) {
            long contents = same.stream().map(it -> it.version().content()).distinct().count();
            if (contents > 1) {
                found.add(same);
            }
        }
        ofOne.clear();
    }

    /** Times are rows to the microsecond only; the objects themselves say whether they are one. */
    private void show(List<LinkIndex.Stood> same) throws IOException {
        Map<String, Map<Long, LinkIndex.Stood>> byTime = new TreeMap<>();
        for (LinkIndex.Stood one : same) {
            time(one)
                    .ifPresent(it ->
                            byTime.computeIfAbsent(it, _ -> new TreeMap<>())
                                    .putIfAbsent(one.version().content(), one));
        }
        byTime.forEach((time, different) -> {
            if (different.size() > 1) {
                show(time, List.copyOf(different.values()));
            }
        });
    }

    private void show(String time, List<LinkIndex.Stood> different) {
        ObjectNode one = shown.addObject();
        one.put("object", id(different.getFirst())).put("modified", time);
        LinkIndex.Stood first = different.getFirst();
        boolean oneLine =
                different.stream()
                        .allMatch(it ->
                                it.provenance().member().equals(first.provenance().member())
                                        && it.version()
                                                .object()
                                                .isOfSameObject(first.version().object()));
        boolean isSource = first.version().object().isRelayed();
        one.put("by", oneLine ? isSource ? "source" : "member" : "several");
        ArrayNode said = one.putArray("said");
        for (LinkIndex.Stood it : different) {
            said.addObject()
                    .put("member", it.provenance().member().name())
                    .put("source", it.version().object().source())
                    .put("statement", it.statement().toString());
        }
    }

    private Optional<String> time(LinkIndex.Stood stood) throws IOException {
        Optional<Statement> statement = desk.payloads().statement(stood.statement());
        if (statement.isEmpty()) {
            return Optional.empty();
        }
        var json = statement.get().payload().json();
        String source = Bundles.source(json, stood.provenance().member());
        if (!(Json.parseMembers(json).orThrow().byName().get("objects")
                instanceof Json.Array(List<Json> objects))) {
            return Optional.empty();
        }
        return objects.stream()
                .filter(Json.Members.class::isInstance)
                .map(Json.Members.class::cast)
                .filter(it ->
                        StixGraph.Version.of(it, source)
                                .filter(stood.version()::equals)
                                .isPresent())
                .findFirst()
                .flatMap(it -> it.text("modified"))
                .flatMap(TaxiiTime::normal);
    }

    /** In words. */
    static String words(tools.jackson.databind.JsonNode one) {
        var who = new ArrayList<String>();
        for (var said : one.path("said")) {
            String source = said.path("source").asString();
            who.add(
                    said.path("member").asString()
                            + (source.isEmpty() ? "" : " from " + source)
                            + " in "
                            + said.path("statement").asString());
        }
        String why =
                switch (one.path("by").asString()) {
                    case "member" -> "one member said both, which proves it false";
                    case "source" -> "one source said both";
                    default -> "who is right is not known here";
                };
        return "%s is stated with two contents, modified %s: %s%n  %s"
                .formatted(
                        one.path("object").asString(),
                        one.path("modified").asString(),
                        String.join("; ", who),
                        why);
    }
}
