package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.comity.exchange.HttpMessage;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A peer that is never silent, and never done either, holds nobody longer than an answer may. */
class DrippingPeerTest {
    private static final Duration ANSWER_MAX = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BODY_BYTES = 16 << 20; // more than the buffers of both sockets
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String ZIPPED = OK + "Content-Encoding: gzip\r\n\r\n";

    private final HttpWire wire = new HttpWire(ANSWER_MAX, ANSWER_MAX);

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws Exception {
        cutsOff("http", "GET", new Dripping(bytes(OK + "X: "), new byte[] {'x'}));
    }

    @Test
    void aGzipNameWithoutEndIsCutOff() throws Exception {
        byte[] named = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        cutsOff("http", "GET", new Dripping(joined(ZIPPED, named), new byte[] {'n'}));
    }

    @Test
    void emptyGzipBlocksAreCutOff() throws Exception {
        byte[] plain = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
        byte[] stored = {0, 0, 0, (byte) 0xff, (byte) 0xff};
        cutsOff("http", "GET", new Dripping(joined(ZIPPED, plain), stored));
    }

    @Test
    void aBodyThatIsNotReadIsCutOff() throws Exception {
        cutsOff("http", "POST", new Dripping(new byte[0], new byte[0]));
    }

    @Test
    void aHandshakeThatComesByteByByteIsCutOff() throws Exception {
        byte[] record = {22, 3, 3, 0x3f, 0, 2, 0, 0x3e, 0};
        cutsOff("https", "GET", new Dripping(record, new byte[] {3}));
    }

    @Test
    void theHeadOfAStreamIsCutOff() throws Exception {
        try (var peer = new Peer(new Dripping(bytes(OK + "X: "), new byte[] {'x'}))) {
            endsInTime(() -> wire.stream(message("GET", peer.uri("http")), Map.of(), trust()));
            assertTrue(peer.isLeft());
        }
    }

    @Test
    void aLineOfAStreamThatDoesNotEndIsCutOff() throws Exception {
        byte[] head = bytes(OK + "Content-Type: text/event-stream\r\n\r\nid: ");
        try (var peer = new Peer(new Dripping(head, new byte[] {'x'}))) {
            endsInTime(() -> {
                HttpMessage message = message("GET", peer.uri("http"));
                try (InputStream in = wire.stream(message, Map.of(), trust())) {
                    int read = 0;
                    while (read >= 0) {
                        read = in.read();
                    }
                }
            });
            assertTrue(peer.isLeft());
        }
    }

    private void cutsOff(String scheme, String method, Dripping dripping) throws Exception {
        try (var peer = new Peer(dripping)) {
            HttpMessage message = message(method, peer.uri(scheme));
            endsInTime(() -> wire.carry(message, Map.of(), 1 << 20, trust()));
            assertTrue(peer.isLeft(), "the connection is closed");
        }
    }

    private static void endsInTime(Executable asking) {
        assertTimeoutPreemptively(PATIENCE, () -> assertThrows(IOException.class, asking));
    }

    private static HttpMessage message(String method, String uri) {
        Optional<Bytes> body =
                method.equals("POST")
                        ? Optional.of(Bytes.of(new byte[BODY_BYTES]))
                        : Optional.empty();
        return new HttpMessage(method, uri, body);
    }

    private static PeerTrust trust() {
        Bytes seed = Hash.digest(bytes("seed")).bytes();
        SigningKey key = SigningKey.of("peer.example/log", VerifierKey.Type.ED25519, seed);
        return new PeerTrust(_ -> List.of(key.verifierKey()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(String head, byte[] rest) {
        return bytes(head + new String(rest, StandardCharsets.ISO_8859_1));
    }

    /** What comes at once, and what comes again and again; nothing is read where nothing comes. */
    private record Dripping(byte[] first, byte[] drop) {}

    private static final class Peer implements AutoCloseable {
        private static final long DROP_EVERY_MILLIS = 50;

        private final ServerSocket server =
                new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final CountDownLatch left = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private final Dripping dripping;

        Peer(Dripping dripping) throws IOException {
            this.dripping = dripping;
            Thread.ofVirtual().start(this::serve);
        }

        String uri(String scheme) {
            return scheme + "://127.0.0.1:" + server.getLocalPort() + "/charter";
        }

        /** Whether the other side has closed the connection. */
        boolean isLeft() throws InterruptedException {
            return left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void serve() {
            try (Socket socket = server.accept()) {
                OutputStream out = socket.getOutputStream();
                out.write(dripping.first());
                do {
                    out.write(dripping.drop());
                    if (dripping.drop().length == 0) {
                        out.write(' '); // finds out whether anybody is there
                    }
                } while (!over.await(DROP_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            } catch (IOException gone) {
                left.countDown();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            over.countDown();
            server.close();
        }
    }
}
