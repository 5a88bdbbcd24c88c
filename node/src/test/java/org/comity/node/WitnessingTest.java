package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.comity.exchange.WitnessRequest;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.ConsistencyProof;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Real nodes on loopback that witness one another's logs. */
class WitnessingTest extends FoundedNodes {
    private static final JsonNode NONE = Json.object();

    @Test
    void underLoadWithoutAPauseTheQuorumKeepsComingTogether() throws Exception {
        directories("a.example", "b.example", "c.example", "d.example");
        found();
        List<Node> all = runAll();
        Node a = all.getFirst();
        var sizes = new TreeSet<Long>();
        long end = System.nanoTime() + 60_000_000_000L;
        for (int number = 0; sizes.size() < 5; number++) {
            assertTrue(System.nanoTime() < end, () -> "cosigned while it grew: " + sizes);
            claim(a, "load-" + number + ".bad-campaign.com");
            long cosigned = a.desk().logs().own().cosignedSize();
            if (cosigned > 0 && cosigned < a.desk().logs().own().tree().size()) {
                sizes.add(cosigned);
            }
        }
        inStep(all);
        JsonNode status = a.run("status", NONE).path("witnesses");
        assertEquals(0, status.path("missing_witnesses").asInt(), status.toString());
        assertEquals(3, status.path("each").size());
        for (Node node : all) {
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    @Test
    void aMemberThatCannotBeAskedCosignsWhatItFetches() throws Exception {
        directories("a.example", "b.example", "nat.example");
        found();
        List<Node> all = runAll();
        for (int number = 0; number < 3; number++) {
            claim(all.get(0), "one-" + number + ".bad-campaign.com");
        }
        claim(all.get(1), "two.bad-campaign.com");
        await(all.get(0), "status", NONE, it -> cosigned(it, "a.example") == 3);
        await(all.get(1), "status", NONE, it -> cosigned(it, "b.example") == 1);
        await(all.get(1), "status", NONE, it -> cosigned(it, "a.example") == 3);
        await(all.get(2), "status", NONE, it -> cosigned(it, "b.example") == 1);
    }

    @Test
    void aWitnessWhoseClockIsAheadIsNamedAndNotCounted() throws Exception {
        directories("a.example", "b.example");
        found();
        Node a = run(0);
        run(1, () -> InstantSource.system().instant().plusSeconds(3_600));
        claim(a, "one.bad-campaign.com");
        await(a, "status", NONE, it -> trouble(it, 0).contains("clock"));
        JsonNode status = a.run("status", NONE);
        assertEquals(0, cosigned(status, "a.example"));
        var words = new StringWriter();
        WitnessStatus.words(status.path("witnesses"), new PrintWriter(words, true));
        assertTrue(
                words.toString().contains("lacks 1 witnesses and 1 countries"), words.toString());
    }

    @Test
    void aCommitteeCosignsAndNobodyElseDoes() throws Exception {
        directories("a.example", "b.example", "c.example", "d.example");
        var others = new ArrayList<String>();
        for (int number = 1; number <= 8; number++) {
            others.add("f" + number + ".example");
        }
        absent(others.toArray(String[]::new));
        found("a.example", "b.example", "c.example", "f1.example", "f2.example");
        List<Node> all = runAll();
        Node a = all.getFirst();
        claim(a, "one.bad-campaign.com");
        // Three of the four others of the committee are needed; two run a node.
        await(a, "status", NONE, it -> it.path("witnesses").path("missing_witnesses").asInt() == 1);
        assertEquals(4, a.run("status", NONE).path("witnesses").path("each").size());
        try (HttpClient http = HttpClient.newHttpClient()) {
            Note pinned =
                    Note.parse(Bytes.of(get(http, url(a) + "/log/a.example/pinned").body()))
                            .orThrow();
            Note notOfTheCommittee =
                    pinned.with(
                            Cosignature.sign(
                                    pinned,
                                    all.get(3).desk().keys().witness(),
                                    a.desk().nowSecond()));
            assertEquals(
                    204,
                    post(http, url(a) + "/cosignature", notOfTheCommittee.bytes()).statusCode());
            assertEquals(0, a.desk().logs().own().cosignedSize());
            // Who has no address hands its line over.
            Note line =
                    pinned.with(
                            Cosignature.sign(
                                    pinned, Absent.witness("f1.example"), a.desk().nowSecond()));
            assertEquals(204, post(http, url(a) + "/cosignature", line.bytes()).statusCode());
            for (Node node : all) {
                await(node, "status", NONE, it -> cosigned(it, "a.example") == 1);
            }
            var request = WitnessRequest.of(0, new ConsistencyProof(List.of()), pinned);
            String hex = Hash.digest(Bytes.utf8("a.example/log").array()).hex();
            for (int index = 1; index < 4; index++) {
                String its = url(all.get(index));
                boolean sits = index < 3;
                assertEquals(
                        sits ? 409 : 404,
                        post(http, its + "/witness/add-checkpoint", request.bytes()).statusCode());
                assertEquals(
                        sits ? 200 : 404,
                        get(http, its + "/witness/" + hex + "/checkpoint").statusCode());
            }
            // Any member serves what the quorum cosigned.
            Note cosigned =
                    Note.parse(
                                    Bytes.of(
                                            get(http, url(all.get(3)) + "/log/a.example/cosigned")
                                                    .body()))
                            .orThrow();
            assertEquals(1, Checkpoint.parse(cosigned.text()).orThrow().head().size());
            assertEquals(404, get(http, url(all.get(3)) + "/log/a.example/pinned").statusCode());
        }
    }

    @Test
    void cosignaturesOfWhatIsNotOursAreRefused() throws Exception {
        directories("a.example", "b.example");
        found();
        Node a = run(0);
        claim(a, "one.bad-campaign.com");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Note own = a.desk().logs().own().checkpoint().orElseThrow();
            Note unsigned =
                    Note.of(own.text())
                            .with(
                                    Cosignature.sign(
                                            own,
                                            Absent.witness("x.example"),
                                            a.desk().nowSecond()));
            assertEquals(400, post(http, url(a) + "/cosignature", unsigned.bytes()).statusCode());
            assertFalse(a.desk().logs().own().checkpoint().orElseThrow().signatures().size() > 1);
        }
    }

    private static String trouble(JsonNode status, int index) {
        return status.path("witnesses").path("each").path(index).path("trouble").asString();
    }

    private static long cosigned(JsonNode status, String member) {
        return status.path("members")
                .valueStream()
                .filter(it -> it.path("member").asString().equals(member))
                .mapToLong(it -> it.path("cosigned_size").asLong())
                .findFirst()
                .orElseThrow();
    }
}
