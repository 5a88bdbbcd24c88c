package org.comity.node;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One call of each route that does something in an {@link ApiExchange}. */
final class ApiSamples {
    /** A call; of a route with names in its path, with those that exist. */
    record Sample(ApiRoute route, String target, String body) {
        HttpRequest.Builder asking(ApiClient client) {
            HttpRequest.BodyPublisher content =
                    body.isEmpty()
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
            boolean raw = route.manner().raw().isPresent();
            HttpRequest.Builder ask =
                    client.asking(ApiTable.ROOT + target).method(route.method(), content);
            return body.isEmpty()
                    ? ask
                    : ask.header(
                            "Content-Type", raw ? "application/octet-stream" : "application/json");
        }
    }

    private final Map<String, String[]> calls = new LinkedHashMap<>();

    private ApiSamples() {}

    /** In the order of the table; what cannot be repeated is not asked for twice. */
    static List<Sample> of(List<Node> nodes) throws IOException {
        Node a = nodes.getFirst();
        var made = new ApiSamples();
        made.checks();
        made.views(a);
        made.agreement(nodes.getLast());
        made.claims();
        made.requests(a);
        made.admin(a, nodes.getLast());
        var samples = new ArrayList<Sample>();
        for (ApiRoute route : ApiTable.ROUTES) {
            String name = route.method() + " " + route.path();
            String[] call = made.calls.remove(name);
            if (call == null) {
                throw new AssertionError("no sample of " + name);
            }
            samples.add(new Sample(route, call[0], call[1]));
        }
        if (!made.calls.isEmpty()) {
            throw new AssertionError("no route of " + made.calls.keySet());
        }
        return samples;
    }

    private void get(String path, String target) {
        calls.put("GET " + path, new String[] {target, ""});
    }

    private void post(String path, String target, String body) {
        calls.put("POST " + path, new String[] {target, body});
    }

    private void post(String path, ObjectNode body) {
        post(path, path, Json.line(body));
    }

    private static ObjectNode value(String value) {
        return Json.object().put("value", value);
    }

    private static ObjectNode values(String... values) {
        return Json.object().set("values", Json.array(List.of(values)));
    }

