package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.exchange.Answer;
import org.comity.exchange.LogName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said to named members alone is theirs, and nobody else can tell that it was said. */
class PartyLogsTest extends FoundedNodes {
    static final String B = "isp.example";
    static final String C = "bank.example";
    static final String D = "mail.example";
    private static final String VALUE = "told-to-few.com";
    private static final JsonNode NONE = Json.object();

    /** Times stand still, so that answers differ by nothing else. */
    private final InstantSource clock = still();

    private static InstantSource still() {
        Instant now = Instant.now();
        return () -> now;
    }

    private Node again(int number) throws IOException {
        Node old = nodes.get(number);
        old.close();
        Node node = Node.start(directories.get(number), clock);
        nodes.set(number, node);
        return node;
    }

    private void exchange(String... names) throws IOException {
        directories(names);
        found();
        for (int at = 0; at < names.length; at++) {
            nodes.add(Node.start(directories.get(at), clock));
        }
        for (Node node : nodes) {
            await(
                    node,
                    "status",
                    NONE,
                    it -> it.path("own_log").path("state").asString().equals("newest"));
        }
    }

    static ObjectNode to(String value, String members) {
        return Json.object().put("value", value).put("class", "phishing").put("to", members);
    }

    static String said(Node node, ObjectNode with) throws IOException {
        return node.run("claim", with).path("statements").path(0).asString();
    }

    private static boolean isReported(JsonNode answer) {
        return subject(answer).path("level").asString().equals("reported");
    }

    private static String name(Node node) {
        return node.desk().self().name();
    }

