package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comity.charter.MemberKeys;
import org.comity.statement.MemberId;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files under a passphrase. */
class PassphraseTest {
    private static final MemberId DESK = new MemberId("desk.example");
    private static final Passphrase RIGHT = () -> Bytes.utf8("correct horse battery");
    @TempDir Path folder;

    @Test
    void lockedKeysNeedThePassphraseAndNewOnesAreLockedToo() throws Exception {
        Path data = locked();
        for (String name : List.of("member.seed", "node.seed", "exchange.key")) {
            assertTrue(Files.readString(data.resolve("keys").resolve(name)).startsWith("comity/"));
        }
        Cli.Ran refused = Cli.run(data, "status");
        assertEquals(Main.REFUSED, refused.exit(), refused.err());
        assertTrue(refused.err().contains(Passphrase.VARIABLE), refused.err());
        assertTrue(Cli.run(data, "keys").out().contains("locked"));
        assertThrows(Refusal.class, () -> NodeKeys.open(DESK, data, () -> Bytes.utf8("wrong")));

        NodeKeys keys = NodeKeys.open(DESK, data, RIGHT);
        MemberKeys listed = keys.publicKeys();
        MemberKeys next = keys.next(listed, new NodeKeys.Which(true, true));
        assertTrue(keys.settle(next));
        assertNotEquals(listed.node(), keys.node().verifierKey());
        for (String name : new KeyFolder(data.resolve("keys"), RIGHT, random()).names()) {
            String text = Files.readString(data.resolve("keys").resolve(name));
            assertTrue(text.startsWith("comity/locked-secret/v1\n"), name);
        }
        NodeKeys again = NodeKeys.open(DESK, data, RIGHT);
        assertEquals(keys.node().verifierKey(), again.node().verifierKey());
        assertEquals(keys.exchangeKey(), again.exchangeKey());
    }

    @Test
    void aCommandReadsItFromTheFileThatTheEnvironmentNames() throws Exception {
        Path data = locked();
        Process status =
                child(data, folder.resolve("passphrase").toString(), "claim", "bad-one.com");
        String said = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, status.waitFor(), said);
        Process piped = child(data, "/dev/stdin", "status");
        try (var in = piped.getOutputStream()) {
            in.write("correct horse battery\n".getBytes(StandardCharsets.UTF_8));
        }
        said = new String(piped.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, piped.waitFor(), said);
        assertTrue(said.contains("1 statements"), said);
    }

    @Test
    void anotherPassphraseOrNoneTakesTheOldOneAndGoesOnAfterACrash() throws Exception {
        Path data = locked();
        Path keys = data.resolve("keys");
        assertThrows(
                Refusal.class,
                () ->
                        new KeyFolder(keys, () -> Bytes.utf8("wrong"), random())
                                .lockAll(java.util.Optional.empty()));
        Path before = folder.resolve("before");
        OwnHistoryTest.copyTree(keys, before);
        var other = java.util.Optional.of(Bytes.utf8("another one"));
        new KeyFolder(keys, RIGHT, random()).lockAll(other);
        // As a crash before the last file leaves it.
        Files.copy(
                before.resolve("node.seed"),
                keys.resolve("node.seed"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        new KeyFolder(keys, RIGHT, random()).lockAll(other);
        NodeKeys open = NodeKeys.open(DESK, data, other::orElseThrow);
        new KeyFolder(keys, other::orElseThrow, random()).lockAll(java.util.Optional.empty());
        assertEquals(0, Cli.run(data, "status").exit());
        assertFalse(Cli.run(data, "keys").out().contains("locked"));
        assertTrue(
                Files.readString(keys.resolve("exchange.key")).contains(open.exchangeKey().hex()));
    }

    private static java.security.SecureRandom random() {
        return new java.security.SecureRandom();
    }

    private Path locked() throws Exception {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path file = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
        Cli.Ran ran = Cli.run(data, "keys", "passphrase", "--new", file.toString());
        assertEquals(0, ran.exit(), ran.err());
        return data;
    }

    private static Process child(Path data, String passphraseFile, String... command)
            throws Exception {
        var all = new java.util.ArrayList<String>(List.of(BadDiskSteps.java()));
        all.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
        all.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(List.of(command));
        all.addAll(List.of("--data", data.toString()));
        var builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put(Passphrase.VARIABLE, passphraseFile);
        return builder.start();
    }
}
