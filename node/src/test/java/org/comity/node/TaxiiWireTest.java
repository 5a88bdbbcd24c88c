package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server of others may do to whoever asks it. */
final class TaxiiWireTest {
    /** What a server says on a connection. */
    private interface Saying {
        void say(OutputStream out) throws IOException;
    }

    private static long read(Saying saying, Duration most) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> serve(server, saying));
            var wire = new TaxiiWire(TaxiiFeed.Login.NONE, most);
            try (TaxiiWire.Reply reply =
                    wire.get("http://127.0.0.1:" + server.getLocalPort() + "/c/")) {
                return reply.body().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private static void serve(ServerSocket server, Saying saying) {
        // HttpURLConnection asks once more when nothing came.
        while (true) {
            try (Socket socket = server.accept()) {
                saying.say(socket.getOutputStream());
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Timeout(30)
    void leavesAServerWhoseHeadComesByteByByte() {
        IOException left =
                assertThrows(
                        IOException.class,
                        () ->
                                read(
                                        out -> {
                                            out.write(ascii("HTTP/1.1 200 OK\r\nX-Slow: "));
                                            while (true) {
                                                out.write('a');
                                                out.flush();
                                                LockSupport.parkNanos(50_000_000);
                                            }
                                        },
                                        Duration.ofMillis(500)));
        assertTrue(left.getMessage() != null);
    }

    @Test
    @Timeout(30)
    void leavesAServerWhoseBodyComesByteByByte() {
        assertThrows(
                IOException.class,
                () ->
                        read(
                                out -> {
                                    out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
                                    while (true) {
                                        out.write(' ');
                                        out.flush();
                                        LockSupport.parkNanos(50_000_000);
                                    }
                                },
                                Duration.ofMillis(500)));
    }

    @Test
    @Timeout(120)
    void leavesAServerThatSendsWithoutEndZippedOrNot() throws IOException {
        var once = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(once)) {
            zip.write(new byte[1 << 24]);
        }
        IOException left =
                assertThrows(
                        IOException.class,
                        () ->
                                read(
                                        out -> {
                                            out.write(
                                                    ascii(
                                                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"));
                                            while (true) {
                                                out.write(once.toByteArray());
                                            }
                                        },
                                        Duration.ofMinutes(5)));
        assertEquals("the answer is longer than 1 GiB", left.getMessage());
    }

    @Test
    void leavesAServerWithoutACertificateThatIsKnown() throws Exception {
        // Plain HTTP where TLS is wanted: nothing is sent before the server has shown who it is.
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(
                    () -> serve(server, out -> out.write(ascii("HTTP/1.1 200 OK\r\n\r\n{}"))));
            var wire = new TaxiiWire(TaxiiFeed.Login.NONE);
            assertThrows(
                    IOException.class,
                    () -> wire.get("https://127.0.0.1:" + server.getLocalPort() + "/c/"));
        }
    }
}
