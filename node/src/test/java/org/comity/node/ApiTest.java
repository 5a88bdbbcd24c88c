package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The API of running nodes, asked over HTTP. */
class ApiTest extends RunningNodes {
    /** What two members who just met cannot do, and how that is told. */
    private static final Map<String, Integer> REFUSED =
            Map.of(
                    "notice-acknowledged", 422,
                    "notice-fixed", 422,
                    "bridge-show", 404,
                    "fault-show", 422,
                    "join", 422,
                    "join-sign", 422);

    private final ApiSchemas schemas = new ApiSchemas();

    @Test
    void everyPathAnswersByItsSchemaAndOnlyToWhoMay() throws Exception {
        List<Node> nodes = ApiExchange.make(this);
        Node a = nodes.getFirst();
        var answered = new TreeMap<String, String>();
        try (ApiClient good = ApiClient.of(a, "admin");
                ApiClient none = good.with("");
                ApiClient wrong = good.with(good.token().replaceFirst(".$", "x"));
                ApiClient check = ApiClient.of(a, "check")) {
            for (ApiSamples.Sample sample : ApiSamples.of(nodes)) {
                problem(401, none.send(sample.asking(none)));
                problem(401, wrong.send(sample.asking(wrong)));
                boolean mayCheck = sample.route().scope() == TokenScope.CHECK;
                if (!mayCheck) {
                    HttpResponse<String> no = check.send(sample.asking(check));
                    problem(403, no);
                    assertTrue(challenge(no).contains("insufficient_scope"), challenge(no));
                }
                HttpResponse<String> yes =
                        (mayCheck ? check : good).send(sample.asking(mayCheck ? check : good));
                String operation = sample.route().operation();
                int expected = REFUSED.getOrDefault(operation, 200);
                if (expected != 200) {
                    problem(expected, yes);
                    continue;
                }
                assertEquals(200, yes.statusCode(), sample.route() + " " + yes.body());
                JsonNode answer = Json.parse(yes.body());
                assertEquals(
                        List.of(),
                        schemas.wrong(sample.route().manner().answer(), answer),
                        sample.target() + " " + answer);
                answered.put(operation, yes.body());
            }
        }
        assertTrue(answered.get("check").contains("\"refused\":1"), answered.get("check"));
        assertTrue(answered.get("import").contains("\"reported\":1"), answered.get("import"));
        String log = Cli.run(directories.getFirst(), "check-data").out();
        assertTrue(log.contains("good"), log);
    }

