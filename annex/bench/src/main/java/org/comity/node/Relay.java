package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passes bytes on to a node's HTTP port and counts them, for each thing that was asked for. */
final class Relay implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("(GET|POST) ([^ ?]+)[^ ]* HTTP/1.1\r\n");

    private final ServerSocket server;
    private final int to;

    /** Guarded by this. */
    private SortedMap<String, Passed> passed = new TreeMap<>();

    /** How often something was asked for, and the bytes of all of it. */
    record Passed(int requests, long asked, long answered) {
        static final Passed NONE = new Passed(0, 0, 0);

        Passed and(Passed more) {
            return new Passed(
                    requests + more.requests, asked + more.asked, answered + more.answered);
        }
    }

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
                // One request at a time on a connection: what is answered belongs to the last.
                var last = new AtomicReference<>("");
                Thread.ofVirtual().start(() -> pass(near, far, last, true));
                Thread.ofVirtual().start(() -> pass(far, near, last, false));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private void pass(Socket from, Socket into, AtomicReference<String> last, boolean isAsking) {
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int requests = isAsking ? requests(buffer, read, last) : 0;
                count(last.get(), new Passed(requests, isAsking ? read : 0, isAsking ? 0 : read));
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // One side went; the other is closed with it.
        }
    }

    private static int requests(byte[] buffer, int read, AtomicReference<String> last) {
        Matcher request = REQUEST.matcher(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        int count = 0;
        while (request.find()) {
            last.set(request.group(1) + " " + request.group(2));
            count++;
        }
        return count;
    }

    private synchronized void count(String what, Passed more) {
        passed.merge(what, more, Passed::and);
    }

    /** What passed since the last call, by method and path. */
    synchronized SortedMap<String, Passed> take() {
        SortedMap<String, Passed> taken = passed;
        passed = new TreeMap<>();
        return taken;
    }

    static Passed sum(SortedMap<String, Passed> all) {
        return all.values().stream().reduce(Passed.NONE, Passed::and);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
