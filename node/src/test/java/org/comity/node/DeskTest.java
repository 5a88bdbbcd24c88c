package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One desk alone, by the command line. */
class DeskTest {
    @TempDir Path folder;

    @Test
    void aDeskReportsChecksExplainsProvesAndTakesBack() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "shop.bad-campaign.com", "45.80.9.9");
        Cli.Ran imported =
                Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        assertEquals(0, imported.exit(), imported.err());
        assertTrue(imported.out().startsWith("1 reported"), imported.out());

        String checked = Cli.run(data, "check", "bad-campaign.com", "45.80.9.9").out();
        assertTrue(checked.contains("domain:bad-campaign.com: trusted, tier score"), checked);
        assertTrue(checked.contains("address:45.80.9.9: trusted, tier score"), checked);
        assertTrue(Cli.run(data, "explain", "bad-campaign.com").out().contains("charter "));
        assertTrue(Cli.run(data, "trace", "bad-campaign.com").out().contains("45.80.9.9"));

        Path receipt = folder.resolve("0.receipt");
        assertEquals(
                0,
                Cli.run(data, "receipt", "desk.example/log#0", "--out", receipt.toString()).exit());
        Cli.Ran verified = Cli.run(data, "verify", receipt.toString());
        assertEquals(0, verified.exit(), verified.err());
        assertTrue(verified.out().contains("unwitnessed"), verified.out());

        assertEquals(0, Cli.run(data, "retract", "bad-campaign.com").exit());
        assertTrue(
                Cli.run(data, "check", "bad-campaign.com").out().contains("unknown, on no list"));
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void whatIsWantedIsOnNoListAndOwnAutomaticClaimsAreRetracted() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.my-newsletter.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Cli.Ran want = Cli.run(data, "want", "my-newsletter.com");
        assertTrue(want.out().contains("own automatic claims on it retracted"), want.out());
        assertTrue(Cli.run(data, "check", "my-newsletter.com").out().contains("wanted here"));
        Path again = Cli.mail(folder, "two", "www.my-newsletter.com", "45.80.9.10");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", again.toString());
        assertFalse(Cli.run(data, "export").out().contains("\nmy-newsletter.com"));
    }

    @Test
    void whatWasSpamAndIsWantedAfterAllIsTakenBack() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.my-newsletter.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Cli.Ran wanted = Cli.run(data, "import", "--as", "wanted", mail.toString());
        assertTrue(wanted.out().startsWith("1 kept"), wanted.out());
        assertTrue(Cli.run(data, "check", "my-newsletter.com").out().contains("on no list"));
        assertEquals(0, Cli.run(data, "check-data").exit());
    }

    @Test
    void oneMoreMailThatOnlyMentionsAHostDoesNotUnlistIt() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Path mention = folder.resolve("two.eml");
        Files.writeString(
                mention,
                Files.readString(mail)
                        .replace("Message-ID: <one", "Message-ID: <two")
                        .replace("Go to http", "> Go to http"));
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mention.toString());
        String checked = Cli.run(data, "check", "bad-campaign.com").out();
        assertTrue(checked.contains("trusted, tier score"), checked);
    }

    @Test
    void aLongUrlEndsNothing() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "long-url.com/" + "shop/".repeat(300), "45.80.9.9");
        for (String as : new String[] {"spam", "wanted"}) {
            Cli.Ran ran = Cli.run(data, "import", "--as", as, "--arriving-now", mail.toString());
            assertEquals(0, ran.exit(), ran.err());
            String checked = Cli.run(data, "check", "long-url.com").out();
            assertEquals(as.equals("spam"), checked.contains("trusted, tier score"), checked);
        }
        assertEquals(0, Cli.run(data, "check-data").exit());
    }

    @Test
    void afterAHaltWantsAndErasuresStillWork() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Cli.run(data, "halt", "--yes");
        assertEquals(0, Cli.run(data, "want", "bad-campaign.com").exit());
        assertTrue(Cli.run(data, "check", "bad-campaign.com").out().contains("wanted here"));
        assertEquals(0, Cli.run(data, "erase", "desk.example/log#0").exit());
        assertEquals("", filesWith(data, "www.bad-campaign.com"));
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void theSameMailTwiceIsReportedOnce() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.bad-campaign.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Cli.Ran twice = Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        assertTrue(twice.out().startsWith("1 already"), twice.out());
    }

    @Test
    void erasedValuesAreNowhereInTheDirectoryAndTheProofStands() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "one", "www.to-be-erased-entirely.com", "45.80.9.9");
        Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        Cli.Ran erased = Cli.run(data, "erase", "desk.example/log#0", "--reason", "test");
        assertEquals(0, erased.exit(), erased.err());
        assertEquals("", filesWith(data, "to-be-erased-entirely"));
        assertTrue(Cli.run(data, "check", "to-be-erased-entirely.com").out().contains("unknown"));
        Path receipt = folder.resolve("0.receipt");
        Cli.run(data, "receipt", "desk.example/log#0", "--out", receipt.toString());
        assertEquals(0, Cli.run(data, "verify", receipt.toString()).exit());
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    private static String filesWith(Path data, String text) throws IOException {
        var found = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(text)) {
                    found.append(file).append('\n');
                }
            }
        }
        return found.toString();
    }

    @Test
    void rebuildGivesTheSameListByteForByte() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        for (int number = 0; number < 20; number++) {
            Path mail =
                    Cli.mail(
                            folder,
                            "m" + number,
                            "h" + number + ".bad-" + number % 3 + ".com",
                            "45.80.9." + (number + 1));
            Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString());
        }
        String second = Long.toString(System.currentTimeMillis() / 1000);
        String before = Cli.run(data, "export", "--shared", "--at", second).out();
        assertTrue(before.lines().count() > 20, before);
        assertEquals(0, Cli.run(data, "rebuild").exit());
        assertEquals(before, Cli.run(data, "export", "--shared", "--at", second).out());
        assertEquals(0, Cli.run(data, "check-data").exit());
    }

    @Test
    void afterAHaltNothingMoreIsStated() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        assertEquals(Main.USAGE, Cli.run(data, "halt").exit());
        assertEquals(0, Cli.run(data, "halt", "--yes", "--reason", "test").exit());
        Cli.Ran claim = Cli.run(data, "claim", "bad.com");
        assertEquals(Main.REFUSED, claim.exit());
        assertTrue(claim.err().contains("has halted its log"), claim.err());
    }

    @Test
    void listsAreRelayedAndNameTheirSource() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path list =
                Files.writeString(
                        folder.resolve("feed.txt"),
                        "# feed\n45.80.1.1\nbad-feed.com\nnot a value at all\n45.80.1.2\n");
        Cli.Ran ran = Cli.run(data, "import", "--json", list.toString());
        JsonNode summary = Json.parse(ran.out());
        assertEquals(3, summary.path("claims").asInt(), ran.out());
        assertTrue(
                summary.path("not_taken").path(0).path("input").asString().endsWith("line 4"),
                ran.out());
        String checked = Cli.run(data, "check", "bad-feed.com").out();
        assertTrue(checked.contains("relayed"), checked);
        assertTrue(
                checked.contains("reported, on no list")
                        || checked.contains("reported, tier watch"),
                checked);
    }

    @Test
    void secretsAreTheirOwnersOnly() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        for (String name : new String[] {"member.seed", "node.seed", "exchange.key"}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("keys").resolve(name))));
        }
        Files.setPosixFilePermissions(
                data.resolve("keys/node.seed"), PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Ran ran = Cli.run(data, "status");
        assertEquals(Main.MACHINE, ran.exit());
        assertFalse(ran.err().contains(Files.readString(data.resolve("keys/node.seed")).strip()));
    }
}
