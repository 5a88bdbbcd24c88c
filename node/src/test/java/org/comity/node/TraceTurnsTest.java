package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;
import org.comity.views.Trace;
import org.comity.views.TraceGraph;
import org.junit.jupiter.api.Test;

/** A node's graph of traces while it is read ahead, and how long a trace may take. */
class TraceTurnsTest extends RunningNodes {
    private static final Subject SENDER = new Subject(SubjectKind.ADDRESS, "45.80.9.9");

    /** A node waits less than this for its next turn while there is more to read. */
    private static final long SOON_MILLIS = 100;

    private final TurnsByHand pace = new TurnsByHand("traces");

    private Node running() throws IOException {
        Path data = Cli.init(folder, A, "NL");
        Machine real = Machine.real(InstantSource.system());
        var machine =
                new Machine(
                        real.clock(),
                        real.random(),
                        real.writer(),
                        real.guards(),
                        pace,
                        real.wire());
        Node node = Node.start(data, machine);
        nodes.add(node);
        directories.add(data);
        return node;
    }

    private void mail(Node node, String name) throws IOException {
        take(node, Cli.mail(folder, name, "www." + name + "-campaign.com", SENDER.value()));
    }

    private static String traced(Node node) throws IOException {
        return node.run("trace", values(SENDER.value())).path("text").asString();
    }

    @Test
    void whatChangesWhileTheGraphIsReadAheadIsInTheNextAnswer() throws IOException {
        Node node = running();
        mail(node, "first");
        assertTrue(pace.take() > SOON_MILLIS, "it is read though nobody asked");
        assertTrue(traced(node).contains("first-campaign.com"));
        int turns = 0;
        while (pace.take() < SOON_MILLIS) {
            assertTrue(traced(node).contains("first-campaign.com"));
            mail(node, "turn" + turns);
            assertTrue(traced(node).contains("turn" + turns + "-campaign.com"));
            turns++;
        }
        assertEquals(3, turns, "links, evidence and subjects");
        mail(node, "last");
        String text = traced(node);
        for (String name : List.of("first", "turn0", "turn1", "turn2", "last")) {
            assertTrue(text.contains(name + "-campaign.com"), text);
        }
        Trace.Sight sight = Trace.Sight.of(_ -> true);
        var kept = new Trace(node.desk().indexes().graph(), sight, Trace.Bounds.USUAL);
        var fresh =
                new Trace(
                        new TraceGraph(node.desk().index(), 0, Bytes.EMPTY),
                        sight,
                        Trace.Bounds.USUAL);
        assertEquals(fresh.from(SENDER), kept.from(SENDER));
    }

    @Test
    void aPlainTraceEndsAfterAMinuteAndAStreamDoesNot() throws Exception {
        Node node = running();
        manyMailsOf(node, 3_000);
        String path = "/trace?value=" + SENDER.value();
        try (ApiClient client = ApiClient.of(node, "read")) {
            assertEquals(200, client.call("GET", path, "").statusCode());
            pace.hurry(20_000);
            HttpResponse<String> late = client.call("GET", path, "");
            assertEquals(422, late.statusCode(), late.body());
            assertTrue(late.body().contains("it took too long"), late.body());
            HttpResponse<String> streamed =
                    client.send(
                            client.asking(ApiTable.ROOT + path)
                                    .header("Accept", ApiTraceStream.TYPE));
            assertTrue(streamed.body().startsWith("event: progress\n"), streamed.body());
            assertTrue(streamed.body().contains("event: answer\n"), streamed.body());
            pace.hurry(0);
            assertEquals(200, client.call("GET", path, "").statusCode());
        }
    }

    /** Rows of the views alone: of a hub a trace reads all. */
    private static void manyMailsOf(Node node, int mails) throws IOException {
        Desk desk = node.desk();
        for (int mail = 0; mail < mails; mail++) {
            var id = new StatementId("other.example/log", mail);
            var stated =
                    new Stated(
                            new MemberId("other.example"),
                            id,
                            Marking.of(Tlp.GREEN),
                            new Audience.Exchange(),
                            1);
            Hash root = Hash.digest(Bytes.utf8("mail" + mail).array());
            List<Change> changes =
                    SubjectIndex.fold(Entry.all(stated, List.of(claim(root)))).stream()
                            .map(StoreRows::toChange)
                            .toList();
            desk.writer()
                    .callLong(() -> {
                        desk.pending().write(changes);
                        return true;
                    });
        }
    }

    private static Claim claim(Hash root) {
        var grounds = new Claim.Grounds(Basis.OBSERVED, Role.CONNECTED, List.of(root), "");
        return new Claim(
                SENDER,
                Stance.MALICIOUS,
                AbuseClass.SPAM,
                grounds,
                new Claim.Validity(1, 2_000_000_000),
                Target.UNKNOWN,
                "indicator--" + new java.util.UUID(root.first(), 0),
                false);
    }
}
