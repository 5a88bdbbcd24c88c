package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one member erases is gone from the files of all, and each of them says so. */
class ErasureTest extends VotingNodes {
    private static final String VALUE = "to-be-erased-entirely";

    @Test
    void afterAnErasureNoDirectoryHoldsTheValueAndEachMemberSaysSo() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Node a = all.get(0);
        take(a, Cli.mail(folder.resolve("mails"), "one", "www." + VALUE + ".com", "45.80.9.1"));
        take(a, Cli.mail(folder.resolve("mails"), "two", "www.bad-two.com", "45.80.9.2"));
        inStep(all); // else what is explained is not proved yet
        for (Node node : all) {
            await(node, "check", values(VALUE + ".com"), it -> claimants(it).size() == 1);
            await(node, "check", values("bad-two.com"), it -> claimants(it).size() == 1);
            assertTrue(export(node).contains(VALUE));
            node.run("explain", Json.object().put("value", VALUE + ".com").put("file", true));
        }
        for (Path data : directories) {
            assertTrue(holds(data), "else the test would see nothing");
        }
        Node c = all.get(2);
        nodes.remove(c);
        c.close();
        var erase = Json.object().put("reason", "test");
        erase.set("statements", Json.array(List.of("cert.example/log#0")));
        a.run("erase", erase);
        confirmedBy(a, all.get(1), "[\"isp.example\"]");
        assertEquals("[\"bank.example\"]", erasure(a).path("waits_for").toString());
        String said = Cli.run(directories.getFirst(), "status").out();
        assertTrue(said.contains("Not confirmed as erased"), said);

        c = Node.start(directories.get(2), InstantSource.system());
        nodes.add(c);
        confirmedBy(a, c, "[\"bank.example\",\"isp.example\"]");
        said = Cli.run(directories.getFirst(), "erase", "--status").out();
        assertTrue(said.contains("confirmed by"), said);
        for (Path data : directories) {
            assertEquals(false, holds(data), data.toString());
        }
        for (Node node : nodes) {
            assertEquals(0, claimants(node.run("check", values(VALUE + ".com"))).size());
            assertTrue(export(node).contains("bad-two.com"));
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        Path receipt = folder.resolve("0.receipt");
        Cli.run(
                directories.getFirst(),
                "receipt",
                "cert.example/log#0",
                "--out",
                receipt.toString());
        Cli.Ran verified = Cli.run(directories.getFirst(), "verify", receipt.toString());
        assertEquals(0, verified.exit(), verified.err());
    }

    private static void confirmedBy(Node a, Node peer, String members) throws Exception {
        await(
                a,
                "status",
                NONE,
                _ -> {
                    peer.tick();
                    return erasure(a).path("confirmed").toString().equals(members);
                });
    }

    private static JsonNode erasure(Node node) {
        try {
            return node.run("status", NONE).path("erasures").path(0);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static boolean holds(Path data) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(VALUE)) {
                    return true;
                }
            }
        }
        return false;
    }
}
