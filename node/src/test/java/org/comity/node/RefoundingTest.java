package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Members found their exchange anew through the command line: real nodes on loopback. */
class RefoundingTest extends VotingNodes {
    private static String exchangeOf(Node node) throws Exception {
        return node.run("status", NONE).path("exchange").asString();
    }

    @Test
    void thoseWhoSignedAreInANewExchangeAndTheOtherStaysAndSaysSo() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Path cert = directories.get(0);
        Path isp = directories.get(1);
        take(all.get(1), Cli.mail(folder, "one", "www.bad-isp.com", "45.80.9.9"));
        take(all.get(2), Cli.mail(folder, "two", "www.bad-bank.com", "45.80.9.10"));
        await(all.get(0), "check", values("bad-bank.com"), it -> claimants(it).size() == 1);
        await(all.get(0), "check", values("bad-isp.com"), it -> claimants(it).size() == 1);
        String old = exchangeOf(all.get(0));
        String oldCharter = all.get(0).run("status", NONE).path("charter").asString();

        Cli.Ran asked = Cli.run(cert, "charter", "refound", "--with", "isp.example");
        assertEquals(0, asked.exit(), asked.err());
        assertTrue(asked.out().contains("bank.example does not come along"), asked.out());
        assertTrue(asked.out().contains(oldCharter), asked.out());
        assertTrue(asked.out().contains("Nothing is made yet"), asked.out());
        assertTrue(Cli.run(cert, "charter", "refound").out().contains("Nobody founds"));

        Cli.Ran made = Cli.run(cert, "charter", "refound", "--with", "isp.example", "--yes");
        assertEquals(0, made.exit(), made.err());
        await(all.get(1), "status", NONE, it -> it.path("founding_anew").has("waiting"));
        Cli.Ran status = Cli.run(isp, "status");
        assertTrue(
                status.out().contains("cert.example, isp.example would found the exchange anew"),
                status.out());
        Cli.Ran shown = Cli.run(isp, "charter", "refound");
        String name =
                shown.out().substring(shown.out().indexOf("--sign ") + "--sign ".length()).strip();
        assertEquals(old, exchangeOf(all.get(1)), "nobody follows without signing");
        assertNotEquals(0, Cli.run(isp, "charter", "refound", "--sign", "00000000").exit());
        Cli.Ran signed = Cli.run(isp, "charter", "refound", "--sign", name);
        assertTrue(signed.out().contains("All have signed"), signed.out() + signed.err());
        inANewExchange(all, old);
        thePastStays(all, old);
    }

    private void inANewExchange(List<Node> all, String old) throws Exception {
        for (Node node : all.subList(0, 2)) {
            await(node, "status", NONE, it -> !it.path("exchange").asString().equals(old));
            assertEquals(2, node.run("status", NONE).path("members").size());
            assertEquals(1, node.run("status", NONE).path("epoch").asInt());
            JsonNode gone = subject(node.run("check", values("bad-bank.com")));
            assertEquals("unknown", gone.path("level").asString(), gone.toString());
            assertEquals(1, claimants(node.run("check", values("bad-isp.com"))).size());
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
        assertEquals(exchangeOf(all.get(0)), exchangeOf(all.get(1)));

        await(all.get(2), "status", NONE, it -> it.path("founding_anew").has("without"));
        assertEquals(old, exchangeOf(all.get(2)));
        Cli.Ran left = Cli.run(directories.get(2), "status");
        assertTrue(left.out().contains("This node stays with the old charter"), left.out());
    }

    private void thePastStays(List<Node> all, String old) throws Exception {
        Path cert = directories.get(0);
        String history = Cli.run(cert, "charter", "history").out();
        assertTrue(history.startsWith("exchange " + old), history);
        assertTrue(history.contains("exchange " + exchangeOf(all.get(0))), history);
        all.get(0).close();
        nodes.removeFirst();
        Node restarted = Node.start(cert, InstantSource.system());
        nodes.add(0, restarted);
        restarted.run("rebuild", NONE);
        assertEquals("[]", restarted.run("check-data", NONE).path("findings").toString());
        take(restarted, Cli.mail(folder, "three", "www.bad-anew.com", "45.80.9.11"));
        await(all.get(1), "check", values("bad-anew.com"), it -> claimants(it).size() == 1);
        followsByItsOwnAct(restarted, all.get(2));
    }

    /** Who was left out comes in as anybody does: invited, and by its own command. */
    private void followsByItsOwnAct(Node founder, Node left) throws Exception {
        String invitation = founder.run("invite", NONE).path("line").asString();
        JsonNode accepted = left.run("join", Json.object().put("line", invitation));
        founder.run("join", Json.object().put("line", accepted.path("accepted").asString()));
        await(nodes.get(1), "status", NONE, it -> it.has("charter_waits_for"));
        nodes.get(1).run("join-sign", Json.object().put("newcomer", "bank.example"));
        for (Node node : nodes) {
            await(node, "status", NONE, it -> it.path("epoch").asInt() == 2);
        }
        assertEquals(exchangeOf(founder), exchangeOf(left));
        await(founder, "check", values("bad-bank.com"), it -> claimants(it).size() == 1);
        assertEquals("[]", left.run("check-data", NONE).path("findings").toString());
    }

    @Test
    void whatOthersSendTakesNoSignatureAway() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Cli.run(directories.get(0), "charter", "refound", "--with", "isp.example", "--yes");
        await(all.get(1), "status", NONE, it -> it.path("founding_anew").has("waiting"));
        String first = waiting(all.get(0));
        // Another one by another member, signed by it, does not push out what cert has signed.
        Cli.Ran other =
                Cli.run(
                        directories.get(2),
                        "charter",
                        "refound",
                        "--with",
                        "cert.example,isp.example",
                        "--yes");
        assertEquals(0, other.exit(), other.err());
        assertNotEquals(first, waiting(all.get(2)));
        all.get(0).tick();
        assertEquals(first, waiting(all.get(0)));
        assertFalse(
                Cli.run(directories.get(0), "charter", "refound", "--with", "x.example").exit()
                        == 0);
        assertEquals(
                2,
                Cli.run(
                                directories.get(0),
                                "charter",
                                "refound",
                                "--with",
                                "isp.example",
                                "--sign",
                                first)
                        .exit());
    }

    private static String waiting(Node node) throws Exception {
        return node.run("status", NONE)
                .path("founding_anew")
                .path("waiting")
                .path("charter")
                .asString();
    }
}
