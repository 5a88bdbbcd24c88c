package org.comity.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets that hear only so much and only for so long. The mail client keeps an answer whole,
 * however long its lines and however many: a server that never ends one must not fill the memory,
 * nor hold whoever waits.
 */
final class BoundedSockets extends SocketFactory {
    private final int bytesMax;
    private final Duration openMax;

    /**
     * @param bytesMax that one socket hears in all, encryption included
     * @param openMax from its making on
     */
    BoundedSockets(int bytesMax, Duration openMax) {
        this.bytesMax = bytesMax;
        this.openMax = openMax;
    }

    private static final class Bounded extends Socket {
        private final int bytesMax;
        private final Duration openMax;
        private final long openedNanos = System.nanoTime();
        private int heard;

        Bounded(int bytesMax, Duration openMax) {
            this.bytesMax = bytesMax;
            this.openMax = openMax;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] to, int from, int length) throws IOException {
                    if (heard >= bytesMax) {
                        throw new IOException("the server says more than it may");
                    }
                    if (System.nanoTime() - openedNanos > openMax.toNanos()) {
                        throw new IOException("the server takes longer than it may");
                    }
                    int read = in.read(to, from, Math.min(length, bytesMax - heard));
                    heard += Math.max(0, read);
                    return read;
                }
            };
        }
    }

    @Override
    public Socket createSocket() {
        return new Bounded(bytesMax, openMax);
    }

    private Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = createSocket();
        socket.connect(to);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("from no address of its own");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw new UnsupportedOperationException("from no address of its own");
    }
}
