package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Backups of running nodes, and what comes of restoring them. */
class BackupTest extends RunningNodes {
    private static final JsonNode NONE = Json.object();

    @Test
    void aRestoredBackupForksNothingAndObeysWhatWasErasedSince() throws Exception {
        Node a = start("cert.example", "NL");
        Node b = start("isp.example", "BR");
        join(a, b);
        take(a, Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.1"));
        Path data = directories.getFirst();
        Path backup = folder.resolve("monday.backup");
        Cli.Ran made = Cli.run(data, "backup", backup.toString());
        assertEquals(0, made.exit(), made.err());
        assertTrue(made.out().contains("WITH THE KEYS"), made.out());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
        take(a, Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.2"));
        assertEquals(0, Cli.run(data, "erase", "cert.example/log#0").exit());
        long size = a.desk().logs().own().tree().size();
        var held = Json.object();
        held.putObject("sizes").put(A, size);
        await(b, "hold", held, it -> it.path(A).asBoolean());
        close(a);
        close(b);
        DemoCommand.deleteTree(data);

        Cli.Ran restored = Cli.run(data, "restore", backup.toString());
        assertEquals(0, restored.exit(), restored.err());
        assertTrue(restored.out().contains("comity recover"), restored.out());
        Path toml = Desk.configFile(data);
        Files.writeString(
                toml,
                Files.readString(toml)
                        .replace("[exchange]", "[exchange]\nstart-alone-after = \"1s\""));
        Node waiting = Node.start(data, InstantSource.system());
        nodes.add(waiting);
        new HistoryCheckOf(waiting).goOnAlone();
        assertEquals("unheard", state(waiting), "it waits for all, however long");
        nodes.add(Node.start(directories.get(1), InstantSource.system()));
        await(waiting, "status", NONE, it -> it.toString().contains("\"older\""));
        assertThrows(Refusal.class, () -> waiting.run("claim", value("bad-three.com")));
        JsonNode recovered = waiting.run("recover", NONE);
        assertEquals(size, recovered.path("size").asLong(), recovered.toString());
        waiting.run("claim", value("bad-three.com"));
        assertFalse(export(waiting).contains("bad-one.com"));
        await(waiting, "check", values("bad-two.com"), it -> claimants(it).size() == 1);
        for (Node node : List.copyOf(nodes)) {
            await(node, "check", values("bad-three.com"), it -> claimants(it).size() == 1);
            assertEquals("[]", node.run("check-data", NONE).path("findings").toString());
        }
    }

    /** As if it had run for an hour. */
    private record HistoryCheckOf(Node node) {
        void goOnAlone() throws IOException {
            Desk desk = node.desk();
            new HistoryCheck(desk, new PeerClient(desk.keys(), desk.machine()))
                    .goOnAlone(java.time.Duration.ofHours(1));
        }
    }

    @Test
    void aDeskAloneIsRestoredWithAndWithoutKeys() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        assertEquals(0, Cli.run(data, "claim", "bad-one.com").exit());
        assertEquals(0, Cli.run(data, "want", "good.com").exit());
        Path with = folder.resolve("with.backup");
        Path without = folder.resolve("without.backup");
        assertEquals(0, Cli.run(data, "backup", with.toString()).exit());
        assertEquals(Main.REFUSED, Cli.run(data, "backup", with.toString()).exit());
        Cli.Ran made = Cli.run(data, "backup", without.toString(), "--without-keys");
        assertTrue(made.out().contains("WITHOUT KEYS"), made.out());
        String seed = Files.readString(data.resolve("keys/node.seed")).strip();
        assertTrue(contains(with, seed));
        assertFalse(contains(without, seed));

        Path first = folder.resolve("restored");
        Cli.Ran restored = Cli.run(first, "restore", with.toString());
        assertEquals(0, restored.exit(), restored.err());
        assertTrue(restored.out().contains("is lost"), restored.out());
        goesOn(first);
        assertEquals(Main.REFUSED, Cli.run(first, "restore", with.toString()).exit());

        Path second = folder.resolve("restored-too");
        assertTrue(Cli.run(second, "restore", without.toString()).out().contains("no keys"));
        assertEquals(Main.MACHINE, Cli.run(second, "status").exit());
        OwnHistoryTest.copyTree(data.resolve("keys"), second.resolve("keys"));
        goesOn(second);
    }

    private static void goesOn(Path data) {
        assertTrue(Cli.run(data, "check", "bad-one.com").out().contains("trusted"));
        assertTrue(Cli.run(data, "check", "good.com").out().contains("wanted here"));
        assertEquals(0, Cli.run(data, "claim", "bad-two.com").exit());
        Cli.Ran checked = Cli.run(data, "check-data");
        assertEquals(0, checked.exit(), checked.out());
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingIsWritten() throws Exception {
        Path data = Cli.init(folder, "desk.example", "NL");
        Cli.run(data, "claim", "bad-one.com");
        Path backup = folder.resolve("whole.backup");
        Cli.run(data, "backup", backup.toString());
        byte[] whole = Files.readAllBytes(backup);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("BackupTest seed " + seed);
        var random = new Random(seed);
        Path bad = folder.resolve("bad.backup");
        Path into = folder.resolve("into");
        for (int round = 0; round < 200; round++) {
            byte[] bytes =
                    random.nextBoolean()
                            ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length))
                            : whole.clone();
            if (bytes.length == whole.length) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(bad, bytes);
            assertThrows(Refusal.class, () -> Backup.restore(bad, into));
            assertFalse(Files.exists(into));
        }
    }

    private static boolean contains(Path file, String text) throws IOException {
        return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(text);
    }

    private static String state(Node node) throws IOException {
        return node.run("status", NONE).path("own_log").path("state").asString();
    }

    private void close(Node node) throws IOException {
        nodes.remove(node);
        node.close();
    }
}
