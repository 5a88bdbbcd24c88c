package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.comity.charter.Contact;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whom to reach, how long it takes, and what everybody may know of it. */
class ContactsTest extends RequestNodes {
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
        nodes.forEach(RequestNodes::awaitNewest);
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
        // Whole days are counted: the first one that begins after the deadline.
        now = now.plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
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
        await(a, "request-counts", NONE, it -> it.path("members").size() == 2);
        JsonNode said = a.run("request-counts", NONE);
        now = now.plus(Duration.ofDays(1));
        a.tick();
        assertEquals(said, a.run("request-counts", NONE), "without news nothing is said again");
        nobodyElseKnows(2, ids.getFirst(), SECRET);
    }
}
