package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests between three nodes in three countries: steps, attachments, clocks. */
class RequestsTest extends RequestNodes {
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

    @Test
    void whatIsAttachedIsThereForTheTwoAloneAndIsSavedUnderASafeName() throws Exception {
        exchange();
        Node a = nodes.get(0);
        Path mail = Files.writeString(folder.resolve("the mail;.eml"), "From: mule@x\n\n" + SECRET);
        byte[] large = new byte[700_000];
        Arrays.fill(large, (byte) 'x');
        Path log = Files.write(folder.resolve("log.gz"), large);
        Cli.Ran sent = notification("--attach", mail.toString(), "--attach", log.toString());
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
        Cli.Ran shown = save(id.substring(0, 8), saved);
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().contains("attached the mail;.eml, 50 bytes"), shown.out());
        assertEquals(Files.readString(mail), Files.readString(saved.resolve("1-the_mail_.eml")));
        assertEquals(-1, Files.mismatch(log, saved.resolve("2-log.gz")));
        Cli.Ran again = save(id, saved);
        assertEquals(Main.REFUSED, again.exit(), "no file is written over");
        nobodyElseKnows(2, id, "the mail;.eml");
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    private Cli.Ran notification(String... more) {
        var all = new ArrayList<>(List.of("new", "--to", B, "--kind", "notification"));
        all.addAll(List.of("--subject", "shop.example.com", "--language", "nl"));
        all.addAll(List.of(more));
        return Cli.run(directories.get(0), "request", all.toArray(String[]::new));
    }

    private Cli.Ran save(String id, Path saved) {
        return Cli.run(
                directories.get(1), "request", "show", id, "--save-attachments", saved.toString());
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
}
