package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.comity.exchange.Answer;
import org.comity.exchange.Ask;
import org.comity.exchange.HttpMessage;
import org.comity.exchange.HttpSignature;
import org.comity.exchange.LogName;
import org.comity.exchange.PayloadRequest;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;

/**
 * Asks other nodes over HTTP; what is not open to all is asked for with a signature of the node key
 * (RFC 9421).
 */
final class PeerClient implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final HttpClient http;
    private final SigningKey node;
    private final InstantSource clock;
    private final SecureRandom random;

    PeerClient(SigningKey node, InstantSource clock, SecureRandom random) {
        this.node = node;
        this.clock = clock;
        this.random = random;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
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

    Answer fetch(String uri) {
        return send(uri, Optional.empty(), new Manner(SMALL_BYTES_MAX, true));
    }

    /** A note speaks for itself, so the request that carries it is not signed. */
    Answer post(String uri, Note note) {
        return send(uri, Optional.of(note.bytes()), new Manner(SMALL_BYTES_MAX, false));
    }

    private record Manner(int bytesMax, boolean signed) {}

    private Answer send(String uri, Optional<Bytes> body, Manner manner) {
        try {
            var message = new HttpMessage(body.isPresent() ? "POST" : "GET", uri, body);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(uri))
                            .timeout(ANSWER_MAX)
                            .method(
                                    message.method(),
                                    body.isPresent()
                                            ? HttpRequest.BodyPublishers.ofByteArray(
                                                    body.get().array())
                                            : HttpRequest.BodyPublishers.noBody());
            if (manner.signed()) {
                HttpSignature.sign(message, node, clock.instant().getEpochSecond(), random)
                        .forEach(request::setHeader);
            }
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                Bytes got = Bytes.of(in.readNBytes(manner.bytesMax() + 1));
                return switch (response.statusCode()) {
                    case 200, 204 -> new Answer.Got(got);
                    case 404, 410 -> new Answer.Missing();
                    default -> new Answer.Failed("status " + response.statusCode());
                };
            }
        } catch (IOException | IllegalArgumentException unreachable) {
            return new Answer.Failed(String.valueOf(unreachable.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Answer.Failed("interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
