package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** What whoever is no member may cost: requests that bring nothing, and open connections. */
class StrangersTest {
    private static final String OK = "HTTP/1.1 200 OK";

    @Test
    void whoHasANetworkOfIpv6CountsAsOneAndEachAddressOfIpv4AsItself() {
        assertEquals(
                Strangers.network("2001:db8:0:1::1"), Strangers.network("[2001:db8:0:1:f:f:f:f]"));
        assertFalse(
                Strangers.network("2001:db8:0:1::1").equals(Strangers.network("2001:db8:0:2::1")));
        assertEquals("192.0.2.7", Strangers.network("192.0.2.7"));
        assertEquals("192.0.2.7", Strangers.network("::ffff:192.0.2.7"));
        assertEquals("unix", Strangers.network("unix"));
    }

    @Test
    void addressesOfOneNetworkShareWhatTheyMaySend() {
        var strangers = new Strangers(() -> 0);
        for (int host = 1; strangers.mayAsk(asked("2001:db8::" + host)); host++) {
            strangers.broughtNothing(asked("2001:db8::" + host), 1);
            assertTrue(host <= 200, "each address counts by itself");
        }
        assertTrue(strangers.mayAsk(asked("2001:db8:0:1::1")));
    }

    @Test
    void whoOpensMoreConnectionsThanAllowedIsToldAndOthersAreAnswered() throws Exception {
        var bounds = new OpenConnections.Bounds(5, 3, true);
        try (var server = server(bounds)) {
            var open = new ArrayList<Socket>();
            for (int number = 0; number < 3; number++) {
                open.add(connect(server, 1));
                assertTrue(answer(open.getLast()).startsWith(OK));
            }
            try (Socket more = connect(server, 1)) {
                String told =
                        new String(more.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(told.startsWith("HTTP/1.1 503"), told);
                assertTrue(told.contains("too many connections"), told);
            }
            for (int number = 0; number < 2; number++) {
                open.add(connect(server, 2));
                assertTrue(answer(open.getLast()).startsWith(OK));
            }
            try (Socket more = connect(server, 3)) {
                assertEquals('H', more.getInputStream().read(), "in all");
            }
            open.removeFirst().close();
            awaitAnswered(server);
            for (Socket one : open) {
                one.close();
            }
        }
    }

    /** The server learns in its own time that one was closed. */
    private static void awaitAnswered(HttpServer server) throws IOException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try (Socket one = connect(server, 1)) {
                if (answer(one).startsWith(OK)) {
                    return;
                }
            }
            assertTrue(System.nanoTime() < end, "what was closed counts no more");
        }
    }

    private static HttpServer server(OpenConnections.Bounds bounds) throws IOException {
        var routes =
                new HttpServer.Routes() {
                    @Override
                    public int bodyBytesMax(String method, String path) {
                        return 0;
                    }

                    @Override
                    public HttpServer.Answered answer(HttpServer.Asked asked) {
                        return HttpServer.Answered.text(200, "here");
                    }
                };
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return HttpServer.start(at, routes, Optional.empty(), bounds);
    }

    private static Socket connect(HttpServer server, int from) throws IOException {
        var socket = new Socket();
        socket.bind(
                new InetSocketAddress(
                        InetAddress.getByAddress(new byte[] {127, 0, 2, (byte) from}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** To one request on a connection that stays open. */
    private static String answer(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] read = new byte[1_000];
        int count = socket.getInputStream().read(read);
        return new String(read, 0, Math.max(0, count), StandardCharsets.US_ASCII);
    }

    private static HttpServer.Asked asked(String from) {
        return new HttpServer.Asked("GET", "/", Map.of(), Bytes.EMPTY, from);
    }
}
