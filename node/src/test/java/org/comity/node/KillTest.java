package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.comity.statement.StatementId;
import org.comity.store.EmbeddedStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kill -9 of the real process while it imports, at seeded moments; after each start nothing that
 * was acknowledged is missing, payloads included, and the log verifies from leaf 0. {@code
 * -Dkills=500} for long runs.
 *
 * <p>A kill fell inside a write when what is found afterwards is a torn batch, or a batch that is
 * whole on the disk and was not yet acknowledged: its bytes had begun to go out and nobody had been
 * told.
 */
@Tag("slow")
class KillTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int KILLS = Integer.getInteger("kills", 10);

    /** In each import; most of them are still to come when the process is killed. */
    private static final int MAILS = 300;

    private static final int ACKNOWLEDGED_MAX = 50;

    /** A new directory after so many, or long runs would spend their time on reading old leaves. */
    private static final int KILLS_A_DIRECTORY = 30;

    /** An acknowledgement is printed while the next mail is under way to the disk. */
    private static final int MICROS_MAX = 2_000;

    @TempDir Path folder;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<StatementId> acknowledged = new ArrayList<>();
    private int mails;
    private int insideImport;
    private int insideWrite;
    private int torn;
    private int survivedUnheard;

    @Test
    void nothingAcknowledgedIsLostHoweverOftenTheProcessIsKilled() throws Exception {
        Logs.quiet();
        int total = 0;
        for (int kill = 0; kill < KILLS; kill += KILLS_A_DIRECTORY) {
            acknowledged.clear();
            survivedUnheard = 0;
            Path data = Cli.init(folder.resolve("from-" + kill), "desk.example", "NL");
            for (int at = kill; at < Math.min(KILLS, kill + KILLS_A_DIRECTORY); at++) {
                round(data);
            }
            total += acknowledged.size();
            say(Math.min(KILLS, kill + KILLS_A_DIRECTORY), total);
        }
        assertTrue(insideImport > KILLS / 2, "too few fell inside an import: " + insideImport);
        assertTrue(insideWrite > KILLS / 4, "too few fell inside a write: " + insideWrite);
    }

    /** Long runs say it after each directory. */
    private void say(int kills, int total) {
        System.out.printf(
                "killed %d times: %d inside an import, %d of these inside a write (%d torn batches);"
                        + " %d statements acknowledged, none lost; seed %d%n",
                kills, insideImport, insideWrite, torn, total, SEED);
    }

    private void round(Path data) throws IOException, InterruptedException {
        Path batch = mbox();
        List<StatementId> heard = importAndKill(data, batch);
        acknowledged.addAll(heard);
        insideImport += heard.size() < MAILS ? 1 : 0;
        boolean isTorn;
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), false)) {
            isTorn = store.tornTail().isPresent();
        }
        long size = check(data);
        long unheard = size - acknowledged.size();
        torn += isTorn ? 1 : 0;
        insideWrite += isTorn || unheard > survivedUnheard ? 1 : 0;
        survivedUnheard = (int) unheard;
    }

    /** Mails that nobody has seen before. */
    private Path mbox() throws IOException {
        var all = new StringBuilder();
        for (int mail = 0; mail < MAILS; mail++) {
            String address = "45." + (80 + mails / 62_500) + "." + mails / 250 % 250;
            all.append("From a@b Mon Jan  5 09:00:00 2026\n")
                    .append(
                            Cli.mail(
                                    "m" + mails,
                                    "h" + mails + ".bad-" + mails % 7 + ".com",
                                    address + "." + (1 + mails % 250)))
                    .append('\n');
            mails++;
        }
        return Files.writeString(folder.resolve("batch.mbox"), all);
    }

    /** Leaves of the own log, after all was found sound. */
    private long check(Path data) throws IOException {
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            desk.recover();
            for (StatementId id : acknowledged) {
                assertTrue(
                        desk.payloads().statement(id).isPresent(),
                        () -> "lost " + id + ", seed " + SEED);
            }
            DataCheck.Outcome outcome = DataCheck.of(desk, it -> {});
            assertEquals(List.of(), outcome.findings(), "seed " + SEED);
            return desk.logs().own().tree().size();
        }
    }

    /**
     * Kills some microseconds after some number of acknowledgements; returns all that were read
     * before the end.
     */
    private List<StatementId> importAndKill(Path data, Path batch)
            throws IOException, InterruptedException {
        int after = 1 + random.nextInt(ACKNOWLEDGED_MAX);
        int micros = random.nextInt(MICROS_MAX);
        Process process = importing(data, batch);
        var heard = new ArrayList<StatementId>();
        try (var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            boolean killed = false;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{") && line.endsWith("}")) {
                    JsonNode one = Json.parse(line);
                    for (JsonNode id : one.path("statements")) {
                        heard.add(StatementId.parse(id.asString()).orThrow());
                    }
                }
                if (!killed && heard.size() >= after) {
                    LockSupport.parkNanos(micros * 1_000L);
                    // The handle: the process itself would close the stream with acknowledgements
                    // still in it.
                    process.toHandle().destroyForcibly();
                    killed = true;
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process is gone");
        return heard;
    }

    private static Process importing(Path data, Path batch) throws IOException {
        var words = new ArrayList<String>(List.of("import", "--data", data.toString()));
        words.addAll(List.of("--as", "spam", "--arriving-now", "--each", batch.toString()));
        return NodeProcess.command(List.of(), words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
