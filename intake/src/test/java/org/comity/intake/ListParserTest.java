package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.comity.statement.Subject;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class ListParserTest {
    @Test
    void readsPlainCountedAndHostsForms() throws IOException {
        assertEquals(
                List.of(
                        "2 domain:evil.com",
                        "3 address:80.1.2.3",
                        "4 domain:bad.org",
                        "5 domain:one.net",
                        "5 domain:two.net",
                        "7 url:http://x.com/a"),
                text(
                        "# c\nevil.com # why\n80.1.2.3\t7\n0.0.0.0 bad.org\n127.0.0.1 one.net two.net ; x\n127.0.0.1 localhost\nhxxp://x[.]com/a\n\n"));
    }

    @Test
    void oneBadLineDoesNotSpoilTheRest() throws IOException {
        List<String> lines =
                text("good.com\na b c\nx".concat("y".repeat(5000)) + "\n\0\u00ff\nlast.com");
        assertEquals("1 domain:good.com", lines.getFirst());
        assertEquals("2 refused more than one value in a line (line 2)", lines.get(1));
        assertEquals("3 refused line longer than 4096 bytes (line 3)", lines.get(2));
        assertEquals("5 domain:last.com", lines.getLast());
    }

    @Test
    void stopsAboveTheBoundOfLines() throws IOException {
        var parser = new ListParser(stream("a.com\nb.com\nc.com\n"), false, 2);
        assertEquals(
                List.of(
                        "1 domain:a.com",
                        "2 domain:b.com",
                        "3 refused more lines than a list may have (line 3)"),
                all(parser));
    }

    @Test
    void recognisesTheSeparatorAndTheColumn() throws IOException {
        for (String separator : List.of(",", ";", "\t", "|")) {
            String csv =
                    "#comment\nDate,Domain,Source\n2024,evil.com,\"a, \"\"b\"\"\"\n2024,\"bad.org\",x\n";
            assertEquals(
                    List.of("3 domain:evil.com", "4 domain:bad.org"),
                    csv(csv.replace(",", separator)),
                    separator);
        }
        assertEquals(
                List.of("3 address:80.1.2.3"),
                csv("# x\n# \"first_seen\",\"dst_ip\"\n\"2024\",\"80.1.2.3\"\n"));
        assertEquals(List.of("2 url:http://a.com/x"), csv("domain,url\na.com,http://a.com/x\n"));
        assertEquals(List.of("2 domain:a.com"), csv("domain,url\na.com,\n"));
    }

    @Test
    void refusesTheWrongSeparatorWithItsLine() throws IOException {
        assertEquals(
                List.of(
                        "2 refused fewer columns than the header, or another separator (line 2)",
                        "3 domain:b.com"),
                csv("date,domain\n2024;a.com\n2024,b.com\n"));
        assertEquals(
                List.of(
                        "1 refused no header that names a known column between commas, semicolons, tabs or bars (line 1)"),
                csv("2024;a.com\n2024;b.com\n"));
        assertEquals(
                List.of(
                        "2 refused quoted field does not end in its line (line 2)",
                        "3 domain:b.com"),
                csv("date,domain\n\"2024,a.com\n2024,b.com\n"));
    }

    @Test
    void readsPublishedLists() throws IOException {
        Path shared = shared();
        try (InputStream in = Files.newInputStream(shared.resolve("data/blackbook.csv"))) {
            List<String> lines = all(ListParser.csv(in));
            assertTrue(lines.size() > 15_000, "lines " + lines.size());
            assertEquals("2 domain:statsrvv.com", lines.getFirst());
            long refused = lines.stream().filter(it -> it.contains(" refused ")).count();
            assertTrue(refused * 1000 < lines.size(), "refused " + refused);
        }
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(shared.resolve("data/ipsum.txt.gz")))) {
            List<String> lines = all(ListParser.text(in));
            assertEquals("8 address:77.90.185.20", lines.getFirst());
            assertTrue(lines.stream().noneMatch(it -> it.contains(" refused ")));
        }
    }

    @Test
    void tellsWhatAFileHolds() throws IOException {
        Path shared = shared();
        assertEquals(
                InputKind.CSV_LIST, kind(Files.readAllBytes(shared.resolve("data/blackbook.csv"))));
        assertEquals(InputKind.GZIP, kind(Files.readAllBytes(shared.resolve("data/ipsum.txt.gz"))));
        assertEquals(InputKind.MAIL, kind("Received: x\nFrom: a@b.com\n\n"));
        assertEquals(InputKind.MBOX, kind("From a@b.com Mon Sep  2 12:14:58 2002\nSubject: x\n"));
        assertEquals(InputKind.STIX_BUNDLE, kind(" {\"type\": \"bundle\", \"id\": 1}"));
        assertEquals(InputKind.TEXT_LIST, kind("# list\nevil.com\n80.1.2.3\n"));
        assertEquals(InputKind.TEXT_LIST, kind("http://a.com/x\nhttps://b.com/y\n"));
        assertEquals(InputKind.UNKNOWN, kind("{}"));
        assertEquals(InputKind.UNKNOWN, kind("just some words\nof text\n"));
        assertEquals(InputKind.UNKNOWN, kind("\0\1\2\3"));
        assertEquals(InputKind.UNKNOWN, kind(""));
    }

    private static InputKind kind(String text) {
        return kind(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputKind kind(byte[] bytes) {
        return Recognise.kind(Bytes.of(bytes, 0, Math.min(bytes.length, Recognise.HEAD_BYTES_MAX)));
    }

    private static List<String> text(String text) throws IOException {
        return all(ListParser.text(stream(text)));
    }

    private static List<String> csv(String text) throws IOException {
        return all(ListParser.csv(stream(text)));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> all(ListParser parser) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var next = parser.next(); next.isPresent(); next = parser.next()) {
            ListLine line = next.get();
            lines.add(
                    line.line()
                            + switch (line.subject()) {
                                case Checked.Good<Subject>(Subject subject) -> " " + subject;
                                case Checked.Refused<Subject> refused -> " refused " + refused;
                            });
        }
        return lines;
    }

    private static Path shared() {
        String named = System.getenv("COMITY_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared");
            }
        }
        String missing = "no folder shared: published lists were not tested";
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        return Assumptions.abort(missing);
    }
}
