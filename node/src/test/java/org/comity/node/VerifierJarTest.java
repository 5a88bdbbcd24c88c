package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar for strangers, as it is handed out, on files that a node made. */
final class VerifierJarTest {
    @TempDir Path folder;

    private record Ran(int exit, String said) {}

    @Test
    void judgesWhatANodeMakesAndSaysWhatANodeSays() throws Exception {
        Path jar = jar();
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "shop.bad-campaign.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        String receipt = made(data, "receipt", "desk.example/log#0", "--out", "0.receipt");
        String history = made(data, "charter", "history", "--out", "history.notes");
        String policy = made(data, "charter", "policy", "--out", "desk.policy");
        String why = made(data, "explain", "bad-campaign.com", "--out", "why.txt");
        for (List<String> asked :
                List.of(
                        List.of("receipt", receipt, "--charter", history),
                        List.of("receipt", receipt, "--policy", policy),
                        List.of("explanation", why, "--charter", history))) {
            Ran ran = run(jar, asked);
            assertEquals(0, ran.exit(), ran.said());
            String[] rest = asked.subList(1, asked.size()).toArray(String[]::new);
            Cli.Ran node = Cli.run(folder.resolve("nowhere"), "verify", rest);
            assertEquals(0, node.exit(), node.err());
            assertEquals(node.out(), ran.said());
        }
        Path bent = folder.resolve("bent.receipt");
        Files.writeString(bent, Files.readString(Path.of(receipt)).replace("index 0", "index 1"));
        assertEquals(
                Main.REFUSED,
                run(jar, List.of("receipt", bent.toString(), "--charter", history)).exit());
        // The directory's own charters judge where none is given.
        assertEquals(0, Cli.run(data, "verify", receipt).exit());
        Cli.Ran both = Cli.run(data, "verify", receipt, "--policy", policy, "--charter", history);
        assertEquals(Main.USAGE, both.exit());
        assertEquals(Main.USAGE, Cli.run(data, "verify", why, "--policy", policy).exit());
    }

    @Test
    void holdsNoMoreThanItNeedsAndNobodysSignature() throws IOException {
        Path jar = jar();
        assertTrue(Files.size(jar) < 4_000_000, () -> jar + " has grown");
        try (JarFile file = new JarFile(jar.toFile())) {
            var strange = new ArrayList<String>();
            file.stream()
                    .map(it -> it.getName())
                    .filter(it -> !it.endsWith("/"))
                    .filter(it ->
                            !it.matches(
                                    "org/comity/(value|statement|tlog|charter|agreement|verifier)/.*"
                                            + "|org/bouncycastle/.*[.]class"
                                            + "|tools/jackson/core/.*[.]class"
                                            + "|com/google/re2j/.*[.]class"
                                            + "|META-INF/(MANIFEST[.]MF|NOTICE|licences[.]txt|.*LICENSE([.]md)?)"))
                    .forEach(strange::add);
            assertEquals(List.of(), strange);
        }
    }

    private String made(Path data, String command, String... args) {
        String file = folder.resolve(args[args.length - 1]).toString();
        args[args.length - 1] = file;
        Cli.Ran ran = Cli.run(data, command, args);
        assertEquals(0, ran.exit(), ran.err());
        return file;
    }

    private static Ran run(Path jar, List<String> args) throws Exception {
        var all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                jar.toString()));
        all.addAll(args);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    /** Made when the rooms are packaged: a build that stops at the tests has none. */
    private static Path jar() {
        Path jar = Project.root().resolve("verifier/target/comity-verifier.jar");
        if (!Files.exists(jar)) {
            assertNotEquals("true", System.getenv("CI"), "no jar for strangers");
            assumeTrue(false, "not tested: ./dev verifier makes the jar");
        }
        return jar;
    }
}
