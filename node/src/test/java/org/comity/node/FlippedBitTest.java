package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One bit flipped anywhere in a member's directory, of a node that was stopped and of one that was
 * killed: {@code comity check-data} finds it, or the directory answers as before. {@code
 * -Dflips=5000} for long runs.
 */
@Tag("slow")
class FlippedBitTest {
    private static final long SEED = Long.getLong("seed", 1);
    private static final int FLIPS = Integer.getInteger("flips", 80);
    private static final int OF_EACH_FILE_MIN = Integer.getInteger("flips-of-each", 3);

    @TempDir Path folder;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final InstantSource clock = fixed();
    private final TreeMap<String, int[]> counts = new TreeMap<>();

    private static InstantSource fixed() {
        Instant start = Instant.now();
        return () -> start;
    }

    @Test
    void isFoundOrChangesNoAnswer() throws Exception {
        Logs.quiet();
        Path stopped = SmallExchange.make(folder);
        assertEquals(0, process(stopped, "status").waitFor(), "unpacks the native code");
        Path killed = copy(stopped, folder.resolve("killed"), Optional.empty());
        kill(killed);
        for (Path sound : List.of(stopped, killed)) {
            Cli.Ran ran = Cli.run(sound, "check-data");
            assertEquals(0, ran.exit(), ran.out() + ran.err());
            List<String> answers = answers(copy(sound, folder.resolve("sound"), Optional.empty()));
            assertTrue(answers.size() > 8, answers.toString());
            for (Path file : files(sound)) {
                int flips = Math.max(OF_EACH_FILE_MIN, FLIPS / 2 / files(sound).size());
                for (int flip = 0; flip < flips; flip++) {
                    flip(sound, file, answers);
                }
            }
        }
        System.out.println("flipped bits, seed " + SEED + " (found, noted, without effect):");
        counts.forEach((file, of) ->
                System.out.println("  " + file + ": " + of[0] + ", " + of[1] + ", " + of[2]));
    }

    private void flip(Path sound, Path file, List<String> answers) throws IOException {
        Path data = copy(sound, folder.resolve("flipped"), Optional.of(file));
        Path damaged = data.resolve(sound.relativize(file).toString());
        byte[] content = Files.readAllBytes(damaged);
        int at = random.nextInt(content.length);
        int bit = random.nextInt(8);
        content[at] ^= (byte) (1 << bit);
        Files.write(damaged, content);
        String where = sound.relativize(file) + ", byte " + at + ", bit " + bit + ", seed " + SEED;
        Cli.Ran ran = Cli.run(data, "check-data");
        assertFalse((ran.out() + ran.err()).contains("\tat "), where + ran.out() + ran.err());
        boolean found = ran.exit() != 0;
        assertEquals(found, ran.out().contains("found: "), where + ran.out() + ran.err());
        String name =
                sound.relativize(file).toString().replaceAll("[0-9a-f]{6,}(-[0-9a-f]+)?", "*");
        int[] count = counts.computeIfAbsent(sound.getFileName() + " " + name, _ -> new int[3]);
        if (found) {
            count[0]++;
            startsOrSaysWhy(data, where);
            return;
        }
        boolean noted = ran.out().contains("comity.toml is not as at the last start");
        count[ran.out().contains("note: ") ? 1 : 2]++;
        if (!noted) {
            assertEquals(answers, answers(data), where + "\n" + ran.out());
        }
    }

    /** Not what it answers, which the check has warned of; but no end without a word. */
    private void startsOrSaysWhy(Path data, String where) {
        Cli.Ran ran = Cli.run(data, "status");
        assertTrue(ran.exit() != Main.USAGE, where);
        assertTrue(ran.exit() == 0 || ran.err().startsWith("comity: "), where + ran.err());
        assertFalse(ran.err().contains("\tat "), where + ran.err());
    }

    /** Lists, reasons, heads, receipts, requests, standing. */
    private List<String> answers(Path data) throws IOException {
        var answers = new ArrayList<String>();
        try (Desk desk = Desk.open(data, clock)) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            var client = PeerClient.of(desk);
            var operations = new Operations(desk, new Joiner(desk, client), Optional.empty());
            long second = clock.instant().getEpochSecond();
            for (String tier : List.of("score", "block")) {
                answers.add(
                        ask(
                                operations,
                                "export",
                                Json.object().put("tier", tier).put("at", second)));
            }
            for (String value : List.of("bad-campaign.com", "45.80.9.9", "my-newsletter.com")) {
                answers.add(ask(operations, "explain", value(value, second)));
                var check = Json.object().put("at", second);
                check.putArray("values").add(value);
                answers.add(ask(operations, "check", check));
            }
            answers.add(ask(operations, "request-list", Json.object()));
            answers.add(ask(operations, "standing", Json.object()));
            for (Log log : desk.logs().all()) {
                answers.add(log.origin() + " " + log.tree().head() + " " + log.cosignedSize());
            }
            var receipt = Json.object().put("statement", RunningNodes.A + "/log#0");
            answers.add(ask(operations, "receipt", receipt));
            answers.add(desk.keys().exchangeKey().hex());
        }
        return answers;
    }

    private static JsonNode value(String value, long second) {
        return Json.object().put("value", value).put("at", second);
    }

    private static String ask(Operations operations, String name, JsonNode with)
            throws IOException {
        return Json.line(operations.run(name, with, progress -> {}));
    }

    private static Process process(Path data, String... command) throws IOException {
        var words = new ArrayList<String>(List.of(command));
        words.addAll(List.of("--data", data.toString()));
        return NodeProcess.command(List.of(), words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Of the real process, after one more want was acknowledged. */
    private void kill(Path data) throws Exception {
        Process node = process(data, "node", "--log", folder.resolve("killed.log").toString());
        try {
            node.inputReader().readLine();
            // A private row: nothing is stated before another member was heard.
            Cli.Ran ran = Cli.run(data, "want", "wanted-at-last.com");
            assertEquals(0, ran.exit(), ran.err());
        } finally {
            node.toHandle().destroyForcibly();
        }
        assertTrue(node.waitFor(30, TimeUnit.SECONDS), "the process is gone");
    }

    private static List<Path> files(Path data) throws IOException {
        try (var all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .filter(it -> it.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    /** What nobody writes into is the same file, but for the one that is to be changed. */
    private static Path copy(Path from, Path to, Optional<Path> changed) throws IOException {
        if (Files.exists(to)) {
            try (var old = Files.walk(to)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                String name = file.getFileName().toString();
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                } else if (!Files.isRegularFile(file)) {
                    continue; // a socket
                } else if (!changed.equals(Optional.of(file))
                        && (name.endsWith(".sst")
                                || name.equals("reserve")
                                || name.contains("rocksdbjni"))) {
                    Files.createLink(target, file);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return to;
    }
}
