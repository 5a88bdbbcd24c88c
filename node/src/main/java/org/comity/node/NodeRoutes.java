package org.comity.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.Scope;
import org.comity.charter.Viewer;
import org.comity.exchange.HttpMessage;
import org.comity.exchange.HttpSignature;
import org.comity.exchange.LogName;
import org.comity.exchange.NonceMemory;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadRequest;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;

/** What this node answers over HTTP; docs/formats/exchange.md lists every path. */
final class NodeRoutes implements HttpServer.Routes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";
    private static final List<String> NOTES = List.of("/announce", "/charter");
    private static final HttpServer.Answered NOT_FOUND =
            HttpServer.Answered.text(404, "not here, or not for you");

    /** What the routes need of the node. */
    interface Side {
        /** A member showed that it is there. */
        void seen(MemberId member);

        boolean heard(Optional<MemberId> via, Note note) throws IOException;

        void charterOffered(Note note) throws IOException;

        Optional<Bytes> sealedExchangeKey(Member to) throws IOException;

        JsonNode health();

        DailyComparison comparison();
    }

    private final CharterBook charters;
    private final LogRoutes logs;
    private final NewsRoutes news;
    private final Announcements announcements;
    private final PushRoutes push;
    private final Payloads payloads;
    private final Metrics metrics;
    private final WitnessRoutes witness;
    private final Side side;
    private final String url;
    private final Supplier<Long> nowSecond;
    // Guarded by itself.
    private final NonceMemory nonces = new NonceMemory();

    NodeRoutes(
            CharterBook charters, Served served, Side side, String url, Supplier<Long> nowSecond) {
        this.charters = charters;
        this.logs = served.logs();
        this.news = served.news();
        this.announcements = served.announcements();
        this.push = served.push();
        this.payloads = served.payloads();
        this.metrics = served.metrics();
        this.witness = served.witness();
        this.side = side;
        this.url = url;
        this.nowSecond = nowSecond;
    }

    /** The stores behind the routes. */
    record Served(
            LogRoutes logs,
            NewsRoutes news,
            Announcements announcements,
            PushRoutes push,
            WitnessRoutes witness,
            Payloads payloads,
            Metrics metrics) {}

    @Override
    public int bodyBytesMax(String method, String path) {
        if (!method.equals("POST")) {
            return 0;
        }
        if (PushRoutes.isPush(path)) {
            return PushRoutes.bodyBytesMax(path);
        }
        return path.equals("/payloads")
                ? PayloadRequest.BYTES_MAX
                : WitnessRoutes.bodyBytesMax(path, Note.BYTES_MAX);
    }

    @Override
    public Optional<HttpServer.Stream> stream(HttpServer.Asked asked) {
        if (!asked.path().equals("/events")) {
            return Optional.empty();
        }
        boolean signed = asked.headers().containsKey("signature-input");
        Checked<Viewer.Identified> known = signed ? identify(asked) : Checked.refused("", "");
        if (signed && known instanceof Checked.Refused) {
            return Optional.empty(); // answered with the reason
        }
        Viewer viewer = new Viewer.Stranger();
        String from = asked.from();
        if (known instanceof Checked.Good<Viewer.Identified>(Viewer.Identified member)) {
            viewer = member;
            from = member.member().name();
        }
        Optional<String> lastId = Optional.ofNullable(asked.headers().get("last-event-id"));
        return Optional.of(announcements.stream(viewer, from, lastId));
    }

    @Override
    public HttpServer.Answered answer(HttpServer.Asked asked) throws IOException {
        metrics.httpRequests.inc();
        String path = asked.path();
        if (!isPaidOtherwise(asked, path) && !witness.strangers().mayRead(asked)) {
            return Strangers.tooMany();
        }
        Optional<HttpServer.Answered> witnessed = witness.answer(asked);
        if (witnessed.isPresent()) {
            return witnessed.get();
        }
        Viewer viewer = new Viewer.Stranger();
        if (asked.headers().containsKey("signature-input")) {
            switch (identify(asked)) {
                case Checked.Good<Viewer.Identified>(Viewer.Identified known) -> {
                    side.seen(known.member());
                    witness.strangers().isMembers(asked);
                    viewer = known;
                }
                case Checked.Refused<Viewer.Identified> refused -> {
                    return HttpServer.Answered.text(401, "signature refused: " + refused);
                }
            }
        }
        if (PushRoutes.isPush(path)) {
            return push.answer(asked, viewer).orElse(NOT_FOUND);
        }
        return switch (asked.method()) {
            case "GET", "HEAD" -> get(asked, path, viewer);
            case "POST" -> post(asked, path, viewer);
            default -> HttpServer.Answered.text(405, "GET or POST");
        };
    }

    /** What may bring something, and costs nothing then. */
    private static boolean isPaidOtherwise(HttpServer.Asked asked, String path) {
        boolean signed = asked.headers().containsKey("signature-input");
        return asked.method().equals("POST")
                && (WitnessRoutes.isPost(path) || (!signed && NOTES.contains(path)));
    }

    private Checked<Viewer.Identified> identify(HttpServer.Asked asked) {
        Charter charter = charters.charter();
        Optional<Bytes> body =
                asked.method().equals("POST") ? Optional.of(asked.body()) : Optional.empty();
        long now = nowSecond.get();
        return HttpMessage.parse(asked.method(), url + asked.target(), body)
                .then(message ->
                        HttpSignature.verify(
                                message,
                                asked.headers(),
                                key -> charter.memberOfLog(key).map(it -> it.keys().node()),
                                now))
                .then(verified -> {
                    synchronized (nonces) {
                        return nonces.admit(verified, now);
                    }
                })
                .map(verified ->
                        new Viewer.Identified(
                                charter.memberOfLog(verified.keyId()).orElseThrow().id()));
    }

    private HttpServer.Answered get(HttpServer.Asked asked, String path, Viewer viewer)
            throws IOException {
        if (path.startsWith("/log/") || path.startsWith("/parties/")) {
            return log(asked, path, viewer);
        }
        if (path.startsWith("/payload/")) {
            Optional<Bytes> found =
                    Hash.parseHex(path.substring("/payload/".length()))
                            .optional()
                            .flatMap(it -> payloads.visible(it, viewer));
            return found.map(it -> HttpServer.Answered.of(200, BYTES, it)).orElse(NOT_FOUND);
        }
        if (path.equals("/communique") || path.startsWith("/communique/")) {
            return communique(path.substring("/communique".length()), viewer);
        }
        return switch (path) {
            case "/news" ->
                    HttpServer.Answered.unlessKnown(
                            asked, HttpServer.Answered.of(200, TEXT, news.news(viewer).bytes()));
            case "/charter" -> HttpServer.Answered.of(200, TEXT, charters.current().note().bytes());
            case "/charter/draft" ->
                    charters.drafts(nowSecond.get()).stream()
                            .findFirst()
                            .map(it -> HttpServer.Answered.of(200, TEXT, it.note().bytes()))
                            .orElse(NOT_FOUND);
            case "/exchange-key" -> exchangeKey(viewer);
            case "/healthz" ->
                    HttpServer.Answered.of(
                            200, "application/json", Bytes.utf8(Json.line(side.health()) + "\n"));
            case "/metrics" ->
                    asked.local()
                            ? HttpServer.Answered.of(
                                    200,
                                    "text/plain; version=0.0.4; charset=utf-8",
                                    Bytes.of(metrics.text()))
                            : NOT_FOUND;
            default -> NOT_FOUND;
        };
    }

    /** Of the members, or of the scope that the path ends in; for those whose the scope is. */
    private HttpServer.Answered communique(String rest, Viewer viewer) throws IOException {
        boolean list = rest.equals("/list") || rest.startsWith("/list/");
        String word = (list ? rest.substring("/list".length()) : rest).replaceFirst("^/", "");
        Optional<Scope> scope =
                word.isEmpty()
                        ? Optional.of(new Scope.Members())
                        : Scope.ofWord(word.replaceFirst("/", " "));
        if (scope.isEmpty() || !isFor(scope.get(), viewer)) {
            return NOT_FOUND;
        }
        Optional<Bytes> text =
                list ? side.comparison().ownList(scope.get()) : side.comparison().own(scope.get());
        return text.map(it -> HttpServer.Answered.of(200, TEXT, it)).orElse(NOT_FOUND);
    }

    private boolean isFor(Scope scope, Viewer viewer) {
        return scope.equals(new Scope.Public())
                || (viewer instanceof Viewer.Identified(MemberId id)
                        && scope.isFor(id, charters.charter()));
    }

    private HttpServer.Answered exchangeKey(Viewer viewer) throws IOException {
        if (viewer instanceof Viewer.Identified(MemberId id)) {
            Optional<Bytes> sealed =
                    side.sealedExchangeKey(charters.charter().member(id).orElseThrow());
            return sealed.map(it -> HttpServer.Answered.of(200, BYTES, it)).orElse(NOT_FOUND);
        }
        return NOT_FOUND;
    }

    private HttpServer.Answered log(HttpServer.Asked asked, String path, Viewer viewer)
            throws IOException {
        String[] parts = path.substring(1).split("/", 4);
        boolean main = parts[0].equals("log");
        String[] split = main ? path.substring(1).split("/", 3) : parts;
        if (split.length < (main ? 3 : 4)) {
            return NOT_FOUND;
        }
        String origin = main ? split[1] + "/log" : split[1] + "/parties/" + split[2];
        Optional<LogName> name = LogName.parseOrigin(origin).optional();
        if (name.isEmpty() || !logs.maySee(name.get(), viewer, charters.charter())) {
            return NOT_FOUND;
        }
        String query =
                asked.target().contains("?")
                        ? asked.target().substring(asked.target().indexOf('?') + 1)
                        : "";
        return logs.answer(name.get(), split[main ? 2 : 3], query).orElse(NOT_FOUND);
    }

    private static Optional<MemberId> member(Viewer viewer) {
        return viewer instanceof Viewer.Identified(MemberId id)
                ? Optional.of(id)
                : Optional.empty();
    }

    private HttpServer.Answered post(HttpServer.Asked asked, String path, Viewer viewer)
            throws IOException {
        if (path.equals("/payloads")) {
            return switch (PayloadRequest.parse(asked.body())) {
                case Checked.Good<List<Hash>>(List<Hash> commitments) ->
                        HttpServer.Answered.of(
                                200,
                                BYTES,
                                PayloadAnswer.bytes(
                                        commitments, it -> payloads.visible(it, viewer)));
                case Checked.Refused<List<Hash>> refused ->
                        HttpServer.Answered.text(400, refused.toString());
            };
        }
        if (!NOTES.contains(path)) {
            return NOT_FOUND;
        }
        Strangers strangers = witness.strangers();
        boolean isMember = member(viewer).isPresent();
        if (!isMember && !strangers.mayAsk(asked)) {
            return Strangers.tooMany();
        }
        boolean news = isMember;
        try {
            Note note = Refusal.orRefuse(Note.parse(asked.body()));
            if (path.equals("/announce")) {
                news |= side.heard(member(viewer), note);
            } else {
                side.charterOffered(note);
            }
        } finally {
            if (!news) {
                strangers.broughtNothing(asked, 1);
            }
        }
        return new HttpServer.Answered(204, TEXT, Bytes.EMPTY, Map.of());
    }
}
