package org.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comity.charter.Charter;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every answer of the API is, byte for byte, that of a node on which what the viewer may not see
 * was never said: for the member itself, which holds what was told to groups that it is in no
 * longer, and for those for whom a token sees.
 */
class ApiSightTest {
    private static final int CASES = Integer.getInteger("cases", 5);

    /** Of some 150 that are asked of each world at random. */
    private static final int CALLS = 60;

    private static final List<String> LISTED =
            List.of("GET /campaigns?by_machines=true", "GET /bridges?limit=5");
    private static final String SELF = "desk.example";
    @TempDir Path folder;

    /** For whose eyes a token is, and who that is. */
    private record Eyes(String within, List<String> members, boolean stranger) {
        boolean see(SeenWorlds.Told told, Charter charter) {
            return Stream.concat(Stream.of(SELF), members.stream())
                            .allMatch(it ->
                                    may(told, new Viewer.Identified(new MemberId(it)), charter))
                    && (!stranger || may(told, new Viewer.Stranger(), charter));
        }

        private static boolean may(SeenWorlds.Told told, Viewer viewer, Charter charter) {
            return Visibility.maySee(
                    told.stated().marking(),
                    told.stated().audience(),
                    told.stated().member(),
                    viewer,
                    charter);
        }
    }

    private static final List<Eyes> ALL =
            List.of(
                    new Eyes("", List.of(), false),
                    new Eyes("public", List.of(), true),
                    new Eyes("members", List.of("b.example", "c.example", "d.example"), false),
                    new Eyes("group:banks", List.of("b.example"), false),
                    new Eyes("group:shops", List.of("c.example"), false));

    @Test
    void everyAnswerIsAsIfWhatTheViewerMayNotSeeWereNeverSaid() throws Exception {
        Path data = ScopeTest.exchange(folder);
        int hidden = 0;
        int told = 0;
        try (Desk desk = open(data)) {
            for (long seed = Long.getLong("seed", 1), last = seed + CASES; seed < last; seed++) {
                List<SeenWorlds.Told> world =
                        new SeenWorlds(new SplittableRandom(seed), desk).world();
                Charter charter = desk.charters().charter();
                for (Eyes eyes : ALL) {
                    List<SeenWorlds.Told> seen =
                            world.stream().filter(it -> eyes.see(it, charter)).toList();
                    // PAP:CLEAR tells strangers that something is listed: ApiActingTest is of that.
                    List<SeenWorlds.Told> all =
                            world.stream()
                                    .filter(it ->
                                            !eyes.stranger() || seen.contains(it) || !mayAct(it))
                                    .toList();
                    var random = new Random(seed);
                    Map<String, String> found = answers(desk, eyes, seen, LISTED);
                    List<String> calls = calls(eyes, names(found));
                    Collections.shuffle(calls, random);
                    calls = calls.subList(0, Math.min(CALLS, calls.size()));
                    Map<String, String> with = answers(desk, eyes, all, calls);
                    String where = eyes.within() + ", seed " + seed + ": ";
                    Map<String, String> without = answers(desk, eyes, seen, calls);
                    without.forEach(
                            (call, answer) -> assertEquals(answer, with.get(call), where + call));
                    hidden += all.size() - seen.size();
                    told += without.values().stream().anyMatch(it -> it.contains("uses")) ? 1 : 0;
                }
            }
        }
        assertTrue(hidden > 20 * CASES && told > CASES, hidden + " hidden, " + told + " told");
    }

    private static boolean mayAct(SeenWorlds.Told told) {
        return told.stated().marking().pap() == Pap.CLEAR;
    }

