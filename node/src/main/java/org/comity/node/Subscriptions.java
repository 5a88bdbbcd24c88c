package org.comity.node;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.comity.charter.Member;
import org.comity.exchange.NewsEvents;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a node that nobody can reach: it keeps a stream of events open to each member that has a URL,
 * and so hears of news at once. One virtual thread each; a stream that broke is opened again after
 * a pause that grows.
 */
final class Subscriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final long PAUSE_FIRST_MILLIS = 1_000;
    private static final long PAUSE_MILLIS_MAX = 60_000;

    private final PeerClient client;
    private final Heard heard;
    private final RandomGenerator random;
    // Guarded by itself.
    private final Map<MemberId, Listening> open = new TreeMap<>();

    Subscriptions(PeerClient client, Heard heard, RandomGenerator random) {
        this.client = client;
        this.heard = heard;
        this.random = random;
    }

    /** Listens to these and to nobody else from now on. */
    void to(Collection<Member> members) {
        synchronized (open) {
            open.values()
                    .removeIf(it -> {
                        boolean gone = !members.contains(it.member);
                        if (gone) {
                            it.stop();
                        }
                        return gone;
                    });
            for (Member member : members) {
                open.computeIfAbsent(member.id(), _ -> new Listening(member)).start();
            }
        }
    }

    /** Told of a checkpoint, and by whom. */
    interface Heard {
        void heard(MemberId via, Note note) throws IOException;
    }

    private final class Listening {
        private final Member member;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread;

        Listening(Member member) {
            this.member = member;
            this.thread = Thread.ofVirtual().name("events " + member.id()).unstarted(this::loop);
        }

        void start() {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
        }

        void stop() {
            ended.countDown();
            thread.interrupt();
        }

        private void loop() {
            Optional<String> lastId = Optional.empty();
            long pause = PAUSE_FIRST_MILLIS;
            try {
                while (ended.getCount() > 0) {
                    var events = new NewsEvents(lastId);
                    listen(events);
                    boolean worked = !events.lastId().equals(lastId);
                    lastId = events.lastId();
                    pause = worked ? PAUSE_FIRST_MILLIS : Math.min(PAUSE_MILLIS_MAX, 2 * pause);
                    long wait = pause / 2 + random.nextLong(pause);
                    if (ended.await(wait, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        private void listen(NewsEvents events) {
            try {
                client.listen(member.url(), events, this::take);
            } catch (IOException | IllegalArgumentException broken) {
                LOG.atDebug()
                        .addKeyValue("peer", member.id())
                        .addKeyValue("why", broken.getMessage())
                        .log("no stream of events");
            }
        }

        private void take(Bytes bytes) {
            if (ended.getCount() > 0
                    && Note.parse(bytes) instanceof Checked.Good<Note>(Note note)) {
                try {
                    heard.heard(member.id(), note);
                } catch (IOException | Refusal refused) {
                    LOG.atDebug()
                            .addKeyValue("peer", member.id())
                            .addKeyValue("why", refused.getMessage())
                            .log("not news");
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (open) {
            open.values().forEach(Listening::stop);
            open.clear();
        }
    }
}
