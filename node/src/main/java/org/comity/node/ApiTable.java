package org.comity.node;

import static org.comity.node.ApiField.Type.NUMBER;
import static org.comity.node.ApiField.Type.OBJECT;
import static org.comity.node.ApiField.Type.TEXT;
import static org.comity.node.ApiField.Type.TEXTS;
import static org.comity.node.ApiField.Type.TIME;
import static org.comity.node.ApiField.Type.TRUTH;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that the API answers, in one table: the routes and openapi.json both follow from it. */
final class ApiTable {
    static final String ROOT = "/api/v1";

    /** What the command line asks a node and the API does not, and why. */
    static final Map<String, String> LEFT_OUT = leftOut();

    static final ApiField LIST =
            ApiField.query("list", TEXT, "by the rules of which list; the first unless named");
    static final ApiField AT = ApiField.query("at", TIME, "as of then; now unless said");
    private static final ApiField DAYS = ApiField.query("days", NUMBER, "how many days back; 30");
    private static final ApiField BY_MACHINES =
            ApiField.query("by_machines", TRUTH, "also what only machines share");
    private static final ApiField VALUE =
            ApiField.query("value", TEXT, "address, domain, URL, mail address or SHA-256");

    // Last of the fields: it is made of those above.
    static final List<ApiRoute> ROUTES =
            Stream.of(checks(), views(), ApiActs.claims(), ApiRequests.all(), ApiActs.admin())
                    .flatMap(List::stream)
                    .toList();

    private ApiTable() {}

    private static Map<String, String> leftOut() {
        var why = new TreeMap<String, String>();
        for (String name : List.of("token-new", "token-list", "token-revoke")) {
            why.put(name, "tokens are made by whoever has the directory, never by a token");
        }
        why.put("backup", "writes a file with keys on the node's machine");
        why.put("halt", "cannot be undone; it is said at the machine, with the member key");
        why.put("charter-rotate", "moves keys that lie on the machine");
        why.put("charter-refound", "leaves the exchange behind; it is said at the machine");
        why.put(
                "export-stix",
                "streams all objects, which no page holds; it is asked at the machine");
        why.put(
                "match-patterns",
                "streams a whole list; GET /lists/{list} gives it as STIX, POST /match takes from");
        why.put("take", "for exercises: files on the node's machine; POST /imports takes mails");
        why.put("look", "for exercises: a file on the node's machine");
        why.put("hold", "for exercises: waits until a log is here");
        for (String name :
                List.of(
                        "taxii-user-add",
                        "taxii-user-list",
                        "taxii-user-remove",
                        "taxii-user-rights")) {
            why.put(name, "who may use the TAXII server is said at the machine, as tokens are");
        }
        why.put("taxii-pull", "names a file with a secret on the node's machine");
        why.put("taxii-push", "names a file with a secret on the node's machine");
        why.put("taxii-collections", "the TAXII server itself says them");
        return why;
    }

    private static List<ApiRoute> checks() {
        return List.of(
                ApiRoute.post(
                                "/check",
                                "check",
                                TokenScope.CHECK,
                                "What is known of up to 10,000 values; each has its answer in its place")
                        .with(
                                ApiField.body(
                                                "values",
                                                TEXTS,
                                                "addresses, domains, URLs, mail addresses, SHA-256 and other"
                                                        + " observables; mixed")
                                        .must(),
                                ApiField.body(
                                        "list",
                                        TEXT,
                                        "by the rules of which list; the first unless named"),
                                ApiField.body("at", TIME, "as of then; now unless said"))
                        .forOthersToo(),
                ApiRoute.post(
                                "/check/mail",
                                "check-mail",
                                TokenScope.CHECK,
                                "What a list says of a mail; nothing of it is kept")
                        .with(LIST)
                        .taking("raw"),
                ApiRoute.get(
                                "/lists/{list}",
                                "export",
                                TokenScope.CHECK,
                                "A list, as text or as a STIX 2.1 bundle")
                        .with(
                                ApiField.path("list", "its name in the configuration"),
                                ApiField.query("tier", TEXT, "at least this tier")
                                        .oneOf("score", "block"),
                                ApiField.query("shared", TRUTH, "without local overrides"),
                                ApiField.query("format", TEXT, "text unless said")
                                        .oneOf("text", "stix"),
                                AT)
                        .forOthersToo(),
                match());
    }

    private static ApiRoute match() {
        return ApiRoute.post(
                        "/match",
                        "match",
                        TokenScope.READ,
                        "Holds observed-data against STIX patterns; nothing of it is kept")
                .with(
                        ApiField.body("bundle", OBJECT, "a bundle with observed-data and objects")
                                .must(),
                        ApiField.body("patterns", TEXTS, "STIX patterns")
                                .atMost(MatchOperations.PATTERNS_MAX),
                        ApiField.body("indicators", OBJECT, "a bundle with indicators"),
                        ApiField.body("from", TEXT, "also what the list has of this level")
                                .oneOf("trusted", "agreed"),
                        ApiField.body("list", TEXT, "which list; the first unless named"));
    }

    private static List<ApiRoute> views() {
        return Stream.of(evidence(), found(), agreement()).flatMap(List::stream).toList();
    }

