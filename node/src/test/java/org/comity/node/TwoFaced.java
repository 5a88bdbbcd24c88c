package org.comity.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.charter.Member;
import org.comity.exchange.LogName;
import org.comity.exchange.Order;
import org.comity.exchange.Replication;
import org.comity.exchange.Step;
import org.comity.exchange.WitnessAnswer;
import org.comity.exchange.WitnessRequest;
import org.comity.statement.MemberId;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.ForkProof;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import tools.jackson.databind.JsonNode;

/**
 * A member's server that shows whichever form of its log it is told to: real stores, real keys, the
 * routes of a real node, and nobody who stops it.
 */
final class TwoFaced implements HttpServer.Routes, NodeRoutes.Side, AutoCloseable {
    private final Map<String, Desk> forms = new TreeMap<>();
    private final Map<String, NodeRoutes> routes = new TreeMap<>();
    private final HttpServer server;
    private volatile String shown = "";

    private TwoFaced(Path data, Path folder, Map<String, List<String>> claimed) throws Exception {
        for (var form : claimed.entrySet()) {
            Path copy = copy(data, folder.resolve("form-" + form.getKey()));
            for (String value : form.getValue()) {
                Cli.Ran ran = Cli.run(copy, "claim", value, "--class", "phishing");
                if (ran.exit() != 0) {
                    throw new IOException(ran.err());
                }
            }
            Desk desk = Desk.open(copy, InstantSource.system());
            desk.recover();
            forms.put(form.getKey(), desk);
            Pulling pulling = pulling(desk);
            var served =
                    new NodeRoutes.Served(
                            new LogRoutes(desk.logs()),
                            new NewsRoutes(desk.logs(), desk.charters(), desk::nowSecond),
                            new Announcements(desk.logs(), desk.charters(), desk.random()),
                            new PushRoutes(desk.logs(), pulling, new NoPush()),
                            new WitnessRoutes(desk, new Witness(desk), new NoWitness()),
                            desk.payloads(),
                            new Metrics());
            String url = desk.config().http().url();
            routes.put(
                    form.getKey(),
                    new NodeRoutes(desk.charters(), served, this, url, desk::nowSecond));
        }
        Desk any = forms.values().iterator().next();
        this.server = HttpServer.start(any.config().http().listen().orElseThrow(), this);
    }

    static Pulling pulling(Desk desk) {
        var parts =
                new Pulling.Parts(
                        desk.writer(),
                        desk.store(),
                        desk.pending(),
                        desk.ledger(),
                        desk.logs(),
                        desk.charters(),
                        new Metrics(),
                        _ -> {});
        return new Pulling(parts, desk.machine().clock());
    }

    /**
     * @param data of a node that was closed
     * @param claimed by name of each form, what it says beyond what the log holds
     */
    static TwoFaced of(Path data, Path folder, Map<String, List<String>> claimed) throws Exception {
        return new TwoFaced(data, folder, claimed);
    }

    static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path place = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, place, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }

    /** From now on; and the node at that URL is told of it. */
    void show(String form, Config to) throws Exception {
        shown = form;
        announce(form, to);
    }

    /** A node is told of one form, whatever is shown. */
    void announce(String form, Config to) throws Exception {
        announce(form, to, List.of());
    }

    /** The same, with what witnesses had answered. */
    void announce(String form, Config to, List<Note.Signature> lines) throws Exception {
        Note note = forms.get(form).logs().own().checkpoint().orElseThrow();
        for (Note.Signature line : lines) {
            note = note.with(line);
        }
        byte[] body = note.bytes().array();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(to.http().url() + "/announce"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    /** A node is asked to cosign one form, as the log's owner would ask. */
    WitnessAnswer haveCosigned(String form, Config at) {
        Desk desk = forms.get(form);
        Log log = desk.logs().own();
        Note note = log.checkpoint().orElseThrow();
        PeerClient client = PeerClient.of(desk);
        var first = WitnessRequest.of(0, new ConsistencyProof(List.of()), note);
        WitnessAnswer answer = client.addCheckpoint(at.http().url(), first);
        if (answer instanceof WitnessAnswer.Conflict(long latest)) {
            var proof = log.tree().proveConsistency(latest, log.tree().size());
            answer = client.addCheckpoint(at.http().url(), WitnessRequest.of(latest, proof, note));
        }
        return answer;
    }

    /** The log in this form. */
    Log log(String form) {
        return forms.get(form).logs().own();
    }

    /** All entries of a form from one on, as a pull would have them. */
    Order.Take from(long index, String form) throws IOException {
        Log log = log(form);
        List<Bytes> entries =
                forms.get(form).logs().leaves(log.origin(), index, (int) log.tree().size());
        Note note = log.checkpoint().orElseThrow();
        var step = new Step.Advanced(note, log.tree().head(), entries, index);
        return new Order.Take(LogName.parseOrigin(log.origin()).orThrow(), step, true);
    }

    long size(String form) {
        return forms.get(form).logs().own().tree().size();
    }

    @Override
    public int bodyBytesMax(String method, String path) {
        return routes.values().iterator().next().bodyBytesMax(method, path);
    }

    @Override
    public HttpServer.Answered answer(HttpServer.Asked asked) throws IOException {
        NodeRoutes now = routes.get(shown);
        return now == null || asked.path().startsWith("/charter")
                ? HttpServer.Answered.text(404, "not here")
                : now.answer(asked);
    }

    @Override
    public void seen(MemberId member) {}

    @Override
    public boolean heard(Optional<MemberId> via, Note note) {
        return false;
    }

    @Override
    public void charterOffered(Note note) {}

    @Override
    public Optional<Bytes> sealedExchangeKey(Member to) {
        return Optional.empty();
    }

    @Override
    public JsonNode health() {
        return Json.object();
    }

    @Override
    public DailyComparison comparison() {
        throw new Refusal("says nothing", "");
    }

    /** It has nothing cosigned. */
    private static final class NoWitness implements WitnessRoutes.Own {
        @Override
        public boolean offered(Note note) {
            return false;
        }

        @Override
        public Optional<Note> pinned() {
            return Optional.empty();
        }
    }

    /** Nobody hands it anything. */
    private static final class NoPush implements PushRoutes.Side {
        @Override
        public Optional<String> exceeded(MemberId member) {
            return Optional.of("nothing is taken here");
        }

        @Override
        public void pushed(LogName log, Replication.Pushed entries, long size) {}

        @Override
        public void forked(ForkProof proof) {}
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Desk desk : forms.values()) {
            desk.close();
        }
    }
}
