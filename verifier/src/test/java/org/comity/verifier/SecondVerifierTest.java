package org.comity.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.comity.charter.WitnessPolicy;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A second verifier, in another language and without a line of ours, says the same of every
 * receipt, good or altered.
 */
final class SecondVerifierTest {
    private static final long SEED =
            Long.getLong("seed", new Random().nextInt(1_000_000_000)).longValue();

    @Test
    void bothSayTheSameOfRealReceiptsOfEveryShape() {
        try (Python python = Python.start()) {
            Shapes.all()
                    .forEach((name, shape) -> {
                        String said = shape.asked().agreed(python, name);
                        assertTrue(said.endsWith(shape.ending()), () -> name + ": " + said);
                    });
        }
    }

    @Test
    @Tag("short")
    void bothSayTheSameOfSomeAlteredReceipts() {
        alteredReceipts(40, List.of("rotated, named", "policy"));
    }

    @Test
    @Tag("slow")
    void bothSayTheSameOfThousandsOfAlteredReceipts() {
        List<String> names =
                List.of("quorum", "rotated, named", "policy", "without payload", "kind REQUEST");
        int altered = alteredReceipts(5, names);
        assertTrue(altered >= 2_000, "altered: " + altered);
    }

    /** How many were bad: of each shape that differs from the others in form. */
    private static int alteredReceipts(int step, List<String> names) {
        var random = new Random(SEED);
        Map<String, Shapes.Shape> shapes = Shapes.all();
        int bad = 0;
        int all = 0;
        try (Python python = Python.start()) {
            for (String name : names) {
                Case good = shapes.get(name).asked();
                for (Bytes bent : Bent.of(good.receipt(), random, step)) {
                    String about = name + ", -Dseed=" + SEED;
                    bad += good.withReceipt(bent).agreed(python, about).equals(Case.BAD) ? 1 : 0;
                    all++;
                }
            }
        }
        // Some only lose a witness, or repeat a line.
        assertTrue(bad > all / 2 && bad < all, bad + " of " + all);
        return all;
    }

    @Test
    void bothSayTheSameOfAlteredCharters() {
        var random = new Random(SEED);
        Bytes receipt = Shapes.quorum().bytes();
        Bytes voted = Made.voted(Made.rotated(Shapes.FOUR, "d", 1), "a", "b", "c");
        try (Python python = Python.start()) {
            for (Bytes good : List.of(Shapes.FOUR_SIGNED, Bytes.join(Shapes.FOUR_SIGNED, voted))) {
                for (Bytes bent : Bent.of(good, random, 97)) {
                    new Case(receipt, List.of(bent), Optional.empty())
                            .agreed(python, "charter, -Dseed=" + SEED + "\n" + bent.utf8());
                }
            }
        }
    }

    @Test
    void bothSayTheSameOfAlteredPolicies() {
        var random = new Random(SEED);
        Bytes receipt = Shapes.quorum().bytes();
        Bytes good = WitnessPolicy.of(Shapes.FOUR, Shapes.FOUR.members().getFirst()).bytes();
        List<Bytes> policies = new ArrayList<>(Bent.of(good, random, 11));
        String text = good.utf8();
        String witness = "b/witness";
        for (String change :
                List.of(
                        " 3 ->  0 ",
                        " 3 ->  all ",
                        " 3 ->  any ",
                        " 3 ->  03 ",
                        " 3 ->  4 ",
                        "QUORUM->" + witness,
                        "quorum QUORUM->quorum none",
                        "quorum QUORUM->quorum " + witness,
                        "witness b/witness->witness \u00a0",
                        "group QUORUM 3->group G 2 d/witness c/witness\ngroup QUORUM 1",
                        "quorum->\t quorum \t",
                        "log->#log",
                        "log->log a")) {
            String[] fromTo = change.split("->", 2);
            policies.add(Bytes.utf8(text.replace(fromTo[0], fromTo[1])));
        }
        int taken = 0;
        try (Python python = Python.start()) {
            for (Bytes policy : policies) {
                String said =
                        new Case(receipt, List.of(), Optional.of(policy))
                                .agreed(python, "policy, -Dseed=" + SEED + "\n" + policy.utf8());
                taken += said.equals(Case.BAD) ? 0 : 1;
            }
        }
        assertTrue(taken > 20, "good: " + taken);
    }

    @Test
    void itsSignaturesAreJudgedAsOursAre() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        int good = 0;
        try (Python python = Python.start()) {
            Path edges = vectors("cctv/ed25519vectors.json");
            for (JsonNode edge : mapper.readTree(edges.toFile())) {
                Bytes message = Bytes.utf8(edge.get("msg").asString());
                boolean taken = takes(python, hex(edge, "key"), message, hex(edge, "sig"));
                assertEquals(edge.get("flags").isEmpty(), taken, edge::toString);
                good += taken ? 1 : 0;
            }
            Path wycheproof = vectors("wycheproof/ed25519_test.json");
            for (JsonNode group : mapper.readTree(wycheproof.toFile()).get("testGroups")) {
                Bytes key = hex(group.get("publicKey"), "pk");
                for (JsonNode test : group.get("tests")) {
                    boolean taken = takes(python, key, hex(test, "msg"), hex(test, "sig"));
                    assertEquals(
                            test.get("result").asString().equals("valid"), taken, test::toString);
                    good += taken ? 1 : 0;
                }
            }
        }
        assertTrue(good > 50, "good: " + good);
    }

    /** A log that another implementation wrote. */
    @Test
    void itOpensEveryCheckpointOfAForeignLog() throws IOException {
        String key =
                "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
        Path log = vectors("tlog-tessera/log");
        try (Python python = Python.start()) {
            for (int size = 0; size <= 15; size++) {
                Bytes note = Bytes.of(Files.readAllBytes(log.resolve("checkpoint." + size)));
                JsonNode said = opened(python, note, key);
                assertEquals(size, said.path("size").asInt(-1), said.toString());
                byte[] bytes = note.array();
                bytes[bytes.length - 9] ^= 1;
                assertEquals(false, opened(python, Bytes.of(bytes), key).path("good").asBoolean());
            }
        }
    }

    private static JsonNode opened(Python python, Bytes note, String key) {
        return python.ask(
                Map.of("note", List.of(note.base64()), "log", List.of(Bytes.utf8(key).base64())));
    }

    private static boolean takes(Python python, Bytes key, Bytes message, Bytes signature) {
        return python.ask(
                        Map.of(
                                "key", List.of(key.base64()),
                                "message", List.of(message.base64()),
                                "signature", List.of(signature.base64())))
                .path("good")
                .asBoolean();
    }

    private static Bytes hex(JsonNode in, String field) {
        return Bytes.parseHex(in.get(field).asString()).orThrow();
    }

    /** Other people's vectors, which lie beside the project. */
    private static Path vectors(String name) {
        String set = System.getenv("COMITY_SHARED");
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.isDirectory(at.resolve("shared"))) {
            at = at.getParent();
        }
        Path found = (set == null ? at.resolve("shared") : Path.of(set)).resolve("vectors/" + name);
        if (!Files.exists(found)) {
            assertNotEquals("true", System.getenv("CI"), "vectors missing: " + name);
            assumeTrue(false, "not tested, vectors missing: " + name);
        }
        return found;
    }
}
