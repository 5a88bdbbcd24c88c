package org.comity.node;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.comity.value.Bytes;

/** How a member answers: as it should, or as one that lies in a way of its own. */
final class WorldManner {
    enum Kind {
        HONEST,
        /** Bytes that mean nothing, or nearly something. */
        RUBBISH,
        /** Nothing, to most questions. */
        SILENT,
        /** Payloads to half of the members only. */
        HALF,
        /** What it said long ago. */
        STALE,
        /** Two forms of its log. */
        FORKS,
        /** As late as it can be, or without end. */
        GREEDY
    }

    private static final int ENDLESS_BYTES = 8 << 20;

    private final Kind kind;
    private final SplittableRandom random;
    private final Map<String, Wire.Reply> first = new HashMap<>();

    WorldManner(Kind kind, SplittableRandom random) {
        this.kind = kind;
        this.random = random;
    }

    Kind kind() {
        return kind;
    }

    boolean forks() {
        return kind == Kind.FORKS;
    }

    boolean isHonest() {
        return kind == Kind.HONEST;
    }

    /** How long its answer keeps whoever asked. */
    int delayMillis() {
        return kind == Kind.GREEDY && random.nextInt(3) == 0 ? 9_000 : 0;
    }

    HttpServer.Asked asked(HttpServer.Asked asked, WorldNode from) {
        boolean withheld =
                kind == Kind.HALF
                        && asked.path().equals("/payloads")
                        && from.id().name().hashCode() % 2 == 0;
        if (!withheld) {
            return asked;
        }
        // Whoever shows nothing of itself gets what is for everybody.
        var headers = new TreeMap<>(asked.headers());
        headers.remove("signature-input");
        headers.remove("signature");
        return new HttpServer.Asked(
                asked.method(), asked.target(), headers, asked.body(), asked.from());
    }

    Wire.Reply answered(HttpServer.Asked asked, Wire.Reply honest) {
        return switch (kind) {
            case HONEST, HALF, FORKS -> honest;
            case SILENT -> random.nextInt(4) > 0 ? new Wire.Reply(503, Bytes.EMPTY) : honest;
            case GREEDY -> random.nextInt(12) == 0 ? endless(honest) : honest;
            case RUBBISH -> random.nextInt(3) > 0 ? rubbish(honest) : honest;
            case STALE -> {
                boolean head = asked.path().endsWith("/checkpoint") || asked.path().equals("/news");
                Wire.Reply old = first.putIfAbsent(asked.path(), honest);
                yield head && old != null && old.status() == 200 && random.nextBoolean()
                        ? old
                        : honest;
            }
        };
    }

    /** What it says, again and again. */
    private static Wire.Reply endless(Wire.Reply honest) {
        byte[] one = honest.body().array();
        byte[] bytes = new byte[ENDLESS_BYTES];
        for (int at = 0; at < bytes.length && one.length > 0; at += one.length) {
            System.arraycopy(one, 0, bytes, at, Math.min(one.length, bytes.length - at));
        }
        return new Wire.Reply(200, Bytes.of(bytes));
    }

    private Wire.Reply rubbish(Wire.Reply honest) {
        byte[] bytes = honest.body().array().clone();
        switch (random.nextInt(5)) {
            case 0 -> {
                bytes = new byte[random.nextInt(10_000)];
                random.nextBytes(bytes);
            }
            case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + random.nextInt(400));
            default -> {
                for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return new Wire.Reply(random.nextInt(5) == 0 ? 204 : 200, Bytes.of(bytes));
    }
}
