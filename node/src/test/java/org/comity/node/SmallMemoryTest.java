package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.comity.taxii.TaxiiTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens where there is too little memory: it is said, and nothing hangs. */
@Tag("slow")
class SmallMemoryTest {
    private static final String TAXII = "application/taxii+json;version=2.1";

    @TempDir Path folder;

    /** Of small numbers, which take most memory for their bytes. */
    private static byte[] envelope(int number) {
        var text = new StringBuilder("{\"objects\":[");
        String list = "[1" + ",1".repeat(500_000) + "]";
        for (int at = 0; at < 8; at++) {
            text.append(at == 0 ? "" : ",")
                    .append(
                            """
                            {"type":"tool","spec_version":"2.1","id":"tool--00000000-0000-4000-8000-%06d%06d",\
                            "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"t","x_list":%s}\
                            """
                                    .formatted(number, at, list));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void largeEnvelopesAtOnceAreAllAnswered() throws Exception {
        Path data = Cli.init(folder, "desk.example", "NL");
        int port = FreePorts.next();
        Path file = Desk.configFile(data);
        Files.writeString(
                file, Files.readString(file) + "\n[taxii]\nlisten = \"127.0.0.1:" + port + "\"\n");
        try (NodeProcess node = NodeProcess.startWith("64m", data)) {
            var with =
                    Json.object()
                            .put("name", "one")
                            .put("rights", "own:rw")
                            .put("tlp", "TLP:GREEN")
                            .put("password", TaxiiNode.PASSWORD);
            var common = new Common();
            common.directory = java.util.Optional.of(data);
            var _ = common.askRunning("taxii-user-add", with);
            String id =
                    common.askRunning("taxii-collections", Json.object())
                            .path("collections")
                            .path(0)
                            .path("id")
                            .asString();
            var at =
                    URI.create(
                            "http://127.0.0.1:%d/taxii2/comity/collections/%s/objects/"
                                    .formatted(port, id));
            var answers = new ArrayList<Future<Integer>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int number = 0; number < 5; number++) {
                    byte[] body = envelope(number);
                    answers.add(threads.submit(() -> post(at, body)));
                }
            }
            var statuses = new ArrayList<Integer>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertTrue(
                    List.of(202, 429, 503).containsAll(statuses) && statuses.contains(202),
                    statuses + node.said());
            assertTrue(node.isAlive());
            assertEquals(
                    202,
                    post(
                            at,
                            "{\"objects\":[%s]}".formatted(TOOL).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static final String TOOL =
            """
            {"type":"tool","spec_version":"2.1","id":"tool--00000000-0000-4000-8000-000000000000",\
            "created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"t"}\
            """;

    private static int post(URI at, byte[] body) throws IOException {
        var connection = (HttpURLConnection) at.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", TAXII);
        connection.setRequestProperty("Accept", TAXII);
        connection.setRequestProperty(
                "Authorization", "Basic " + TaxiiTarget.base64("one:" + TaxiiNode.PASSWORD));
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status == 429 || status == 503) {
            assertTrue(connection.getHeaderField("Retry-After") != null, "" + status);
        }
        return status;
    }

    private Path networks(int count) throws IOException {
        Path file = folder.resolve("networks-" + count + ".gz");
        try (Writer out =
                new java.io.OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(file)),
                        StandardCharsets.US_ASCII)) {
            for (int at = 0; at < count; at++) {
                int first = 16_777_216 + 16 * at;
                out.write("inetnum: " + address(first) + " - " + address(first + 15) + "\n\n");
            }
        }
        return file;
    }

    private static String address(int number) {
        return (number >>> 24)
                + "."
                + (number >> 16 & 255)
                + "."
                + (number >> 8 & 255)
                + "."
                + (number & 255);
    }

    private Cli.Ran run(String memory, String command, String... words) throws Exception {
        Path data = folder.resolve("data");
        if (!Files.exists(data)) {
            assertEquals(
                    0, Cli.run(data, "init", "--member", "desk.example", "--country", "NL").exit());
        }
        var all = new ArrayList<String>(List.of(command.split(" ")));
        all.addAll(List.of("--data", data.toString()));
        all.addAll(List.of(words));
        Process process = NodeProcess.commandWith(memory, List.of(), all).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Cli.Ran(process.waitFor(), out, err);
    }

    /** Each takes some 50 bytes while it is sorted, and not two or three hundred. */
    @Test
    void aTableOfManyNetworksTakesLittleMoreThanTheyDo() throws Exception {
        String networks = networks(300_000).toString();
        Cli.Ran made = run("32m", "network import", "--as", "test", networks);
        assertEquals(0, made.exit(), made.err());
        assertTrue(made.out().startsWith("test: 300000 networks"), made.out());
    }

    @Test
    void whereMemoryIsTooLittleItIsSaidHowToGiveMore() throws Exception {
        String mail = "From: a@b.example\nSubject: all\n\n" + "word ".repeat(2_000_000);
        Path file = Files.writeString(folder.resolve("large.eml"), mail);
        Cli.Ran made = run("16m", "import", "--as", "spam", file.toString());
        assertEquals(Main.MACHINE, made.exit(), made.err());
        assertTrue(made.err().contains("COMITY_MEMORY"), made.err());
        assertEquals(1, made.err().strip().lines().count(), made.err());
    }
}
