package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comity.charter.Contact;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests between three nodes in three countries, by a clock that the test moves. */
class RequestsTest extends FoundedNodes {
    private static final String B = "isp.example";
    private static final String C = "bank.example";
    private static final JsonNode NONE = Json.object();
    private static final String SECRET = "keep-what-concerns-mule-account-7731";

    private volatile Instant now =
            Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300);
    private final InstantSource clock = () -> now;

    private void exchange() throws IOException {
        directories(A, B, C);
        found();
        for (int at = 0; at < 3; at++) {
            nodes.add(Node.start(directories.get(at), clock));
        }
        nodes.forEach(RequestsTest::awaitNewest);
    }

    private static void awaitNewest(Node node) {
        try {
            await(
                    node,
                    "status",
                    NONE,
                    it -> it.path("own_log").path("state").asString().equals("newest"));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private void stop(int number) throws IOException {
        nodes.get(number).close();
    }

    private Node startAgain(int number) throws IOException {
        Node node = Node.start(directories.get(number), clock);
        nodes.set(number, node);
        awaitNewest(node);
        return node;
    }

    private String ask(Node from, String to, String kind) throws IOException {
        ObjectNode with = Json.object().put("to", to).put("kind", kind).put("text", SECRET);
        with.put("subject", "shop.example.com").put("within_seconds", 6 * 3600);
        return from.run("request-new", with).path("request").asString();
    }

    private static JsonNode reply(Node node, String id, String stage) throws IOException {
        ObjectNode with = Json.object().put("request", id).put("stage", stage);
        return node.run("request-reply", with.put("text", stage + " by a human"));
    }

    private static JsonNode one(JsonNode list, String id) {
        return list.path("requests")
                .valueStream()
                .filter(it -> it.path("request").asString().equals(id))
                .findFirst()
                .orElse(Json.object());
    }

    private static void awaitStage(Node node, String id, String stage) throws IOException {
        await(node, "request-list", NONE, it -> one(it, id).path("stage").asString().equals(stage));
    }

    private static JsonNode show(Node node, String id) throws IOException {
        return node.run("request-show", Json.object().put("request", id));
    }

    @Test
    void oneIsDownForADayOneDeclinesOneAnswersLateAndAllStandsAfterARestart() throws Exception {
        exchange();
        Node a = nodes.get(0);
        stop(2);
        String late = ask(a, C, "preservation");
        String declined = ask(a, B, "takedown");
        awaitStage(nodes.get(1), declined, "sent");
        reply(nodes.get(1), declined, "declined");
        awaitStage(a, declined, "declined");
        assertEquals("declined by a human", show(a, declined).path("answer").asString());
        now = now.plus(Duration.ofDays(1));
        stop(0);
        a = startAgain(0);
        assertEquals("answer_overdue", show(a, late).path("missing").asString());
        assertEquals(1, a.run("status", NONE).path("requests_waiting").size());
        a.tick();
        a.tick(); // the second has nothing to add
        assertEquals("expired", show(a, late).path("stage").asString());
        assertEquals(0, a.run("status", NONE).path("requests_waiting").size());
        Node c = startAgain(2);
        awaitStage(c, late, "expired");
        reply(c, late, "acknowledged");
        reply(c, late, "answered");
        awaitStage(a, late, "answered");
        assertTrue(show(a, late).path("late").asBoolean());
        for (int node = 0; node < 3; node++) {
            stop(node);
            startAgain(node);
        }
        assertEquals("answered", show(nodes.get(0), late).path("stage").asString());
        assertEquals(
                List.of("sent", "acknowledged", "answered", "expired"),
                show(nodes.get(2), late)
                        .path("steps")
                        .valueStream()
                        .map(it -> it.path("step").asString())
                        .toList());
        for (String id : List.of(late, declined)) {
            receiptsVerify(0, show(nodes.get(0), id));
        }
        receiptsVerify(2, show(nodes.get(2), late));
        receiptsVerify(1, show(nodes.get(1), declined));
        nobodyElseKnows(1, late, "answered by a human");
        nobodyElseKnows(2, declined, "declined by a human");
    }

    /** Of each step both parties have a receipt that a third program checks without a node. */
    private void receiptsVerify(int holder, JsonNode request) throws IOException {
        for (JsonNode step : request.path("steps")) {
            Path file = Files.createTempFile(folder, "step", ".receipt");
            Files.delete(file);
            String id = step.path("statement").asString();
            Cli.Ran made =
                    Cli.run(directories.get(holder), "receipt", id, "--out", file.toString());
            assertEquals(0, made.exit(), made.err());
            Cli.Ran verified = Cli.run(directories.get(1), "verify", file.toString());
            assertEquals(0, verified.exit(), verified.err());
            assertTrue(verified.out().startsWith("good: " + id + " by "), verified.out());
            assertTrue(verified.out().contains("TLP:RED"), verified.out());
        }
    }

    private void nobodyElseKnows(int stranger, String id, String words) throws IOException {
        assertEquals("{}", one(nodes.get(stranger).run("request-list", NONE), id).toString());
        assertFalse(PartyLogsTest.holds(directories.get(stranger), id), id);
        assertFalse(PartyLogsTest.holds(directories.get(stranger), words), words);
        assertTrue(PartyLogsTest.holds(directories.get(0), words), "else it would see nothing");
    }

    @Test
    void whatIsAttachedIsThereForTheTwoAloneAndIsSavedUnderASafeName() throws Exception {
        exchange();
        Node a = nodes.get(0);
        Path mail = Files.writeString(folder.resolve("the mail;.eml"), "From: mule@x\n\n" + SECRET);
        byte[] large = new byte[700_000];
        Arrays.fill(large, (byte) 'x');
        Path log = Files.write(folder.resolve("log.gz"), large);
        Cli.Ran sent =
                Cli.run(
                        directories.get(0),
                        "request",
                        "new",
                        "--to",
                        B,
                        "--kind",
                        "notification",
                        "--subject",
                        "shop.example.com",
                        "--language",
                        "nl",
                        "--attach",
                        mail.toString(),
                        "--attach",
                        log.toString());
        assertEquals(0, sent.exit(), sent.err());
        String id = a.run("request-list", NONE).path("requests").path(0).path("request").asString();
        await(
                nodes.get(1),
                "request-list",
                NONE,
                it -> one(it, id).path("language").asString().equals("nl"));
        await(
                nodes.get(1),
                "request-show",
                Json.object().put("request", id),
                it -> it.path("attachments").size() == 2);
        Path saved = folder.resolve("saved");
        Cli.Ran shown =
                Cli.run(
                        directories.get(1),
                        "request",
                        "show",
                        id.substring(0, 8),
                        "--save-attachments",
                        saved.toString());
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().contains("attached the mail;.eml, 50 bytes"), shown.out());
        assertEquals(Files.readString(mail), Files.readString(saved.resolve("1-the_mail_.eml")));
        assertEquals(-1, Files.mismatch(log, saved.resolve("2-log.gz")));
        Cli.Ran again =
                Cli.run(
                        directories.get(1),
                        "request",
                        "show",
                        id,
                        "--save-attachments",
                        saved.toString());
        assertEquals(Main.REFUSED, again.exit(), "no file is written over");
        nobodyElseKnows(2, id, "the mail;.eml");
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void anAttachmentThatIsTooLargeAndARefusalWithoutAReasonAreRefused() throws Exception {
        exchange();
        Path large = Files.write(folder.resolve("large"), new byte[750_001]);
        var with = Json.object().put("to", B).put("kind", "information").put("subject", "x");
        with.putArray("attach").add(large.toString());
        assertRefused("750,000", nodes.get(0), "request-new", with);
        with.putArray("attach").add(Files.createFile(folder.resolve("empty")).toString());
        assertRefused("750,000", nodes.get(0), "request-new", with);
        String id = ask(nodes.get(0), B, "information");
        awaitStage(nodes.get(1), id, "sent");
        var decline = Json.object().put("request", id).put("stage", "declined");
        assertRefused("says why", nodes.get(1), "request-reply", decline);
        assertRefused(
                "for the other party",
                nodes.get(0),
                "request-reply",
                decline.put("stage", "answered"));
    }

    private static void assertRefused(String why, Node node, String name, JsonNode with)
            throws IOException {
        try {
            JsonNode answer = node.run(name, with);
            throw new AssertionError("not refused: " + answer);
        } catch (Refusal refused) {
            assertTrue(refused.words().contains(why), refused.words());
        }
    }

    @Test
    void theDeskIsToldWhatIsDueAndTheOtherIsReminded() throws Exception {
        exchange();
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        String id = ask(a, B, "information");
        awaitStage(b, id, "sent");
        reply(b, id, "acknowledged");
        awaitStage(a, id, "acknowledged");
        assertEquals(0, b.run("status", NONE).path("requests_waiting").size());
        assertEquals(0, b.run("alert-list", NONE).path("alerts").size());
        now = now.plus(Duration.ofHours(5));
        assertEquals(1, b.run("status", NONE).path("requests_waiting").size());
        assertEquals(0, a.run("status", NONE).path("requests_waiting").size());
        Cli.Ran alerts = Cli.run(directories.get(1), "alert", "list");
        assertTrue(alerts.out().contains("missing: answer, DUE in 60 min"), alerts.out());
        Cli.Ran reminded = Cli.run(directories.get(0), "request", "remind", id.substring(0, 8));
        assertEquals(0, reminded.exit(), reminded.err());
        await(b, "request-list", NONE, it -> one(it, id).path("reminders").asInt() == 1);
        Cli.Ran list = Cli.run(directories.get(1), "request", "list", "--open");
        assertTrue(list.out().contains("DUE in 60 min, reminded 1 time"), list.out());
        now = now.plus(Duration.ofHours(2));
        list = Cli.run(directories.get(1), "request", "list");
        assertTrue(list.out().contains("OVERDUE since 60 min"), list.out());
    }

    @Test
    void aTraceBecomesADraftToWhoHoldsEvidenceAbroadAndTellsNothingItMayNotSee() throws Exception {
        exchange();
        Node a = nodes.get(0);
        take(nodes.get(1), Cli.mail(folder.resolve("m"), "b", "www.bad-campaign.com", "45.80.7.7"));
        Path secret = Cli.mail(folder.resolve("m"), "a", "www.bad-campaign.com", "45.80.9.9");
        var told = PartyLogsTest.to("hidden-from-isp.com", C).put("evidence", secret.toString());
        nodes.get(0).run("claim", told);
        told.put("value", "bad-campaign.com");
        nodes.get(0).run("claim", told);
        await(a, "check", values("bad-campaign.com"), it -> claimants(it).contains(B));
        var without = Json.object().put("value", "nobody-knows.com").put("kind", "information");
        assertRefused("no other member holds evidence", a, "request-draft", without);
        String[] draft = {
            "request", "new", "--kind", "preservation", "--from-trace", "bad-campaign.com"
        };
        Cli.Ran shown = Cli.run(directories.get(0), draft[0], Arrays.copyOfRange(draft, 1, 6));
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().startsWith("To isp.example (BR): preservation of domain:bad"));
        assertTrue(shown.out().contains("45.80.7.7"), shown.out());
        assertTrue(shown.out().contains("about isp.example/log#"), shown.out());
        assertFalse(shown.out().contains("hidden-from-isp.com"), shown.out());
        assertTrue(a.run("trace", values("bad-campaign.com")).toString().contains("hidden-from"));
        assertTrue(shown.out().contains("left out"), shown.out());
        assertEquals(0, a.run("request-list", NONE).path("requests").size(), "a draft only");
        Cli.Ran sent =
                Cli.run(
                        directories.get(0),
                        "request",
                        "new",
                        "--kind",
                        "preservation",
                        "--from-trace",
                        "bad-campaign.com",
                        "--send");
        assertEquals(0, sent.exit(), sent.err());
        await(
                nodes.get(1),
                "request-list",
                NONE,
                it -> it.path("requests").path(0).path("text").asString().contains("45.80.7.7"));
    }

    @Test
    void aDrillMeasuresTheTimeToAHumanAndTheDirectoryShowsIt() throws Exception {
        directories(A, B, C);
        var contact =
                new Contact(
                        List.of("noc@isp.example", "tel:+551130001000"),
                        List.of("pt", "zh"),
                        "Mo-Su/00:00-24:00;America/Sao_Paulo",
                        "0123456789ABCDEF".repeat(2) + "01234567");
        members.set(1, members.get(1).withContact(contact));
        found();
        for (int at = 0; at < 3; at++) {
            nodes.add(Node.start(directories.get(at), clock));
        }
        nodes.forEach(RequestsTest::awaitNewest);
        for (int minutes : List.of(7, 20, 13)) {
            Cli.Ran drill = Cli.run(directories.get(0), "contact", "drill", B);
            assertEquals(0, drill.exit(), drill.err());
            String id = drill.out().substring(6, 42);
            awaitStage(nodes.get(1), id, "sent");
            assertTrue(show(nodes.get(1), id).path("text").asString().startsWith("这是一次演练"));
            now = now.plus(Duration.ofMinutes(minutes)).plusSeconds(11);
            reply(nodes.get(1), id, "acknowledged");
            awaitStage(nodes.get(0), id, "acknowledged");
        }
        Cli.Ran none = Cli.run(directories.get(0), "contact", "drill", C, "--within", "1h");
        now = now.plus(Duration.ofHours(2));
        JsonNode drills =
                nodes.get(0).run("contact-show", Json.object().put("member", B)).path("drills");
        assertEquals(13 * 60 + 11, drills.path("median_seconds").asInt());
        assertEquals(3, drills.path("acknowledged").asInt());
        Cli.Ran list = Cli.run(directories.get(0), "contact", "list");
        assertEquals(0, none.exit() + list.exit(), list.err());
        for (String word :
                List.of(
                        "noc@isp.example; tel:+551130001000; speaks pt, zh; OPEN now (",
                        "OpenPGP 0123456789ABCDEF",
                        "drills: 3 of 3 acknowledged, median 13 min",
                        "drills: 0 of 1 acknowledged")) {
            assertTrue(list.out().contains(word), list.out());
        }
    }

    @Test
    void onlyCountsArePublicTakedownsOneByOneAndAllElseInFives() throws Exception {
        exchange();
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        var ids = new ArrayList<String>();
        for (int at = 0; at < 6; at++) {
            ids.add(ask(a, B, "preservation"));
        }
        ids.add(ask(a, B, "takedown"));
        String silent = ask(a, B, "takedown");
        awaitStage(b, silent, "sent");
        for (String id : ids) {
            reply(b, id, "answered");
            awaitStage(a, id, "answered");
        }
        a.tick();
        assertEquals(0, a.run("request-counts", NONE).path("members").size(), "not the same day");
        now = now.plus(Duration.ofDays(1));
        for (Node node : nodes) {
            node.tick();
            node.tick();
        }
        Node c = nodes.get(2);
        await(c, "request-counts", NONE, it -> it.path("members").size() == 2);
        String counts = Cli.run(directories.get(2), "request", "counts").out();
        for (String line :
                List.of(
                        "asked      BR  preservation  answered        5\n",
                        "asked      BR  takedown      answered        1\n",
                        "asked      BR  takedown      expired         1\n",
                        "asked by   NL  preservation  answered        5\n",
                        "asked by   NL  takedown      expired         1\n")) {
            assertTrue(counts.contains(line), counts);
        }
        JsonNode said = a.run("request-counts", NONE);
        now = now.plus(Duration.ofDays(1));
        a.tick();
        assertEquals(said, a.run("request-counts", NONE), "without news nothing is said again");
        nobodyElseKnows(2, ids.getFirst(), SECRET);
    }
}
