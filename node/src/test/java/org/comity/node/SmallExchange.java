package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.comity.agreement.LocalTrust.Met;
import org.comity.protection.Incident;
import org.comity.protection.MailAddress;
import org.comity.protection.Notice;
import org.comity.statement.AbuseClass;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import tools.jackson.databind.JsonNode;

/**
 * Two members on loopback who report, want, ask, reserve, erase and anchor over two days; then both
 * stop. Every table of rows that needs no third party has something in it.
 */
final class SmallExchange implements AutoCloseable {
    static final String B = "isp.example";
    private volatile Instant now = Instant.now().minus(Duration.ofDays(2));
    private final InstantSource clock = () -> now;
    private final Path folder;
    private final Node a;
    private final Node b;
    private int mails;

    private SmallExchange(Path folder) throws IOException {
        this.folder = folder;
        a = Node.start(Cli.init(folder, RunningNodes.A, "NL"), clock);
        b = Node.start(Cli.init(folder, B, "FR"), clock);
    }

    /** The directory of the first member. */
    static Path make(Path folder) throws Exception {
        try (var exchange = new SmallExchange(folder)) {
            exchange.live();
        }
        Path data = folder.resolve(RunningNodes.A);
        met(data);
        noticed(data);
        awaited(data);
        return data;
    }

    @Override
    public void close() throws IOException {
        a.close();
        b.close();
    }

    private void live() throws Exception {
        RunningNodes.join(a, b);
        take(b, "www.something-else.com", "45.80.9.1", "spam");
        anchored(b, a, B);
        pass(Duration.ofMinutes(10));
        take(a, "www.bad-campaign.com", "45.80.9.9", "spam");
        take(a, "www.my-newsletter.com", "45.80.9.10", "wanted");
        anchored(a, b, RunningNodes.A);
        pass(Duration.ofMinutes(70));
        anchored(b, a, B);
        take(b, "www.bad-campaign.com", "45.80.7.7", "spam");
        pass(Duration.ofMinutes(10));
        anchored(b, a, B);
        ask();
        a.run("claim", PartyLogsTest.to("told-to-few.com", B));
        a.run(
                "watch-add",
                Json.object()
                        .put("name", "mine")
                        .set("values", Json.array(List.of("www.bad-campaign.com"))));
        ApiClient.token(a, "", "read");
        RunningNodes.await(
                b,
                "check",
                RunningNodes.values("told-to-few.com"),
                it -> RunningNodes.claimants(it).contains(RunningNodes.A));
        a.run("want", RunningNodes.value("wanted-host.com"));
        a.run("ignore", Json.object().put("member", B).put("from", 1_000_000));
        eraseAReservation();
        pass(Duration.ofHours(36));
        a.tick();
        b.tick();
        take(a, "www.bad-again.com", "45.80.9.11", "spam");
        RunningNodes.inStep(List.of(a, b));
    }

    private void ask() throws IOException {
        var question = Json.object().put("to", B).put("kind", "preservation");
        question.put("subject", "bad-campaign.com").put("text", "keep the logs");
        String id = a.run("request-new", question).path("request").asString();
        RunningNodes.await(b, "request-list", Json.object(), it -> it.path("requests").size() == 1);
        b.run("request-reply", Json.object().put("request", id).put("stage", "acknowledged"));
        RunningNodes.await(
                a,
                "request-list",
                Json.object(),
                it -> it.path("requests").path(0).path("stage").asString().equals("acknowledged"));
    }

    private void eraseAReservation() throws IOException {
        var reservation = Json.object().put("about", "rule").put("of", "ballots");
        String id =
                a.run("reserve", reservation.put("reason", "a test")).path("statement").asString();
        var erase = Json.object();
        erase.putArray("statements").add(id);
        a.run("erase", erase);
    }

