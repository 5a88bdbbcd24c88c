package org.comity.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.comity.charter.Scope;
import org.comity.store.DiskFullException;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON API: each call is one operation of the command line, asked by whoever holds a token that
 * is good for it. What it answers is what {@code --json} prints; docs/api.md.
 */
final class ApiRoutes implements HttpServer.Routes {
    static final String OPENAPI = ApiTable.ROOT + "/openapi.json";
    static final String CHANGES = ApiTable.ROOT + "/events";
    private static final String TRACE = ApiTable.ROOT + "/trace";

    /** A stream goes on until whoever asked closes it. */
    private static final Duration PLAIN_TRACE_MAX = Duration.ofSeconds(60);

    /** 10,000 URLs of some length, or an mbox of a day; the control socket takes no more either. */
    private static final int BODY_BYTES_MAX = 8 << 20;

    private static final int RAW_BYTES_MAX = 25 << 20;
    private static final String JSON = "application/json";
    private static final Logger LOG = LoggerFactory.getLogger(ApiRoutes.class);

    private final Desk desk;
    private final Tokens tokens;
    private final Function<Optional<Scope>, Control.Operations> operations;
    private final ChangeFeed changes;
    private final ApiTurns turns = new ApiTurns();

    /** A route, and the names in the path that was asked. */
    private record Called(ApiRoute route, List<String> names) {}

    /**
     * @param operations as answered to the member itself, or for the eyes of a scope
     */
    ApiRoutes(
            Desk desk,
            Function<Optional<Scope>, Control.Operations> operations,
            ChangeFeed changes) {
        this.desk = desk;
        this.tokens = new Tokens(desk);
        this.operations = operations;
        this.changes = changes;
    }

