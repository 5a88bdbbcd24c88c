package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.comity.value.Bytes;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Between Jetty and the routes: reads the body within its bound, and writes what is answered. */
final class HttpAnswering extends Handler.Abstract {
    /** A body of this size or more, or of a size that nobody says, waits for its turn. */
    private static final int LARGE_BYTES_MIN = 1 << 20;

    private static final int ZIPPED_BYTES_MIN = 1_024;
    private static final Pattern GZIP = Pattern.compile("(^|[ ,])gzip *(,|$)");

    private static final int LARGE_BODIES_MAX = 4;
    private static final Duration LARGE_WAIT_MAX = Duration.ofSeconds(5);

    private final HttpServer.Routes routes;
    private final SlowClients slow;
    // Bodies lie in memory while they are answered.
    private final Semaphore large = new Semaphore(LARGE_BODIES_MAX);

    HttpAnswering(HttpServer.Routes routes, SlowClients slow) {
        this.routes = routes;
        this.slow = slow;
    }

    /** Tells what Jetty itself refuses, a header that is too long, say, as the routes tell it. */
    static Request.Handler errors(HttpServer.Routes routes) {
        return (request, response, callback) -> {
            int status = response.getStatus();
            write(
                    request,
                    response,
                    problem(routes, request, status, HttpStatus.getMessage(status)));
            callback.succeeded();
            return true;
        };
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException {
        HttpServer.Answered answered;
        try {
            if (!routes.admits(Request.getRemoteAddr(request))) {
                answered = problem(request, 403, "this node does not answer you here");
            } else {
                Optional<HttpServer.Stream> stream = stream(request);
                if (stream.isPresent()) {
                    run(stream.get(), request, response);
                    callback.succeeded();
                    return true;
                }
                answered = answer(request);
            }
        } catch (Refusal full) {
            answered = problem(request, 503, full.words());
        }
        write(request, response, answered);
        callback.succeeded();
        return true;
    }

    private static void write(Request request, Response response, HttpServer.Answered answered)
            throws IOException {
        response.setStatus(answered.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answered.type());
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        answered.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        Bytes body = zipped(request, response, answered.body());
        Content.Sink.write(response, true, body.buffer());
    }

    private Optional<HttpServer.Stream> stream(Request request) throws IOException {
        return request.getMethod().equals("GET")
                ? routes.stream(asked(request, Bytes.EMPTY))
                : Optional.empty();
    }

    private void run(HttpServer.Stream stream, Request request, Response response)
            throws IOException {
        Connection connection = request.getConnectionMetaData().getConnection();
        slow.streams(connection, true);
        try {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, stream.type());
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            stream.run(part -> Content.Sink.write(response, false, part.buffer()));
            Content.Sink.write(response, true, Bytes.EMPTY.buffer());
        } finally {
            slow.streams(connection, false);
        }
    }

    /** Leaves are half hashes, payloads are text: both shrink, if the asker wants it. */
    private static Bytes zipped(Request request, Response response, Bytes body) throws IOException {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        boolean gzip = accepted != null && GZIP.matcher(accepted).find();
        if (!gzip || body.length() < ZIPPED_BYTES_MIN) {
            return body;
        }
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(body.array());
        }
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
        return Bytes.of(out.toByteArray());
    }

    private HttpServer.Answered answer(Request request) throws IOException {
        Optional<HttpServer.Answered> refused = routes.refused(asked(request, Bytes.EMPTY));
        if (refused.isPresent()) {
            return refused.get();
        }
        int most = routes.bodyBytesMax(request.getMethod(), path(request));
        long said = request.getLength();
        if (Math.min(most, said < 0 ? most : said) < LARGE_BYTES_MIN) {
            return answer(request, most);
        }
        try {
            if (!large.tryAcquire(LARGE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return problem(request, 503, "too many large bodies at once; ask again");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return problem(request, 503, "stopping");
        }
        try {
            return answer(request, most);
        } finally {
            large.release();
        }
    }

    private HttpServer.Answered answer(Request request, int most) throws IOException {
        Optional<Bytes> body = body(request, most);
        return body.isEmpty()
                ? problem(request, 413, "at most " + most + " bytes here")
                : HttpServer.answered(routes, asked(request, body.get()));
    }

    private HttpServer.Answered problem(Request request, int status, String why) {
        return problem(routes, request, status, why);
    }

    private static HttpServer.Answered problem(
            HttpServer.Routes routes, Request request, int status, String why) {
        return routes.problem(path(request), status, why);
    }

    /** As sent; Jetty has none of what it could not read. */
    private static String path(Request request) {
        String target = request.getHttpURI().getPathQuery();
        return target == null ? "" : target.split("\\?", 2)[0];
    }

    private static HttpServer.Asked asked(Request request, Bytes body) {
        var headers = new TreeMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getLowerCaseName();
            headers.merge(name, field.getValue(), (a, b) -> "");
        }
        headers.values().removeIf(String::isEmpty);
        return new HttpServer.Asked(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                headers,
                body,
                Request.getRemoteAddr(request));
    }

    private Optional<Bytes> body(Request request, int most) throws IOException {
        Connection connection = request.getConnectionMetaData().getConnection();
        slow.reads(connection);
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] read = in.readNBytes(most + 1);
            return read.length > most ? Optional.empty() : Optional.of(Bytes.of(read));
        } finally {
            slow.hasRead(connection);
        }
    }
}
