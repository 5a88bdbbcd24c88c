package org.comity.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Pap;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the API tells of a value on which all may act though strangers may not see why (PAP:CLEAR,
 * TLP:GREEN): two worlds in which it is listed for different reasons are one to a stranger.
 */
class ApiActingTest {
    private static final long NOW = 1_800_000_000L;
    private static final Subject SUBJECT = ScopeTest.subject(0);
    @TempDir Path folder;

    /** Also before, between and after the times that differ, where those can be asked for. */
    private static final List<String> TIMES =
            List.of(
                    "",
                    "" + (NOW - 100_000),
                    "" + (NOW - 86_400 - 2_000),
                    "" + (NOW - 10_000),
                    "" + (NOW + 40_100),
                    "" + (NOW + 40_215),
                    "" + (NOW + 40_290));

    private static Entry said(String member, Claim.Grounds grounds, AbuseClass abuse, long from) {
        var stated =
                new Stated(
                        new MemberId(member),
                        new StatementId(member + "/log", grounds.roots().size()),
                        new Marking(Tlp.GREEN, Pap.CLEAR),
                        new Audience.Exchange(),
                        from);
        var claim =
                new Claim(
                        SUBJECT,
                        Stance.MALICIOUS,
                        abuse,
                        grounds,
                        new Claim.Validity(from, NOW + 40_200 + abuse.ordinal()),
                        Target.UNKNOWN,
                        "indicator--00000000-0000-4000-8000-000000000001",
                        false);
        return Entry.all(stated, List.of(claim)).getFirst();
    }

    private static Claim.Grounds grounds(int... roots) {
        var hashes = new ArrayList<Hash>();
        for (int root : roots) {
            hashes.add(Hash.digest(new byte[] {(byte) root}));
        }
        return new Claim.Grounds(Basis.OBSERVED, Role.CONNECTED, hashes, "");
    }

    /** One member saw it yesterday morning; two saw it, one later that day and one today. */
    private static List<List<Entry>> worlds() {
        long yesterday = NOW - 86_400;
        return List.of(
                List.of(said("b.example", grounds(1), AbuseClass.SPAM, yesterday - 6_000)),
                List.of(
                        said("b.example", grounds(2, 3), AbuseClass.PHISHING, yesterday + 600),
                        said("d.example", grounds(4), AbuseClass.PHISHING, NOW - 20_000)));
    }

    @Test
    void strangersAreToldTheSameWhateverItRestsOnAndAllOthersWhy() throws Exception {
        Path data = ScopeTest.exchange(folder);
        try (Desk desk = Desk.open(data, InstantSource.fixed(Instant.ofEpochSecond(NOW)))) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            var told = new ArrayList<Map<String, Map<String, String>>>();
            for (List<Entry> world : worlds()) {
                ScopeTest.put(desk, world);
                var by = new TreeMap<String, Map<String, String>>();
                for (String viewer : List.of("", "public", "members", "group:banks")) {
                    by.put(viewer, answers(desk, viewer));
                }
                told.add(by);
                ScopeTest.take(desk, world);
            }
            Map<String, String> stranger = told.getFirst().get("public");
            told.getLast()
                    .get("public")
                    .forEach((call, answer) -> assertEquals(stranger.get(call), answer, call));
            String all = String.join("\n", stranger.values());
            assertTrue(stranger.get("POST /check ").contains("\"tier\":\"score\""), all);
            assertTrue(stranger.get("GET /explain ").contains("is listed, tier score"), all);
            assertTrue(stranger.get("GET /lists/open ").contains(SUBJECT.value()), all);
            for (String hidden : List.of("b.example", "d.example", "spam", "phishing")) {
                assertFalse(all.contains(hidden), hidden + ": " + all);
            }
            for (String viewer : List.of("", "members", "group:banks")) {
                Map<String, String> one = told.getFirst().get(viewer);
                Map<String, String> other = told.getLast().get(viewer);
                for (String call : List.of("POST /check ", "GET /explain ", "GET /trace ")) {
                    assertNotEquals(one.get(call), other.get(call), viewer + call);
                }
                assertTrue(other.get("POST /check ").contains("phishing"), viewer + other);
            }
        }
    }

    /** Of every call that a token for others may make, at each of the times. */
    private static Map<String, String> answers(Desk desk, String viewer) throws IOException {
        var with = Json.object().put("within", viewer);
        with.putArray("scopes").add("read");
        String token = new Tokens(desk).run("token-new", with).path("token").asString();
        var answers = new TreeMap<String, String>();
        var feed = new ChangeFeed(desk, (name, asked, progress) -> Json.object());
        var routes =
                new ApiRoutes(
                        desk,
                        within -> new Operations(desk, joiner(desk), Optional.empty(), within),
                        feed);
        for (ApiRoute route : ApiTable.ROUTES) {
            boolean hasTimes = route.fields().stream().anyMatch(it -> it.name().equals("at"));
            for (String at : hasTimes ? TIMES : List.of("")) {
                if (route.manner().forOthers()) {
                    HttpServer.Asked asked = asked(route, at, token);
                    HttpServer.Answered answer = HttpServer.answered(routes, asked);
                    int status = answer.status();
                    assertTrue(status == 200 || status == 404, asked + answer.body().utf8());
                    String path = route.path().replace("{list}", "open");
                    answers.put(route.method() + " " + path + " " + at, answer.body().utf8());
                }
            }
        }
        feed.close();
        return answers;
    }

    private static Joiner joiner(Desk desk) {
        return new Joiner(desk, PeerClient.of(desk));
    }

    /** All that may be said of the value, as far as it is the same for every viewer. */
    private static HttpServer.Asked asked(ApiRoute route, String at, String token) {
        var body = Json.object();
        var query = new TreeSet<String>();
        for (ApiField field : route.fields()) {
            String value =
                    switch (field.name()) {
                        case "value", "values" -> SUBJECT.value();
                        case "list" -> "open";
                        case "hops" -> "4";
                        case "by_machines" -> "true";
                        case "at" -> at;
                        default -> "";
                    };
            if (value.isEmpty()) {
                continue;
            }
            switch (field.place()) {
                case PATH -> {}
                case QUERY -> query.add(field.name() + "=" + URLEncoder.encode(value, UTF_8));
                case BODY -> {
                    if (field.type() == ApiField.Type.TEXTS) {
                        body.putArray(field.name()).add(value);
                    } else {
                        body.put(field.name(), value);
                    }
                }
            }
        }
        String path = route.path().replace("{list}", "open").replace("{name}", "none");
        return new HttpServer.Asked(
                route.method(),
                ApiTable.ROOT + path + "?" + String.join("&", query),
                Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                route.hasBody() ? Bytes.utf8(Json.line(body)) : Bytes.EMPTY,
                "127.0.0.1");
    }
}