    private static Desk open(Path data) throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(SeenWorlds.NOW));
        Desk desk = Desk.open(data, clock);
        desk.recover();
        desk.loadLists(desk.config().lists());
        for (List<String> watched :
                List.of(
                        List.of("one-campaign.com", "45.80.0.0/16"),
                        List.of("45.80.9.2", "country:NL"))) {
            ObjectNode with = Json.object().put("name", watched.getFirst());
            with.set("values", Json.array(watched));
            operations(desk, Optional.empty()).run("watch-add", with, _ -> {});
        }
        return desk;
    }

    private static Operations operations(Desk desk, Optional<Scope> within) {
        return new Operations(
                desk, new Joiner(desk, PeerClient.of(desk)), Optional.empty(), within);
    }

    private static List<String> names(Map<String, String> answers) throws IOException {
        var names = new ArrayList<String>();
        for (String list : List.of("campaigns", "bridges")) {
            for (Map.Entry<String, String> one : answers.entrySet()) {
                if (one.getKey().startsWith("GET /" + list + "?")) {
                    for (JsonNode it : Json.parse(one.getValue()).path(list)) {
                        names.add("/" + list + "/" + it.path("name").asString());
                    }
                }
            }
        }
        return names;
    }

    private static Map<String, String> answers(
            Desk desk, Eyes eyes, List<SeenWorlds.Told> world, List<String> calls)
            throws IOException {
        SeenWorlds.say(desk, world);
        var answers = new TreeMap<String, String>();
        ObjectNode scopes = Json.object().put("within", eyes.within());
        scopes.putArray("scopes").add("read");
        if (eyes.within().isEmpty()) {
            scopes.withArray("scopes").add("request");
        }
        String token = new Tokens(desk).run("token-new", scopes).path("token").asString();
        try (var feed = new ChangeFeed(desk, (name, asked, progress) -> Json.object())) {
            var routes = new ApiRoutes(desk, within -> operations(desk, within), feed);
            for (String call : calls) {
                answers.put(call, answer(routes, token, call));
            }
        }
        SeenWorlds.unsay(desk, world);
        return answers;
    }

    private static String answer(ApiRoutes routes, String token, String call) throws IOException {
        String[] parts = call.split(" ", 3);
        HttpServer.Answered answer =
                HttpServer.answered(
                        routes,
                        new HttpServer.Asked(
                                parts[0],
                                ApiTable.ROOT + parts[1],
                                Map.of(
                                        "authorization",
                                        "Bearer " + token,
                                        "content-type",
                                        "application/json"),
                                parts.length < 3 ? Bytes.EMPTY : Bytes.utf8(parts[2]),
                                "127.0.0.1"));
        assertTrue(answer.status() < 500, call + answer.body().utf8());
        if (call.equals("GET /status")) { // how full the disk is, the machine says
            return Json.line(((ObjectNode) Json.parse(answer.body().utf8())).without("disk"));
        }
        return answer.body().utf8();
    }

    private static List<String> calls(Eyes eyes, List<String> names) {
        var calls = new ArrayList<String>();
        var values = new ArrayList<String>(SeenWorlds.NAMES);
        SeenWorlds.SUBJECTS.stream().map(Subject::value).forEach(values::add);
        values.add(SeenWorlds.MUTEX.value());
        values.add("G1");
        String at = "&at=" + (SeenWorlds.NOW - 5 * 86_400);
        for (String value : values) {
            String in = URLEncoder.encode(value, UTF_8);
            calls.add("GET /trace?hops=4&value=" + in);
            calls.add("GET /trace?hops=2&value=" + in + at);
            calls.add("GET /trace?hops=3&only=malware&only=domain&value=" + in);
            calls.add("GET /trace?through_hubs=true&most=9&to=APT29&value=" + in);
            for (String format : List.of("svg", "graphml", "stix")) {
                calls.add("GET /trace?hops=3&format=" + format + "&value=" + in);
            }
            for (String list : lists(eyes)) {
                calls.add("GET /explain?list=" + list + "&value=" + in);
                calls.add("GET /explain?list=" + list + "&value=" + in + at);
            }
        }
        ObjectNode check = Json.object().set("values", Json.array(values));
        for (String list : lists(eyes)) {
            calls.add("POST /check " + Json.line(check.put("list", list)));
            calls.add("GET /lists/" + list);
            calls.add("GET /lists/" + list + "?shared=true&format=stix" + at);
        }
        calls.addAll(
                List.of(
                        LISTED.get(0),
                        LISTED.get(1),
                        "GET /campaigns?limit=1",
                        "GET /request-counts"));
        for (String name : names) {
            calls.add("GET " + name);
            calls.add(
                    "GET " + name + (name.startsWith("/campaigns") ? "?format=stix" : "?days=60"));
        }
        if (eyes.within().isEmpty()) {
            own(calls, values);
        }
        return calls;
    }

    private static void own(List<String> calls, List<String> values) {
        for (String path :
                List.of(
                        "/status",
                        "/alerts",
                        "/alerts?since=0",
                        "/alerts?limit=1",
                        "/alerts/mail",
                        "/watches",
                        "/motions",
                        "/appeals",
                        "/standing",
                        "/value",
                        "/faults",
                        "/contacts",
                        "/requests",
                        "/notices")) {
            calls.add("GET " + path);
        }
        for (String value : values) {
            ObjectNode draft = Json.object().put("value", value).put("kind", "information");
            calls.add("POST /requests/draft " + Json.line(draft));
            calls.add("POST /requests/draft " + Json.line(draft.put("to", "b.example")));
        }
    }

    private static List<String> lists(Eyes eyes) {
        return switch (eyes.within()) {
            case "" -> List.of("exchange", "open", "banks");
            case "public" -> List.of("open");
            case "group:banks" -> List.of("exchange", "open", "banks");
            default -> List.of("exchange", "open");
        };
    }
}
