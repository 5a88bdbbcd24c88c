package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file of a desk's directory, damaged, gone or too many: found, with what to do about it. */
class DamagedFilesTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void aDeskThatReportedAMail() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "shop.bad-campaign.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void aChangedBitInAnyKeyIsFound() throws IOException {
        for (String name : new String[] {"member.seed", "node.seed", "exchange.key"}) {
            Path file = data.resolve("keys").resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int at = 0; at < sound.length; at++) {
                byte[] other = sound.clone();
                other[at] ^= (byte) (1 << at % 8);
                Files.write(file, other);
                String out = found("keys/" + name);
                assertTrue(out.contains("put"), out);
            }
            Files.write(file, sound);
        }
        sound();
    }

    @Test
    void aKeyOfAnotherMemberIsFoundAndOneThatIsGone() throws IOException {
        Path other = Cli.init(folder, "other.example", "NL");
        Path file = data.resolve("keys/node.seed");
        byte[] own = Files.readAllBytes(file);
        Files.write(file, Files.readAllBytes(other.resolve("keys/node.seed")));
        assertTrue(found("not the key that the charter lists").contains("charter rotate"));
        Files.delete(file);
        found("keys/node.seed is missing");
        SeedFileTest.write(file, own);
        Path member = data.resolve("keys/member.seed");
        Files.delete(member); // kept offline, as it should be
        sound();
        SeedFileTest.write(member, own);
        found("keys/member.seed is not the key that the charter lists");
        Files.delete(member);
        Files.delete(data.resolve("keys/exchange.key"));
        found("keys/exchange.key is missing");
    }

    @Test
    void whatOthersMayReadIsFoundAndTheWordsMendIt() throws Exception {
        for (String name : new String[] {"", "keys", "keys/node.seed", "store"}) {
            Path file = data.resolve(name);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
            assertTrue(found("others than its owner may read").contains("chmod -R go="));
            var mend = new ProcessBuilder("chmod", "-R", "go=", data.toString()).start();
            assertEquals(0, mend.waitFor());
            sound();
        }
    }

    @Test
    void theConfigurationIsHeldAgainstTheLastStart() throws IOException {
        Path toml = Desk.configFile(data);
        String was = Files.readString(toml);
        Files.writeString(toml, was.replace("30d", "20d"));
        assertTrue(sound().contains("note: comity.toml is not as at the last start"));
        assertEquals(0, Cli.run(data, "status").exit());
        assertFalse(sound().contains("comity.toml"), "the next start takes it as meant");
        Files.writeString(toml, was.replace("poll-every", "pool-every"));
        found("comity.toml: unknown key");
        Files.writeString(toml, was.replace("desk.example", "desk.exbmple"));
        found("knows no desk.exbmple");
        Files.delete(toml);
        found("comity.toml is missing");
    }

    @Test
    void whatTheNextStartPutsRightIsANote() throws IOException {
        Path store = data.resolve("store");
        Files.writeString(store.resolve("journal.new"), "half");
        Files.writeString(data.resolve("notes.txt"), "x");
        Files.writeString(data.resolve("control.sock"), "");
        byte[] zeros = Files.readAllBytes(store.resolve("reserve"));
        zeros[77] = 1;
        Files.write(store.resolve("reserve"), zeros);
        Files.createDirectories(store.resolve("native/1-2"));
        Files.writeString(store.resolve("native/1-2/librocksdbjni.so"), "not what was unpacked");
        String out = sound();
        for (String words :
                new String[] {
                    "journal.new", "notes.txt", "left its socket", "not all zeros", "native code"
                }) {
            assertTrue(out.contains(words), out);
        }
    }

    @Test
    void aDamagedStoreIsToldThoughNoNodeCouldOpenIt() throws IOException {
        Path journal = data.resolve("store/journal");
        byte[] sound = Files.readAllBytes(journal);
        byte[] other = sound.clone();
        other[sound.length / 2] ^= 4;
        Files.write(journal, other);
        String out = found("checksum of a record differs");
        assertTrue(out.contains("do not start the node"), out);
        assertTrue(out.contains("what the rows say was not checked"), out);
        Files.delete(journal);
        found("the journal is missing");
        Files.write(journal, sound);
        sound();
    }

    @Test
    void aTornTailIsANoteAndIsNotCut() throws IOException {
        Path journal = data.resolve("store/journal");
        byte[] sound = Files.readAllBytes(journal);
        byte[] torn = java.util.Arrays.copyOf(sound, sound.length + 5);
        torn[sound.length] = 1;
        torn[sound.length + 4] = 9;
        Files.write(journal, torn);
        assertTrue(sound().contains("note: torn tail"));
        assertEquals(torn.length, Files.size(journal), "read only");
    }

    @Test
    void whereANodeRunsItAnswersAndTheHolderIsNamed() throws IOException {
        try (Node node = Node.start(data, InstantSource.system())) {
            Cli.Ran ran = Cli.run(data, "check-data");
            assertEquals(0, ran.exit(), ran.out() + ran.err());
            String process = "Process " + ProcessHandle.current().pid() + " has it open";
            assertTrue(ran.out().startsWith(process), ran.out());
            assertTrue(ran.out().contains("1 leaves and 1 payloads read"), ran.out());
            assertTrue(Files.exists(Control.socket(data)));
            String status = Cli.run(data, "status").out();
            assertTrue(status.contains(" free; journal "), status);
            assertTrue(status.contains("how fast it grows is known after a day"), status);
            assertTrue(node.health().path("status").asString().equals("ok"));
        }
        assertFalse(Files.exists(Control.socket(data)), "a clean stop removes it");
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            Cli.Ran ran = Cli.run(data, "check-data");
            assertEquals(Main.MACHINE, ran.exit(), ran.out());
            assertTrue(ran.err().contains("it does not answer on control.sock"), ran.err());
            assertEquals("desk.example", desk.self().name());
        }
        sound();
    }

    private String found(String words) {
        Cli.Ran ran = Cli.run(data, "check-data");
        assertEquals(Main.REFUSED, ran.exit(), words + "\n" + ran.out() + ran.err());
        assertTrue(ran.out().contains(words), words + "\n" + ran.out());
        return ran.out();
    }

    private String sound() {
        Cli.Ran ran = Cli.run(data, "check-data");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        return ran.out();
    }
}
