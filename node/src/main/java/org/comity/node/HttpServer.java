package org.comity.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 by Jetty on virtual threads, with a bound on everything that a client may make us wait
 * for.
 */
final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int IDLE_MILLIS_MAX = 10_000;
    private static final int HEADER_BYTES_MAX = 16 << 10;
    private static final int STOP_MILLIS_MAX = 2_000;

    /** At the end a connection that is silent for so long is closed: peers keep theirs open. */
    private static final int STOP_IDLE_MILLIS_MAX = 100;

    /**
     * What came in.
     *
     * @param target path and query as sent
     * @param headers by lower-case name; a header that came twice is left out, so it counts as
     *     missing
     * @param from the address that asks
     */
    record Asked(
            String method, String target, Map<String, String> headers, Bytes body, String from) {
        boolean local() {
            return from.matches("127\\..*|::1|0:0:0:0:0:0:0:1");
        }

        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }
    }

    /** What goes out. */
    record Answered(int status, String type, Bytes body, Map<String, String> headers) {
        static Answered of(int status, String type, Bytes body) {
            return new Answered(status, type, body, Map.of());
        }

        /** Content with an entity tag, or only that it is what the asker has. */
        static Answered unlessKnown(Asked asked, Answered answered) {
            String tag = tag(Hash.digest(answered.body().array()));
            var headers = new TreeMap<>(answered.headers());
            headers.put("ETag", tag);
            boolean known = tag.equals(asked.headers().get("if-none-match"));
            return new Answered(
                    known ? 304 : answered.status(),
                    answered.type(),
                    known ? Bytes.EMPTY : answered.body(),
                    headers);
        }

        static Answered text(int status, String text) {
            return of(status, "text/plain; charset=utf-8", Bytes.utf8(text + "\n"));
        }
    }

    /** The entity tag of content with this digest, zipped or not; RFC 9110, section 8.8.3. */
    static String tag(Hash digest) {
        return "W/\"" + digest.hex() + '"';
    }

    /** Answers one request. */
    interface Routes {
        /** False to refuse who asks before anything of the body is read. */
        default boolean admits(String from) {
            return true;
        }

        /** What the head alone is refused with, before anything of the body is read. */
        default Optional<Answered> refused(Asked head) throws IOException {
            return Optional.empty();
        }

        /** How a failure that the routes did not meet themselves is told. */
        default Answered problem(String path, int status, String why) {
            return Answered.text(status, why);
        }

        /** An answer that goes on as long as somebody reads it; empty for all others. */
        default Optional<Stream> stream(Asked asked) throws IOException {
            return Optional.empty();
        }

        /** The most bytes of body that this request may have. */
        int bodyBytesMax(String method, String path);

        Answered answer(Asked asked) throws IOException;
    }

    /** Writes parts until there is nothing more to say, or nobody who reads. */
    interface Stream {
        String type();

        void run(Out out) throws IOException;
    }

    /** Where a stream goes; blocks while the reader is slow. */
    interface Out {
        void write(Bytes part) throws IOException;
    }

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    static HttpServer start(InetSocketAddress listen, Routes routes) throws IOException {
        return start(listen, routes, Optional.empty());
    }

    /**
     * @param tls what to show on TLS connections; without it they are plain
     */
    static HttpServer start(InetSocketAddress listen, Routes routes, Optional<SSLContext> tls)
            throws IOException {
        return start(listen, routes, tls, OpenConnections.BOUNDS);
    }

    static HttpServer start(
            InetSocketAddress listen,
            Routes routes,
            Optional<SSLContext> tls,
            OpenConnections.Bounds bounds)
            throws IOException {
        var handling =
                new HttpHandling(
                        slow -> new HttpAnswering(routes, slow),
                        Optional.of(HttpAnswering.errors(routes)));
        return start(listen, handling, tls, bounds);
    }

    static HttpServer start(
            InetSocketAddress listen,
            HttpHandling handling,
            Optional<SSLContext> tls,
            OpenConnections.Bounds bounds)
            throws IOException {
        var threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        var connector = new ServerConnector(server, 1, 1, factories(tls, configuration));
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(IDLE_MILLIS_MAX);
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS_MAX);
        connector.setAcceptQueueSize(256);
        var slow = new SlowClients(connector);
        connector.addBean(slow);
        connector.addBean(new OpenConnections(bounds));
        server.addConnector(connector);
        server.setHandler(handling.handler().apply(slow));
        handling.errors().ifPresent(server::setErrorHandler);
        server.setStopTimeout(STOP_MILLIS_MAX);
        try {
            server.start();
        } catch (IOException busy) {
            throw new IOException("cannot listen for HTTP on " + listen, busy);
        } catch (Exception failed) { // Jetty's start declares Exception
            throw new IOException("HTTP did not start", failed);
        }
        return new HttpServer(server, connector);
    }

    private static ConnectionFactory[] factories(
            Optional<SSLContext> tls, HttpConfiguration configuration) {
        var plain = new HttpConnectionFactory(configuration);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        // Whoever asks knows this node by its key, and may have come by any name or address.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server shown = shown(tls.get());
        return new ConnectionFactory[] {
            new SslConnectionFactory(shown, plain.getProtocol()), plain
        };
    }

    private static SslContextFactory.Server shown(SSLContext tls) {
        var shown = new SslContextFactory.Server();
        shown.setSslContext(tls);
        shown.setIncludeProtocols(TlsIdentity.PROTOCOL);
        return shown;
    }

    /** The node has another key: connections from now on show this. */
    void show(SSLContext tls) throws IOException {
        var factory = connector.getConnectionFactory(SslConnectionFactory.class);
        if (factory == null) {
            return;
        }
        try {
            factory.getSslContextFactory().reload(it -> it.setSslContext(tls));
        } catch (Exception failed) { // Jetty's reload declares Exception
            throw new IOException("TLS does not take the new key", failed);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failed) { // Jetty's stop declares Exception
            throw new IOException("HTTP did not stop cleanly", failed);
        }
    }

    /** What a request gets, whatever it meets. */
    static Answered answered(Routes routes, Asked asked) throws IOException {
        try {
            return routes.answer(asked);
        } catch (Refusal refusal) {
            return routes.problem(asked.path(), 400, refusal.words());
        } catch (RuntimeException ours) { // one request must not end the server
            LOG.atError()
                    .addKeyValue("target", asked.target())
                    .setCause(ours)
                    .log("request failed");
            return routes.problem(asked.path(), 500, "the node failed on this");
        }
    }
}
