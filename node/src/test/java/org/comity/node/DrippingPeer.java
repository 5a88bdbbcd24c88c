package org.comity.node;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that is never silent and never done. */
final class DrippingPeer implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long DROP_EVERY_MILLIS = 50;

    private final ServerSocket server;
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Drops drops;

    /** What comes at once, and what comes again and again; nothing is read where nothing comes. */
    record Drops(byte[] first, byte[] drop) {
        /** The head of an answer that does not end. */
        static Drops head() {
            byte[] first = "HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.ISO_8859_1);
            return new Drops(first, new byte[] {'x'});
        }
    }

    DrippingPeer(Drops drops) throws IOException {
        this(drops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    DrippingPeer(Drops drops, InetSocketAddress at) throws IOException {
        this.drops = drops;
        this.server = new ServerSocket(at.getPort(), 8, at.getAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String uri(String scheme) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + "/charter";
    }

    /** Whether the other side has closed a connection. */
    boolean isLeft() throws InterruptedException {
        return left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> drip(socket));
            }
        } catch (IOException closed) { // as it is at the end
            over.countDown();
        }
    }

    private void drip(Socket accepted) {
        try (Socket socket = accepted) {
            OutputStream out = socket.getOutputStream();
            out.write(drops.first());
            do {
                out.write(drops.drop());
                if (drops.drop().length == 0) {
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
