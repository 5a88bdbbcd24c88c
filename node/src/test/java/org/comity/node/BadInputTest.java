package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What bad input gets: what is wrong and where, and the good part is kept. */
class BadInputTest {
    private static final String FROM = "From a@b Mon Jan  5 09:00:00 2026\n";
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void init() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
    }

    @Test
    void withJsonAFailureIsJsonToo() {
        Cli.Ran ran = Cli.run(data, "receipt", "--json", "nothing");
        assertEquals(1, ran.exit());
        var error = Json.parse(ran.err());
        assertEquals(
                "not a statement id, such as cert.example/log#0", error.path("error").asString());
        assertEquals(1, error.path("exit").asInt());
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
    void aTruncatedMboxKeepsItsWholeMailsAndNamesTheOneThatIsCut() throws IOException {
        String one = Cli.mail("one", "www.bad-one.com", "45.80.9.9");
        String two = Cli.mail("two", "www.bad-two.com", "45.80.9.8");
        String whole = FROM + one + "\n" + FROM + two + "\n";
        int second = FROM.length() + one.length() + 1;
        Path mbox = folder.resolve("cut.mbox");
        for (int cut : new int[] {5, 60, two.length() - 1}) {
            Files.writeString(mbox, whole.substring(0, second + FROM.length() + cut));
            JsonNode summary = taken(mbox);
            assertEquals(
                    "not_taken the file ends inside this mail byte " + second,
                    "not_taken "
                            + summary.path("not_taken").path(0).path("why").asString()
                            + " "
                            + summary.path("not_taken").path(0).path("where").asString(),
                    summary.toString());
            assertTrue(
                    summary.path("not_taken").path(0).path("input").asString().endsWith(", mail 2"),
                    summary.toString());
        }
        assertTrue(Cli.run(data, "check", "bad-one.com").out().contains("trusted"));
        assertTrue(Cli.run(data, "check", "bad-two.com").out().contains("unknown"));
        Files.writeString(mbox, whole);
        assertEquals("{\"already\":1,\"reported\":1}", taken(mbox).path("inputs").toString());
    }

    @Test
    void aTruncatedGzipFileKeepsItsWholeMailsAndSaysWhereItEnds() throws IOException {
        Path mbox = folder.resolve("cut.mbox.gz");
        byte[] whole = packed(2, 0);
        Files.write(mbox, Arrays.copyOf(whole, whole.length - 12));
        JsonNode summary = taken(mbox);
        assertEquals(1, summary.path("inputs").path("reported").asInt(), summary.toString());
        JsonNode refused = summary.path("not_taken").path(0);
        assertEquals("the file ends too early", refused.path("why").asString());
        assertEquals("after mail 1", refused.path("where").asString());
    }

    @Test
    void aGzipBombIsStoppedAndWhatCameBeforeItIsKept() throws IOException {
        Path mbox = Files.write(folder.resolve("bomb.mbox.gz"), packed(3, 256 << 20));
        assertTrue(Files.size(mbox) < 2_000_000, "as bombs are");
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", "--arriving-now", mbox.toString());
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("1 refused, 2 reported"), ran.out());
        assertTrue(
                ran.out()
                        .contains(
                                "bomb.mbox.gz: unpacks to more than a file of its size may hold"
                                        + " (after mail 2)"),
                ran.out());
        Path list = folder.resolve("bomb.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(list))) {
            out.write("bad-a.com\nbad-b.com\n".getBytes(StandardCharsets.US_ASCII));
            byte[] endless = new byte[1 << 20];
            Arrays.fill(endless, (byte) 'A');
            for (int piece = 0; piece < 100; piece++) {
                out.write(endless);
            }
        }
        JsonNode summary = taken(list);
        assertEquals(2, summary.path("claims").asInt(), summary.toString());
        assertEquals(
                "after line 2",
                summary.path("not_taken").path(0).path("where").asString(),
                summary.toString());
    }

    /** An mbox of some mails, the last of them longer by so many bytes, packed. */
    private static byte[] packed(int mails, int longer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (int mail = 1; mail <= mails; mail++) {
                String text = Cli.mail("m" + mail, "www.bad-" + mail + ".com", "45.80.9." + mail);
                out.write((FROM + text + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] line = "A".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < longer / line.length; at++) {
                out.write(line);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void binaryRubbishIsRefusedWithAReason() throws IOException {
        byte[] rubbish = new byte[100_000];
        new SplittableRandom(1).nextBytes(rubbish);
        Path file = Files.write(folder.resolve("rubbish.bin"), rubbish);
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", file.toString());
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(
                ran.out().contains("neither a mail, an mbox, a list, a CSV file nor STIX"),
                ran.out());
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
        assertEquals("{\"reported\":1}", summary.path("inputs").toString());
        assertTrue(
                Cli.run(data, "check", "b.com").out().contains("trusted"), "its sender is taken");
        JsonNode noted = summary.path("noted").path(0);
        assertTrue(noted.path("input").asString().endsWith("deep.eml"), summary.toString());
        assertEquals(
                "nested deeper than 50; the rest was not read",
                noted.path("notes").path(0).asString());
    }

    @Test
    @Tag("slow")
    void aMailOf300MegabytesIsRefusedWithoutReadingItIntoMemory() throws IOException {
        Path file = folder.resolve("huge.eml");
        huge(file, "");
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", file.toString());
        assertEquals(Main.REFUSED, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("huge.eml: mail larger than 25 MiB (byte 0)"), ran.out());
        huge(file, FROM);
        JsonNode summary = taken(file);
        assertEquals("{\"refused\":1,\"reported\":2}", summary.path("inputs").toString());
        JsonNode refused = summary.path("not_taken").path(0);
        assertEquals("mail larger than 25 MiB", refused.path("why").asString());
        assertTrue(refused.path("input").asString().endsWith(", mail 2"), summary.toString());
    }

    /** Alone, or between two others. */
    private static void huge(Path file, String separator) throws IOException {
        byte[] line = new byte[76];
        Arrays.fill(line, (byte) 'A');
        line[75] = '\n';
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            if (!separator.isEmpty()) {
                String one = Cli.mail("one", "www.bad-one.com", "45.80.9.9");
                out.write((separator + one + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            String head = separator + "From: <a@b.com>\nSubject: big\n\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; at < 300_000_000 / line.length; at++) {
                out.write(line);
            }
            if (!separator.isEmpty()) {
                String two = Cli.mail("two", "www.bad-two.com", "45.80.9.8");
                out.write(("\n" + separator + two + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void aCsvWithTheWrongSeparatorNamesTheLine() throws IOException {
        Path csv = folder.resolve("odd.csv");
        Files.writeString(csv, "domain~seen\nbad-a.com~1\nbad-b.com~2\n");
        Cli.Ran ran = Cli.run(data, "import", csv.toString());
        assertEquals(Main.REFUSED, ran.exit(), ran.out());
        assertTrue(
                ran.out()
                        .contains(
                                "odd.csv, line 1: no header that names a known column between"
                                        + " commas"),
                ran.out());
        Files.writeString(csv, "seen,domain\n1;bad-a.com\n2,bad-b.com\n");
        JsonNode summary = taken(csv);
        assertEquals(1, summary.path("claims").asInt(), summary.toString());
        JsonNode refused = summary.path("not_taken").path(0);
        assertTrue(refused.path("input").asString().endsWith("odd.csv, line 2"));
        assertEquals(
                "fewer columns than the header, or another separator",
                refused.path("why").asString());
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
        assertTrue(ran.err().contains("needs a charter that was not given"), ran.err());
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