    private static String in(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void checks() {
        post("/check", values("bad-campaign.com", "45.80.9.1", "not a value", "unknown-host.com"));
        post("/check/mail", "/check/mail", Cli.mail("new", "www.left-campaign.com", "45.80.9.1"));
        get("/lists/{list}", "/lists/exchange?tier=score");
        post(
                "/match",
                "/match",
                """
                {"patterns": ["[url:value = 'a']", "[url:"], "from": "trusted", "bundle": {"type": "bundle", "objects": [
                {"type": "url", "id": "url--1", "value": "a"}, {"type": "observed-data", "id": "observed-data--1",
                "first_observed": "2026-01-01T00:00:00Z", "last_observed": "2026-01-01T00:00:00Z", "object_refs": ["url--1"]}]}}
                """);
    }

    private void views(Node a) throws IOException {
        get("/status", "/status");
        get("/explain", "/explain?value=left-campaign.com&file=true");
        get("/trace", "/trace?value=left-campaign.com&value=45.80.7.1&hops=3&only=address");
        get("/campaigns", "/campaigns?limit=1");
        get(
                "/campaigns/{name}",
                "/campaigns/" + first(a, "campaign-list", "campaigns") + "?format=stix");
        get("/bridges", "/bridges");
        get("/bridges/{name}", "/bridges/" + first(a, "bridge-list", "bridges"));
        get("/watches", "/watches");
        get("/alerts", "/alerts");
        get("/alerts/mail", "/alerts/mail");
        get("/networks", "/networks");
        get("/networks/{address}", "/networks/45.80.9.1");
        get("/receipt", "/receipt?statement=" + in(ApiExchange.A + "/log#0"));
    }

    private static String first(Node node, String operation, String list) throws IOException {
        return node.run(operation, Json.object()).path(list).path(0).path("name").asString("none");
    }

    private void agreement(Node b) throws IOException {
        get("/motions", "/motions");
        get("/appeals", "/appeals");
        get("/standing", "/standing");
        get("/standing/{member}", "/standing/" + ApiExchange.B);
        get("/value", "/value");
        get("/faults", "/faults");
        get("/fault", "/fault?statement=" + in(ApiExchange.A + "/log#0"));
        get("/communique", "/communique");
        get("/charter", "/charter");
        get("/charter/history", "/charter/history");
        ObjectNode proposal = Json.object().put("reason", "an example");
        proposal.putArray("contact").add("desk@" + ApiExchange.B);
        b.run("charter-propose", proposal);
        get("/charter/proposals", "/charter/proposals");
        get("/charter/differences", "/charter/differences?from=1&to=2");
        get("/ignored", "/ignored");
        get("/request-counts", "/request-counts");
    }

    private void claims() {
        String evidence =
                org.comity.value.Bytes.utf8(Cli.mail("e", "www.claimed.com", "45.80.1.1")).base64();
        post("/claims", value("claimed-host.com").put("evidence", evidence));
        post("/retractions", value("claimed-host.com"));
        post("/wants", value("wanted-host.com"));
        ObjectNode erasure = Json.object().put("reason", "an example");
        erasure.putArray("statements").add(ApiExchange.A + "/log#2");
        post("/erasures", erasure);
        post(
                "/imports",
                "/imports?as=spam&arriving_now=true",
                Cli.mail("imported", "www.imported.com", "45.80.9.77"));
        post("/appeals", value("bad-campaign.com").put("proof", "http"));
        calls.put(
                "PUT /watches/{name}",
                new String[] {"/watches/new", Json.line(values("192.0.2.0/24", "country:NL"))});
        calls.put("DELETE /watches/{name}", new String[] {"/watches/new", ""});
    }

    private void requests(Node a) throws IOException {
        JsonNode one = a.run("request-list", Json.object()).path("requests").path(0);
        String id = one.path("request").asString();
        get("/requests", "/requests");
        ObjectNode request = Json.object().put("to", ApiExchange.B).put("kind", "takedown");
        request.putArray("attachments").addObject().put("name", "a.eml").put("base64", "YQ==");
        post("/requests", request.put("subject", "left-campaign.com").put("text", "please"));
        ObjectNode draft = value("left-campaign.com").put("kind", "preservation");
        post("/requests/draft", draft.put("language", "nl"));
        get("/requests/{request}", "/requests/" + id);
        get(
                "/requests/{request}/attachments",
                "/requests/%s/attachments?statement=%s".formatted(id, in(attached(a, id))));
        post(
                "/requests/{request}/steps",
                "/requests/" + id + "/steps",
                Json.line(Json.object().put("stage", "reminded").put("text", "please")));
        get("/contacts", "/contacts");
        get("/contacts/{member}", "/contacts/" + ApiExchange.B);
        post(
                "/contacts/{member}/drills",
                "/contacts/" + ApiExchange.B + "/drills",
                Json.line(Json.object().put("within_seconds", 3_600)));
        get("/notices", "/notices");
        post("/notices", values("45.80.9.0").put("to", "abuse@other.example.net"));
        post("/notices/send", Json.object().put("all_drafts", true));
        get("/notices/{notice}", "/notices/1");
        post("/notices/{notice}/acknowledged", "/notices/1/acknowledged", "");
        post("/notices/{notice}/fixed", "/notices/1/fixed", "");
        post("/notices/{notice}/closed", "/notices/1/closed", "");
    }

    private static String attached(Node a, String id) throws IOException {
        return a.run("request-show", Json.object().put("request", id))
                .path("attachments")
                .path(0)
                .path("statement")
                .asString("none");
    }

    private void admin(Node a, Node b) throws IOException {
        ObjectNode motion = value("left-campaign.com").put("stance", "benign");
        post(
                "/motions",
                motion.put("reason", "an example").put("until", a.desk().nowSecond() + 86_400));
        String first =
                a.run("motion-list", Json.object())
                        .path("motions")
                        .path(0)
                        .path("motion")
                        .asString();
        post("/votes", Json.object().put("motion", first).put("vote", "against"));
        post(
                "/reservations",
                Json.object().put("about", "list").put("of", "exchange").put("reason", "x"));
        post("/ignored", Json.object().put("member", ApiExchange.B).put("from", 1_000_000));
        post("/data-checks", "/data-checks", "");
        post("/rebuilds", "/rebuilds", "");
        post("/recoveries", Json.object());
        post("/invitations", "/invitations", "");
        post("/joinings", Json.object().put("line", "comity-invite1:none"));
        post("/joinings/{newcomer}/signature", "/joinings/none.example/signature", "");
        JsonNode proposals = b.run("charter-status", Json.object()).path("proposals");
        post(
                "/charter/votes",
                Json.object().put("proposal", proposals.path(0).path("proposal").asString("none")));
        ObjectNode proposal = Json.object().put("reason", "an example");
        proposal.putArray("languages").add("nl");
        proposal.putObject("groups").putArray("banks").add(ApiExchange.A);
        proposal.putObject("budgets").put("requests", 7);
        proposal.put("hours", "Mo-Fr/08:30-17:30;Europe/Amsterdam");
        post("/charter/proposals", proposal);
    }
}
