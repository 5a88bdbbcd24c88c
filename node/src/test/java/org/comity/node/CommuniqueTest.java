package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.agreement.Communique;
import org.comity.charter.Scope;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What nodes say of themselves, and that others come to the same; on a clock of the test's own. */
class CommuniqueTest extends RunningNodes {
    private static final String B = "isp.example";
    private volatile Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void nodesThatReadTheSameSayTheSameAndFindNothingWrongWithOneAnother() throws Exception {
        Node a = start(A, "NL", clock);
        Node b = start(B, "FR", clock);
        join(a, b);
        for (int at = 0; at < 4; at++) {
            String host = "www.campaign-" + at + ".com";
            take(at % 2 == 0 ? a : b, Cli.mail(folder, "m" + at, host, "45.80.9." + at));
        }
        b.run("claim", value("www.campaign-1.com"));
        a.run("claim", value("www.campaign-2.com").asObject().put("benign", true));
        inStep(List.of(a, b));
        now = now.plus(Duration.ofMinutes(6));
        tickInStep(List.of(a, b)); // what was made after the first is logged by the second
        tickInStep(List.of(a, b));
        now = now.plus(Duration.ofMinutes(6));
        String body = body(a);
        assertEquals(body, body(b));
        assertTrue(body.contains("list exchange "), body);
        assertEquals(0, a.run("check-data", Json.object()).path("findings").size());
        compared(a, B, "same");
        compared(b, A, "same");

        nodes.get(1).close();
        Node again = Node.start(directories.get(1), clock);
        nodes.set(1, again);
        assertEquals(body, body(again), "after a restart");
        again.run("rebuild", Json.object());
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(body(a), body(again), "after a rebuild");
        // Days later, when most has ended, without anything new.
        now = now.plus(Duration.ofDays(3));
        again.tick();
        a.tick();
        inStep(List.of(a, again));
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(body(a), body(again));
        assertNotEquals(body, body(a));
    }

    /** Whoever keeps the same public list says and finds the same; strangers read it. */
    @Test
    void aScopeHasACommuniqueOfItsOwn() throws Exception {
        Node a = withPublicList(A, "NL");
        Node b = withPublicList(B, "FR");
        join(a, b);
        a.run("claim", value("hidden.com"));
        a.run("claim", value("open.com").asObject().put("marking", "TLP:CLEAR"));
        inStep(List.of(a, b));
        for (int round = 0; round < 2; round++) {
            now = now.plus(Duration.ofMinutes(6));
            tickInStep(List.of(a, b));
        }
        ObjectNode open = Json.object().put("member", B).put("scope", "public");
        JsonNode compared = a.run("communique", open);
        assertEquals("same", compared.path("outcome").asString(), compared.toString());
        assertEquals(1, compared.path("listed").asLong());
        JsonNode ofMembers = a.run("communique", Json.object().put("member", B));
        assertEquals(2, ofMembers.path("listed").asLong(), ofMembers.toString());

        String own = b.run("communique", open.put("member", "")).path("note").asString();
        assertTrue(own.contains("\nscope public\n"), own);
        String address = b.desk().charters().self().url() + "/communique";
        assertEquals(own, stranger(address + "/public").body());
        assertEquals(404, stranger(address).statusCode());
        assertTrue(stranger(address + "/list/public").body().startsWith("domain:open.com "));
        assertEquals(404, stranger(address + "/group/banks").statusCode());
        assertEquals(404, stranger(address + "/nonsense/../x").statusCode());
        assertThrows(
                Refusal.class, () -> a.run("communique", Json.object().put("scope", "everybody")));
    }

    private Node withPublicList(String member, String country) throws IOException {
        Path data = Cli.init(folder, member, country);
        Files.writeString(
                Desk.configFile(data),
                "\n[[list]]\nname = \"open\"\nscope = \"public\"\n",
                StandardOpenOption.APPEND);
        Node node = Node.start(data, clock);
        nodes.add(node);
        directories.add(data);
        return node;
    }

