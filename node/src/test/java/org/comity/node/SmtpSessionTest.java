package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SmtpSessionTest {
    private static final long ENDLESS_BYTES = 64 << 20;

    @TempDir Path folder;

    @Test
    @Timeout(60)
    void aServerThatNeverEndsItsLineIsLeft() throws IOException {
        assertTrue(heard("220 ", "x".repeat(8_192)) < ENDLESS_BYTES);
    }

    @Test
    @Timeout(60)
    void aServerThatNeverEndsItsLinesIsLeft() throws IOException {
        assertTrue(heard("", "220-more\r\n".repeat(800)) < ENDLESS_BYTES);
    }

    @Test
    @Timeout(60)
    void aSocketHearsOnlyForSoLong() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one =
                        new BoundedSockets(10, Duration.ZERO)
                                .createSocket(server.getInetAddress(), server.getLocalPort())) {
            IOException late = assertThrows(IOException.class, () -> one.getInputStream().read());
            assertEquals("the server takes longer than it may", late.getMessage());
        }
    }

    /** How much such a server could say before it was left. */
    private long heard(String first, String again) throws IOException {
        var said = new AtomicLong();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> talk(server, first, again, said));
            var to = new Config.MailServer("127.0.0.1", server.getLocalPort(), Optional.empty());
            IOException left =
                    assertThrows(
                            IOException.class, () -> SmtpSession.open(to, folder, "desk.example"));
            assertEquals("the server says more than it may", left.getMessage());
        }
        return said.get();
    }

    private static void talk(ServerSocket server, String first, String again, AtomicLong said) {
        try (Socket one = server.accept()) {
            one.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            byte[] more = again.getBytes(StandardCharsets.US_ASCII);
            while (said.get() < ENDLESS_BYTES) {
                one.getOutputStream().write(more);
                said.addAndGet(more.length);
            }
        } catch (IOException left) {
            // As it should be.
        }
    }
}
