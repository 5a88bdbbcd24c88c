package org.comity.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.comity.exchange.HttpMessage;
import org.comity.value.Bytes;

/** A network that loses, delays, doubles and reorders what it carries, and may be cut. */
final class WorldNet {
    private static final int REFUSED_MILLIS = 30;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 10_000;

    private final WorldTime time;
    private final SplittableRandom random;
    private final Map<String, WorldNode> nodes = new TreeMap<>();
    private final Set<String> cut = new HashSet<>();
    private final WorldSpy spy;
    private double loss;
    private double doubled;
    private int delayMillisMax = 50;
    private final Map<String, Integer> open = new TreeMap<>();
    private int openMost;
    private final Map<String, Long> awaited = new TreeMap<>();
    private long awaitedMost;
    private long carried;

    WorldNet(WorldTime time, SplittableRandom random, WorldSpy spy) {
        this.time = time;
        this.random = random;
        this.spy = spy;
    }

    void add(WorldNode node) {
        nodes.put(node.id().name(), node);
    }

    long carried() {
        return carried;
    }

    /** The most requests that one process ever had under way to one other. */
    int openMost() {
        return openMost;
    }

    /** The most bytes that one process was ever ready to take in answers under way. */
    long awaitedMost() {
        return awaitedMost;
    }

    /** From now on it is as bad as this seed has it. */
    void spoil() {
        loss = random.nextDouble() / 8;
        doubled = random.nextDouble() / 8;
        delayMillisMax = 20 + random.nextInt(random.nextBoolean() ? 200 : 6_000);
    }

    void mend() {
        loss = 0;
        doubled = 0;
        delayMillisMax = 50;
        cut.clear();
    }

    void cut(WorldNode a, WorldNode b, boolean isCut) {
        String both = key(a, b);
        if (isCut) {
            cut.add(both);
        } else {
            cut.remove(both);
        }
    }

    private static String key(WorldNode a, WorldNode b) {
        return a.id().compareTo(b.id()) < 0 ? a.id() + " " + b.id() : b.id() + " " + a.id();
    }

    /** The wire of one process. */
    Wire wire(WorldNode from, WorldTime.Life life) {
        return new Wire() {
            @Override
            public Reply carry(
                    HttpMessage message, Map<String, String> headers, int bytesMax, PeerTrust trust)
                    throws IOException {
                return WorldNet.this.carry(new Caller(from, life), message, headers, bytesMax);
            }

            @Override
            public InputStream stream(
                    HttpMessage message, Map<String, String> headers, PeerTrust trust)
                    throws IOException {
                throw new IOException("no streams of events in this world");
            }
        };
    }

    private record Caller(WorldNode node, WorldTime.Life life) {}

    private Wire.Reply carry(
            Caller from, HttpMessage message, Map<String, String> headers, int bytesMax)
            throws IOException {
        carried++;
        URI uri = URI.create(message.targetUri());
        WorldNode to = nodes.get(uri.getHost()).face(from.node());
        if (!to.isUp() || !from.node().asks()) {
            time.sleep(from.life(), 1 + random.nextInt(REFUSED_MILLIS));
            throw new IOException("connection refused");
        }
        if (cut.contains(key(from.node(), to))) {
            time.sleep(from.life(), CONNECT_MILLIS);
            throw new IOException("connect timed out");
        }
        HttpServer.Asked asked = asked(message, uri, headers, from.node());
        String pair = from.node().id() + " " + to.id();
        openMost = Math.max(openMost, open.merge(pair, 1, Integer::sum));
        String process = from.node().id() + " " + from.life().hashCode();
        awaitedMost = Math.max(awaitedMost, awaited.merge(process, (long) bytesMax, Long::sum));
        try {
            return wait(from, to, asked, bytesMax);
        } finally {
            open.merge(pair, -1, Integer::sum);
            awaited.merge(process, (long) -bytesMax, Long::sum);
        }
    }

    private Wire.Reply wait(Caller from, WorldNode to, HttpServer.Asked asked, int bytesMax)
            throws IOException {
        var got = new Wire.Reply[1];
        time.await(
                from.life(),
                resume -> {
                    time.in(SILENCE_MILLIS, from.life(), resume);
                    deliver(
                            from,
                            to,
                            new Question(asked, bytesMax),
                            reply -> {
                                got[0] = reply;
                                resume.run();
                            });
                });
        if (got[0] == null) {
            throw new IOException("read timed out");
        }
        return got[0];
    }

    private static HttpServer.Asked asked(
            HttpMessage message, URI uri, Map<String, String> headers, WorldNode from) {
        var lower = new TreeMap<String, String>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new HttpServer.Asked(
                message.method(),
                uri.getRawPath() + query,
                lower,
                message.body().orElse(Bytes.EMPTY),
                from.address());
    }

    private interface Back {
        void came(Wire.Reply reply);
    }

    /** What is asked, and how much of the answer is read at most. */
    private record Question(HttpServer.Asked asked, int bytesMax) {
        Wire.Reply read(Wire.Reply whole) {
            int most = Math.min(whole.body().length(), bytesMax + 1);
            return new Wire.Reply(whole.status(), whole.body().slice(0, most));
        }
    }

    private void deliver(Caller from, WorldNode to, Question question, Back back) {
        HttpServer.Asked asked = question.asked();
        if (random.nextDouble() < doubled) {
            time.in(2 * delay(), to.life(), () -> to.answer(asked, from.node()));
        }
        if (random.nextDouble() < loss) {
            return;
        }
        time.in(
                delay(),
                to.life(),
                () -> {
                    spy.sees(to, asked.body());
                    Wire.Reply reply = question.read(to.answer(asked, from.node()));
                    if (random.nextDouble() >= loss) {
                        time.in(
                                delay() + to.manner().delayMillis(),
                                from.life(),
                                () -> {
                                    spy.sees(from.node(), reply.body());
                                    back.came(reply);
                                });
                    }
                });
    }

    private long delay() {
        return 1 + random.nextInt(delayMillisMax);
    }
}