    private static HttpResponse<String> stranger(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aListThatDoesNotFollowIsAnAlarmThatNamesTheSubjects() throws Exception {
        Node a = start(A, "NL", clock);
        Node b = start(B, "FR", clock);
        join(a, b);
        take(b, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        inStep(List.of(a, b));
        now = now.plus(Duration.ofMinutes(6));
        b.tick();
        b.tick();
        inStep(List.of(a, b));
        var own =
                b.desk()
                        .logs()
                        .communiques()
                        .saidBy(new MemberId(B), new Scope.Members())
                        .orElseThrow();
        var comparing = new Comparing(a.desk());
        assertInstanceOf(
                Comparing.Outcome.Same.class, comparing.compare(new MemberId(B), signed(b, own)));
        // The peer leaves a line out.
        var lines = new TreeMap<>(comparing.recount(own, a.desk().charters().charter()));
        Subject left = new Subject(SubjectKind.DOMAIN, "bad-campaign.com");
        List<String> shown =
                lines.entrySet().stream()
                        .filter(it -> !it.getKey().equals(left))
                        .map(it -> it.getValue())
                        .toList();
        var forged =
                new Communique(
                        own.inputs(),
                        own.heads(),
                        own.day(),
                        new Communique.Listed(
                                own.listed().absent(), shown.size(), Communique.root(shown)));
        assertInstanceOf(
                Comparing.Outcome.Differs.class,
                comparing.compare(new MemberId(B), signed(b, forged)));
        assertEquals(List.of(left.key()), Comparing.differing(lines, shown));
    }

    @Test
    void anotherStandingOrAnotherLogIsAnAlarmAndWhatWeHaveNotReadIsNone() throws Exception {
        Node a = start(A, "NL", clock);
        Node b = start(B, "FR", clock);
        join(a, b);
        now = now.plus(Duration.ofMinutes(6));
        b.tick();
        b.tick();
        inStep(List.of(a, b));
        var own =
                b.desk()
                        .logs()
                        .communiques()
                        .saidBy(new MemberId(B), new Scope.Members())
                        .orElseThrow();
        var comparing = new Comparing(a.desk());
        var day =
                new Communique.Day(
                        new TreeSet<>(List.of(new MemberId(B))),
                        own.day().listedAtDawn(),
                        own.day().added());
        var partial = new Communique(own.inputs(), own.heads(), day, own.listed());
        assertInstanceOf(
                Comparing.Outcome.Differs.class,
                comparing.compare(new MemberId(B), signed(b, partial)));
        var heads = new ArrayList<>(own.heads());
        Communique.Head head = heads.getLast();
        heads.set(
                heads.size() - 1,
                new Communique.Head(
                        head.origin(), head.size(), Hash.digest(new byte[3]), head.cosigned()));
        var split = new Communique(own.inputs(), heads, own.day(), own.listed());
        assertInstanceOf(
                Comparing.Outcome.Differs.class,
                comparing.compare(new MemberId(B), signed(b, split)));
        heads.set(
                heads.size() - 1,
                new Communique.Head(head.origin(), head.size() + 9, head.root(), 0));
        var ahead = new Communique(own.inputs(), heads, own.day(), own.listed());
        assertInstanceOf(
                Comparing.Outcome.NotComparable.class,
                comparing.compare(new MemberId(B), signed(b, ahead)));
        assertInstanceOf(
                Comparing.Outcome.Differs.class,
                comparing.compare(new MemberId(B), signed(a, own)));
    }

    /** What is made before they came nobody could compare, all day. */
    @Test
    void isLoggedOncePayloadsThatAreOnTheirWayCameAndWaitsForNoOthers() throws Exception {
        Node a = start(A, "NL", clock);
        Node b = start(B, "FR", clock);
        join(a, b);
        a.run("claim", value("bad-one.com"));
        inStep(List.of(a, b));
        Log log = b.desk().logs().log(A + "/log").orElseThrow();
        var last = new StatementId(log.origin(), log.tree().size() - 1);
        awaits(b, last, last.index() + 1); // asked for, and withheld
        assertEquals(now.getEpochSecond() / 86_400, dayLogged(b));

        now = now.plus(Duration.ofDays(1));
        awaits(b, last, last.index());
        assertEquals(now.getEpochSecond() / 86_400 - 1, dayLogged(b));
        write(b, new Change.Delete(RowKeys.missing(last)));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(now.getEpochSecond() / 86_400, dayLogged(b));
        inStep(List.of(a, b));
        compared(a, B, "same");
    }

    private static void awaits(Node node, StatementId id, long askedTo) throws IOException {
        Hash commitment = node.desk().logs().leaf(id).orElseThrow().commitment();
        write(node, new Change.Put(RowKeys.missing(id), commitment.bytes()));
        write(node, new ReplicaRow(askedTo, 0, Optional.empty()).put(id.origin()));
    }

    private static void write(Node node, Change row) throws IOException {
        Desk desk = node.desk();
        desk.writer()
                .call(() -> {
                    desk.pending().write(List.of(row));
                    return true;
                });
    }

    /** After what is made was logged, if it may be. */
    private long dayLogged(Node node) throws IOException {
        now = now.plus(Duration.ofMinutes(6));
        for (int tick = 0; tick < 2; tick++) {
            node.tick();
            now = now.plus(Duration.ofSeconds(30));
        }
        Communique said =
                node.desk()
                        .logs()
                        .communiques()
                        .saidBy(node.desk().self(), new Scope.Members())
                        .orElseThrow();
        return said.inputs().second() / 86_400;
    }

    private static Note signed(Node by, Communique communique) {
        return Note.of(communique.text(new MemberId(B))).signedBy(by.desk().keys().node());
    }

    private static void compared(Node node, String member, String outcome) throws IOException {
        JsonNode answer = node.run("communique", Json.object().put("member", member));
        assertEquals(outcome, answer.path("outcome").asString(), answer.toString());
    }

    /** What the node says now, but for who says it. */
    private static String body(Node node) throws IOException {
        node.desk().writer().call(() -> true);
        String note = node.run("communique", Json.object()).path("note").asString();
        String text = Note.parse(org.comity.value.Bytes.utf8(note)).orThrow().text();
        return Communique.parse(text).orThrow().communique().body();
    }
}
