package org.comity.node;

import java.io.BufferedOutputStream;
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
import org.comity.store.DiskFullException;
import org.comity.taxii.ApiRoot;
import org.comity.taxii.TaxiiAnswer;
import org.comity.taxii.TaxiiRequest;
import org.comity.taxii.TaxiiServer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
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

    /** Longer than a body that drips may hold a place for which somebody waits. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private static final long RETRY_SECONDS = 1;

    private final Desk desk;
    private final TaxiiServer server;
    private final TaxiiLogins logins;
    private final Map<String, Semaphore> ofUsers = new ConcurrentHashMap<>();
    // Envelopes keep the writer busy, and take memory; a few at once do.
    private final TaxiiPlaces posts = new TaxiiPlaces(postsMax(Runtime.getRuntime().maxMemory()));
    private final TaxiiRates rates = new TaxiiRates(System::nanoTime);

    TaxiiAnswering(Desk desk, TaxiiServer server) {
        this.desk = desk;
        this.server = server;
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

    /** {@link TaxiiBody} says which client is slow, and so can say it to the client. */
    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException {
        // Jetty asks only while nobody waits for the client: it is not idle, we are slow.
        request.addIdleTimeoutListener(_ -> false);
        try (var body = new TaxiiBody(request)) {
            Map<String, String> headers = headers(request);
            TaxiiRequest asked = asked(request, headers, body);
            TaxiiLogins.Login login =
                    logins.login(
                            Optional.ofNullable(headers.get("authorization")),
                            Request.getRemoteAddr(request));
            switch (login) {
                case TaxiiLogins.User(TaxiiUser user) -> write(body, asked, response, user);
                case TaxiiLogins.Nobody _ ->
                        write(
                                server.answer(asked, Optional.empty(), TaxiiLogins.SCHEMES),
                                response);
                case TaxiiLogins.Later _ ->
                        write(TaxiiAnswer.tooMany(TaxiiTries.SECONDS_EACH), response);
            }
        } catch (Refusal refusal) {
            write(TaxiiAnswer.error(503, "Not now", refusal.words()), response);
        } catch (DiskFullException full) {
            write(TaxiiAnswer.error(503, "No room on the disk", ""), response);
        } catch (TaxiiBody.TooSlow slowly) {
            write(TaxiiAnswer.tooSlow(), response);
        } catch (TaxiiBody.BrokeOff gone) {
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

    private void write(TaxiiBody body, TaxiiRequest asked, Response response, TaxiiUser user)
            throws IOException {
        Semaphore ofUser = ofUsers.computeIfAbsent(user.name(), _ -> new Semaphore(OF_ONE_MAX));
        if (!rates.mayAsk(user.name()) || !ofUser.tryAcquire()) {
            body.passOver();
            write(TaxiiAnswer.tooMany(RETRY_SECONDS), response);
            return;
        }
        try {
            TaxiiAnswer answer = answer(body, asked, user);
            if (answer.status() >= 400) {
                body.passOver();
            }
            write(answer, response);
        } catch (OutOfMemoryError full) { // of this request's tree, which is free again
            if (response.isCommitted()) {
                throw full;
            }
            LOG.atError()
                    .addKeyValue("bytes", Runtime.getRuntime().maxMemory())
                    .log("TAXII request needs more memory than there is");
            body.passOver();
            write(TaxiiAnswer.later(RETRY_SECONDS), response);
        } finally {
            ofUser.release();
        }
    }

    private TaxiiAnswer answer(TaxiiBody body, TaxiiRequest asked, TaxiiUser user)
            throws IOException {
        Optional<ApiRoot> root = Optional.of(new CollectedRoot(desk, user));
        if (!asked.method().equals("POST")) {
            return server.answer(asked, root, TaxiiLogins.SCHEMES);
        }
        try (TaxiiPlaces.Place place = posts.ask(user.name())) {
            if (!place.await(WAIT_MAX)) {
                return TaxiiAnswer.tooMany(RETRY_SECONDS);
            }
            body.keepsWaiting(place::isWaitedFor);
            return server.answer(asked, root, TaxiiLogins.SCHEMES);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return TaxiiAnswer.later(RETRY_SECONDS);
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

    private static TaxiiRequest asked(
            Request request, Map<String, String> headers, TaxiiBody body) {
        long length = request.getLength();
        return new TaxiiRequest(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                headers,
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                body);
    }
}
