package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SlowClientsTest {
    private static final class Greeting implements HttpServer.Routes {
        @Override
        public int bodyBytesMax(String method, String path) {
            return 0;
        }

        @Override
        public HttpServer.Answered answer(HttpServer.Asked asked) {
            return HttpServer.Answered.text(200, "here");
        }
    }

    /** What a connection rested before is not counted against the request that comes then. */
    @Test
    void aRequestAfterARestHasItsWholeTime() throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = HttpServer.start(loopback, new Greeting());
                var socket = new Socket(loopback.getAddress(), server.port())) {
            send(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertEquals("HTTP/1.1 200", answer(socket));
            assertSilent(socket, 6_000);
            send(socket, "GET / HTTP/1.1\r\nHo");
            assertSilent(socket, 1_500);
            send(socket, "st: h\r\nConnection: close\r\n\r\n");
            assertEquals("HTTP/1.1 200", answer(socket));
        }
    }

    /** It is not the client that is slow, while nobody has begun with what it asks. */
    @Test
    void aRequestThatNobodyHasBegunWithIsLeftAlone() throws IOException {
        var never = new CountDownLatch(1);
        var busy =
                new HttpServer.Routes() {
                    @Override
                    public boolean admits(String from) {
                        try {
                            assertFalse(never.await(7, TimeUnit.SECONDS));
                        } catch (InterruptedException stopping) {
                            Thread.currentThread().interrupt();
                        }
                        return true;
                    }

                    @Override
                    public int bodyBytesMax(String method, String path) {
                        return 0;
                    }

                    @Override
                    public HttpServer.Answered answer(HttpServer.Asked asked) {
                        return HttpServer.Answered.text(200, "here");
                    }
                };
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = HttpServer.start(loopback, busy);
                var socket = new Socket(loopback.getAddress(), server.port())) {
            send(socket, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertEquals("HTTP/1.1 200", answer(socket));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Nothing comes, nor does the connection end. */
    private static void assertSilent(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(10_000);
    }

    /** Its status; the rest is read and left. */
    private static String answer(Socket socket) throws IOException {
        var read = new StringBuilder();
        while (!read.toString().endsWith("here\n")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return "closed after " + read;
            }
            read.append((char) c);
        }
        return read.substring(0, 12);
    }
}
