package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.comity.exchange.Answer;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerClientTest {
    @TempDir Path folder;

    @Test
    void whatWasNotAnsweredIsNotSentAgainByItself() throws Exception {
        Path data = Cli.init(folder, "peer.example", "NL");
        try (Desk desk = Desk.open(data, InstantSource.system());
                var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var received = new AtomicInteger();
            Thread.ofVirtual().start(() -> serve(server, received));
            var client = PeerClient.of(desk);
            String uri = "http://127.0.0.1:" + server.getLocalPort() + "/payloads";
            Bytes body = Bytes.utf8("x");
            assertInstanceOf(Answer.Got.class, client.hand(uri, body));
            // The connection is kept and then breaks off while this one is under way.
            assertInstanceOf(Answer.Failed.class, client.hand(uri, body));
            assertEquals(2, received.get(), "a signed request counts once");
        }
    }

    @Test
    void beyondThisMachineNothingIsAskedInPlainHttp() throws Exception {
        Path data = Cli.init(folder, "peer.example", "NL");
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            var client = PeerClient.of(desk);
            for (String host :
                    List.of("192.0.2.1:9", "127.0.0.1.invalid", "127.0.0.1@host.invalid")) {
                Answer answer = client.fetch("http://" + host + "/charter");
                String why = assertInstanceOf(Answer.Failed.class, answer).why();
                assertTrue(why.contains("only https"), why);
            }
        }
    }

    /** Answers the first request of a connection, and leaves when the second has come in. */
    private static void serve(ServerSocket server, AtomicInteger received) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                for (int at = 0; at < 2; at++) {
                    readRequest(socket);
                    int number = received.incrementAndGet();
                    if (number != 2) {
                        socket.getOutputStream()
                                .write(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                                                .getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException gone) {
                // The test is over, or the client has gone.
                continue;
            }
        }
    }

    private static void readRequest(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IOException("closed");
            }
            head.append((char) read);
        }
        socket.getInputStream().readNBytes(1);
    }
}
