package org.comity.node;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.comity.store.DiskFullException;
import org.comity.taxii.ApiRoot;
import org.comity.taxii.TaxiiAnswer;
import org.comity.taxii.TaxiiRequest;
import org.comity.taxii.TaxiiServer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and the TAXII room: who asks, how much of it at once, and bodies piece by piece in
 * both directions.
 */
final class TaxiiAnswering extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(TaxiiAnswering.class);
    private static final int PIECE_BYTES = 1 << 15;

    /**
     * Requests that are answered at once for one user; each holds a page or an envelope's piece.
     */
    private static final int OF_ONE_MAX = 16;

    private static final int POSTS_MAX = 4;

    /** An object is read as a tree, which takes some thirty times its megabyte. */
    private static final long POST_BYTES = 64 << 20;

    /** So long a body that is not wanted is read, so that its sender comes to read the answer. */
    private static final Duration UNWANTED_MAX = Duration.ofSeconds(10);

    private static final Duration WAIT_MAX = Duration.ofSeconds(5);
    private static final long RETRY_SECONDS = 1;

    private final Desk desk;
    private final TaxiiServer server;
    private final SlowClients slow;
    private final TaxiiLogins logins;
    private final Map<String, Semaphore> ofUsers = new ConcurrentHashMap<>();
    private final Semaphore posts = new Semaphore(postsMax(Runtime.getRuntime().maxMemory()));
    private final TaxiiRates rates = new TaxiiRates(System::nanoTime);

    TaxiiAnswering(Desk desk, TaxiiServer server, SlowClients slow) {
        this.desk = desk;
        this.server = server;
        this.slow = slow;
        this.logins = new TaxiiLogins(desk, System::nanoTime);
    }

    static int postsMax(long memoryBytes) {
        return Math.clamp((memoryBytes - POST_BYTES) / POST_BYTES, 1, POSTS_MAX);
    }

    /** What Jetty itself refuses is told as TAXII tells it. */
    static Request.Handler errors() {
        return (request, response, callback) -> {
            int status = response.getStatus();
            String title = HttpStatus.getMessage(status);
            write(TaxiiAnswer.error(status, title, ""), response);
            callback.succeeded();
            return true;
        };
    }

    /** Only where the body is read is it the client that is waited for. */
    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException {
        Connection connection = request.getConnectionMetaData().getConnection();
        slow.works(connection);
        // Asked only while nobody waits for the client: it is not idle, we are slow.
        request.addIdleTimeoutListener(_ -> false);
        try {
            return handled(request, response, callback);
        } finally {
            slow.streams(connection, false);
        }
    }

    private boolean handled(Request request, Response response, Callback callback)
            throws IOException {
        try {
            Map<String, String> headers = headers(request);
            TaxiiLogins.Login login =
                    logins.login(
                            Optional.ofNullable(headers.get("authorization")),
                            Request.getRemoteAddr(request));
            switch (login) {
                case TaxiiLogins.User(TaxiiUser user) -> write(request, response, user, headers);
                case TaxiiLogins.Nobody _ ->
                        write(
                                server.answer(
                                        asked(request, headers),
                                        Optional.empty(),
                                        TaxiiLogins.SCHEMES),
                                response);
                case TaxiiLogins.Later _ ->
                        write(TaxiiAnswer.tooMany(TaxiiTries.SECONDS_EACH), response);
            }
        } catch (Refusal refusal) {
            write(TaxiiAnswer.error(503, "Not now", refusal.words()), response);
        } catch (DiskFullException full) {
            write(TaxiiAnswer.error(503, "No room on the disk", ""), response);
        } catch (BodyBrokeOff gone) {
            // Jetty would write its stack down, once for each who cares to try.
            LOG.atDebug().addKeyValue("why", gone.getMessage()).log("TAXII body broke off");
            callback.failed(new EofException(gone));
            return true;
        } catch (IOException | RuntimeException ours) { // one request must not end the server
            LOG.atError()
                    .addKeyValue("target", request.getHttpURI().getPath())
                    .setCause(ours)
                    .log("TAXII request failed");
            if (response.isCommitted()) {
                callback.failed(ours);
                return true;
            }
            write(TaxiiAnswer.error(500, "The node failed on this", ""), response);
        }
        callback.succeeded();
        return true;
    }

    private void write(
            Request request, Response response, TaxiiUser user, Map<String, String> headers)
            throws IOException {
        Semaphore ofUser = ofUsers.computeIfAbsent(user.name(), _ -> new Semaphore(OF_ONE_MAX));
        boolean post = request.getMethod().equals("POST");
        if (!rates.mayAsk(user.name()) || !ofUser.tryAcquire()) {
            passOver(request);
            write(TaxiiAnswer.tooMany(RETRY_SECONDS), response);
            return;
        }
        boolean posting = post && mayPost();
        try {
            if (post && !posting) {
                passOver(request);
                write(TaxiiAnswer.tooMany(RETRY_SECONDS), response);
                return;
            }
            ApiRoot root = new CollectedRoot(desk, user);
            TaxiiAnswer answer =
                    server.answer(asked(request, headers), Optional.of(root), TaxiiLogins.SCHEMES);
            write(answer, response);
        } catch (OutOfMemoryError full) { // of this request's tree, which is free again
            if (response.isCommitted()) {
                throw full;
            }
            LOG.atError()
                    .addKeyValue("bytes", Runtime.getRuntime().maxMemory())
                    .log("TAXII request needs more memory than there is");
            passOver(request);
            write(TaxiiAnswer.later(RETRY_SECONDS), response);
        } finally {
            // Not before: who waits for the place needs the memory too.
            if (posting) {
                posts.release();
            }
            ofUser.release();
        }
    }

    /** Closed on a body that is still being sent, a connection loses the answer too. */
    private void passOver(Request request) {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return; // it waits for leave to send
        }
        long until = System.nanoTime() + UNWANTED_MAX.toNanos();
        byte[] piece = new byte[1 << 12]; // of many at once
        try (var body = new Body(request)) {
            long bytes = 0;
            for (int count = 0; count >= 0; count = body.read(piece, 0, piece.length)) {
                bytes += count;
                if (bytes > TaxiiStart.BODY_BYTES_MAX || System.nanoTime() > until) {
                    return;
                }
            }
        } catch (IOException gone) {
            LOG.atDebug().addKeyValue("why", gone.getMessage()).log("TAXII body broke off");
        }
    }

    /** Envelopes keep the writer busy; a few at once do. */
    private boolean mayPost() {
        try {
            return posts.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void write(TaxiiAnswer answer, Response response) throws IOException {
        response.setStatus(answer.status());
        answer.headers()
                .forEach((name, value) ->
                        response.getHeaders().put(new PreEncodedHttpField(name, value)));
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cache-Control", "no-store");
        OutputStream sink = Content.Sink.asOutputStream(response);
        try (var out = new BufferedOutputStream(sink, PIECE_BYTES)) {
            answer.body().write(out);
        }
    }

    private static Map<String, String> headers(Request request) {
        var headers = new TreeMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            headers.merge(
                    name, field.getValue() == null ? "" : field.getValue(), (a, b) -> a + "," + b);
        }
        return headers;
    }

    private TaxiiRequest asked(Request request, Map<String, String> headers) {
        long length = request.getLength();
        return new TaxiiRequest(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                headers,
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                new Body(request));
    }

    /** The client went away in the middle of a body, or sent it too slowly. */
    private static final class BodyBrokeOff extends IOException {
        private static final long serialVersionUID = 1;

        BodyBrokeOff(IOException why) {
            super(why);
        }
    }

    /** Tells what a client does from what the disk does, and how long it is waited for. */
    private final class Body extends FilterInputStream {
        private final Connection connection;
        private long workingSince = System.nanoTime();

        Body(Request request) {
            super(Content.Source.asInputStream(request));
            this.connection = request.getConnectionMetaData().getConnection();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            slow.workedFor(connection, System.nanoTime() - workingSince);
            try {
                return super.read(into, from, count);
            } catch (IOException broken) {
                throw new BodyBrokeOff(broken);
            } finally {
                slow.works(connection);
                workingSince = System.nanoTime();
            }
        }
    }
}
