package org.comity.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.comity.charter.Charter;
import org.comity.charter.WitnessPolicy;
import org.comity.value.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class MainTest {
    @TempDir Path folder;

    private String receipt = "";
    private String charter = "";
    private String policy = "";

    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void files() throws IOException {
        receipt = file("17.receipt", Shapes.quorum().needing(Shapes.FOUR).bytes());
        charter = file("charter.note", Shapes.FOUR_SIGNED);
        var made = WitnessPolicy.of(Shapes.FOUR, Shapes.FOUR.members().getFirst());
        policy = file("a.policy", made.bytes());
    }

    @Test
    void saysWhatAReceiptShowsAndByWhom() {
        Ran ran = run("receipt", receipt, "--charter", charter);
        assertEquals(Main.GOOD, ran.exit());
        assertEquals(
                """
                good: a/log#2 by a, declared 2027-01-15T08:00:00Z, TLP:GREEN
                  witnessed by the quorum: b, c, d
                  by the charter of epoch 1, %s
                """
                        .formatted(Shapes.FOUR.hash().hex()),
                ran.out());
        Ran byPolicy = run("receipt", receipt, "--policy", policy);
        assertEquals(Main.GOOD, byPolicy.exit());
        assertTrue(
                byPolicy.out()
                        .contains("witnessed by the quorum: b/witness, c/witness, d/witness"));
        assertTrue(byPolicy.out().contains("by the keys of the policy that you gave"));
    }

    @Test
    void printsJsonForPrograms() {
        Ran ran = run("receipt", receipt, "--charter", charter, "--json");
        JsonNode facts = new ObjectMapper().readTree(ran.out());
        assertEquals("quorum", facts.path("witnessed").asString());
        assertEquals("[\"b\",\"c\",\"d\"]", facts.path("witnesses").toString());
        assertEquals(1, facts.path("epoch").asInt());
        Ran bad = run("receipt", charter, "--charter", charter, "--json");
        assertEquals(Main.NOT_GOOD, bad.exit());
        assertEquals(false, new ObjectMapper().readTree(bad.out()).path("valid").asBoolean(true));
    }

    @Test
    void saysWhichCharterJudgedAndWhatFollowedIt() throws IOException {
        Charter after = Made.rotated(Shapes.FOUR, "a", 1);
        String newest = file("newest.note", Made.signed(after, Map.of("a", 1)));
        Ran ran = run("receipt", receipt, "--charter", charter, "--charter", newest);
        assertEquals(Main.GOOD, ran.exit(), ran.err());
        assertTrue(ran.out().contains("  by the charter of epoch 1, "), ran.out());
        assertTrue(
                ran.out()
                        .contains(
                                "the newest charter that you gave, of epoch 2, "
                                        + after.hash().hex()
                                        + ", follows it"),
                ran.out());
        Charter later = Made.rotated(after, "b", 1);
        String gap = file("gap.note", Made.signed(later, Map.of("a", 1, "b", 1)));
        Ran unlinked = run("receipt", receipt, "--charter", charter, "--charter", gap);
        assertTrue(unlinked.out().contains("no charter that you gave links it"), unlinked.out());
        Ran alone = run("receipt", receipt, "--charter", newest);
        assertEquals(Main.NOT_GOOD, alone.exit());
        assertTrue(
                alone.out()
                        .contains(
                                "it needs a charter that was not given (epoch 1, "
                                        + Shapes.FOUR.hash().hex()),
                alone.out());
    }

    @Test
    void anExplanationIsSoughtInAFileThatIsOne() {
        Ran ran = run("explanation", receipt);
        assertEquals(Main.NOT_GOOD, ran.exit());
        assertTrue(ran.out().startsWith("not good: "), ran.out());
    }

    @Test
    void wrongUsageIsToldWithTheHelp() {
        for (List<String> args :
                List.of(
                        List.<String>of(),
                        List.of("receipt"),
                        List.of("receipt", receipt),
                        List.of("fault", receipt),
                        List.of("receipt", receipt, "--charter"),
                        List.of("receipt", receipt, "--charter", charter, "--policy", policy),
                        List.of("receipt", receipt, "--policy", policy, "--policy", policy),
                        List.of("receipt", receipt, receipt, "--charter", charter),
                        List.of("explanation", receipt, "--policy", policy),
                        List.of("receipt", receipt, "--nothing"),
                        List.of("receipt", "\0", "--charter", charter))) {
            Ran ran = run(args.toArray(String[]::new));
            assertEquals(Main.USAGE, ran.exit(), args.toString());
            assertTrue((ran.out() + ran.err()).contains("java -jar comity-verifier.jar receipt"));
        }
        assertEquals(Main.GOOD, run("--help").exit());
    }

    @Test
    void missingAndOversizedFilesAreNamed() throws IOException {
        Ran missing = run("receipt", receipt, "--charter", folder.resolve("none").toString());
        assertEquals(Main.NOT_GOOD, missing.exit());
        assertTrue(missing.out().contains("no such file"), missing.out());
        String large = file("large", Bytes.of(new byte[Verification.BYTES_MAX + 1]));
        Ran oversized = run("receipt", large, "--charter", charter);
        assertTrue(oversized.out().contains("larger than"), oversized.out());
        assertTrue(run("receipt", folder.toString(), "--charter", charter).out().contains("file"));
    }

    @Test
    void factsAreJsonWhateverTheyHold() {
        for (String text : List.of("", "\"\\\n\t\0", "\ud800", "\u0085\u009b", "漢字\ud83d\ude00")) {
            String json = JsonText.of(Map.of("a", List.of(text, 1, true)));
            JsonNode read = new ObjectMapper().readTree(json);
            assertEquals(text, read.path("a").path(0).asString());
            assertEquals(1, read.path("a").path(1).asInt());
        }
    }

    private String file(String name, Bytes bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes.array()).toString();
    }

    private static Ran run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Ran(exit, out.toString(), err.toString());
    }
}
