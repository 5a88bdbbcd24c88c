package org.comity.node;

import static org.comity.node.ApiField.Type.FILES;
import static org.comity.node.ApiField.Type.NUMBER;
import static org.comity.node.ApiField.Type.TEXT;
import static org.comity.node.ApiField.Type.TEXTS;
import static org.comity.node.ApiField.Type.TIME;
import static org.comity.node.ApiField.Type.TRUTH;

import java.util.List;
import java.util.stream.Stream;

/** The part of {@link ApiTable} on requests, whom to reach with them, and notices to networks. */
final class ApiRequests {
    private static final ApiField KIND =
            ApiField.body("kind", TEXT, "what for")
                    .oneOf("information", "preservation", "takedown", "notification")
                    .must();
    private static final ApiField ATTACHMENTS =
            ApiField.body("attachments", FILES, "up to 8 files, each of 1 to 750,000 bytes")
                    .as("attached");

    private ApiRequests() {}

    static List<ApiRoute> all() {
        return Stream.of(asked(), steps(), contacts(), toNetworks()).flatMap(List::stream).toList();
    }

    private static List<ApiRoute> asked() {
        return List.of(
                request("GET", "/requests", "request-list", "All requests to and from this member")
                        .paged("requests", "request"),
                request("POST", "/requests", "request-new", "Asks another member")
                        .with(
                                ApiField.body("to", TEXT, "a member").must(),
                                KIND,
                                ApiField.body("subject", TEXT, "on what").must(),
                                ApiField.body("text", TEXT, "in words").must(),
                                ApiField.body("legal_basis", TEXT, "by what law"),
                                ApiField.body("language", TEXT, "of the text; en unless said"),
                                ApiField.body("urgency", TEXT, "how urgent")
                                        .oneOf("routine", "urgent", "emergency"),
                                ApiField.body("deadline", TIME, "until when; a day unless said"),
                                ApiField.body("about", TEXTS, "statements that it is about"),
                                ATTACHMENTS),
                request(
                                "POST",
                                "/requests/draft",
                                "request-draft",
                                "Drafts one from the trace of a value; sends nothing")
                        .with(
                                ApiField.body("value", TEXT, "from where the trace goes").must(),
                                KIND,
                                ApiField.body(
                                        "to",
                                        TEXT,
                                        "a member; who holds most evidence unless said"),
                                ApiField.body("text", TEXT, "own words before it"),
                                ApiField.body(
                                        "language",
                                        TEXT,
                                        "of the text; what the member reads unless said")));
    }

    private static List<ApiRoute> steps() {
        return List.of(
                request("GET", "/requests/{request}", "request-show", "One request and its steps"),
                request(
                                "GET",
                                "/requests/{request}/attachments",
                                "request-attachment",
                                "One file that came with it")
                        .with(ApiField.query("statement", TEXT, "as the request names it").must()),
                request(
                                "POST",
                                "/requests/{request}/steps",
                                "request-reply",
                                "Acknowledges, answers or declines it, or reminds of it")
                        .with(
                                ApiField.body("stage", TEXT, "which step")
                                        .oneOf("acknowledged", "answered", "declined", "reminded")
                                        .must(),
                                ApiField.body("text", TEXT, "the answer, or why not"),
                                ApiField.body(
                                        "language", TEXT, "of the text; the request's unless said"),
                                ATTACHMENTS));
    }

    private static List<ApiRoute> contacts() {
        return List.of(
                request("GET", "/contacts", "contact-list", "Whom to reach at which member"),
                request("GET", "/contacts/{member}", "contact-show", "Whom to reach at one member"),
                request(
                                "POST",
                                "/contacts/{member}/drills",
                                "contact-drill",
                                "Asks a member for nothing but that a human acknowledges")
                        .with(
                                ApiField.body(
                                        "within_seconds",
                                        NUMBER,
                                        "how long that may take; a day unless said")));
    }

    private static List<ApiRoute> toNetworks() {
        return List.of(
                request(
                                "GET",
                                "/notices",
                                "notice-list",
                                "All notices to networks and how they stand")
                        .paged("notices", "notice"),
                request(
                                "POST",
                                "/notices",
                                "notice-new",
                                "Drafts notices to the networks of values")
                        .with(
                                ApiField.body("values", TEXTS, "what came from them").must(),
                                ApiField.body(
                                        "to",
                                        TEXT,
                                        "a mail address; unless said, the contact of the network"),
                                ApiField.body("format", TEXT, "of the mail").oneOf("xarf", "arf"),
                                ApiField.body("served_by", TEXT, "the address behind a name"),
                                ApiField.body("port", NUMBER, "of the source"),
                                ApiField.body("protocol", TEXT, "of the source")
                                        .oneOf("tcp", "udp", "icmp", "sctp")),
                request("POST", "/notices/send", "notice-send", "Queues one draft, or all")
                        .with(
                                ApiField.body("notice", NUMBER, "its number"),
                                ApiField.body("all_drafts", TRUTH, "all")),
                request("GET", "/notices/{notice}", "notice-show", "One notice and its mail"),
                request(
                        "POST",
                        "/notices/{notice}/acknowledged",
                        "notice-acknowledged",
                        "The network has it"),
                request(
                        "POST",
                        "/notices/{notice}/fixed",
                        "notice-fixed",
                        "The network has seen to it"),
                request(
                        "POST",
                        "/notices/{notice}/closed",
                        "notice-close",
                        "Nothing more is to be done"));
    }

    private static ApiRoute request(String method, String path, String operation, String summary) {
        return ApiRoute.of(method, path, operation, TokenScope.REQUEST).saying(summary);
    }
}
