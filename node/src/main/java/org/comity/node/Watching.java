package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.intake.AddressRange;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.views.Bridge;
import org.comity.views.Entry;
import org.comity.views.Provenance;
import org.comity.views.Trace;
import org.comity.views.Traced;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches, and the alerts that follow from them. An alert is no row: it is worked out from the
 * watch and from what this member may see when it is asked for, so one that rests on something
 * erased or hidden is not there.
 */
final class Watching {
    /** Each two of them cost a trace whenever somebody asks for alerts. */
    static final int WATCHES_MAX = 64;

    private static final int ALERTS_MAX = 500;

    private final Desk desk;
    private final Trace.Sight sight;

    Watching(Desk desk, Trace.Sight sight) {
        this.desk = desk;
        this.sight = sight;
    }

    JsonNode run(String name, JsonNode with) throws IOException {
        return switch (name) {
            case "watch-add" -> add(with);
            case "watch-list" -> list();
            case "watch-remove" -> remove(with.path("name").asString(""));
            case "alert-list" -> alerts(with);
            default -> throw new Refusal("unknown operation", name);
        };
    }

    private JsonNode add(JsonNode with) throws IOException {
        var values = new ArrayList<String>();
        with.path("values").forEach(it -> values.add(it.asString()));
        Watch watch = Watch.of(with.path("name").asString(""), desk.nowSecond(), values);
        List<Watch> others = new ArrayList<>(watches());
        others.removeIf(it -> it.name().equals(watch.name()));
        if (others.size() >= WATCHES_MAX) {
            throw new Refusal("at most 64 watches; put more values into one", watch.name());
        }
        write(new Change.Put(RowKeys.watch(watch.name()), watch.row()));
        return json(watch);
    }

