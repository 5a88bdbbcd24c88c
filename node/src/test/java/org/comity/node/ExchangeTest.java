package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comity.statement.Audience;
import org.comity.statement.EraseNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/** Real nodes on loopback: joining, sharing, cosigning, asking, and a peer that lies. */
class ExchangeTest {
    private static final long WAIT_NANOS = 30_000_000_000L;
    @TempDir Path folder;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
    }

    @Test
    void twoMembersJoinShareCosignAndAsk() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        Path mail = Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9");
        take(a, mail);
        await(
                b,
                "check",
                values("bad-campaign.com"),
                it -> subject(it).path("level").asString().equals("trusted"));
        // Two members: the one other has cosigned, so it counts fully.
        await(
                a,
                "status",
                Json.object(),
                it -> it.path("members").path(0).path("cosigned_size").asLong() == 1);
        await(
                b,
                "status",
                Json.object(),
                it -> it.path("members").path(0).path("cosigned_size").asLong() == 1);

        var question = Json.object().put("to", "isp.example").put("kind", "preservation");
        question.put("subject", "bad-campaign.com").put("text", "keep the logs");
        String id = a.run("request-new", question).path("request").asString();
        await(b, "request-list", Json.object(), it -> it.path("requests").size() == 1);
        b.run("request-reply", Json.object().put("request", id).put("stage", "acknowledged"));
        await(
                a,
                "request-list",
                Json.object(),
                it -> it.path("requests").path(0).path("stage").asString().equals("acknowledged"));
    }

    @Test
    void sharedListsAreByteIdenticalOnAllNodesAndAfterARebuild() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        for (int number = 0; number < 10; number++) {
            Node taker = number % 2 == 0 ? a : b;
            take(
                    taker,
                    Cli.mail(
                            folder,
                            "m" + number,
                            "h.bad-" + number % 4 + ".com",
                            "45.80.9." + (number + 1)));
        }
        a.run("want", Json.object().put("value", "bad-1.com"));
        Predicate<JsonNode> whole =
                it ->
                        it.path("members")
                                                .valueStream()
                                                .mapToLong(m -> m.path("cosigned_size").asLong())
                                                .sum()
                                        == it.path("members")
                                                .valueStream()
                                                .mapToLong(m -> m.path("size").asLong())
                                                .sum()
                                && it.path("members")
                                        .valueStream()
                                        .allMatch(m -> m.path("size").asLong() >= 5);
        await(a, "status", Json.object(), whole);
        await(b, "status", Json.object(), whole);
        await(a, "export", at(0), it -> same(a, b));
        String before = export(a);
        assertTrue(before.contains("bad-2.com"), before);
        b.run("rebuild", Json.object());
        assertEquals(before, export(b));
        assertEquals("[]", b.run("check-data", Json.object()).path("findings").toString());
    }

    @Test
    void dnsListsAndStrangersGetNothingThatTheyMayNotSee() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        await(
                b,
                "check",
                values("bad-campaign.com"),
                it -> subject(it).path("level").asString().equals("trusted"));
        int port = b.run("status", Json.object()).path("dns_port").asInt();
        Record[] answers = ask(port, "bad-campaign.com.domain.score.exchange.comity.internal.");
        assertEquals("127.0.0.2", ((ARecord) answers[0]).getAddress().getHostAddress());
        assertEquals(
                0, ask(port, "bad-campaign.com.domain.block.exchange.comity.internal.").length);
        assertEquals(1, ask(port, "9.9.80.45.address.score.exchange.comity.internal.").length);

        Desk desk = new DeskOf(directories.getFirst()).config();
        HttpClient http = HttpClient.newHttpClient();
        String commitment = desk.commitment();
        assertEquals(404, get(http, desk.url() + "/payload/" + commitment));
        assertEquals(200, get(http, desk.url() + "/log/cert.example/checkpoint"));
        assertEquals(404, get(http, desk.url() + "/requests/cert.example/isp.example/checkpoint"));
        assertEquals(404, get(http, desk.url() + "/exchange-key"));
        assertEquals(200, get(http, desk.url() + "/healthz"));
        assertEquals(200, get(http, desk.url() + "/metrics"));
        http.close();
    }

    /** What a stranger knows of a node: where it answers, and a commitment from its open log. */
    private record Desk(String url, String commitment) {}

    private record DeskOf(Path data) {
        Desk config() throws IOException, InterruptedException {
            Config config = org.comity.node.Desk.config(data);
            String url = config.http().url();
            try (HttpClient http = HttpClient.newHttpClient()) {
                byte[] bundle =
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                url
                                                                        + "/log/cert.example/tile/entries/000.p/1"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofByteArray())
                                .body();
                byte[] leaf = java.util.Arrays.copyOfRange(bundle, 2, bundle.length);
                return new Desk(
                        url,
                        org.comity.statement.Leaf.parse(org.comity.value.Bytes.of(leaf))
                                .orThrow()
                                .commitment()
                                .hex());
            }
        }
    }

    private static int get(HttpClient http, String uri) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(uri)).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aPeerThatLiesIsRefusedWithTheReasonShown() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(b, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        await(
                a,
                "check",
                values("bad-campaign.com"),
                it -> subject(it).path("level").asString().equals("trusted"));
        Config config = org.comity.node.Desk.config(directories.get(1));
        nodes.remove(b);
        b.close();
        HttpServer liar =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), config.http().listen().getPort()),
                        0);
        byte[] lie =
                "isp.example/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— isp.example/log AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        liar.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, lie.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(lie);
                    }
                });
        liar.start();
        try {
            var sizes = Json.object().put("isp.example", 2);
            assertFalse(
                    a.run("hold", Json.object().set("sizes", sizes))
                            .path("isp.example")
                            .asBoolean());
            JsonNode status = a.run("status", Json.object());
            String trouble = status.path("members").path(1).path("trouble").asString();
            assertFalse(trouble.isEmpty(), status.toString());
            assertFalse(trouble.startsWith("not answered"), trouble);
            assertEquals(1, status.path("members").path(1).path("size").asInt());
        } finally {
            liar.stop(0);
        }
    }

    @Test
    void whoCopiesALeafGainsNoSayOverThePayload() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        await(b, "check", values("bad-campaign.com"), it -> claimants(it).equals(Set.of(A)));
        nodes.remove(b);
        b.close();
        try (var desk = org.comity.node.Desk.open(directories.get(1), InstantSource.system())) {
            desk.recover();
            Statement copied =
                    desk.payloads().statement(new StatementId("cert.example/log", 0)).orElseThrow();
            Bytes notice = new EraseNotice(List.of(copied.leaf().commitment()), "").json();
            Statement erase =
                    desk.sealer()
                            .control(
                                    StatementKind.ERASE,
                                    desk.nowSecond(),
                                    Tlp.GREEN,
                                    new Audience.Exchange(),
                                    notice);
            Log own = desk.logs().own();
            for (Statement one : List.of(copied, erase)) {
                desk.writer().call(() -> desk.ledger().append(own, List.of(one), List.of()));
            }
        }
        nodes.add(Node.start(directories.get(1), InstantSource.system()));
        await(
                a,
                "status",
                Json.object(),
                it -> it.path("members").path(1).path("size").asInt() == 2);
        await(a, "check", values("bad-campaign.com"), it -> claimants(it).equals(Set.of(A)));
        assertEquals("[]", a.run("check-data", Json.object()).path("findings").toString());
        String receipt =
                a.run("receipt", Json.object().put("statement", "cert.example/log#0"))
                        .path("receipt")
                        .asString();
        assertTrue(receipt.length() > 1_500, "the payload is in it");
    }

    private static final String A = "cert.example";

    private static Set<String> claimants(JsonNode answer) {
        var members = new TreeSet<String>();
        subject(answer).path("claims").forEach(it -> members.add(it.path("member").asString()));
        return members;
    }

    @Test
    void aStrangersCharterChangesNothing() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        Node stranger = start("stranger.example", "XK");
        String invitation = a.run("invite", Json.object()).path("line").asString();
        stranger.run("join", Json.object().put("line", invitation));
        // What a stranger can make by itself: the next charter under its own signature alone.
        Config config = org.comity.node.Desk.config(directories.getFirst());
        var charter =
                CharterBook.parse(
                                Bytes.utf8(a.run("charter", Json.object()).path("note").asString()))
                        .orThrow()
                        .charter();
        var strange =
                CharterBook.parse(
                                Bytes.utf8(
                                        stranger.run("charter", Json.object())
                                                .path("note")
                                                .asString()))
                        .orThrow()
                        .charter();
        NodeKeys keys = NodeKeys.open(new MemberId("stranger.example"), directories.get(2));
        Note note =
                Note.of(charter.admitting(strange.members().getFirst()).text())
                        .signedBy(keys.memberKey());
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(config.http().url() + "/charter"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(note.bytes().array()))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
        JsonNode status = a.run("status", Json.object());
        assertFalse(status.has("charter_waits_for"), status.toString());
        assertEquals(2, status.path("epoch").asInt());
    }

    @Test
    void oneMailThatBothHadBeforeJoiningIsOnePieceOfEvidence() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        Path mail = Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9");
        take(a, mail);
        take(b, mail);
        Path another = Cli.mail(folder, "two", "www.worse-campaign.com", "45.80.9.10");
        take(a, another);
        take(b, Cli.mail(folder, "three", "www.worse-campaign.com", "45.80.9.11"));
        join(a, b);
        await(a, "check", values("bad-campaign.com"), it -> claimants(it).size() == 2);
        await(a, "check", values("worse-campaign.com"), it -> claimants(it).size() == 2);
        await(a, "explain", value("45.80.9.9"), it -> it.toString().contains("1 of 2"));
        await(a, "explain", value("worse-campaign.com"), it -> !it.toString().contains("1 of 2"));
        // The mail is known under the new key too.
        var with = Json.object();
        with.putArray("mails").addObject().put("file", mail.toString()).put("as", "spam");
        assertEquals(
                1,
                b.run("take", with).path("spam").path("inputs").path("already").asInt(),
                "reported before joining");
        assertEquals("[]", b.run("check-data", Json.object()).path("findings").toString());
    }

    private static JsonNode value(String value) {
        return Json.object().put("value", value);
    }

    private Node start(String member, String country) throws IOException {
        Path data = Cli.init(folder, member, country);
        Node node = Node.start(data, InstantSource.system());
        nodes.add(node);
        directories.add(data);
        return node;
    }

    private static void join(Node a, Node b) throws Exception {
        String invitation = a.run("invite", Json.object()).path("line").asString();
        String acceptance =
                b.run("join", Json.object().put("line", invitation)).path("accepted").asString();
        assertTrue(
                a.run("join", Json.object().put("line", acceptance)).path("in_force").asBoolean());
        await(b, "status", Json.object(), it -> it.path("epoch").asInt() == 2);
    }

    private static void take(Node node, Path mail) throws IOException {
        var with = Json.object();
        with.putArray("mails").addObject().put("file", mail.toString()).put("as", "spam");
        JsonNode answer = node.run("take", with);
        assertEquals(
                1, answer.path("spam").path("inputs").path("reported").asInt(), answer.toString());
    }

    private static JsonNode values(String value) {
        return Json.object().set("values", Json.array(List.of(value)));
    }

    private static JsonNode subject(JsonNode answer) {
        return answer.path("subjects").path(0);
    }

    private static JsonNode at(long offset) {
        return Json.object()
                .put("shared", true)
                .put("at", System.currentTimeMillis() / 1000 / 60 * 60 + 60 + offset);
    }

    private static String export(Node node) throws IOException {
        return node.run("export", at(0)).path("text").asString();
    }

    private static boolean same(Node a, Node b) {
        try {
            return export(a).equals(export(b));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static Record[] ask(int port, String name) throws IOException {
        var lookup = new Lookup(Name.fromString(name), Type.A);
        var resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
        resolver.setPort(port);
        lookup.setResolver(resolver);
        lookup.setCache(null);
        Record[] records = lookup.run();
        return records == null ? new Record[0] : records;
    }

    private static void await(Node node, String name, JsonNode with, Predicate<JsonNode> wished)
            throws IOException {
        long end = System.nanoTime() + WAIT_NANOS;
        JsonNode answer = node.run(name, with);
        while (!wished.test(answer)) {
            assertTrue(System.nanoTime() < end, () -> name + " did not come about");
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            answer = node.run(name, with);
        }
    }
}
