package org.comity.node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections are open at once, in all and of one network. One more is closed at once; a
 * plain one is told why first. On loopback many members share one address, so only the bound on all
 * holds there.
 */
final class OpenConnections implements Connection.Listener {
    static final Bounds BOUNDS = new Bounds(4_096, 256, false);

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);
    private static final String FULL = "too many connections at once; ask again later\n";
    private static final String ANSWER =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: "
                    + FULL.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + FULL;

    /**
     * @param all open at once
     * @param ofOne of one network
     * @param loopbackToo whether the second holds on loopback
     */
    record Bounds(int all, int ofOne, boolean loopbackToo) {}

    private final Bounds bounds;
    // Guarded by this.
    private final Map<Connection, String> counted = new HashMap<>();
    private final Map<String, Integer> byNetwork = new HashMap<>();

    OpenConnections(Bounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public void onOpened(Connection connection) {
        if (isWithin(connection) || admit(connection)) {
            return;
        }
        LOG.atDebug().addKeyValue("from", network(connection)).log("too many connections");
        EndPoint end = connection.getEndPoint();
        if (connection instanceof SslConnection) {
            end.close();
        } else {
            ByteBuffer words = ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII));
            end.write(Callback.from(end::close), words);
        }
    }

    /** The one of HTTP within one of TLS, which was counted. */
    private static boolean isWithin(Connection connection) {
        return connection.getEndPoint() instanceof SslConnection.SslEndPoint;
    }

    private synchronized boolean admit(Connection connection) {
        String from = network(connection);
        int has = byNetwork.getOrDefault(from, 0);
        boolean isBound = bounds.loopbackToo() || !isLoopback(connection);
        if (counted.size() >= bounds.all() || (isBound && has >= bounds.ofOne())) {
            return false;
        }
        counted.put(connection, from);
        byNetwork.put(from, has + 1);
        return true;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        String from = counted.remove(connection);
        if (from != null) {
            byNetwork.computeIfPresent(from, (_, has) -> has == 1 ? null : has - 1);
        }
    }

    private static boolean isLoopback(Connection connection) {
        return address(connection).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static String network(Connection connection) {
        return address(connection).map(it -> Strangers.network(it.getHostAddress())).orElse("");
    }

    private static Optional<InetAddress> address(Connection connection) {
        return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress it
                ? Optional.ofNullable(it.getAddress())
                : Optional.empty();
    }
}
