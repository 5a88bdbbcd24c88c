package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.comity.value.Bytes;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
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

    /** A body of this size or more, or of a size that nobody says, waits for its turn. */
    private static final int LARGE_BYTES_MIN = 1 << 20;

    private static final int LARGE_BODIES_MAX = 4;
    private static final Duration LARGE_WAIT_MAX = Duration.ofSeconds(5);

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

        static Answered text(int status, String text) {
            return of(status, "text/plain; charset=utf-8", Bytes.utf8(text + "\n"));
        }
    }

    /** Answers one request. */
    interface Routes {
        /** False to refuse who asks before anything of the body is read. */
        default boolean admits(String from) {
            return true;
        }

        /** The most bytes of body that this request may have. */
        int bodyBytesMax(String method, String path);

        Answered answer(Asked asked) throws IOException;
    }

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    static HttpServer start(InetSocketAddress listen, Routes routes) throws IOException {
        var threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(IDLE_MILLIS_MAX);
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS_MAX);
        connector.setAcceptQueueSize(256);
        connector.addBean(new SlowClients(connector));
        server.addConnector(connector);
        server.setHandler(new Answering(routes));
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

    private static final class Answering extends Handler.Abstract {
        private final Routes routes;
        // Bodies lie in memory while they are answered.
        private final Semaphore large = new Semaphore(LARGE_BODIES_MAX);

        Answering(Routes routes) {
            this.routes = routes;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws IOException {
            Answered answered = answer(request);
            response.setStatus(answered.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answered.type());
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            answered.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            Content.Sink.write(response, true, answered.body().buffer());
            callback.succeeded();
            return true;
        }

        private Answered answer(Request request) throws IOException {
            String from = Request.getRemoteAddr(request);
            if (!routes.admits(from)) {
                return Answered.text(403, "this node does not answer you here");
            }
            String path = request.getHttpURI().getPathQuery().split("\\?", 2)[0];
            int most = routes.bodyBytesMax(request.getMethod(), path);
            long said = request.getLength();
            if (Math.min(most, said < 0 ? most : said) < LARGE_BYTES_MIN) {
                return answer(request, from, most);
            }
            try {
                if (!large.tryAcquire(LARGE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                    return Answered.text(503, "too many large bodies at once; ask again");
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Answered.text(503, "stopping");
            }
            try {
                return answer(request, from, most);
            } finally {
                large.release();
            }
        }

        private Answered answer(Request request, String from, int most) throws IOException {
            String target = request.getHttpURI().getPathQuery();
            Optional<Bytes> body = body(request, most);
            if (body.isEmpty()) {
                return Answered.text(413, "at most " + most + " bytes here");
            }
            var headers = new TreeMap<String, String>();
            for (HttpField field : request.getHeaders()) {
                String name = field.getLowerCaseName();
                headers.merge(name, field.getValue(), (a, b) -> "");
            }
            headers.values().removeIf(String::isEmpty);
            try {
                return routes.answer(
                        new Asked(request.getMethod(), target, headers, body.get(), from));
            } catch (Refusal refusal) {
                return Answered.text(400, refusal.words());
            } catch (RuntimeException ours) { // one request must not end the server
                LOG.atError().addKeyValue("target", target).setCause(ours).log("request failed");
                return Answered.text(500, "the node failed on this");
            }
        }

        private static Optional<Bytes> body(Request request, int most) throws IOException {
            try (InputStream in = Content.Source.asInputStream(request)) {
                byte[] read = in.readNBytes(most + 1);
                return read.length > most ? Optional.empty() : Optional.of(Bytes.of(read));
            }
        }
    }
}
