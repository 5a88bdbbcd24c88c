package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.comity.statement.Audience;
import org.comity.statement.EraseNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.StatementKind;
import org.comity.statement.Tlp;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a peer, or a stranger, that means harm can do to real nodes. */
class HostilePeerTest extends RunningNodes {
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
                                InetAddress.getLoopbackAddress(),
                                config.http().listen().orElseThrow().getPort()),
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
            // Twice, as one commitment must not be asked for twice in one question.
            for (Statement one : List.of(copied, copied, erase)) {
                desk.writer().call(() -> desk.ledger().append(own, List.of(one), List.of()));
            }
        }
        nodes.add(Node.start(directories.get(1), InstantSource.system()));
        await(
                a,
                "status",
                Json.object(),
                it -> it.path("members").path(1).path("size").asInt() == 3);
        var sizes = Json.object().put("isp.example", 3);
        JsonNode held = a.run("hold", Json.object().set("sizes", sizes));
        assertTrue(held.path("isp.example").asBoolean(), held.toString());
        await(a, "check", values("bad-campaign.com"), it -> claimants(it).equals(Set.of(A)));
        assertEquals("[]", a.run("check-data", Json.object()).path("findings").toString());
        String receipt =
                a.run("receipt", Json.object().put("statement", "cert.example/log#0"))
                        .path("receipt")
                        .asString();
        assertTrue(receipt.length() > 1_500, "the payload is in it");
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
}
