package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes bytes on to a node's HTTP port and counts them, and what was asked for. */
final class Relay implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("(GET|POST) ([^ ?]+)[^ ]* HTTP/1.1\r\n");

    private final ServerSocket server;
    private final int to;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    /** Guarded by itself. */
    private final Map<String, Integer> requests = new TreeMap<>();

    private Relay(ServerSocket server, int to) {
        this.server = server;
        this.to = to;
    }

    static Relay start(int port, int to) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var relay = new Relay(server, to);
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), to);
                Thread.ofVirtual().start(() -> pass(near, far, asked, true));
                Thread.ofVirtual().start(() -> pass(far, near, answered, false));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private void pass(Socket from, Socket into, AtomicLong bytes, boolean isAsking) {
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
                if (isAsking) {
                    count(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // One side went; the other is closed with it.
        }
    }

    private void count(String text) {
        Matcher request = REQUEST.matcher(text);
        synchronized (requests) {
            while (request.find()) {
                requests.merge(request.group(1) + " " + request.group(2), 1, Integer::sum);
            }
        }
    }

    /** What passed since the last call. */
    record Passed(Map<String, Integer> requests, long asked, long answered) {}

    Passed take() {
        synchronized (requests) {
            var passed = new Passed(Map.copyOf(requests), asked.getAndSet(0), answered.getAndSet(0));
            requests.clear();
            return passed;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
