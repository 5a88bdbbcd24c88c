package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.comity.statement.StatementId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kill -9 of the real process while it imports, at seeded moments; after each start nothing that
 * was acknowledged is missing, payloads included, and the log verifies from leaf 0. {@code
 * -Dkills=500} for long runs.
 */
@Tag("long")
class KillTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int KILLS = Integer.getInteger("kills", 30);
    @TempDir Path folder;

    @Test
    void nothingAcknowledgedIsLostHoweverOftenTheProcessIsKilled() throws Exception {
        var random = new SplittableRandom(SEED);
        Path data = Cli.init(folder, "desk.example", "NL");
        var acknowledged = new ArrayList<StatementId>();
        int inside = 0;
        int number = 0;
        for (int round = 0; round < KILLS; round++) {
            Path mails = folder.resolve("round-" + round);
            for (int mail = 0; mail < 60; mail++) {
                Cli.mail(
                        mails,
                        "m" + number,
                        "h" + number + ".bad-" + number % 7 + ".com",
                        "45.80." + number / 250 % 250 + "." + (1 + number % 250));
                number++;
            }
            int after = 1 + random.nextInt(58);
            long before = acknowledged.size();
            acknowledged.addAll(importAndKill(data, mails, after, random.nextInt(3_000)));
            inside += acknowledged.size() - before < 60 ? 1 : 0;
            try (Desk desk = Desk.open(data, InstantSource.system())) {
                desk.recover();
                for (StatementId id : acknowledged) {
                    assertTrue(
                            desk.payloads().statement(id).isPresent(),
                            () -> "lost " + id + ", seed " + SEED);
                }
                DataCheck.Outcome outcome =
                        desk.writer().call(() -> new DataCheck(desk).run(it -> {}));
                assertEquals(List.of(), outcome.findings(), "seed " + SEED);
            }
        }
        System.out.println(
                "killed "
                        + KILLS
                        + " times, "
                        + inside
                        + " inside an import; "
                        + acknowledged.size()
                        + " acknowledged, none lost; seed "
                        + SEED);
        assertTrue(inside > KILLS / 2, "too few kills fell inside an import: " + inside);
    }

    /**
     * Kills a few microseconds after some number of acknowledgements; returns all that were read
     * before the end.
     */
    private static List<StatementId> importAndKill(Path data, Path mails, int after, int micros)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "import",
                                "--data",
                                data.toString(),
                                "--as",
                                "spam",
                                "--arriving-now",
                                "--each",
                                mails.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var statements = new ArrayList<StatementId>();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            boolean killed = false;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{") && line.endsWith("}")) {
                    JsonNode one = Json.parse(line);
                    for (JsonNode id : one.path("statements")) {
                        statements.add(StatementId.parse(id.asString()).orThrow());
                    }
                }
                if (!killed && statements.size() >= after) {
                    java.util.concurrent.locks.LockSupport.parkNanos(micros * 1_000L);
                    process.destroyForcibly();
                    killed = true;
                }
            }
        }
        process.waitFor(30, TimeUnit.SECONDS);
        return statements;
    }
}
