package org.comity.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.comity.agreement.Tier;
import org.comity.charter.Member;
import org.comity.charter.Scope;
import org.comity.charter.Sealing;
import org.comity.exchange.WitnessRound;
import org.comity.protection.DnsAuthority;
import org.comity.protection.DnsResponder;
import org.comity.protection.DnsZone;
import org.comity.statement.MemberId;
import org.comity.statement.SubjectKind;
import org.comity.store.DiskFullException;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The running node: a desk with its sockets, peers and clock, wired by hand in {@link #start}. */
final class Node implements AutoCloseable, NodeRoutes.Side {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration TICK_EVERY = Duration.ofSeconds(30);
    private static final long COMPARED_MILLIS_MAX = 5_000;

    private final Desk desk;
    private final Metrics metrics = new Metrics();
    private final Joiner joiner;
    private final Announcements announcements;
    private final Witness witness;
    private final HistoryCheck history;
    private final Peers peers;
    private final DailyComparison comparison;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicBoolean comparing = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Throwable> fatal = Optional.empty();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private volatile int dnsPort;
    private volatile Optional<HttpServer> taxii = Optional.empty();

    private Node(Desk desk) {
        this.desk = desk;
        PeerClient client = PeerClient.of(desk);
        this.joiner = new Joiner(desk, client);
        this.announcements = new Announcements(desk.logs(), desk.charters(), desk.random());
        this.witness = new Witness(desk);
        this.history = new HistoryCheck(desk, client);
        var reach = new Peers.Reach(client, joiner, history, announcements, witness);
        this.peers = new Peers(desk, reach, metrics, this::charterChanged);
        this.comparison = new DailyComparison(desk, client);
    }

    static Node start(Path data, InstantSource clock) throws IOException {
        return start(data, Machine.real(clock));
    }

    static Node start(Path data, Machine machine) throws IOException {
        Node node = of(Desk.open(data, machine));
        Desk desk = node.desk;
        try {
            node.begin();
            node.openHttp();
            node.openLocal();
            node.openDns();
            node.openTaxii();
            node.goOn();
            node.openControl(data);
            node.open.add(NoticeTurns.start(desk, node::fail));
            node.open.add(TraceTurns.start(desk));
            node.startClock();
            LOG.atInfo()
                    .addKeyValue("member", desk.self())
                    .addKeyValue("http", desk.config().http().listen())
                    .addKeyValue("dns-port", node.dnsPort)
                    .log("node ready");
            return node;
        } catch (IOException | RuntimeException failed) {
            node.close();
            throw failed;
        }
    }

    /** Without sockets, and doing nothing yet. */
    static Node of(Desk desk) {
        return new Node(desk);
    }

    /** Takes up what the directory holds; from then on the routes answer. */
    void begin() throws IOException {
        ListGroups.requireKnown(desk);
        desk.onFatal(this::fail);
        desk.onSigned(peers::tellOf);
        Amendment.watch(desk, this::charterChanged, this::fail);
        desk.onMail(metrics::countMail);
        history.begin();
        desk.recover();
        desk.loadLists(desk.config().lists());
        metrics.measure(desk);
    }

    /** Asks the others. */
    void goOn() throws IOException {
        open.add(HistoryRounds.start(history, desk, this::fail));
        peers.start();
    }

    /** What it answers over HTTP. */
    NodeRoutes routes() {
        var served =
                new NodeRoutes.Served(
                        new LogRoutes(desk.logs()),
                        new NewsRoutes(desk.logs(), desk.charters(), desk::nowSecond),
                        announcements,
                        peers.pushRoutes(),
                        new WitnessRoutes(desk, witness, peers.witnessing()),
                        desk.payloads(),
                        metrics);
        return new NodeRoutes(
                desk.charters(), served, this, desk.config().http().url(), desk::nowSecond);
    }

    private void openHttp() throws IOException {
        Config.Http at = desk.config().http();
        if (at.listen().isPresent()) {
            Optional<SSLContext> tls =
                    at.isTls() ? Optional.of(desk.keys().tls()) : Optional.empty();
            HttpServer server = HttpServer.start(at.listen().get(), routes(), tls);
            servers.add(server);
            open.add(server);
        }
    }

    private void openLocal() throws IOException {
        LocalServers.start(desk, metrics, this::operations)
                .forEach(it -> {
                    open.add(it);
                    if (it instanceof HttpServer server) {
                        servers.add(server);
                    }
                });
    }

    private void openTaxii() throws IOException {
        taxii = TaxiiStart.start(desk);
        taxii.ifPresent(open::add);
    }

    /** A zone for each list, kind and tier: {@code domain.score.exchange.<zone>}. */
    private void openDns() throws IOException {
        Config.Dns dns = desk.config().dns();
        if (dns.listen().isEmpty()) {
            return;
        }
        var zones = new ArrayList<DnsZone>();
        for (ServedList list : desk.listBook().kept()) {
            for (SubjectKind kind : List.of(SubjectKind.ADDRESS, SubjectKind.DOMAIN)) {
                for (Tier tier : List.of(Tier.SCORE, Tier.BLOCK)) {
                    String name =
                            String.join(
                                    ".", kind.word(), tier.word(), list.of().name(), dns.zone());
                    zones.add(DnsZone.of(name, kind, tier, list.listings()));
                }
            }
        }
        var responder = new DnsResponder(zones, DnsAuthority.LOCAL);
        DnsServer server =
                DnsServer.start(
                        dns.listen().get(),
                        new DnsServer.Answering(responder, dns.clients(), desk::nowSecond),
                        metrics);
        dnsPort = server.port();
        open.add(server);
    }

    private void openControl(Path data) throws IOException {
        open.add(Control.serve(data, operations()));
    }

    private Operations operations() {
        return operations(Optional.empty());
    }

    /** For the member's own eyes, or for those of a scope. */
    Operations operations(Optional<Scope> within) {
        return new Operations(desk, joiner, Optional.of(new Live()), within);
    }

    /** Does what a command would ask for, from within the process. */
    JsonNode run(String name, JsonNode with) throws IOException {
        return operations().run(name, with, progress -> {});
    }

    /** Ticks from now on. */
    void startClock() {
        open.add(turns("clock", this::tick));
        open.add(turns("TAXII feeds", this::feeds));
    }

    private Pace.Turns turns(String name, Runnable turn) {
        Pace pace = desk.machine().pace();
        long every = TICK_EVERY.toMillis();
        return pace.turns(
                name,
                pace.millis() + every,
                () -> {
                    turn.run();
                    return pace.millis() + every;
                });
    }

    /** Others' servers are slow at times: the clock does not wait for them. */
    private void feeds() {
        try {
            new TaxiiFeeds(desk).runDue();
        } catch (IOException failed) {
            LOG.atWarn().addKeyValue("why", failed.getMessage()).log("TAXII feeds not read");
        } catch (RuntimeException met) { // what a server says must not stop the node
            LOG.atError().setCause(met).log("TAXII feeds failed");
        }
    }

    /** What the clock does every half a minute. */
    void tick() {
        try {
            history.askNext(); // before the clock states anything
            desk.tick();
            peers.lookForForks();
            desk.shredding().startIfDue(this::fail);
            compareIfDue();
            if (joiner.poll()) {
                charterChanged();
            }
        } catch (DiskFullException full) {
            LOG.atWarn().addKeyValue("why", full.getMessage()).log("tick without room");
        } catch (IOException failed) {
            fail(failed);
        } catch (RuntimeException met) { // what a peer says must not stop the clock
            LOG.atError().setCause(met).log("tick failed");
        }
    }

    /** A communique and its list may be long in coming; the clock goes on. */
    private void compareIfDue() {
        if (comparing.compareAndSet(false, true)) {
            Runnable compare =
                    () -> {
                        try {
                            comparison.runIfDue();
                        } catch (IOException failed) {
                            fail(failed);
                        } finally {
                            comparing.set(false);
                        }
                    };
            desk.machine().pace().within(List.of(compare), COMPARED_MILLIS_MAX);
        }
    }

    /** What a command may ask only of a running node. */
    final class Live {
        /** Pulls the peer's main log now; true when in step at least to this size. */
        boolean holds(MemberId member, long size) {
            return peers.holds(member, size);
        }

        String trouble(String origin) {
            return peers.trouble(origin);
        }

        int dnsPort() {
            return dnsPort;
        }

        List<WitnessRound.Standing> witnesses() {
            return peers.witnessing().standings();
        }

        DailyComparison comparison() {
            return comparison;
        }

        JsonNode recover(JsonNode with) throws IOException {
            JsonNode answer = peers.recovering().run(with.path("anyway").asBoolean());
            peers.tellOf(desk.logs().own());
            return answer;
        }

        /** A new charter is in force or needs others' signatures. */
        void charterChanged() throws IOException {
            Node.this.charterChanged();
        }
    }

    private void charterChanged() throws IOException {
        peers.charterChanged();
        for (HttpServer server : servers) {
            server.show(desk.keys().tls()); // the key may be another
        }
        if (taxii.isPresent()) {
            taxii.get().show(desk.keys().tls());
        }
    }

    @Override
    public void seen(MemberId member) {
        peers.seen(member);
    }

    @Override
    public boolean heard(Optional<MemberId> via, Note note) throws IOException {
        return peers.heard(via, note);
    }

    @Override
    public void charterOffered(Note note) throws IOException {
        if (joiner.offered(note)) {
            charterChanged();
        }
    }

    @Override
    public Optional<Bytes> sealedExchangeKey(Member to) throws IOException {
        return Sealing.seal(
                        desk.keys().exchangeKey(),
                        to.keys().seal(),
                        desk.charters().charter().exchange(),
                        desk.random())
                .optional();
    }

    @Override
    public DailyComparison comparison() {
        return comparison;
    }

    @Override
    public JsonNode health() {
        return Json.object()
                .put("status", fatal.isPresent() ? "failing" : "ok")
                .put("own_log", desk.ledger().heads().history().json().path("state").asString())
                .put("member", desk.self().name())
                .put("size", desk.logs().own().tree().size());
    }

    /** Nobody need be heard on the own log. */
    void startAlone() throws IOException {
        history.goOn();
    }

    /** For tests. */
    Desk desk() {
        return desk;
    }

    private void fail(Throwable why) {
        fatal = Optional.of(why);
        ended.countDown();
    }

    /** {@link #await} then returns. */
    void stop() {
        ended.countDown();
    }

    /** Waits for the end; the failure that caused it, if one did. */
    Optional<Throwable> await() throws InterruptedException {
        ended.await();
        return fatal;
    }

    @Override
    public void close() throws IOException {
        ended.countDown();
        peers.close();
        announcements.close();
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (Exception failed) { // each of the others must still be closed
                LOG.atWarn().setCause(failed).log("not closed cleanly");
            }
        }
        desk.close();
    }
}
