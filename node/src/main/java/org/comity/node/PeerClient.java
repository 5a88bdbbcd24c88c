package org.comity.node;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.HttpsURLConnection;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.HttpMessage;
import org.comity.exchange.HttpSignature;
import org.comity.exchange.LogName;
import org.comity.exchange.NewsEvents;
import org.comity.exchange.Order;
import org.comity.exchange.PayloadRequest;
import org.comity.exchange.WitnessAnswer;
import org.comity.exchange.WitnessRequest;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * Asks other nodes over HTTP, beyond loopback within TLS ({@link PeerTrust}); what is not open to
 * all is asked for with a signature of the node key (RFC 9421).
 */
final class PeerClient {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** Between two reads. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration STREAM_SILENCE_MAX = Duration.ofSeconds(30);
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final NodeKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final PeerTrust trust;

    PeerClient(NodeKeys keys, InstantSource clock, SecureRandom random, PeerTrust.Known known) {
        this.keys = keys;
        this.clock = clock;
        this.random = random;
        this.trust = new PeerTrust(known);
    }

    static PeerClient of(Desk desk) {
        return new PeerClient(
                desk.keys(), desk.clock(), desk.random(), uri -> Joiner.nodeKeysAt(desk, uri));
    }

    /** What a peer says; never throws for what the peer or the network does. */
    Answer ask(String url, Order.Send order) {
        return ask(url + order.ask().path(order.log()), order.ask(), order.signed());
    }

    /** The same, signed where it must be: a signature on what is open would show nothing. */
    Answer ask(String url, LogName log, Ask ask) {
        boolean open = log.peer().isEmpty() && !(ask instanceof Ask.Payloads);
        return ask(url + ask.path(log), ask, !open);
    }

    private Answer ask(String uri, Ask ask, boolean signed) {
        Optional<Bytes> body =
                ask instanceof Ask.Payloads payloads
                        ? Optional.of(PayloadRequest.bytes(payloads.commitments()))
                        : Optional.empty();
        Optional<String> known =
                ask instanceof Ask.News(Optional<Hash> seen)
                        ? seen.map(it -> HttpServer.tag(it))
                        : Optional.empty();
        return send(uri, body, new Manner(ask.bytesMax(), signed, known));
    }

    Answer fetch(String uri) {
        return fetch(uri, SMALL_BYTES_MAX);
    }

    Answer fetch(String uri, int bytesMax) {
        return send(uri, Optional.empty(), new Manner(bytesMax, true, Optional.empty()));
    }

    /** Hands over what only this member may. */
    Answer hand(String uri, Bytes body) {
        var manner = new Manner(SMALL_BYTES_MAX, true, Optional.empty());
        return send(uri, Optional.of(body), manner);
    }

    /** A note speaks for itself, so the request that carries it is not signed. */
    Answer post(String uri, Note note) {
        return send(
                uri,
                Optional.of(note.bytes()),
                new Manner(SMALL_BYTES_MAX, false, Optional.empty()));
    }