    static boolean isApi(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    @Override
    public boolean admits(String from) {
        return Config.isAmong(desk.config().api().clients(), from);
    }

    @Override
    public HttpServer.Answered problem(String path, int status, String why) {
        return ApiProblem.of(status, why);
    }

    @Override
    public int bodyBytesMax(String method, String path) {
        try {
            return routesAt(path).stream()
                    .filter(it -> it.route().method().equals(method))
                    .mapToInt(it -> bodyBytesMax(it.route()))
                    .findFirst()
                    .orElse(0);
        } catch (Refusal notAPath) {
            return 0; // refused with the same reason when it is answered
        }
    }

    private static int bodyBytesMax(ApiRoute route) {
        return route.manner().raw().isPresent()
                ? RAW_BYTES_MAX
                : route.hasBody() ? BODY_BYTES_MAX : 0;
    }

    private static List<Called> routesAt(String path) {
        if (!path.startsWith(ApiTable.ROOT + "/")) {
            return List.of();
        }
        List<String> segments = ApiAsked.segments(path.substring(ApiTable.ROOT.length()));
        var called = new ArrayList<Called>();
        for (ApiRoute route : ApiTable.ROUTES) {
            route.names(segments).ifPresent(it -> called.add(new Called(route, it)));
        }
        return called;
    }

    /** Who may not ask is told so before anything of a body is read. */
    @Override
    public Optional<HttpServer.Answered> refused(HttpServer.Asked head) throws IOException {
        String path = head.path();
        boolean get = head.method().equals("GET") || head.method().equals("HEAD");
        if (path.equals(OPENAPI) || path.equals(CHANGES)) {
            if (!get) {
                return Optional.of(notAllowed("GET, HEAD"));
            }
            return path.equals(OPENAPI)
                    ? Optional.empty()
                    : unlessGood(head, List.of(TokenScope.READ, TokenScope.REQUEST), false);
        }
        List<Called> here;
        try {
            here = routesAt(path);
        } catch (Refusal notAPath) {
            return Optional.of(ApiProblem.of(400, notAPath));
        }
        if (here.isEmpty()) {
            return Optional.of(ApiProblem.of(404, "nothing here; " + OPENAPI + " says what is"));
        }
        Optional<Called> called = called(head, here);
        return called.isEmpty()
                ? Optional.of(notAllowed(allowed(here)))
                : unlessGood(head, called.get().route());
    }

    private static Optional<Called> called(HttpServer.Asked head, List<Called> here) {
        String method = head.method().equals("HEAD") ? "GET" : head.method();
        return here.stream().filter(it -> it.route().method().equals(method)).findFirst();
    }

    private static String allowed(List<Called> here) {
        var methods = new TreeSet<String>();
        here.forEach(it -> methods.add(it.route().method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private static HttpServer.Answered notAllowed(String methods) {
        return ApiProblem.of(405, "only " + methods, "", Map.of("Allow", methods));
    }

    private Optional<HttpServer.Answered> unlessGood(HttpServer.Asked head, ApiRoute route)
            throws IOException {
        Optional<HttpServer.Answered> refused =
                unlessGood(head, List.of(route.scope()), route.manner().forOthers());
        if (refused.isPresent() || !route.hasBody()) {
            return refused;
        }
        String type = head.headers().getOrDefault("content-type", "").split(";", 2)[0].strip();
        boolean json = type.equalsIgnoreCase(JSON);
        return route.manner().raw().isEmpty() && !json
                ? Optional.of(ApiProblem.of(415, "send the body as application/json"))
                : Optional.empty();
    }

    /** RFC 6750, section 3: what is wrong with the token, if anything. */
    private Optional<HttpServer.Answered> unlessGood(
            HttpServer.Asked head, List<TokenScope> anyOf, boolean forOthers) throws IOException {
        if (!head.headers().containsKey("authorization")) {
            return Optional.of(challenge(401, "a token is needed; make one: comity token new", ""));
        }
        Optional<Token> token = holder(head);
        if (token.isEmpty()) {
            return Optional.of(
                    challenge(
                            401,
                            "this token was never made, was revoked, or has expired",
                            ", error=\"invalid_token\""));
        }
        if (token.get().within().isPresent() && !forOthers) {
            return Optional.of(
                    challenge(
                            403,
                            "this token sees for others; this is for the member",
                            ", error=\"insufficient_scope\""));
        }
        if (anyOf.stream().noneMatch(token.get()::may)) {
            return Optional.of(
                    challenge(
                            403,
                            "this token is not good for it",
                            ", error=\"insufficient_scope\", scope=\""
                                    + anyOf.getFirst().word()
                                    + '"'));
        }
        return Optional.empty();
    }

    private static HttpServer.Answered challenge(int status, String why, String error) {
        return ApiProblem.of(
                status, why, "", Map.of("WWW-Authenticate", "Bearer realm=\"comity\"" + error));
    }

    private Optional<Token> holder(HttpServer.Asked head) throws IOException {
        String[] parts = head.headers().getOrDefault("authorization", "").split(" +", 2);
        return parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")
                ? tokens.holder(parts[1].strip())
                : Optional.empty();
    }

    @Override
    public Optional<HttpServer.Stream> stream(HttpServer.Asked asked) throws IOException {
        boolean isTrace = asked.path().equals(TRACE) && wantsEvents(asked);
        if ((!asked.path().equals(CHANGES) && !isTrace) || refused(asked).isPresent()) {
            return Optional.empty();
        }
        Token token = holder(asked).orElseThrow(() -> new Refusal("the token ended", ""));
        if (isTrace) {
            Called called = called(asked, routesAt(asked.path())).orElseThrow();
            return Optional.of(
                    new ApiTraceStream(progress -> inTurn(called, token, asked, progress)));
        }
        return Optional.of(
                changes.stream(token, Optional.ofNullable(asked.headers().get("last-event-id"))));
    }

    private static boolean wantsEvents(HttpServer.Asked asked) {
        return asked.headers().getOrDefault("accept", "").contains(ApiTraceStream.TYPE);
    }

    @Override
    public HttpServer.Answered answer(HttpServer.Asked asked) throws IOException {
        Optional<HttpServer.Answered> refused = refused(asked);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (asked.path().equals(OPENAPI)) {
            return HttpServer.Answered.unlessKnown(asked, json(200, OpenApi.document()));
        }
        if (asked.path().equals(CHANGES)) { // HEAD; a GET is a stream
            return new HttpServer.Answered(200, ApiTraceStream.TYPE, Bytes.EMPTY, Map.of());
        }
        Optional<Token> token = holder(asked);
        Optional<Called> called = called(asked, routesAt(asked.path()));
        return token.isEmpty() || called.isEmpty()
                ? challenge(401, "the token ended just now", ", error=\"invalid_token\"")
                : inTurn(called.get(), token.get(), asked, bounded(asked));
    }

    /** A plain answer has nobody to write to until it is there, so nobody is known to have gone. */
    private Consumer<JsonNode> bounded(HttpServer.Asked asked) {
        if (!asked.path().equals(TRACE)) {
            return _ -> {};
        }
        Pace pace = desk.machine().pace();
        long end = pace.millis() + PLAIN_TRACE_MAX.toMillis();
        return _ -> {
            if (pace.millis() > end) {
                throw new Refusal(
                        "it took too long; ask for fewer hops, or for a stream: Accept: "
                                + ApiTraceStream.TYPE,
                        PLAIN_TRACE_MAX.toSeconds() + " s");
            }
        };
    }

    private HttpServer.Answered inTurn(
            Called called, Token token, HttpServer.Asked asked, Consumer<JsonNode> progress)
            throws IOException {
        try {
            if (!turns.enter(token.id())) {
                return ApiProblem.of(
                        503, "too many calls at once", "", Map.of("Retry-After", "10"));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return ApiProblem.of(503, "stopping");
        }
        try {
            return done(called, token, asked, progress);
        } finally {
            turns.leave(token.id());
        }
    }

    private HttpServer.Answered done(
            Called called, Token token, HttpServer.Asked asked, Consumer<JsonNode> progress)
            throws IOException {
        ObjectNode with;
        Optional<Turn> turn;
        try {
            String query = query(asked);
            with = new ApiAsked(called.route()).read(called.names(), query, asked.body());
            turn = turn(called, token, with);
        } catch (Refusal bad) {
            return ApiProblem.of(400, bad);
        }
        try {
            JsonNode answer =
                    operations
                            .apply(token.within())
                            .run(called.route().operation(), with, progress);
            if (!token.may(TokenScope.REQUEST)) {
                withoutRequests(answer);
            }
            return json(200, turn.isEmpty() ? answer : turn.get().page(answer));
        } catch (Refusal refusal) {
            boolean isNamed = called.route().isRead() && !called.names().isEmpty();
            return ApiProblem.of(isNamed ? 404 : 422, refusal);
        } catch (DiskFullException full) {
            return ApiProblem.of(507, "the disk of the node is full");
        } catch (IOException machine) {
            LOG.atError().addKeyValue("why", Main.reason(machine)).log("call failed");
            return ApiProblem.of(500, "the machine of the node failed; its log says why");
        }
    }

    /** Who may not read requests is told of none by status and alerts either. */
    private static void withoutRequests(JsonNode answer) {
        if (answer instanceof ObjectNode object) {
            object.remove("requests_waiting");
            if (object.path("alerts") instanceof ArrayNode alerts) {
                ArrayNode others = Json.array();
                alerts.valueStream().filter(it -> !isOfRequest(it)).forEach(others::add);
                object.set("alerts", others);
            }
        }
    }

    /** An alert that a request is due. */
    static boolean isOfRequest(JsonNode alert) {
        return alert.path("kind").asString("").equals("request");
    }

    private static String query(HttpServer.Asked asked) {
        int at = asked.target().indexOf('?');
        return at < 0 ? "" : asked.target().substring(at + 1);
    }

    /** One page: which, and how long. */
    private record Turn(ApiPages pages, ApiPages.Cursor cursor, int size) {
        JsonNode page(JsonNode answer) {
            return pages.page(answer, cursor, size);
        }
    }

    /** Takes what is said of pages out of what was asked. */
    private Optional<Turn> turn(Called called, Token token, ObjectNode with) {
        if (called.route().manner().pages().isEmpty()) {
            return Optional.empty();
        }
        JsonNode text = with.remove("cursor");
        JsonNode limit = with.remove("limit");
        int size = limit == null ? ApiPages.SIZE : limit.asInt();
        if (size < 1 || size > ApiPages.SIZE_MAX) {
            throw new Refusal("is not from 1 to 1000", "limit");
        }
        String question =
                token.id()
                        + "\n"
                        + called.route().path()
                        + "\n"
                        + called.names()
                        + "\n"
                        + Json.line(sorted(with));
        var pages = new ApiPages(called.route().manner().pages().get(), question);
        long at = with.path("at").asLong(desk.nowSecond());
        ApiPages.Cursor cursor = text == null ? ApiPages.first(at) : pages.parse(text.asString());
        boolean goesByTime =
                called.route().fields().stream().anyMatch(it -> it.name().equals("at"));
        if (goesByTime) {
            with.put("at", cursor.second());
        }
        return Optional.of(new Turn(pages, cursor, size));
    }

    /** The same question is the same whatever the order of its parts. */
    private static ObjectNode sorted(ObjectNode with) {
        var parts = new LinkedHashMap<String, JsonNode>();
        with.propertyNames().stream().sorted().forEach(it -> parts.put(it, with.get(it)));
        return Json.object().setAll(parts);
    }

    static HttpServer.Answered json(int status, JsonNode answer) {
        return new HttpServer.Answered(
                status,
                JSON,
                Bytes.utf8(Json.line(answer) + "\n"),
                Map.of("Cache-Control", "no-store"));
    }
}
