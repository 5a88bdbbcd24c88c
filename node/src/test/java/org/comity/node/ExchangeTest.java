package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import tools.jackson.databind.JsonNode;

/** Real nodes on loopback: joining, sharing, cosigning and asking. */
class ExchangeTest extends RunningNodes {
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
        assertEquals(
                404,
                get(http, desk.url() + "/parties/cert.example/" + "0a".repeat(32) + "/checkpoint"));
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
}