    /** Asks a witness to cosign; the checkpoint in the request speaks for itself. */
    WitnessAnswer addCheckpoint(String url, WitnessRequest request) {
        try {
            var manner = new Manner(WitnessAnswer.BYTES_MAX, false, Optional.empty());
            Reply reply =
                    reply(url + "/witness/add-checkpoint", Optional.of(request.bytes()), manner);
            return WitnessAnswer.read(request.checkpoint(), reply.status(), reply.body());
        } catch (IOException | IllegalArgumentException | ClassCastException unreachable) {
            return new WitnessAnswer.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    /**
     * Reads a stream of events until it ends, which it does when nothing comes for a while.
     *
     * @param events knows the last event, and gets each line
     */
    void listen(String url, NewsEvents events, Consumer<Bytes> each) throws IOException {
        var message = new HttpMessage("GET", url + "/events", Optional.empty());
        HttpURLConnection connection = open(message);
        connection.setReadTimeout((int) STREAM_SILENCE_MAX.toMillis());
        connection.setRequestProperty("Accept", "text/event-stream");
        events.lastId().ifPresent(it -> connection.setRequestProperty("Last-Event-ID", it));
        sign(message, connection);
        try (InputStream in = new BufferedInputStream(connection.getInputStream())) {
            var line = new ByteArrayOutputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                if (read != '\n') {
                    line.write(read);
                } else {
                    events.line(Bytes.of(line.toByteArray()).utf8()).ifPresent(each);
                    line.reset();
                }
                if (line.size() > NewsEvents.LINE_BYTES_MAX) {
                    throw new IOException("a line of events is too long");
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(HttpMessage message) throws IOException {
        var connection =
                (HttpURLConnection)
                        URI.create(message.targetUri()).toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection tls) {
            trust.bind(tls, message.targetUri());
        }
        connection.setRequestMethod(message.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECT_MAX.toMillis());
        connection.setReadTimeout((int) SILENCE_MAX.toMillis());
        return connection;
    }

    private void sign(HttpMessage message, HttpURLConnection connection) {
        HttpSignature.sign(message, keys.node(), clock.instant().getEpochSecond(), random)
                .forEach(connection::setRequestProperty);
    }

    /**
     * @param known the entity tag of what is known already
     */
    private record Manner(int bytesMax, boolean signed, Optional<String> known) {}

    /**
     * @param body one byte more than was to be read, if there is more
     */
    private record Reply(int status, Bytes body) {}

    private Answer send(String uri, Optional<Bytes> body, Manner manner) {
        try {
            Reply reply = reply(uri, body, manner);
            return switch (reply.status()) {
                case 200, 204 -> new Answer.Got(reply.body());
                case 304 -> new Answer.Unchanged();
                case 401 -> new Answer.Stranger();
                case 404, 410 -> new Answer.Missing();
                default -> new Answer.Failed("status " + reply.status());
            };
        } catch (IOException | IllegalArgumentException | ClassCastException unreachable) {
            return new Answer.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    private Reply reply(String uri, Optional<Bytes> body, Manner manner) throws IOException {
        var message = new HttpMessage(body.isPresent() ? "POST" : "GET", uri, body);
        HttpURLConnection connection = open(message);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        manner.known().ifPresent(it -> connection.setRequestProperty("If-None-Match", it));
        if (manner.signed()) {
            sign(message, connection);
        }
        if (body.isPresent()) {
            connection.setDoOutput(true);
            // Streamed, it is not sent again by itself: its nonce counts once.
            connection.setFixedLengthStreamingMode(body.get().length());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.get().array());
            }
        }
        return answer(connection, manner.bytesMax());
    }

    private static Reply answer(HttpURLConnection connection, int bytesMax) throws IOException {
        int status = connection.getResponseCode();
        InputStream body =
                status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        boolean zipped = "gzip".equals(connection.getContentEncoding());
        try (InputStream in =
                body == null
                        ? InputStream.nullInputStream()
                        : zipped ? new GZIPInputStream(body) : body) {
            Bytes got = read(in, bytesMax + 1);
            if (got.length() > bytesMax) {
                connection.disconnect();
            }
            return new Reply(status, got);
        }
    }

    /** A peer that sends a byte now and then must not hold a thread for ever. */
    private static Bytes read(InputStream in, int bytesMax) throws IOException {
        long end = System.nanoTime() + ANSWER_MAX.toNanos();
        var out = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        while (out.size() < bytesMax) {
            int read = in.read(some, 0, Math.min(some.length, bytesMax - out.size()));
            if (read < 0) {
                break;
            }
            out.write(some, 0, read);
            if (System.nanoTime() - end > 0) {
                throw new IOException("the answer took longer than " + ANSWER_MAX);
            }
        }
        return Bytes.of(out.toByteArray());
    }
}
