package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.comity.charter.Viewer;
import org.comity.statement.MemberId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Streams of news: who is not named by a log gets nothing of it, not even another number. */
class AnnouncementsTest extends FoundedNodes {
    private static final String B = "isp.example";
    private static final String C = "bank.example";

    private static Viewer viewer(String name) {
        return new Viewer.Identified(new MemberId(name));
    }

    /** Until so many events came; what came. */
    private static final class Listening implements AutoCloseable {
        private final BlockingQueue<String> came = new LinkedBlockingQueue<>();
        private final Thread thread;

        Listening(HttpServer.Stream stream) {
            thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    stream.run(bytes -> came.add(bytes.utf8()));
                                } catch (IOException ended) {
                                    came.add("ended");
                                }
                            });
        }

        List<String> events(int count) throws InterruptedException {
            var all = new ArrayList<String>();
            while (all.size() < count) {
                String next = came.poll(30, TimeUnit.SECONDS);
                if (next.startsWith("event")) {
                    all.add(next);
                }
            }
            return all;
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    private static String id(String event) {
        return event.lines().filter(it -> it.startsWith("id: ")).findFirst().orElseThrow();
    }

    @Test
    void newsOfLogsForOthersAreNeitherToldNorCounted() throws Exception {
        directories(A, B, C);
        found();
        Path data = directories.getFirst();
        try (Desk desk = Desk.open(data, InstantSource.system());
                var news = new Announcements(desk.logs(), desk.charters(), desk.random())) {
            desk.recover();
            var said = new Said(desk);
            String told = said(said, desk, PartyLogsTest.to("bad-one.com", B));
            String open = said(said, desk, Json.object().put("value", "bad-two.com"));
            try (var second = new Listening(news.stream(viewer(B), B, Optional.empty()));
                    var third = new Listening(news.stream(viewer(C), C, Optional.empty()))) {
                news.news(open);
                String first = second.events(1).getFirst();
                assertEquals(first, third.events(1).getFirst());
                for (int round = 0; round < 3; round++) {
                    news.news(told);
                    String event = second.events(1).getFirst();
                    assertTrue(event.contains(told), event);
                    assertEquals(id(first), id(event));
                }
                news.news(open);
                String next = third.events(1).getFirst();
                assertTrue(next.contains(open), next);
                assertEquals(id(first).replaceAll("-1$", "-2"), id(next));
            }
            // Whoever was away is told again, since the number does not say what it has.
            var again = news.stream(viewer(B), B, Optional.of("x-9"));
            try (var second = new Listening(again)) {
                List<String> events = second.events(2);
                assertTrue(events.get(1).contains(told), events.toString());
            }
        }
    }

    private static String said(Said said, Desk desk, JsonNode with) throws IOException {
        var typed =
                new Said.Typed(
                        org.comity.statement.Observables.recognise(with.path("value").asString())
                                .orThrow(),
                        org.comity.statement.Stance.MALICIOUS,
                        org.comity.statement.AbuseClass.SPAM,
                        org.comity.statement.Target.UNKNOWN);
        return said.claim(typed, Optional.empty(), Addressed.of(with, desk)).getFirst().origin();
    }
}
