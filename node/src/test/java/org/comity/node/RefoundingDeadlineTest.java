package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whoever signs a founding anew that does not come about is not bound by it for ever. */
class RefoundingDeadlineTest extends VotingNodes {
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());

    @Override
    Node start(String member, String country) throws IOException {
        return start(member, country, clock::get);
    }

    @Test
    void afterItsLastDayItIsNeitherSignedNorTaken() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Path cert = directories.getFirst();
        Cli.Ran made = Cli.run(cert, "charter", "refound", "--with", "isp.example", "--yes");
        assertEquals(0, made.exit(), made.err());
        assertTrue(made.out().contains("They have until "), made.out());
        await(all.get(1), "status", NONE, it -> it.path("founding_anew").has("waiting"));
        String name = waiting(all.get(1)).path("charter").asString();
        Note note =
                all.get(1).desk().charters().drafts(clock.get().getEpochSecond()).getFirst().note();
        Note whole = note.signedBy(all.get(1).desk().keys().memberKey());

        clock.updateAndGet(it -> it.plus(Duration.ofDays(30)).plusSeconds(1));
        Cli.Ran late = Cli.run(directories.get(1), "charter", "refound", "--sign", name);
        assertEquals(Main.REFUSED, late.exit(), late.out());
        assertTrue(waiting(all.get(1)).isMissingNode());
        String before = all.get(0).run("status", NONE).path("exchange").asString();
        all.get(0).charterOffered(Note.parse(Bytes.utf8(whole.bytes().utf8())).orThrow());
        JsonNode status = all.get(0).run("status", NONE);
        assertEquals(before, status.path("exchange").asString(), "the last signature came late");
        assertTrue(status.path("founding_anew").has("without"));
    }

    @Test
    void soManyDaysMayBeSaid() throws Exception {
        List<Node> all = exchange("cert.example", "isp.example", "bank.example");
        Path cert = directories.getFirst();
        Cli.Ran made =
                Cli.run(
                        cert,
                        "charter",
                        "refound",
                        "--with",
                        "isp.example",
                        "--days",
                        "2",
                        "--yes");
        assertEquals(0, made.exit(), made.err());
        Instant until = Instant.parse(waiting(all.getFirst()).path("until").asString());
        assertEquals(clock.get().getEpochSecond() + 2 * 86_400, until.getEpochSecond());
        assertFalse(
                Cli.run(cert, "charter", "refound", "--with", "isp.example", "--days", "400").exit()
                        == 0);
    }

    private static JsonNode waiting(Node node) throws Exception {
        return node.run("status", NONE).path("founding_anew").path("waiting");
    }
}
