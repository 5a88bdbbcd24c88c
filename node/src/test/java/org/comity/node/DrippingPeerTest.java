package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        cutsOff("http", "GET", new DrippingPeer.Drops(bytes(OK + "X: "), new byte[] {'x'}));
    }

    @Test
    void aGzipNameWithoutEndIsCutOff() throws Exception {
        byte[] named = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        cutsOff("http", "GET", new DrippingPeer.Drops(joined(ZIPPED, named), new byte[] {'n'}));
    }

    @Test
    void emptyGzipBlocksAreCutOff() throws Exception {
        byte[] plain = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
        byte[] stored = {0, 0, 0, (byte) 0xff, (byte) 0xff};
        cutsOff("http", "GET", new DrippingPeer.Drops(joined(ZIPPED, plain), stored));
    }

    @Test
    void aBodyThatIsNotReadIsCutOff() throws Exception {
        cutsOff("http", "POST", new DrippingPeer.Drops(new byte[0], new byte[0]));
    }

    @Test
    void aHandshakeThatComesByteByByteIsCutOff() throws Exception {
        byte[] record = {22, 3, 3, 0x3f, 0, 2, 0, 0x3e, 0};
        cutsOff("https", "GET", new DrippingPeer.Drops(record, new byte[] {3}));
    }

    @Test
    void theHeadOfAStreamIsCutOff() throws Exception {
        try (var peer =
                new DrippingPeer(new DrippingPeer.Drops(bytes(OK + "X: "), new byte[] {'x'}))) {
            endsInTime(() -> wire.stream(message("GET", peer.uri("http")), Map.of(), trust()));
            assertTrue(peer.isLeft());
        }
    }

    @Test
    void aLineOfAStreamThatDoesNotEndIsCutOff() throws Exception {
        byte[] head = bytes(OK + "Content-Type: text/event-stream\r\n\r\nid: ");
        try (var peer = new DrippingPeer(new DrippingPeer.Drops(head, new byte[] {'x'}))) {
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

    private void cutsOff(String scheme, String method, DrippingPeer.Drops dripping)
            throws Exception {
        try (var peer = new DrippingPeer(dripping)) {
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
}
