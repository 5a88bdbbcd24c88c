package org.comity.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request drips in. Jetty's idle time only sees silence; a client
 * that sends a byte a second would hold its place for ever. A request has a grace time and then
 * must keep a least rate.
 */
final class SlowClients extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration SWEEP_EVERY = Duration.ofMillis(500);
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long BYTES_PER_SECOND_MIN = 2_000;

    private record Seen(long messagesIn, long bytesIn, long sinceNanos) {}

    // Answered by a stream now: nothing more comes in.
    private final Set<Connection> streaming = ConcurrentHashMap.newKeySet();
    // A body is waited for now.
    private final Set<Connection> reading = ConcurrentHashMap.newKeySet();
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private final ServerConnector connector;

    SlowClients(ServerConnector connector) {
        this.connector = connector;
    }

    @Override
    protected void doStart() {
        sweepLater();
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Seen(0, 0, System.nanoTime()));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
        streaming.remove(connection);
        reading.remove(connection);
    }

    /** Whether a connection is read from for as long as it likes. */
    void streams(Connection connection, boolean now) {
        if (now) {
            streaming.add(connection);
        } else {
            begin(connection);
            streaming.remove(connection);
        }
    }

    /** The body is waited for from now on, until {@link #hasRead}. */
    void reads(Connection connection) {
        begin(connection);
        reading.add(connection);
    }

    void hasRead(Connection connection) {
        reading.remove(connection);
        begin(connection);
    }

    private void begin(Connection connection) {
        open.replace(
                connection,
                new Seen(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime()));
    }

    private void sweepLater() {
        Scheduler scheduler = connector.getScheduler();
        scheduler.schedule(
                this::sweep, SWEEP_EVERY.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (!isRunning() && !isStarting()) {
            return;
        }
        long now = System.nanoTime();
        open.forEach((connection, seen) -> {
            if (isBetween(connection, seen)) {
                open.replace(
                        connection,
                        new Seen(connection.getMessagesIn(), connection.getBytesIn(), now));
            } else if (isWaitedFor(connection) && isTooSlow(connection, seen, now)) {
                connection.getEndPoint().close(new TimeoutException("request came too slowly"));
            }
        });
        sweepLater();
    }

    /**
     * Jetty counts a request when its head is whole, and an answer when its head goes out: between
     * the two it is we who are slow, except while a body is read.
     */
    private boolean isWaitedFor(Connection connection) {
        boolean ours = connection.getMessagesIn() > connection.getMessagesOut();
        return !streaming.contains(connection) && (!ours || reading.contains(connection));
    }

    /** One request is answered and nothing of the next is there: its time has not begun. */
    private static boolean isBetween(Connection connection, Seen seen) {
        boolean silent =
                connection.getBytesIn() == seen.bytesIn() && !(connection instanceof SslConnection);
        return connection.getMessagesIn() == connection.getMessagesOut()
                && (connection.getMessagesIn() != seen.messagesIn() || silent);
    }

    private static boolean isTooSlow(Connection connection, Seen seen, long now) {
        if (connection instanceof SslConnection tls) {
            // What follows the handshake is seen on the connection within.
            boolean shaken = !tls.getSSLEngine().getSession().getProtocol().equals("NONE");
            return !shaken && now - seen.sinceNanos() > GRACE_NANOS;
        }
        long bytes = connection.getBytesIn() - seen.bytesIn();
        boolean idle = bytes == 0 && connection.getMessagesIn() == connection.getMessagesOut();
        long allowed = GRACE_NANOS + bytes * (1_000_000_000L / BYTES_PER_SECOND_MIN);
        return !idle && now - seen.sinceNanos() > allowed;
    }
}