    @Test
    void whatOneIsToldTheThirdCanNeitherReadNorNotice() throws Exception {
        exchange(A, B, C);
        for (Node node : nodes) {
            claim(node, "open-" + name(node).replace(".example", ".com"));
        }
        settle(nodes);
        for (int at = 0; at < 3; at++) {
            again(at); // so that a second start changes no communique
        }
        settle(nodes);
        Node a = nodes.get(0);
        Path mail = Cli.mail(folder.resolve("mails"), "one", "www." + VALUE, "45.80.9.1");
        Map<String, String> before = Served.to(nodes.get(2), nodes);
        String id = said(a, to(VALUE, B).put("marking", "TLP:RED").put("evidence", mail + ""));
        assertTrue(id.matches("cert.example/parties/[0-9a-f]{64}#1"), id);
        await(nodes.get(1), "check", values(VALUE), it -> claimants(it).contains(A));
        assertTrue(isReported(nodes.get(1).run("check", values(VALUE))));
        Served.same(before, nodes.get(2), nodes);
        for (int at = 0; at < 3; at++) {
            again(at);
        }
        inStep(nodes);
        Node b = nodes.get(1);
        assertTrue(isReported(b.run("check", values(VALUE))));
        String words = Cli.run(directories.get(1), "check", VALUE).out();
        assertTrue(words.contains("told to named members"), words);
        words = Cli.run(directories.get(1), "explain", VALUE).out();
        assertTrue(words.contains("cert.example says malicious (phishing, analysed)"), words);
        JsonNode trace = b.run("trace", value(VALUE));
        assertTrue(trace.has("traces"), trace.toString());
        for (Node node : nodes) {
            assertFalse(export(node).contains(VALUE), "no list rests on it");
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        Served.same(before, nodes.get(2), nodes);
        for (String secret : List.of(VALUE, "/parties/")) {
            assertTrue(holds(directories.get(1), secret), "else the test would see nothing");
            assertFalse(holds(directories.get(2), secret), secret);
        }
        notFoundAlike(id.substring(0, id.indexOf('#')));
    }

    /** The same answer as for a log that there is not, whoever asks; to whom it is for, the log. */
    private void notFoundAlike(String origin) {
        String path = LogName.parseOrigin(origin).orThrow().path();
        String none = path.substring(0, path.length() - 4) + "0000";
        for (String rest :
                List.of("/checkpoint", "/consistency?from=0&to=1", "/tile/entries/000.p/2")) {
            for (Node holder : nodes.subList(0, 2)) {
                PeerClient third = PeerClient.of(nodes.get(2).desk());
                assertEquals(
                        third.fetch(url(holder) + none + rest),
                        third.fetch(url(holder) + path + rest));
                PeerClient second = PeerClient.of(nodes.get(1).desk());
                assertTrue(second.fetch(url(holder) + path + rest) instanceof Answer.Got);
            }
        }
    }

    static boolean holds(Path data, String word) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void whatIsTakenBackAndErasedIsSoForThemAndForNobodyElse() throws Exception {
        exchange(A, B, C);
        Node a = nodes.get(0);
        Node b = nodes.get(1);
        settle(nodes);
        String id = said(a, to(VALUE, B));
        await(b, "check", values(VALUE), PartyLogsTest::isReported);
        String back = a.run("retract", value(VALUE)).path("statements").path(0).asString();
        assertEquals(id.replace("#1", "#2"), back);
        await(
                b,
                "check",
                values(VALUE),
                it -> subject(it).path("level").asString().equals("unknown"));
        settle(nodes);
        Map<String, String> before = Served.to(nodes.get(2), nodes);
        var erase = Json.object();
        erase.set("statements", Json.array(List.of(id, back)));
        String asked = a.run("erase", erase).path("statements").path(0).asString();
        assertEquals(id.replace("#1", "#3"), asked);
        await(
                a,
                "status",
                NONE,
                it -> {
                    b.tick();
                    JsonNode one = it.path("erasures").path(0);
                    return one.path("confirmed").toString().equals("[\"isp.example\"]")
                            && one.path("waits_for").isEmpty();
                });
        for (Path data : directories) {
            assertFalse(holds(data, VALUE), data.toString());
        }
        Served.same(before, nodes.get(2), nodes);
        for (Node node : nodes) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void whoIsAwayIsReadAtAnotherWhomItTold() throws Exception {
        exchange(A, B, C, D);
        Node a = nodes.get(0);
        Node d = nodes.get(3);
        d.close();
        nodes.remove(d);
        said(a, to(VALUE, B + "," + D));
        await(nodes.get(1), "check", values(VALUE), PartyLogsTest::isReported);
        a.close();
        nodes.remove(a);
        Node late = Node.start(directories.get(3), clock);
        nodes.add(late);
        await(late, "check", values(VALUE), PartyLogsTest::isReported);
        assertFalse(holds(directories.get(2), "/parties/"));
        assertEquals("[]", late.run("check-data", NONE).path("findings").toString());
    }

    @Test
    void oneAudienceIsOneLogAndItsReceiptsAreUnwitnessed() throws Exception {
        exchange(A, B, C);
        Node a = nodes.get(0);
        String first = said(a, to(VALUE, B));
        String second = said(a, to("other-value.com", B).put("marking", "TLP:AMBER"));
        String three = said(a, to(VALUE, B + "," + C));
        assertEquals(first.replace("#1", "#2"), second);
        assertNotEquals(LogBookOf.origin(first), LogBookOf.origin(three));
        assertEquals(0, a.desk().logs().own().tree().size());
        Path receipt = folder.resolve("one.receipt");
        Cli.Ran made = Cli.run(directories.get(0), "receipt", first, "--out", receipt.toString());
        assertEquals(0, made.exit(), made.err());
        Cli.Ran verified = Cli.run(directories.get(1), "verify", receipt.toString());
        assertEquals(0, verified.exit(), verified.err());
        assertTrue(verified.out().contains("unwitnessed"), verified.out());
        assertTrue(verified.out().contains("TLP:RED"), verified.out());
    }

    private static final class LogBookOf {
        static String origin(String id) {
            return id.substring(0, id.indexOf('#'));
        }
    }

    @Test
    void whomItIsForMustBeSaidAndBeAMember() throws Exception {
        exchange(A, B, C);
        Path data = directories.get(0);
        refused(data, "say which with --to", "--marking", "TLP:RED");
        refused(data, "not another member", "--to", "nobody.example");
        refused(data, "not another member", "--to", A);
        refused(data, "not another member", "--to", B + "," + A);
        refused(data, "not to both", "--to", B, "--group", "banks");
        assertEquals(Optional.empty(), nodes.get(0).desk().logs().own().checkpoint());
    }

    private static void refused(Path data, String why, String... more) {
        var arguments = new java.util.ArrayList<>(List.of(VALUE));
        arguments.addAll(List.of(more));
        Cli.Ran ran = Cli.run(data, "claim", arguments.toArray(String[]::new));
        assertEquals(Main.REFUSED, ran.exit(), ran.out());
        assertTrue(ran.err().contains(why), ran.err());
    }
}
