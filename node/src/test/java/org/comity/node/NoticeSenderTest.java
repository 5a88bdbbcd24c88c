package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.comity.node.SmtpSink.Does;
import org.comity.protection.ReadMail;
import org.comity.protection.XarfSchemas;
import org.comity.value.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Notices to a mail server on loopback, by a clock that the test moves. */
class NoticeSenderTest {
    private static final int CONTACTS = 50;

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    private volatile Instant now = Instant.now();

    @BeforeEach
    void aDesk() throws IOException {
        Logs.quiet();
        data = Cli.init(folder, "desk.example", "NL");
    }

    /** Of a mail that the sink kept. */
    private record Mailed(String id, String to, ReadMail mail) {
        static Mailed of(SmtpSink.Kept kept) {
            ReadMail mail = ReadMail.of(Bytes.utf8(kept.mail()));
            String id =
                    mail.fields().stream()
                            .filter(it -> it.startsWith("Message-ID: "))
                            .findFirst()
                            .orElseThrow();
            return new Mailed(id, kept.to(), mail);
        }
    }

    private void configure(SmtpSink sink, String more) throws IOException {
        Files.writeString(
                Desk.configFile(data),
                """

                [notices]
                smtp = "127.0.0.1:%d"
                send = true
                from = "notices@desk.example.org"
                organisation = "Example Desk"
                %s
                """
                        .formatted(sink.port(), more),
                StandardOpenOption.APPEND);
    }

    private Desk open() throws IOException {
        Desk desk = Desk.open(data, () -> now);
        desk.recover();
        return desk;
    }

    /** Own sightings: spam of the first half, infected systems in the second. */
    private List<String> seen(Desk desk, int count) throws IOException {
        var addresses = new ArrayList<String>();
        for (String as : new String[] {"spam", "botnet"}) {
            var mbox = new StringBuilder();
            for (int at = 0; at < count / 2; at++) {
                int number = addresses.size();
                String address =
                        "45.%d.%d.%d"
                                .formatted(
                                        80 + number / 62_500, number / 250 % 250, number % 250 + 1);
                addresses.add(address);
                mbox.append("From a@b.com Mon Jan  5 09:00:00 2026\n")
                        .append(
                                Cli.mail(
                                        "m" + number,
                                        "host" + number + ".bad-campaign.com",
                                        address))
                        .append('\n');
            }
            Path file = Files.writeString(folder.resolve(as + ".mbox"), mbox);
            var with = Json.object().put("as", "spam").put("class", as).put("arriving_now", true);
            with.putArray("files").add(file.toString());
            JsonNode answer = run(desk, "import", with);
            assertTrue(answer.path("claims").asInt() >= count / 2, answer.toString());
        }
        return addresses;
    }

    private static JsonNode run(Desk desk, String name, JsonNode with) throws IOException {
        return new Operations(
                        desk, new Joiner(desk, PeerClient.of(desk)), java.util.Optional.empty())
                .run(name, with, _ -> {});
    }

    /** Each address told to one of the contacts. */
    private void draft(Desk desk, List<String> addresses, int contacts) throws IOException {
        for (int contact = 0; contact < contacts; contact++) {
            var with = Json.object().put("to", "abuse%d@network.example.net".formatted(contact));
            var values = with.putArray("values");
            for (int at = contact; at < addresses.size(); at += contacts) {
                values.add(addresses.get(at));
            }
            JsonNode answer = run(desk, "notice-new", with);
            assertEquals(
                    values.size(),
                    answer.path("notices").size(),
                    answer.path("refused").toString());
        }
        assertEquals(
                addresses.size(),
                run(desk, "notice-send", Json.object().put("all_drafts", true))
                        .path("queued")
                        .size());
    }

    private static Map<String, Integer> states(Desk desk) throws IOException {
        var states = new HashMap<String, Integer>();
        for (NoticeRow row : NoticeBook.all(desk.store())) {
            states.merge(row.state().word(), 1, Integer::sum);
        }
        return states;
    }

