package org.comity.node;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks whether a server answers yet. Needs nothing but the JDK: the bare server uses it too. */
final class HttpProbe {
    private static final int WAIT_MILLIS_MAX = 5_000;

    private HttpProbe() {}

    /** True when {@code /healthz} is answered with 200; false when nobody listens. */
    static boolean answers(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(WAIT_MILLIS_MAX);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write(
                            "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.UTF_8).startsWith("HTTP/1.1 200 ");
        } catch (ConnectException nobody) {
            return false;
        }
    }
}
