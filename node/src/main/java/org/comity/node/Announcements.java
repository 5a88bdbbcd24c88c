package org.comity.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.comity.charter.Viewer;
import org.comity.exchange.LogName;
import org.comity.exchange.NewsEvents;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * New checkpoints of the logs that this node holds, as streams of server-sent events, for nodes
 * that nobody can reach; docs/formats/exchange.md. Of each log only the newest is kept, so whoever
 * reads slowly or was away gets less and not more.
 */
final class Announcements implements AutoCloseable {
    /** Below the time after which a silent connection is closed. */
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

    private static final int STREAMS_MAX = 1_024;
    private static final int STREAMS_OF_ONE_MAX = 2;

    private final LogBook logs;
    private final CharterBook charters;
    private final String life;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock: by origin, in the order in which they changed last.
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final Map<String, Integer> open = new TreeMap<>();
    private int streams;
    private long last;
    private final Map<String, Long> ofParties = new LinkedHashMap<>();
    private long lastOfParties;
    private boolean closed;

    Announcements(LogBook logs, CharterBook charters, SecureRandom random) {
        this.logs = logs;
        this.charters = charters;
        byte[] drawn = new byte[8];
        random.nextBytes(drawn);
        this.life = Bytes.of(drawn).hex();
    }

    /** A log has a newer checkpoint, or one with more cosignatures. */
    void news(String origin) {
        lock.lock();
        try {
            if (isMain(origin)) {
                numbers.remove(origin);
                numbers.put(origin, ++last);
            } else {
                ofParties.remove(origin);
                ofParties.put(origin, ++lastOfParties);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What comes after the event with this id, or from now on; refuses who has streams enough.
     *
     * @param from whose streams are counted together
     */
    HttpServer.Stream stream(Viewer viewer, String from, Optional<String> lastId) {
        lock.lock();
        try {
            int has = open.getOrDefault(from, 0);
            if (streams >= STREAMS_MAX || has >= STREAMS_OF_ONE_MAX) {
                throw new Refusal("too many streams of events at once", "");
            }
            open.put(from, has + 1);
            streams++;
            long after = lastId.map(this::after).orElse(last);
            // Of logs for named members all comes again: they are few, and no id may count them.
            return new Streaming(
                    viewer, from, new Point(after, lastId.isPresent() ? 0 : lastOfParties));
        } finally {
            lock.unlock();
        }
    }

    /** Of another life of this process, all that is held comes anew. */
    private long after(String id) {
        String number = id.startsWith(life + "-") ? id.substring(life.length() + 1) : "";
        return number.matches("[0-9]{1,18}") ? Math.min(last, Long.parseLong(number)) : 0;
    }

    private static boolean isMain(String origin) {
        return LogName.parseOrigin(origin).orThrow().isMain();
    }

    /**
     * How far a stream has come: in news of main logs, which its ids show, and in those of others,
     * which nobody is to count but whom they name.
     */
    private record Point(long main, long ofParties) {}

    private final class Streaming implements HttpServer.Stream {
        private final Viewer viewer;
        private final String from;
        private Point after;

        Streaming(Viewer viewer, String from, Point after) {
            this.viewer = viewer;
            this.from = from;
            this.after = after;
        }

        @Override
        public String type() {
            return "text/event-stream";
        }

        @Override
        public void run(HttpServer.Out out) throws IOException {
            try {
                out.write(NewsEvents.ALIVE);
                while (!closed()) {
                    List<String> origins = next();
                    if (origins.isEmpty()) {
                        out.write(NewsEvents.ALIVE);
                    }
                    for (String origin : origins) {
                        Optional<Note> note = logs.log(origin).flatMap(Log::checkpoint);
                        if (note.isPresent()) {
                            out.write(NewsEvents.event(life + "-" + after.main(), note.get()));
                        }
                    }
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                ended(from);
            }
        }

        /** Waits a while for news; of what the viewer may not see nothing shortens the wait. */
        private List<String> next() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = ALIVE_EVERY.toNanos();
                List<String> origins = take();
                while (origins.isEmpty() && !closed && left > 0) {
                    left = changed.awaitNanos(left);
                    origins = take();
                }
                return origins;
            } finally {
                lock.unlock();
            }
        }

        /** Advances to what is returned. */
        private List<String> take() {
            var origins = new ArrayList<String>();
            numbers.forEach((origin, number) -> {
                if (number > after.main()) {
                    origins.add(origin);
                }
            });
            ofParties.forEach((origin, number) -> {
                if (number > after.ofParties() && maySee(origin)) {
                    origins.add(origin);
                }
            });
            after = new Point(last, lastOfParties);
            return origins;
        }

        /** As for reading the log itself. */
        private boolean maySee(String origin) {
            return logs.log(origin).filter(it -> it.maySee(viewer, charters.charter())).isPresent();
        }
    }

    private void ended(String from) {
        lock.lock();
        try {
            open.merge(from, -1, (a, b) -> a + b == 0 ? null : a + b);
            streams--;
        } finally {
            lock.unlock();
        }
    }

    private boolean closed() {
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
