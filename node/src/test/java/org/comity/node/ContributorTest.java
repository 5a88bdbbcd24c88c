package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody without a port that others could reach, in an exchange of real nodes. */
class ContributorTest extends VotingNodes {
    private static final String B = "isp.example";
    private static final String C = "lab.example";
    private static final String DESK = "desk.example";

    @Test
    void whatSomebodyWithoutAPortSaysReachesAllAndComesBackWitnessed() throws Exception {
        exchange(A, B, C);
        Node desk = startContributor();
        admit(desk);
        take(desk, Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
        for (Node node : nodes) {
            await(
                    node,
                    "check",
                    values("bad-campaign.com"),
                    it -> claimants(it).equals(Set.of(DESK)));
        }
        // All three others have to witness; it hears of that by asking.
        await(desk, "status", NONE, it -> cosigned(it, DESK) == 1);
        await(nodes.get(2), "status", NONE, it -> cosigned(it, DESK) == 1);
        // What others say reaches it without anybody coming in.
        take(nodes.get(1), Cli.mail(folder, "two", "www.worse-campaign.com", "45.80.9.10"));
        await(desk, "check", values("worse-campaign.com"), it -> claimants(it).equals(Set.of(B)));
        // It is asked for no witnessing and no vote.
        await(nodes.get(2), "status", NONE, it -> cosigned(it, B) == 1);
        JsonNode charter = nodes.getFirst().run("charter", NONE);
        assertTrue(charter.path("note").asString().contains(" url=- "));
        assertTrue(charter.path("note").asString().contains(" footing=contributor "));
        assertEquals("[]", nodes.get(2).run("check-data", NONE).path("findings").toString());
    }

    @Test
    void newCheckpointsComeAsEvents() throws Exception {
        exchange(A, B);
        inStep(nodes);
        String url = nodes.getFirst().desk().config().http().url() + "/events";
        var stream = (HttpURLConnection) URI.create(url).toURL().openConnection();
        stream.setReadTimeout(30_000);
        try (var in =
                new BufferedReader(
                        new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("text/event-stream", stream.getContentType());
            assertEquals(":", in.readLine());
            // Longer than a silent connection may last, or a request may take to come in.
            for (int alive = 0; alive < 3; alive++) {
                assertEquals("", in.readLine());
                assertEquals(":", in.readLine());
            }
            take(nodes.get(1), Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9"));
            String line = in.readLine();
            while (!line.startsWith("data: " + B + "/log")) {
                line = in.readLine();
            }
            assertEquals("data: 1", in.readLine());
        }
    }

    private Node startContributor() throws Exception {
        Path data = Cli.init(folder, DESK, "JP", "off");
        Path toml = data.resolve("comity.toml");
        Files.writeString(
                toml,
                Files.readString(toml).replace("poll-every = \"30s\"", "poll-every = \"2s\""));
        Node desk = Node.start(data, InstantSource.system());
        nodes.add(desk);
        directories.add(data);
        return desk;
    }

    private void admit(Node desk) throws Exception {
        Node first = nodes.getFirst();
        String invitation = first.run("invite", NONE).path("line").asString();
        JsonNode accepted = desk.run("join", Json.object().put("line", invitation));
        first.run("join", Json.object().put("line", accepted.path("accepted").asString()));
        for (Node signer : nodes.subList(1, 3)) {
            await(signer, "status", NONE, it -> it.has("charter_waits_for"));
            signer.run("join-sign", Json.object().put("newcomer", DESK));
        }
        desk.tick();
        for (Node node : nodes) {
            awaitEpoch(node, 4);
        }
    }

    private static long cosigned(JsonNode status, String member) {
        for (JsonNode one : status.path("members")) {
            if (one.path("member").asString().equals(member)) {
                return one.path("cosigned_size").asLong();
            }
        }
        return -1;
    }
}