    private void tenThousand(int count, int stopAfter) throws IOException {
        int perHour = Math.max(20, count / 5);
        int contactPerHour = Math.max(2, count / CONTACTS / 4);
        try (var sink =
                new SmtpSink(number ->
                        number % 97 == 13
                                ? Does.LATER
                                : number % 101 == 17
                                        ? Does.LATER_AT_END
                                        : number % 211 == 31 ? Does.HANG_UP : Does.TAKE)) {
            configure(
                    sink,
                    "per-hour = %d\nper-day = 1000000\ncontact-per-hour = %d\ncontact-per-day = 100000"
                            .formatted(perHour, contactPerHour));
            var watched = new WatchedRates(perHour);
            try (Desk desk = open()) {
                draft(desk, seen(desk, count), CONTACTS);
                NoticeSender sender = NoticeSender.open(desk);
                sink.onMail(() -> {
                    if (sink.begun() == stopAfter) {
                        // As a node that stops: it waits for the mail that is under way.
                        Thread.ofVirtual().start(sender::close);
                    }
                });
                for (int turn = 0; turn < 200 && sink.begun() < stopAfter; turn++) {
                    sender.run();
                    watched.look(sink, now.getEpochSecond());
                    now = now.plusSeconds(600);
                }
                assertTrue(sink.kept().size() < count, "stopped in the middle");
            }
            try (Desk desk = open()) {
                NoticeSender sender = NoticeSender.open(desk);
                for (int turn = 0;
                        turn < 500 && states(desk).getOrDefault("queued", 0) > 0;
                        turn++) {
                    sender.run();
                    watched.look(sink, now.getEpochSecond());
                    now = now.plusSeconds(600);
                }
                assertEquals(Map.of("sent", count), states(desk));
            }
            watched.held(contactPerHour);
            valid(sink.kept(), count);
            assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
        }
    }

    /** Every mail once, whole and valid. */
    private static void valid(List<SmtpSink.Kept> kept, int count) {
        var schemas = new XarfSchemas();
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new TreeSet<>();
        int xarf = 0;
        for (SmtpSink.Kept one : kept) {
            Mailed mailed = Mailed.of(one);
            assertTrue(ids.add(mailed.id()), "doubled: " + mailed.id());
            assertFalse(one.mail().toLowerCase(java.util.Locale.ROOT).contains("reader.person"));
            if (mailed.mail().types().contains("application/json")) {
                String json = mailed.mail().bodies().get(1);
                assertEquals(List.of(), schemas.wrong(json), json);
                addresses.add(Json.parse(json).path("source_identifier").asString());
                xarf++;
            } else {
                assertEquals(
                        List.of("text/plain", "message/feedback-report", "text/rfc822-headers"),
                        mailed.mail().types());
                addresses.add(
                        mailed.mail()
                                .bodies()
                                .get(1)
                                .replaceAll("(?s).*Source-IP: (\\S+).*", "$1"));
            }
        }
        assertEquals(count, kept.size());
        assertEquals(count, addresses.size());
        assertEquals(count / 2, xarf);
    }

    @Test
    void noneIsLostOrDoubledAndTheLimitsAreKept() throws IOException {
        tenThousand(400, 150);
    }

    @Tag("long")
    @Test
    void soItIsWithTenThousand() throws IOException {
        long begun = System.nanoTime();
        tenThousand(10_000, 4_000);
        System.out.printf("10,000 notices in %d s%n", (System.nanoTime() - begun) / 1_000_000_000);
    }

