package org.comity.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed here, as streams of server-sent events for holders of tokens: lists, alerts,
 * requests. The newest are kept in memory; whoever missed more is told to read anew, by {@code
 * reset}.
 *
 * <p>Alerts and requests are no rows but follow from them, so they are worked out anew when
 * something was written, and what is new among them is told. That happens only while somebody
 * listens, and then takes a ninth of a core at most.
 */
final class ChangeFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

    /** Below the time after which a silent connection is closed. */
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

    private static final int KEPT_MAX = 10_000;

    /** Events of one write, so that a reader who was away holds no more than these. */
    private static final int AT_ONCE_MAX = 256;

    private static final int STREAMS_MAX = 64;
    private static final int STREAMS_OF_ONE_MAX = 4;
    private static final long REST = 8;
    private static final long REST_NANOS_MIN = Duration.ofMillis(200).toNanos();
    private static final Bytes ALIVE = Bytes.utf8(":\n\n");

    /** What is told of, and to whom. */
    enum Kind {
        LIST(TokenScope.READ),
        ALERT(TokenScope.READ),
        REQUEST(TokenScope.REQUEST);

        private final TokenScope scope;

        Kind(TokenScope scope) {
            this.scope = scope;
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param json made when somebody reads it: the writer's thread has other work
     */
    private record Told(long number, Kind kind, Supplier<String> json) {}

    private final Tokens tokens;
    private final Control.Operations operations;
    private final String life;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is guarded by lock.
    private final ArrayDeque<Told> kept = new ArrayDeque<>();
    private final Map<String, Integer> open = new TreeMap<>();
    private int streams;
    private long last;
    private boolean toLook = true;
    private boolean closed;
    // Of the thread that looks: what was there when it looked last.
    private final Map<Kind, Map<String, String>> seen = new HashMap<>();

    ChangeFeed(Desk desk, Control.Operations operations) {
        this.tokens = new Tokens(desk);
        this.operations = operations;
        this.life = life(desk.random());
    }

    private static String life(SecureRandom random) {
        byte[] drawn = new byte[8];
        random.nextBytes(drawn);
        return Bytes.of(drawn).hex();
    }

    /** Looks for what is new whenever something was written. */
    static ChangeFeed start(Desk desk, Control.Operations operations) {
        var feed = new ChangeFeed(desk, operations);
        desk.pending().alsoOnCommitted(feed::written);
        Thread.ofVirtual().name("changes").start(feed::lookOften);
        return feed;
    }

    /** On the writer's thread: these rows are durable now. */
    void written(List<Change> rows) {
        lock.lock();
        try {
            if (rows.stream().anyMatch(ChangeFeed::takesBack)) {
                kept.clear(); // who has not read it yet is told to read anew
            }
            for (Change row : rows) {
                if (row instanceof Change.Put(Bytes key, Bytes value)
                        && key.startsWith(RowKeys.LIST_CHANGES)) {
                    tell(Kind.LIST, () -> Json.line(listChange(RowKeys.onList(key), value)));
                }
            }
            toLook = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was told may rest on what is erased now, or is not for this member any more. */
    private static boolean takesBack(Change row) {
        return row instanceof Change.Put(Bytes key, _)
                && (key.startsWith(RowKeys.ERASED) || key.startsWith(RowKeys.CHARTERS));
    }

    private static JsonNode listChange(RowKeys.OnList on, Bytes row) {
        String[] words = row.utf8().lines().findFirst().orElseThrow().split(" ", -1);
        boolean off = words[2].equals("off");
        return Json.object()
                .put("list", on.list())
                .put("subject", on.subject())
                .put("level", off ? "none" : words[2])
                .put("tier", off ? "none" : words[3])
                .put("at", Campaigning.time(Long.parseLong(words[0])));
    }

    private void tell(Kind kind, Supplier<String> json) {
        kept.addLast(new Told(++last, kind, json));
        if (kept.size() > KEPT_MAX) {
            kept.removeFirst();
        }
    }

    private void lookOften() {
        try {
            while (awaitWork()) {
                long began = System.nanoTime();
                look(Kind.REQUEST, "request-list", "requests", "request");
                look(Kind.ALERT, "alert-list", "alerts", "");
                rest(Math.max(REST_NANOS_MIN, (System.nanoTime() - began) * REST));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (streams == 0 || !toLook)) {
                changed.await();
            }
            toLook = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void rest(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells what is new, or stands otherwise than before; the first look is what others begin with.
     */
    private void look(Kind kind, String operation, String list, String key) {
        var now = new LinkedHashMap<String, String>();
        try {
            JsonNode answer = operations.run(operation, Json.object(), progress -> {});
            for (JsonNode one : answer.path(list)) {
                if (kind == Kind.ALERT && ApiRoutes.isOfRequest(one)) {
                    continue; // for those who may read requests, who are told of them as such
                }
                if (one instanceof ObjectNode object) {
                    object.remove("seconds_left"); // the deadline says it, and does not change
                }
                String json = Json.line(one);
                now.put(key.isEmpty() ? json : one.path(key).asString(), json);
            }
        } catch (IOException | RuntimeException failed) { // the next look may see it
            LOG.atWarn().addKeyValue("what", operation).setCause(failed).log("look failed");
            return;
        }
        Map<String, String> before = seen.put(kind, now);
        if (before == null) {
            return;
        }
        lock.lock();
        try {
            now.forEach((name, json) -> {
                if (!json.equals(before.get(name))) {
                    tell(kind, () -> json);
                }
            });
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What comes after the event with this id, or from now on; refuses who has streams enough. */
    HttpServer.Stream stream(Token token, Optional<String> lastId) {
        lock.lock();
        try {
            int has = open.getOrDefault(token.id(), 0);
            if (closed || streams >= STREAMS_MAX || has >= STREAMS_OF_ONE_MAX) {
                throw new Refusal("too many streams of events at once", "");
            }
            open.put(token.id(), has + 1);
            streams++;
            changed.signalAll();
            return new Streaming(token, lastId.map(this::after).orElse(last));
        } finally {
            lock.unlock();
        }
    }

    /** Negative for what is not known any more. */
    private long after(String id) {
        String number = id.startsWith(life + "-") ? id.substring(life.length() + 1) : "";
        boolean known = number.matches("[0-9]{1,18}") && Long.parseLong(number) <= last;
        return known ? Long.parseLong(number) : -1;
    }

    private final class Streaming implements HttpServer.Stream {
        private final Token token;
        private long after;

        Streaming(Token token, long after) {
            this.token = token;
            this.after = after;
        }

        @Override
        public String type() {
            return "text/event-stream";
        }

        @Override
        public void run(HttpServer.Out out) throws IOException {
            try {
                out.write(ALIVE);
                // The token may be revoked, or expire, while its holder listens.
                while (!isClosed() && tokens.holds(token.id())) {
                    String text = next();
                    out.write(text.isEmpty() ? ALIVE : Bytes.utf8(text));
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                ended(token.id());
            }
        }

        /** Waits a while; of what the token may not see nothing shortens the wait. */
        private String next() throws InterruptedException {
            var news = new ArrayList<Told>();
            String reset;
            lock.lockInterruptibly();
            try {
                long left = ALIVE_EVERY.toNanos();
                reset = take(news);
                while (reset.isEmpty() && news.isEmpty() && !closed && left > 0) {
                    left = changed.awaitNanos(left);
                    reset = take(news);
                }
            } finally {
                lock.unlock();
            }
            // Made without the lock, for which the writer's thread may wait.
            var text = new StringBuilder(reset);
            for (Told told : news) {
                text.append("id: ").append(life).append('-').append(told.number());
                text.append("\nevent: ").append(told.kind().word());
                text.append("\ndata: ").append(told.json().get()).append("\n\n");
            }
            return text.toString();
        }

        /** Some of what is new, oldest first; that something was missed is what it returns. */
        private String take(List<Told> news) {
            long oldest = last - kept.size();
            boolean missed = after < oldest;
            after = Math.max(after, oldest);
            String reset = "id: " + life + '-' + after + "\nevent: reset\ndata: {}\n\n";
            // The newest are few, and stand at the end.
            var behind = new ArrayDeque<Told>();
            var newest = kept.descendingIterator();
            while (newest.hasNext()) {
                Told told = newest.next();
                if (told.number() <= after) {
                    break;
                }
                behind.addFirst(told);
            }
            while (!behind.isEmpty() && news.size() < AT_ONCE_MAX) {
                Told told = behind.removeFirst();
                after = told.number();
                if (token.may(told.kind().scope)) {
                    news.add(told);
                }
            }
            return missed ? reset : "";
        }
    }

    private void ended(String id) {
        lock.lock();
        try {
            open.merge(id, -1, (a, b) -> a + b == 0 ? null : a + b);
            streams--;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