    private void take(Node node, String host, String address, String as) throws IOException {
        var with = Json.object();
        mails++;
        Path mail = Cli.mail(folder, "mail-" + mails, host, address);
        with.putArray("mails").addObject().put("file", mail.toString()).put("as", as);
        node.run("take", with);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static void anchored(Node node, Node other, String name) throws IOException {
        RunningNodes.await(
                node, "status", Json.object(), it -> size(it, name) == cosigned(it, name));
        int anchors = node.desk().logs().own().anchors().count();
        node.tick();
        assertTrue(node.desk().logs().own().anchors().count() > anchors, "an anchor");
        long after = size(node.run("status", Json.object()), name);
        var with = Json.object();
        with.putObject("sizes").put(name, after);
        RunningNodes.await(other, "hold", with, it -> it.path(name).asBoolean());
        RunningNodes.await(node, "status", Json.object(), it -> cosigned(it, name) == after);
    }

    private static long size(JsonNode status, String member) {
        return of(status, member).path("size").asLong();
    }

    private static long cosigned(JsonNode status, String member) {
        return of(status, member).path("cosigned_size").asLong();
    }

    private static JsonNode of(JsonNode status, String member) {
        for (JsonNode one : status.path("members")) {
            if (one.path("member").asString().equals(member)) {
                return one;
            }
        }
        return status.path("none");
    }

    /** Whose word alone decided an own mail: it would take weeks of mails to come about. */
    private static void met(Path data) throws IOException {
        var met =
                new Met(
                        new MemberId(B),
                        new Subject(SubjectKind.DOMAIN, "bad-campaign.com"),
                        Stance.MALICIOUS,
                        new StatementId(B + "/log", 0),
                        Hash.ZERO,
                        false,
                        Instant.now().getEpochSecond());
        Bytes row = MetRow.bytes(List.of(met));
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            store.commit(List.of(new Change.Put(RowKeys.met(new MemberId(B)), row)));
        }
    }

    /** As if a network had been told of something, and were to be told of it again. */
    private static void noticed(Path data) throws IOException {
        var address = new Subject(SubjectKind.ADDRESS, "45.80.9.9");
        var source = new Incident.Source(address, Incident.Deed.DID, "tcp", OptionalInt.empty());
        var row =
                new NoticeRow(
                        1,
                        new Incident(address, AbuseClass.BOTNET, source, 1, 2, 2),
                        new MailAddress("abuse@network.example.net"),
                        Notice.Format.XARF,
                        new NoticeRow.Standing(NoticeState.QUEUED, 3, ""),
                        List.of(new NoticeRow.Report(new UUID(1, 2), 3, 3, 1, 0)),
                        List.of(new StatementId(RunningNodes.A + "/log", 0)));
        var rows = new ArrayList<>(NoticeBook.drafted(row, Bytes.utf8("a mail")));
        rows.add(NoticeBook.due(new NoticeBook.Due(3, 1)));
        rows.add(new Change.Put(NoticeBook.sentKey(3, 1), Bytes.utf8("abuse@network.example.net")));
        rows.add(new Change.Put(NoticeBook.NUMBER, RowKeys.number(1)));
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            store.commit(rows);
        }
    }

    /** As if the other had withheld one payload. */
    private static void awaited(Path data) throws IOException {
        var id = new StatementId(B + "/log", 0);
        try (var store = EmbeddedStore.open(data.resolve("store"), false)) {
            Hash commitment = LogBook.leaf(store, id).orElseThrow().commitment();
            store.commit(
                    List.of(
                            new Change.Delete(RowKeys.payload(id)),
                            new Change.Put(RowKeys.missing(id), commitment.bytes())));
        }
        Cli.Ran rebuilt = Cli.run(data, "rebuild");
        assertTrue(rebuilt.exit() == 0, rebuilt.err());
    }

    static TreeMap<Bytes, Bytes> rows(Path data) throws IOException {
        var all = new TreeMap<Bytes, Bytes>();
        try (var store = EmbeddedStore.openReadOnly(data.resolve("store"))) {
            store.scan(
                    Bytes.EMPTY,
                    (key, value) -> {
                        all.put(key, value);
                        return true;
                    });
        }
        return all;
    }
}