    private JsonNode list() throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("watches");
        watches().forEach(it -> all.add(json(it)));
        return answer;
    }

    private JsonNode remove(String name) throws IOException {
        if (watches().stream().noneMatch(it -> it.name().equals(name))) {
            throw new Refusal("no such watch", name);
        }
        write(new Change.Delete(RowKeys.watch(name)));
        return Json.object().put("removed", name);
    }

    private void write(Change change) throws IOException {
        desk.writer()
                .callLong(() -> {
                    desk.pending().write(List.of(change));
                    return true;
                });
    }

    private List<Watch> watches() throws IOException {
        var watches = new ArrayList<Watch>();
        desk.store()
                .scan(
                        RowKeys.WATCHES,
                        (key, row) -> {
                            Bytes name = key.slice(RowKeys.WATCHES.length(), key.length());
                            watches.add(Watch.read(name.utf8(), row));
                            return true;
                        });
        return watches;
    }

    private static JsonNode json(Watch watch) {
        ObjectNode one =
                Json.object()
                        .put("name", watch.name())
                        .put("added", Campaigning.time(watch.addedSecond()));
        one.set("values", Json.array(watch.values()));
        return one;
    }

    private JsonNode alerts(JsonNode with) throws IOException {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("alerts");
        long until = with.path("at").asLong(Long.MAX_VALUE);
        List<Watch> watches = watches();
        Campaigning.Found bridges =
                watches.isEmpty()
                        ? Campaigning.Found.NONE
                        : new Campaigning(desk, sight).bridges(with);
        answer.set("cut", Json.array(bridges.cut()));
        Map<Watch, ArrayNode> evidence = evidence(watches, with, until);
        for (Watch watch : watches) {
            long since = since(watch, with);
            for (JsonNode alert : evidence.getOrDefault(watch, Json.array())) {
                if (all.size() < ALERTS_MAX) {
                    all.add(alert);
                }
            }
            for (Bridge bridge : bridges.all()) {
                if (bridge.knownSecond() >= since && concerns(bridge, watch)) {
                    all.addObject()
                            .put("watch", watch.name())
                            .put("kind", "bridge")
                            .set("bridge", new Campaigning(desk, sight).show(bridge));
                }
            }
        }
        connected(watches, with, all);
        for (JsonNode one : new RequestsShown(desk).waiting()) {
            if (one.path("due").asBoolean() || one.path("reminders").asInt() > 0) {
                all.addObject().put("kind", "request").set("request", one);
            }
        }
        return answer;
    }

    /** What came from a second on, and not after another. */
    private record Since(long first, long last) {
        boolean has(long second) {
            return first <= second && second <= last;
        }
    }

    private static long since(Watch watch, JsonNode with) {
        return with.path("since").asLong(watch.addedSecond());
    }

    /**
     * What others have said since on values, in networks, and below the country's own domain. All
     * addresses that begin as one of the networks does, and all domains where a country is watched,
     * are gone through once for all watches, and none is kept: a network may hold all.
     */
    private Map<Watch, ArrayNode> evidence(List<Watch> watches, JsonNode with, long until) {
        Map<Watch, ArrayNode> found = new HashMap<>();
        var wide = new ArrayList<Wide>();
        for (Watch watch : watches) {
            ArrayNode alerts = Json.array();
            found.put(watch, alerts);
            var since = new Since(since(watch, with), until);
            Set<Subject> named = new TreeSet<>(watch.subjects());
            named.forEach(it -> evidence(watch, it, since, alerts));
            var one = Wide.of(watch, since, named);
            if (!one.networks().isEmpty() || !one.ends().isEmpty()) {
                wide.add(one);
            }
        }
        Predicate<Subject> visitor =
                subject -> {
                    for (Wide one : wide) {
                        if (one.holds(subject)) {
                            ArrayNode alerts = found.getOrDefault(one.watch(), Json.array());
                            evidence(one.watch(), subject, one.since(), alerts);
                        }
                    }
                    return true;
                };
        for (String beginning : beginnings(wide)) {
            desk.index().subjects(SubjectKind.ADDRESS, beginning, visitor);
        }
        if (wide.stream().anyMatch(it -> !it.ends().isEmpty())) {
            desk.index().subjects(SubjectKind.DOMAIN, "", visitor);
        }
        return found;
    }

    /** Of the addresses in all networks, none of which begins as another does. */
    private static List<String> beginnings(List<Wide> wide) {
        var sorted = new TreeSet<String>();
        wide.forEach(one -> one.networks().forEach(it -> sorted.add(it.beginning())));
        var beginnings = new ArrayList<String>();
        for (String one : sorted) { // behind what it begins with
            if (beginnings.isEmpty() || !one.startsWith(beginnings.getLast())) {
                beginnings.add(one);
            }
        }
        return beginnings;
    }

    /** A watch for more than the values that it names. */
    private record Wide(
            Watch watch,
            Since since,
            Set<Subject> named,
            List<AddressRange> networks,
            List<String> ends) {
        static Wide of(Watch watch, Since since, Set<Subject> named) {
            List<String> ends =
                    watch.countries().stream()
                            .map(it -> "." + it.toLowerCase(Locale.ROOT))
                            .toList();
            return new Wide(watch, since, named, watch.networks(), ends);
        }

        boolean holds(Subject subject) {
            return !named.contains(subject)
                    && switch (subject.kind()) {
                        case ADDRESS -> networks.stream().anyMatch(it -> it.contains(subject));
                        case DOMAIN -> ends.stream().anyMatch(subject.value()::endsWith);
                        case URL, MAIL_ADDRESS, FILE, FINGERPRINT -> false;
                    };
        }
    }

    private void evidence(Watch watch, Subject subject, Since since, ArrayNode alerts) {
        if (alerts.size() >= ALERTS_MAX) {
            return;
        }
        Map<MemberId, Integer> members = new TreeMap<>();
        var first = new ArrayList<Entry>();
        desk.index()
                .scan(
                        subject,
                        entry -> {
                            if (since.has(entry.seenSecond())
                                    && !entry.member().equals(desk.self())
                                    && sight.visible().test(Provenance.of(entry))) {
                                members.merge(entry.member(), 1, Integer::sum);
                                if (first.isEmpty()) {
                                    first.add(entry);
                                }
                            }
                            return true;
                        });
        if (!members.isEmpty()) {
            ObjectNode alert =
                    alerts.addObject()
                            .put("watch", watch.name())
                            .put("kind", "evidence")
                            .put("subject", subject.key())
                            .put("first", first.getFirst().statement().toString())
                            .put("class", first.getFirst().claim().abuse().word());
            ObjectNode counts = alert.putObject("members");
            members.forEach((member, count) -> counts.put(member.name(), count));
        }
    }

    private boolean concerns(Bridge bridge, Watch watch) {
        Set<Subject> subjects = new HashSet<>(bridge.joins());
        subjects.addAll(bridge.left().signs());
        subjects.addAll(bridge.right().signs());
        Set<String> countries = new Campaigning(desk, sight).countries(bridge.members());
        return watch.subjects().stream().anyMatch(subjects::contains)
                || watch.countries().stream().anyMatch(countries::contains)
                || watch.networks().stream()
                        .anyMatch(range ->
                                subjects.stream()
                                        .filter(it -> it.kind() == SubjectKind.ADDRESS)
                                        .anyMatch(range::contains));
    }

    /** Two watches whose values have become connected, by the best path between them. */
    private void connected(List<Watch> watches, JsonNode with, ArrayNode alerts) {
        var trace =
                new Trace(
                        desk.indexes().graph(),
                        sight,
                        Trace.Bounds.USUAL.withHops(Trace.Bounds.HOPS_MAX));
        List<Watch> named = watches.stream().filter(it -> !it.subjects().isEmpty()).toList();
        for (int one = 0; one < named.size(); one++) {
            for (int other = one + 1; other < named.size(); other++) {
                Watch left = named.get(one);
                Watch right = named.get(other);
                Traced path = trace.between(left.subjects(), right.subjects(), 1).getFirst();
                long added = Math.max(left.addedSecond(), right.addedSecond());
                long known = since(path);
                if (!path.steps().isEmpty() && known >= with.path("since").asLong(added)) {
                    alerts.add(connection(left, right, path));
                }
            }
        }
    }

    /** When the last step of it came. */
    private static long since(Traced path) {
        return path.steps().stream().mapToLong(it -> it.span().firstSecond()).max().orElse(0);
    }

    private JsonNode connection(Watch left, Watch right, Traced path) {
        var members = new TreeSet<MemberId>();
        path.steps().forEach(it -> members.addAll(it.members()));
        ObjectNode alert =
                Json.object()
                        .put("watch", left.name())
                        .put("other", right.name())
                        .put("kind", "connected")
                        .put("since", Campaigning.time(since(path)))
                        .put("path", path.text());
        alert.set("members", Json.array(members));
        alert.set("countries", Json.array(new Campaigning(desk, sight).countries(members)));
        return alert;
    }
}