    @Test
    void afterACrashAtMostTheOneUnderWayIsMailedAgainUnderTheSameId() throws IOException {
        try (var sink = new SmtpSink(number -> Does.TAKE)) {
            configure(sink, "contact-per-hour = 1000\ncontact-per-day = 1000");
            Path copy = folder.resolve("as it was");
            try (Desk desk = open()) {
                draft(desk, seen(desk, 20), 1);
                sink.onMail(() -> {
                    if (sink.kept().size() == 7) {
                        copy(data, copy); // the disk as a crash leaves it, in the middle of a mail
                    }
                });
                NoticeSender.open(desk).run();
            }
            assertEquals(20, sink.kept().size());
            List<SmtpSink.Kept> first = List.copyOf(sink.kept().subList(0, 8));
            sink.kept().clear();
            data = copy;
            try (Desk desk = open()) {
                NoticeSender.open(desk).run();
                assertEquals(Map.of("sent", 20), states(desk));
            }
            var before = new HashSet<String>();
            first.forEach(it -> before.add(Mailed.of(it).id()));
            var doubled = new ArrayList<String>();
            var all = new HashSet<>(before);
            for (SmtpSink.Kept one : sink.kept()) {
                if (!all.add(Mailed.of(one).id())) {
                    doubled.add(Mailed.of(one).id());
                }
            }
            assertEquals(List.of(Mailed.of(first.getLast()).id()), doubled);
            assertEquals(20, all.size());
        }
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whatIsRefusedForGoodHasFailedAndIsSaidAndCanBeQueuedAgain() throws IOException {
        try (var sink = new SmtpSink(number -> number == 0 ? Does.NEVER : Does.TAKE)) {
            configure(sink, "");
            try (Desk desk = open()) {
                draft(desk, seen(desk, 2), 1);
                NoticeSender sender = NoticeSender.open(desk);
                sender.run();
                assertEquals(Map.of("failed", 1, "sent", 1), states(desk));
                NoticeRow failed = NoticeBook.require(desk.store(), 1);
                assertEquals("550 no such user", failed.standing().said());
                run(desk, "notice-send", Json.object().put("notice", 1));
                now = now.plusSeconds(60);
                sender.run();
                assertEquals(Map.of("sent", 2), states(desk));
                assertEquals(
                        failed.report().id(), NoticeBook.require(desk.store(), 1).report().id());
            }
        }
    }

    @Test
    void aServerThatIsDownCostsNoNoticeAnAttempt() throws IOException {
        var gone = new SmtpSink(number -> Does.TAKE);
        configure(gone, "");
        gone.close();
        try (Desk desk = open()) {
            draft(desk, seen(desk, 2), 1);
            NoticeSender sender = NoticeSender.open(desk);
            for (int turn = 0; turn < 20; turn++) {
                assertEquals(0, sender.run());
                now = now.plusSeconds(600);
            }
            NoticeRow row = NoticeBook.require(desk.store(), 1);
            assertEquals(NoticeState.QUEUED, row.state());
            assertEquals(0, row.report().attempts());
            assertTrue(row.standing().said().contains("refused"), row.standing().said());
        }
    }

    @Test
    void aMailThatWasTakenInSilenceComesAgainUnderTheSameId() throws IOException {
        try (var sink = new SmtpSink(number -> number == 0 ? Does.TAKE_IN_SILENCE : Does.TAKE)) {
            configure(sink, "");
            try (Desk desk = open()) {
                draft(desk, seen(desk, 2), 1);
                NoticeSender sender = NoticeSender.open(desk);
                sender.run();
                now = now.plusSeconds(299);
                sender.run();
                assertEquals(2, sink.kept().size(), "not before its time");
                now = now.plusSeconds(2);
                sender.run();
                assertEquals(3, sink.kept().size());
                assertEquals(Map.of("sent", 2), states(desk));
                assertEquals(
                        Mailed.of(sink.kept().get(0)).id(), Mailed.of(sink.kept().get(2)).id());
            }
        }
    }

    @Test
    void whatIsRefusedForNowForFourDaysHasFailed() throws IOException {
        try (var sink = new SmtpSink(number -> Does.LATER)) {
            configure(sink, "");
            try (Desk desk = open()) {
                draft(desk, seen(desk, 2), 1);
                NoticeSender sender = NoticeSender.open(desk);
                for (int hour = 0; hour < 24 * 5; hour++) {
                    sender.run();
                    now = now.plusSeconds(3_600);
                }
                assertEquals(Map.of("failed", 2), states(desk));
                assertTrue(sink.begun() < 80, sink.begun() + " attempts");
            }
        }
    }

    @Test
    void aPasswordIsSentAndSaidNowhereElse() throws IOException {
        Path login = data.resolve("smtp.login");
        Files.writeString(login, "u\nwrong-secret\n");
        try (var sink = new SmtpSink(_ -> Does.TAKE)) {
            configure(sink, "login = \"smtp.login\"");
            try (Desk desk = open()) {
                draft(desk, seen(desk, 2), 1);
                NoticeSender sender = NoticeSender.open(desk);
                assertEquals(0, sender.run());
                String said = NoticeBook.require(desk.store(), 1).standing().said();
                assertTrue(said.contains("refused the login, 535"), said);
                assertFalse(said.contains("wrong-secret"), said);
                assertFalse(said.contains(sink.logins().getFirst()), said);
                Files.writeString(login, "u\nright\n");
                now = now.plusSeconds(61);
                assertEquals(2, sender.run());
            }
        }
    }
}
