package org.comity.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final NodeKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Wire wire;
    private final PeerTrust trust;

    PeerClient(NodeKeys keys, Machine machine, PeerTrust.Known known) {
        this.keys = keys;
        this.clock = machine.clock();
        this.random = machine.random();
        this.wire = machine.wire();
        this.trust = new PeerTrust(known);
    }

    static PeerClient of(Desk desk) {
        return new PeerClient(desk.keys(), desk.machine(), uri -> Joiner.nodeKeysAt(desk, uri));
    }

    /** What a peer says; never throws for what the peer or the network does. */
    Answer ask(String url, Order.Send order) {
        return ask(url + order.ask().path(order.log()), order.ask(), order.signed());
    }

    /** The same, signed where it must be: a signature on what is open would show nothing. */
    Answer ask(String url, LogName log, Ask ask) {
        boolean open = log.isMain() && !(ask instanceof Ask.Payloads || ask instanceof Ask.News);
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
            Wire.Reply reply =
                    reply(url + "/witness/add-checkpoint", Optional.of(request.bytes()), manner);
            return WitnessAnswer.read(request.checkpoint(), reply.status(), reply.body());
        } catch (IOException | IllegalArgumentException unreachable) {
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
        var headers = new TreeMap<>(signed(message));
        events.lastId().ifPresent(it -> headers.put("Last-Event-ID", it));
        try (InputStream in = wire.stream(message, headers, trust)) {
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
        }
    }

    private Map<String, String> signed(HttpMessage message) {
        return HttpSignature.sign(message, keys.node(), clock.instant().getEpochSecond(), random);
    }

    /**
     * @param known the entity tag of what is known already
     */
    private record Manner(int bytesMax, boolean signed, Optional<String> known) {}

    private Answer send(String uri, Optional<Bytes> body, Manner manner) {
        try {
            Wire.Reply reply = reply(uri, body, manner);
            return switch (reply.status()) {
                case 200, 204 -> new Answer.Got(reply.body());
                case 304 -> new Answer.Unchanged();
                case 401 -> new Answer.Stranger();
                case 404, 410 -> new Answer.Missing();
                default -> new Answer.Failed("status " + reply.status());
            };
        } catch (IOException | IllegalArgumentException unreachable) {
            return new Answer.Failed(String.valueOf(unreachable.getMessage()));
        }
    }

    private Wire.Reply reply(String uri, Optional<Bytes> body, Manner manner) throws IOException {
        var message = new HttpMessage(body.isPresent() ? "POST" : "GET", uri, body);
        var headers = new TreeMap<String, String>();
        manner.known().ifPresent(it -> headers.put("If-None-Match", it));
        if (manner.signed()) {
            headers.putAll(signed(message));
        }
        return wire.carry(message, headers, manner.bytesMax(), trust);
    }
}
