package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What bad input gets: what is wrong and where, and the good part is kept. */
class BadInputTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void init() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
    }

    @Test
    void mailWithoutAWordForItIsWrongUsage() throws IOException {
        Path mail = Cli.mail(folder, "one", "www.bad.com", "45.80.9.9");
        Cli.Ran ran = Cli.run(data, "import", mail.toString());
        assertEquals(Main.USAGE, ran.exit());
        assertTrue(ran.err().contains("--as spam or --as wanted"), ran.err());
        assertEquals(
                Main.USAGE, Cli.run(data, "import", "--as", "perhaps", mail.toString()).exit());
    }

    @Test
    void aTruncatedMboxKeepsItsWholeMailsAndWhatIsLeftOfTheLast() throws IOException {
        String one = Files.readString(Cli.mail(folder, "one", "www.bad-one.com", "45.80.9.9"));
        String two = Files.readString(Cli.mail(folder, "two", "www.bad-two.com", "45.80.9.8"));
        Path mbox =
                Files.writeString(
                        folder.resolve("cut.mbox"),
                        "From a@b Mon Jan  5 09:00:00 2026\n"
                                + one
                                + "\nFrom a@b Mon Jan  5 09:01:00 2026\n"
                                + two.substring(0, 60));
        JsonNode summary = taken(mbox);
        assertEquals(2, summary.path("inputs").path("reported").asInt(), summary.toString());
        assertTrue(Cli.run(data, "check", "bad-one.com").out().contains("trusted"));
    }

    @Test
    void binaryRubbishIsRefusedWithAReason() throws IOException {
        byte[] rubbish = new byte[100_000];
        new SplittableRandom(1).nextBytes(rubbish);
        Path file = Files.write(folder.resolve("rubbish.bin"), rubbish);
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", file.toString());
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.out().contains("neither a mail, an mbox, a list nor a CSV file"), ran.out());
    }

    @Test
    void aThousandNestedPartsAreTakenAsFarAsTheyGo() throws IOException {
        var mail = new StringBuilder("From: <a@b.com>\nMIME-Version: 1.0\n");
        for (int depth = 0; depth < 1_000; depth++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(depth)
                    .append("\n\n--b")
                    .append(depth)
                    .append('\n');
        }
        mail.append("Content-Type: text/plain\n\nhttp://www.deep.com/\n");
        Path file = Files.writeString(folder.resolve("deep.eml"), mail);
        JsonNode summary = taken(file);
        assertEquals(1, summary.path("inputs").size(), summary.toString());
    }

    @Test
    @Tag("slow")
    void aMailOf300MegabytesIsRefusedWithoutReadingItIntoMemory() throws IOException {
        Path file = folder.resolve("huge.eml");
        byte[] line = new byte[76];
        Arrays.fill(line, (byte) 'A');
        line[75] = '\n';
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("From: <a@b.com>\nSubject: big\n\n".getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; at < 300_000_000 / line.length; at++) {
                out.write(line);
            }
        }
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", file.toString());
        assertEquals(Main.REFUSED, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("refused"), ran.out());
    }

    @Test
    void aCsvWithTheWrongSeparatorNamesTheLine() throws IOException {
        Path csv =
                Files.writeString(
                        folder.resolve("odd.csv"), "domain~seen\nbad-a.com~1\nbad-b.com~2\n");
        Cli.Ran ran = Cli.run(data, "import", csv.toString());
        assertEquals(Main.REFUSED, ran.exit(), ran.out());
        assertTrue(ran.out().contains("line 1") || ran.out().contains("neither"), ran.out());
    }

    @Test
    void aCharterWithAWrongKeyIsRefused() throws IOException {
        Cli.mail(folder, "one", "www.bad.com", "45.80.9.9");
        Cli.run(
                data,
                "import",
                "--as",
                "spam",
                "--arriving-now",
                folder.resolve("one.eml").toString());
        Path receipt = folder.resolve("0.receipt");
        Cli.run(data, "receipt", "desk.example/log#0", "--out", receipt.toString());
        Path other = Cli.init(folder.resolve("other"), "desk.example", "NL");
        Path foreign = folder.resolve("foreign.note");
        Files.writeString(foreign, note(other));
        Cli.Ran ran = Cli.run(data, "verify", receipt.toString(), "--charter", foreign.toString());
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("not signed by the log"), ran.err());
        String forged = note(data).replace("epoch 1", "epoch 2");
        Files.writeString(foreign, forged);
        Cli.Ran twisted =
                Cli.run(data, "verify", receipt.toString(), "--charter", foreign.toString());
        assertEquals(Main.REFUSED, twisted.exit(), twisted.out());
    }

    private static String note(Path data) throws IOException {
        try (Desk desk = Desk.open(data, java.time.InstantSource.system())) {
            return desk.charters().current().note().bytes().utf8();
        }
    }

    @Test
    void aSecondProcessOnTheDirectoryIsToldWhoHoldsIt() throws IOException, InterruptedException {
        try (Desk desk = Desk.open(data, java.time.InstantSource.system())) {
            Process second =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Main.class.getName(),
                                    "status",
                                    "--data",
                                    desk.data().toString())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(Main.MACHINE, second.waitFor(), said);
            assertTrue(said.contains(Long.toString(ProcessHandle.current().pid())), said);
        }
    }

    @Test
    void anUnknownKeyInTheConfigurationStopsTheStart() throws IOException {
        Path toml = Desk.configFile(data);
        Files.writeString(toml, Files.readString(toml) + "\n[dnss]\nzone = \"x\"\n");
        Cli.Ran ran = Cli.run(data, "status");
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(
                ran.err().contains("unknown key in the configuration (comity.toml, dnss)"),
                ran.err());
    }

    @Test
    void initNeverOverwrites() {
        Cli.Ran ran = Cli.run(data, "init", "--member", "desk.example", "--country", "NL");
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("not empty"), ran.err());
        assertEquals(
                Main.REFUSED,
                Cli.run(folder.resolve("x"), "init", "--member", "Desk!", "--country", "NL")
                        .exit());
        assertEquals(
                Main.REFUSED,
                Cli.run(
                                folder.resolve("x"),
                                "init",
                                "--member",
                                "desk.example",
                                "--country",
                                "Holland")
                        .exit());
    }

    @Test
    void aValueThatIsNoneIsRefusedByName() {
        Cli.Ran ran = Cli.run(data, "check", "not a value");
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("not a value"), ran.err());
    }

    private JsonNode taken(Path file) {
        return Json.parse(
                Cli.run(data, "import", "--json", "--as", "spam", "--arriving-now", file.toString())
                        .out());
    }
}
