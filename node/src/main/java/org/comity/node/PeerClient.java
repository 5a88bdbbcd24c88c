package org.comity.node;

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
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.HttpMessage;
import org.comity.exchange.HttpSignature;
import org.comity.exchange.LogName;
import org.comity.exchange.PayloadRequest;
import org.comity.exchange.WitnessAnswer;
import org.comity.exchange.WitnessRequest;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * Asks other nodes over HTTP; what is not open to all is asked for with a signature of the node key
 * (RFC 9421).
 */
final class PeerClient {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /** Between two reads. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final NodeKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;

    PeerClient(NodeKeys keys, InstantSource clock, SecureRandom random) {
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** What a peer says; never throws for what the peer or the network does. */
    Answer ask(String url, LogName log, Ask ask) {
        Optional<Bytes> body =
                ask instanceof Ask.Payloads payloads
                        ? Optional.of(PayloadRequest.bytes(payloads.commitments()))
                        : Optional.empty();
        // Main logs are open to all; a signature on them would cost both sides and show nothing.
        boolean open = body.isEmpty() && log.peer().isEmpty();
        return send(url + ask.path(log), body, new Manner(ask.bytesMax(), !open));
    }

    /** The payloads that are for everybody. */
    Answer askOpenly(String url, LogName log, Ask.Payloads ask) {
        Bytes body = PayloadRequest.bytes(ask.commitments());
        return send(url + ask.path(log), Optional.of(body), new Manner(ask.bytesMax(), false));
    }

    Answer fetch(String uri) {
        return fetch(uri, SMALL_BYTES_MAX);
    }

    Answer fetch(String uri, int bytesMax) {
        return send(uri, Optional.empty(), new Manner(bytesMax, true));
    }

    /** A note speaks for itself, so the request that carries it is not signed. */
    Answer post(String uri, Note note) {
        return send(uri, Optional.of(note.bytes()), new Manner(SMALL_BYTES_MAX, false));
    }

    /** Asks a witness to cosign; the checkpoint in the request speaks for itself. */
    WitnessAnswer addCheckpoint(String url, WitnessRequest request) {
        try {
            var manner = new Manner(WitnessAnswer.BYTES_MAX, false);
            Reply reply =
                    reply(url + "/witness/add-checkpoint", Optional.of(request.bytes()), manner);
            return WitnessAnswer.read(request.checkpoint(), reply.status(), reply.body());
        } catch (IOException | IllegalArgumentException | ClassCastException unreachable) {
            return new WitnessAnswer.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    private record Manner(int bytesMax, boolean signed) {}

    /**
     * @param body one byte more than was to be read, if there is more
     */
    private record Reply(int status, Bytes body) {}

    private Answer send(String uri, Optional<Bytes> body, Manner manner) {
        try {
            Reply reply = reply(uri, body, manner);
            return switch (reply.status()) {
                case 200, 204 -> new Answer.Got(reply.body());
                case 404, 410 -> new Answer.Missing();
                default -> new Answer.Failed("status " + reply.status());
            };
        } catch (IOException | IllegalArgumentException | ClassCastException unreachable) {
            return new Answer.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    private Reply reply(String uri, Optional<Bytes> body, Manner manner) throws IOException {
        var message = new HttpMessage(body.isPresent() ? "POST" : "GET", uri, body);
        var connection = (HttpURLConnection) URI.create(uri).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(message.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) CONNECT_MAX.toMillis());
        connection.setReadTimeout((int) SILENCE_MAX.toMillis());
        if (manner.signed()) {
            HttpSignature.sign(message, keys.node(), clock.instant().getEpochSecond(), random)
                    .forEach(connection::setRequestProperty);
        }
        if (body.isPresent()) {
            connection.setDoOutput(true);
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
        try (InputStream in = body == null ? InputStream.nullInputStream() : body) {
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