    private void problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.request().uri() + " " + answer.body());
        assertEquals(ApiProblem.TYPE, answer.headers().firstValue("content-type").orElse(""));
        JsonNode problem = Json.parse(answer.body());
        assertEquals(List.of(), schemas.wrong("problem", problem));
        assertEquals(status, problem.path("status").asInt());
        if (status == 401) {
            assertTrue(challenge(answer).startsWith("Bearer realm=\"comity\""), challenge(answer));
        }
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("www-authenticate").orElse("");
    }

    @Test
    void theAnswerIsWhatTheCommandPrints() throws Exception {
        Node a = ApiExchange.make(this).getFirst();
        try (ApiClient client = ApiClient.of(a, "read", "request")) {
            assertEquals(json("watch", "list"), client.get("/watches"));
            assertEquals(json("motion"), client.get("/motions"));
            assertEquals(timeless(json("request", "list")), timeless(client.get("/requests")));
            assertEquals(json("campaign", "list"), client.get("/campaigns"));
            assertEquals(
                    json("check", "bad-campaign.com", "45.80.9.1"),
                    client.post(
                            "/check",
                            Json.object()
                                    .set(
                                            "values",
                                            Json.array(List.of("bad-campaign.com", "45.80.9.1")))));
            assertEquals(json("network", "show", "45.80.9.1"), client.get("/networks/45.80.9.1"));
            JsonNode file = client.get("/receipt?statement=" + ApiExchange.A + "/log%230");
            assertTrue(file.path("receipt").asString().startsWith("c2sp.org/tlog-proof@v1"));
        }
    }

    /** Without what is another a second later. */
    private static String timeless(JsonNode answer) {
        return answer.toString().replaceAll("\"seconds_left\":[0-9]+,", "");
    }

    private JsonNode json(String... words) {
        var rest = new java.util.ArrayList<>(List.of(words));
        String command = rest.removeFirst();
        rest.add("--json");
        return Json.parse(
                Cli.run(directories.getFirst(), command, rest.toArray(String[]::new)).out());
    }

    @Test
    void pagesGoThroughTheWholeListOnceAndCanBeAskedAgain() throws Exception {
        Node a = ApiExchange.make(this).getFirst();
        try (ApiClient client = ApiClient.of(a, "read");
                ApiClient other = ApiClient.of(a, "read")) {
            JsonNode whole = client.get("/alerts?since=0");
            assertTrue(whole.path("alerts").size() >= 3, whole.toString());
            assertFalse(whole.has("next"));
            var seen = new TreeSet<String>();
            int given = 0;
            String cursor = "";
            do {
                String target = "/alerts?since=0&limit=1" + cursor;
                JsonNode page = client.get(target);
                assertEquals(page, client.get(target), "the same cursor, the same page");
                page.path("alerts").forEach(it -> seen.add(it.toString()));
                given += page.path("alerts").size();
                cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
            } while (!cursor.isEmpty());
            assertEquals(whole.path("alerts").size(), given);
            assertEquals(given, seen.size());

            String next = client.get("/watches?limit=1").path("next").asString();
            assertEquals(1, client.get("/watches?limit=1&cursor=" + next).path("watches").size());
            problem(400, client.call("GET", "/motions?limit=1&cursor=" + next, ""));
            problem(400, other.call("GET", "/watches?limit=1&cursor=" + next, ""));
            problem(400, client.call("GET", "/watches?cursor=nonsense", ""));
            problem(400, client.call("GET", "/watches?limit=0", ""));
            problem(400, client.call("GET", "/watches?limit=1001", ""));
        }
    }

    @Test
    void whatIsAskedWronglyIsToldWhere() throws Exception {
        Node a = start(A, "NL");
        try (ApiClient client = ApiClient.of(a, "admin")) {
            where(
                    "line 1, column",
                    client.call("POST", "/check", "{\"values\": [\"a.com\",}"),
                    400);
            where("/values/1", client.call("POST", "/check", "{\"values\": [\"a.com\", 7]}"), 400);
            where("values", client.call("POST", "/check", "{}"), 400);
            where("/valeus", client.call("POST", "/check", "{\"valeus\": []}"), 400);
            where("line 1", client.call("POST", "/check", "{\"values\":[],\"values\":[]}"), 400);
            where("line 1", client.call("POST", "/check", "{\"values\":[]} x"), 400);
            where("/", client.call("POST", "/check", "[]"), 400);
            where("/at", client.call("POST", "/check", "{\"values\":[],\"at\":\"soon\"}"), 400);
            where("hops", client.call("GET", "/trace?value=a.com&hops=x", ""), 400);
            problem(422, client.call("GET", "/trace?value=a.com&most=0", ""));
            where("value", client.call("GET", "/trace", ""), 400);
            where("access_token", client.call("GET", "/status?access_token=x", ""), 400);
            where("list", client.call("GET", "/explain?value=a.com&list=a&list=b", ""), 400);
            where("value", client.call("GET", "/explain?value=%ff", ""), 400);
            where("none", client.call("GET", "/lists/none", ""), 404);
            where("x", client.call("GET", "/requests/x", ""), 404);
            where("nobody.example", client.call("GET", "/standing/nobody.example", ""), 404);
            where("a b", client.call("POST", "/claims", "{\"value\":\"a b\"}"), 422);
            where("values", client.call("POST", "/check", values(10_001)), 400);
            problem(404, client.call("GET", "/nothing", ""));
            problem(404, client.send(client.asking("/api/v2/status")));
            HttpResponse<String> method = client.call("DELETE", "/check", "");
            problem(405, method);
            assertEquals("POST", method.headers().firstValue("allow").orElse(""));
            assertEquals(
                    "DELETE, PUT",
                    client.call("GET", "/watches/x", "").headers().firstValue("allow").orElse(""));
            problem(413, client.call("POST", "/check", " ".repeat((8 << 20) + 1)));
            problem(
                    415,
                    client.send(
                            client.asking("/api/v1/check")
                                    .POST(
                                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                                    "{}"))));
        }
    }

    private static String values(int count) {
        return Json.line(
                Json.object()
                        .set("values", Json.array(java.util.Collections.nCopies(count, "a.com"))));
    }

    private void where(String place, HttpResponse<String> answer, int status) {
        problem(status, answer);
        String where = Json.parse(answer.body()).path("where").asString("");
        assertTrue(where.contains(place), answer.body());
    }

    @Test
    void whatJettyRefusesIsAProblemToo() throws Exception {
        Node a = start(A, "NL");
        try (ApiClient client = ApiClient.of(a, "read")) {
            var long_ = client.asking("/api/v1/status").header("X-Long", "x".repeat(20_000));
            problem(431, client.send(long_));
            problem(400, client.send(client.asking("/api/v1/%2e%2e/%00status")));
        }
    }

    @Test
    void manyValuesAreAnsweredInTheirPlaces() throws Exception {
        Node a = start(A, "NL");
        take(a, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        var values = Json.array();
        for (int at = 0; at < 10_000; at++) {
            values.add(
                    at % 10 == 3
                            ? "no value " + at
                            : at % 2 == 0 ? "host-" + at + ".com" : "45.80.9.9");
        }
        try (ApiClient client = ApiClient.of(a, "check")) {
            JsonNode answer = client.post("/check", Json.object().set("values", values));
            assertEquals(10_000, answer.path("subjects").size());
            assertEquals(1_000, answer.path("refused").asInt());
            assertEquals(
                    "domain:host-4.com", answer.path("subjects").get(4).path("subject").asString());
            assertEquals("trusted", answer.path("subjects").get(5).path("level").asString());
            assertEquals("no value 13", answer.path("subjects").get(13).path("value").asString());
        }
    }

    @Test
    void openapiIsForEverybodyAndHeadIsLikeGet() throws Exception {
        Node a = start(A, "NL");
        try (ApiClient client = ApiClient.of(a, "read");
                ApiClient none = client.with("")) {
            HttpResponse<String> document = none.send(none.asking("/api/v1/openapi.json"));
            assertEquals(200, document.statusCode());
            assertEquals(OpenApi.document(), Json.parse(document.body()));
            HttpResponse<String> head = client.call("HEAD", "/status", "");
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            assertEquals("no-store", head.headers().firstValue("cache-control").orElse(""));
            assertEquals(401, none.call("HEAD", "/status", "").statusCode());
        }
    }

    @Test
    void whereMailsAreCheckedTheAnswersAreAsBefore() throws IOException {
        Node a = start(A, "NL");
        try (ApiClient client = ApiClient.of(a, "read")) {
            assertEquals(404, client.send(client.asking("/elsewhere")).statusCode());
            assertEquals(
                    405, client.send(client.asking("/mail/check")).statusCode(), "it takes a POST");
        }
    }
}
