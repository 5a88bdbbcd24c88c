package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MatchCommandTest {
    private static final String SEEN =
            """
            {"type":"observed-data","spec_version":"2.1","id":"observed-data--%s","number_observed":1,\
            "first_observed":"2026-01-01T00:%s:00Z","last_observed":"2026-01-01T00:%s:00Z","object_refs":["url--%s"]}\
            """;

    private static final String INDICATOR =
            """
            {"type":"indicator","spec_version":"2.1","id":"indicator--%s","created":"2026-01-01T00:00:00.000Z",\
            "modified":"2026-01-0%dT00:00:00.000Z","name":"%s","pattern":"[url:value = 'http://%s.example/']",\
            "pattern_type":"%s","valid_from":"2026-02-01T00:00:00Z"%s}\
            """;

    @TempDir Path folder;

    private static String seen(String name, String minute) {
        return SEEN.formatted(name, minute, minute, name);
    }

    private static String url(String name, String value) {
        return "{\"type\":\"url\",\"id\":\"url--%s\",\"value\":\"%s\"}".formatted(name, value);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli.Ran match(Object... words) {
        var all = new ArrayList<String>();
        for (Object word : words) {
            all.add(word.toString());
        }
        return Cli.run(folder.resolve("none"), "match", all.toArray(String[]::new));
    }

    private static List<JsonNode> lines(Cli.Ran ran) {
        return ran.out().lines().map(Json::parse).toList();
    }

    @Test
    void saysWhatMatchedAndWhereAndWhatWasNotTaken() throws IOException {
        Path patterns =
                file(
                        "hunt.txt",
                        """
                        # of a report
                        [url:value = 'http://a.example/']

                        [url:value = 'http://b.example/'
                        [url:value MATCHES '(a)\\\\1']
                        """);
        Path seen =
                file(
                        "seen.ndjson",
                        url("1", "http://a.example/")
                                + "\n"
                                + seen("1", "05")
                                + "\n{\"type\":\"observed\n"
                                + seen("2", "06")
                                + "\n"
                                + url("2", "http://c.example/")
                                + "\n");
        Cli.Ran ran = match("--patterns", patterns, seen);
        assertEquals(1, ran.exit());
        assertEquals(
                """
                [url:value = 'http://a.example/'] of %s, line 2
                  observed-data--1 in %s, line 2, 2026-01-01T00:05:00Z
                    url:value is http://a.example/, url--1
                1 matches of 1 patterns; read 3 patterns (1 used, 2 refused) and 5 objects (2 observed-data, 1 refused)
                """
                        .formatted(patterns, seen),
                ran.out());
        List<String> errors = ran.err().lines().toList();
        assertEquals(3, errors.size(), ran.err());
        assertTrue(errors.get(0).startsWith("not taken: " + patterns + ", line 4: "), ran.err());
        assertTrue(errors.get(1).startsWith("not taken: " + patterns + ", line 5: a regular"));
        assertTrue(errors.get(2).startsWith("not taken: " + seen + ", line 3: "), ran.err());
    }

    @Test
    void theExitCodeTellsNothingFromNotSure() throws IOException {
        Path patterns = file("p.txt", "[url:value = 'http://a.example/']");
        Path none = file("none.json", url("1", "http://b.example/") + "\n" + seen("1", "01"));
        assertEquals(0, match("-p", patterns, none).exit());
        assertEquals(4, match("-p", patterns, none, file("bad.json", "{\"type\":")).exit());
        Cli.Ran alone = match("-p", patterns, file("alone.json", seen("1", "01")));
        assertEquals(4, alone.exit());
        assertTrue(alone.out().contains("1 observed-data name objects that are not there"));
        assertEquals(4, match("-p", file("q.txt", "[url:value"), none).exit());
        assertEquals(Main.USAGE, match(none).exit());
        assertEquals(Main.MACHINE, match("-p", patterns, folder.resolve("nowhere")).exit());
    }

    private Path packed() throws IOException {
        Path seen =
                file(
                        "seen.json",
                        "{\"type\":\"bundle\",\"id\":\"bundle--2\",\"objects\":["
                                + String.join(
                                        ",",
                                        seen("1", "01"),
                                        url("1", "http://a.example/"),
                                        seen("2", "02"),
                                        url("2", "http://b.example/"))
                                + "]}");
        Path packed = folder.resolve("seen.json.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(seen));
        }
        return packed;
    }

    /** Of a version and a revocation the newest counts; what is not STIX is said. */
    @Test
    void indicatorsCountByTheirNewestVersion() throws IOException {
        Path patterns =
                file(
                        "bundle.json",
                        "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":["
                                + String.join(
                                        ",",
                                        INDICATOR.formatted("1", 2, "new", "a", "stix", ""),
                                        INDICATOR.formatted("1", 1, "old", "b", "stix", ""),
                                        INDICATOR.formatted("2", 1, "gone", "b", "stix", ""),
                                        INDICATOR.formatted(
                                                "2", 2, "gone", "b", "stix", ",\"revoked\":true"),
                                        INDICATOR.formatted("3", 1, "yara", "b", "yara", ""))
                                + "]}");
        Path packed = packed();
        List<JsonNode> lines = lines(match("--json", "-p", patterns, packed));
        assertEquals(2, lines.size(), lines.toString());
        JsonNode match = lines.getFirst().path("match");
        assertEquals("indicator--1", match.path("indicator").asString());
        assertEquals("new", match.path("name").asString());
        assertTrue(!match.path("valid").asBoolean(true), "seen before it is valid");
        JsonNode observed = match.path("observed").path(0);
        assertEquals("line 1, object 1", observed.path("place").asString());
        assertEquals("url--1", observed.path("objects").path(0).path("object").asString());
        JsonNode summary = lines.getLast().path("summary");
        assertEquals(
                "{\"read\":5,\"used\":1,\"refused\":0,\"replaced\":2,\"revoked\":1,\"other_languages\":1}",
                Json.line(summary.path("patterns")));
        assertEquals(2, summary.path("observed").asInt());
    }

    @Test
    void windowsHoldAcrossLinesAndFilesAndStandardInput() throws IOException {
        Path patterns =
                file(
                        "p.txt",
                        "([url:value = 'a'] FOLLOWEDBY [url:value = 'b']) WITHIN 120 SECONDS\n"
                                + "[url:value = 'a'] REPEATS 2 TIMES START t'2026-01-01T00:00:00Z' STOP"
                                + " t'2026-01-01T00:10:00Z'\n");
        Path first =
                file("1.ndjson", url("1", "a") + "\n" + seen("1", "05") + "\n" + url("2", "a"));
        String second =
                seen("2", "20")
                        + "\n"
                        + url("2", "a")
                        + "\n"
                        + url("3", "b")
                        + "\n"
                        + seen("3", "06");
        InputStream standard = System.in;
        try {
            System.setIn(new ByteArrayInputStream(second.getBytes(StandardCharsets.UTF_8)));
            List<JsonNode> lines = lines(match("-p", patterns, "--json", first, "-"));
            assertEquals(2, lines.size(), lines.toString());
            JsonNode observed = lines.getFirst().path("match").path("observed");
            assertEquals(2, observed.size());
            assertEquals(first.toString(), observed.path(0).path("file").asString());
            assertEquals("standard input", observed.path(1).path("file").asString());
            assertEquals("line 4", observed.path(1).path("place").asString());
        } finally {
            System.setIn(standard);
        }
    }

    /** What this member lists, and not what it wants. */
    @Test
    void theListOfTheNodeIsHeldAgainstWhatWasSeen() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Path mail = Cli.mail(folder, "m", "pills-and-prizes.com", "198.51.100.7");
        assertEquals(0, Cli.run(data, "import", mail.toString(), "--as", "spam").exit());
        Path seen =
                file(
                        "seen.json",
                        "{\"type\":\"domain-name\",\"id\":\"url--1\",\"value\":\"pills-and-prizes.com\"}\n"
                                + seen("1", "01"));
        Cli.Ran ran = Cli.run(data, "match", "--from", "trusted", "--json", seen.toString());
        JsonNode match = lines(ran).getFirst().path("match");
        assertEquals("pills-and-prizes.com", match.path("name").asString(), ran.out() + ran.err());
        assertTrue(match.path("indicator").asString().startsWith("indicator--"));
        assertEquals(1, ran.exit());
        assertEquals(0, Cli.run(data, "match", "--from", "agreed", seen.toString()).exit());
        assertEquals(0, Cli.run(data, "want", "pills-and-prizes.com").exit());
        assertEquals(0, Cli.run(data, "match", "--from", "trusted", seen.toString()).exit());
    }

    /** Much more than fits; what waits is bounded, and what goes lost is said. */
    @Test
    void aStreamMayBeLongerThanMemory() throws IOException {
        var matching =
                new Matching(
                        patterns("[url:value = 'a'] AND [url:value = 'b']"),
                        1L << 40,
                        100_000,
                        it -> {});
        var text = new StringBuilder();
        for (int at = 0; at < 5_000; at++) {
            text.append(url("" + at, "a")).append('\n');
        }
        for (int at = 0; at < 5_000; at++) {
            text.append(seen("" + at, "01")).append('\n');
        }
        matching.read(
                "x", new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        JsonNode summary = matching.summary();
        assertEquals(5_000, summary.path("observed").asInt());
        int incomplete = summary.path("incomplete").asInt();
        assertTrue(incomplete > 2_000 && incomplete < 4_500, incomplete + "");
    }

    private static MatchPatterns patterns(String... patterns) throws IOException {
        var all = new MatchPatterns(10, it -> {});
        all.read(
                "p",
                new ByteArrayInputStream(
                        String.join("\n", patterns).getBytes(StandardCharsets.UTF_8)));
        return all;
    }
}