    private static List<ApiRoute> evidence() {
        return List.of(
                get("/status", "status", "Where this node stands: logs, peers, lists, what waits"),
                get("/explain", "explain", "Why a value is or is not listed")
                        .with(
                                VALUE.must(),
                                LIST,
                                AT,
                                ApiField.query("file", TRUTH, "also as a file for others to check"),
                                ApiField.query(
                                        "for",
                                        TEXT,
                                        "members, stranger or group:NAME: who reads the file"))
                        .forOthersToo(),
                get("/trace", "trace", "Follows the evidence from values; with to, the best paths")
                        .with(
                                ApiField.query("value", TEXTS, "from where; may be repeated")
                                        .as("values")
                                        .atMost(Tracing.STARTS_MAX)
                                        .must(),
                                ApiField.query("to", TEXTS, "only paths to these; may be repeated")
                                        .atMost(Tracing.STARTS_MAX),
                                ApiField.query("hops", NUMBER, "how far, 1 to 8"),
                                AT,
                                ApiField.query(
                                        "only",
                                        TEXTS,
                                        "only over these sorts, such as malware or domain; may be"
                                                + " repeated"),
                                ApiField.query("most", NUMBER, "with to: so many paths, 1 to 100"),
                                ApiField.query("through_hubs", TRUTH, "count steps only"),
                                ApiField.query("format", TEXT, "also as a file")
                                        .oneOf("stix", "graphml", "svg"))
                        .forOthersToo());
    }

    private static List<ApiRoute> found() {
        return List.of(
                get("/campaigns", "campaign-list", "Mails that are variants of one another")
                        .with(DAYS, AT, BY_MACHINES)
                        .telling("most", Integer.MAX_VALUE)
                        .paged("campaigns", "name")
                        .forOthersToo(),
                get("/campaigns/{name}", "campaign-show", "One campaign, with its days")
                        .with(
                                DAYS,
                                AT,
                                BY_MACHINES,
                                ApiField.query("format", TEXT, "also as a STIX bundle")
                                        .oneOf("stix"))
                        .forOthersToo(),
                get(
                                "/bridges",
                                "bridge-list",
                                "Groups of evidence that were apart and are connected now")
                        .with(DAYS, AT)
                        .paged("bridges", "name")
                        .forOthersToo(),
                get("/bridges/{name}", "bridge-show", "One bridge").with(DAYS, AT).forOthersToo(),
                get("/watches", "watch-list", "What this member wants to be told of")
                        .paged("watches", "name"),
                get("/alerts", "alert-list", "What came of the watches")
                        .with(
                                DAYS,
                                AT,
                                ApiField.query(
                                        "since",
                                        TIME,
                                        "since then; unless said, since each watch was added"))
                        .paged("alerts", "watch", "kind", "subject", "other", "bridge"),
                get("/alerts/mail", "alert-mail", "What would be mailed to the own desk now"),
                get("/networks", "network-list", "The tables of networks that lie here"),
                get(
                        "/networks/{address}",
                        "network-show",
                        "Who holds an address, and whom to tell of abuse"),
                get(
                                "/receipt",
                                "receipt",
                                "The receipt of a statement, for anybody to check offline")
                        .with(
                                ApiField.query("statement", TEXT, "such as desk.example/log#17")
                                        .must(),
                                ApiField.query(
                                        "without_payload", TRUTH, "without what was stated")));
    }

    private static List<ApiRoute> agreement() {
        return List.of(
                get("/motions", "motion-list", "All motions and how they stand, and reservations")
                        .paged("motions", "motion"),
                get("/appeals", "appeal-list", "All appeals and their clocks")
                        .paged("appeals", "statement"),
                get("/standing", "standing", "Who is believed alone today, and why"),
                get("/standing/{member}", "standing", "One member's record").answering("standing"),
                get("/value", "value", "What each member's statements were worth here, by month"),
                get("/faults", "fault-list", "Whose logs were shown in two forms")
                        .paged("faults", "statement"),
                get("/fault", "fault-show", "The proof of one, as a file")
                        .with(ApiField.query("statement", TEXT, "as the list names it").must()),
                get(
                                "/communique",
                                "communique",
                                "What this node says of itself; with a member, that one's worked out anew")
                        .with(
                                ApiField.query("member", TEXT, "compare with this member's"),
                                ApiField.query("scope", TEXT, "public, members or group NAME")),
                get("/charter", "charter", "The charter in force, as a signed note"),
                get("/charter/history", "charter-history", "All charters, oldest first"),
                get("/charter/proposals", "charter-status", "Proposals and how they stand"),
                get(
                                "/charter/differences",
                                "charter-diff",
                                "What a proposal changes, or what changed between two epochs")
                        .with(
                                ApiField.query("proposal", TEXT, "its hash, or its first digits"),
                                ApiField.query("from", NUMBER, "an epoch"),
                                ApiField.query("to", NUMBER, "an epoch")),
                get("/ignored", "ignore", "Members that are left out of this node's own lists"),
                get(
                                "/request-counts",
                                "request-counts",
                                "What all members say to everybody: how many requests ended how")
                        .forOthersToo());
    }

    private static ApiRoute get(String path, String operation, String summary) {
        return ApiRoute.get(path, operation, TokenScope.READ, summary);
    }
}
