package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.comity.exchange.PayloadAnswer;
import org.comity.exchange.PayloadRequest;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Any member serves another's log and payloads onward; real nodes on loopback. */
class MirrorTest extends VotingNodes {
    private static final String B = "isp.example";
    private static final String C = "lab.example";

    @Test
    void logAndPayloadsOfWhoIsAwayComeFromWhoHasThem() throws Exception {
        exchange(A, B, C);
        inStep(nodes);
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        stop(2);
        take(a, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        await(b, "check", values("bad-campaign.com"), it -> claimants(it).equals(Set.of(A)));
        nodes.remove(a);
        a.close();
        Node c = Node.start(directories.get(2), InstantSource.system());
        nodes.add(c);
        await(c, "check", values("bad-campaign.com"), it -> claimants(it).equals(Set.of(A)));
        assertEquals("[]", c.run("check-data", NONE).path("findings").toString());
    }

    @Test
    void aPayloadShownToSomeReachesTheOthersThroughThem() throws Exception {
        // Everything that is asked of the first member goes through here.
        var behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
        HttpServer before = HttpServer.create(loopback(), 0);
        before.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        before.createContext("/", it -> pass(it, behind.getPort()));
        before.start();
        try {
            startBehind(before.getAddress().getPort(), behind.getPort());
            joinTo(nodes.getFirst(), B, "BR");
            joinTo(nodes.getFirst(), C, "KE");
            take(nodes.getFirst(), Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
            for (Node node : nodes) {
                await(
                        node,
                        "check",
                        values("bad-campaign.com"),
                        it -> claimants(it).equals(Set.of(A)));
            }
        } finally {
            before.stop(0);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void stop(int at) throws IOException {
        nodes.remove(at).close();
    }

    private void startBehind(int shown, int listens) throws IOException {
        Path data = Cli.init(folder, A, "NL", "127.0.0.1:" + shown);
        listenElsewhere(data, shown, listens);
        nodes.add(Node.start(data, InstantSource.system()));
        directories.add(data);
    }

    private static void listenElsewhere(Path data, int shown, int listens) throws IOException {
        Path toml = data.resolve("comity.toml");
        Files.writeString(
                toml,
                Files.readString(toml)
                        .replace("listen = \"127.0.0.1:" + shown, "listen = \"127.0.0.1:" + listens)
                        .replace("poll-every = \"30s\"", "poll-every = \"2s\""));
    }

    private void joinTo(Node first, String name, String country) throws Exception {
        Path data = Cli.init(folder, name, country);
        Path toml = data.resolve("comity.toml");
        Files.writeString(
                toml,
                Files.readString(toml).replace("poll-every = \"30s\"", "poll-every = \"2s\""));
        Node next = Node.start(data, InstantSource.system());
        nodes.add(next);
        directories.add(data);
        String invitation = first.run("invite", NONE).path("line").asString();
        JsonNode accepted = next.run("join", Json.object().put("line", invitation));
        first.run("join", Json.object().put("line", accepted.path("accepted").asString()));
        for (Node signer : nodes.subList(1, nodes.size() - 1)) {
            await(signer, "status", NONE, it -> it.has("charter_waits_for"));
            signer.run("join-sign", Json.object().put("newcomer", name));
        }
        int epoch = nodes.size();
        for (Node node : nodes) {
            awaitEpoch(node, epoch);
        }
    }

    /** As it is, but no payload for one of the members. */
    private static void pass(HttpExchange exchange, int port) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Signature-Input"));
        String path = exchange.getRequestURI().toString();
        if (path.equals("/payloads") && signed.contains("keyid=\"" + C + "/log\"")) {
            var asked = PayloadRequest.parse(Bytes.of(body)).orThrow();
            Bytes nothing = PayloadAnswer.bytes(asked, _ -> java.util.Optional.empty());
            answer(exchange, 200, nothing.array());
            return;
        }
        var to =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        to.setRequestMethod(exchange.getRequestMethod());
        for (String name :
                List.of("Signature", "Signature-Input", "Content-Digest", "If-None-Match")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                to.setRequestProperty(name, value);
            }
        }
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                to.setDoOutput(true);
                to.getOutputStream().write(body);
            }
            int status = to.getResponseCode();
            var in = status >= 400 ? to.getErrorStream() : to.getInputStream();
            answer(exchange, status, in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException notThere) {
            answer(exchange, 502, "not there".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean none = status == 304 || status == 204 || body.length == 0;
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void whatIsHeldIsAskedForOnceWhenNothingIsNew() throws Exception {
        exchange(A, B);
        inStep(nodes);
        String news = nodes.getFirst().desk().config().http().url() + "/news";
        var first = (HttpURLConnection) URI.create(news).toURL().openConnection();
        assertEquals(200, first.getResponseCode());
        var again = (HttpURLConnection) URI.create(news).toURL().openConnection();
        again.setRequestProperty("If-None-Match", first.getHeaderField("ETag"));
        assertEquals(304, again.getResponseCode());
        String text = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("comity news v1\ncharter "), text);
    }
}
