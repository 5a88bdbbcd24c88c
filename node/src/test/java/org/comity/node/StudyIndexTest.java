package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StudyIndexTest {
    @TempDir Path folder;

    @Test
    void readsMemberAndDateWhereTheyStand() throws IOException {
        List<StudyIndex.Line> lines =
                StudyIndex.read(
                        index(
                                "# all forms",
                                "spam a",
                                "ham b desk-7",
                                "wanted c 1176037641",
                                "spam d X 2007-04-08T13:07:21Z",
                                "spam e - 2007-04-08"));
        assertEquals(
                List.of("", "desk-7", "", "X", ""),
                lines.stream().map(StudyIndex.Line::member).toList());
        assertEquals(OptionalLong.of(1_176_037_641L), lines.get(2).second());
        assertEquals(OptionalLong.of(1_176_037_641L), lines.get(3).second());
        assertEquals(OptionalLong.of(1_175_990_400L), lines.get(4).second());
        assertEquals(folder.resolve("a"), lines.getFirst().file());
    }

    @Test
    void badLinesAreRefusedWithTheirNumber() {
        for (String bad :
                List.of(
                        "spam",
                        "junk a",
                        "spam a A 1 2",
                        "spam a A yesterday",
                        "spam a A 2007-13-01",
                        "spam a ../A",
                        "spam a A 999999999999")) {
            Refusal refusal =
                    assertThrows(
                            Refusal.class, () -> StudyIndex.read(index("ham a A 1", bad)), bad);
            assertEquals("line 2", refusal.where(), bad);
        }
    }

    @Test
    void mailsThatCannotBeReadAreCountedAndTheRestIsStudied() throws IOException {
        mail("one", "Mon, 5 Jan 2026 09:00:00 +0000");
        mail("two", "Mon, 5 Jan 2026 11:00:00 +0000");
        mail("three", "no date at all");
        Files.write(folder.resolve("bytes"), new byte[] {0, 1, 2});
        String lines = "spam one A\nspam gone A\nspam two C\nham three C\nham bytes C\n";
        Path index = Files.writeString(folder.resolve("index.txt"), lines);
        JsonNode json = study(index.toString());
        JsonNode stream = json.path("stream");
        assertEquals(2, stream.path("mails").asInt());
        assertEquals(1, stream.path("unreadable").asInt());
        assertEquals(1, stream.path("refused").asInt());
        assertEquals(1, stream.path("undated").asInt());
        JsonNode main = arm(json, "+A", 3_600).path("lenses").path(0).path("whole");
        assertEquals(1, main.path("stopped").path("n").asInt());
        assertEquals(1, main.path("stopped").path("of").asInt());
        assertEquals(
                1,
                json.path("exchange_value").path("rows").path(1).path("by_other").path(0).asInt());
    }

    @Test
    @Tag("slow")
    void theCorpusIsStudiedThroughTheCommand() throws IOException {
        Path data = Path.of(System.getenv("COMITY_CORPUS"));
        var lines = new java.util.TreeMap<String, String>();
        try (var files = Files.walk(data)) {
            files.filter(it -> it.toString().endsWith(".txt"))
                    .forEach(it -> {
                        String label =
                                it.getParent().getFileName().toString().startsWith("spam")
                                        ? "spam "
                                        : "ham ";
                        lines.put(it.getFileName().toString(), label + it);
                    });
        }
        // One mail of two; all of them by ./comity study.
        List<String> all = List.copyOf(lines.values());
        var some = IntStream.iterate(0, it -> it < all.size(), it -> it + 2).mapToObj(all::get);
        Path index = Files.write(folder.resolve("index.txt"), some.toList());
        JsonNode json = study(index.toString(), "--own-relays", "193.120.211.219");
        assertTrue(json.path("stream").path("mails").asInt() > 3_000);
        JsonNode own = arm(json, "C alone", 3_600).path("lenses").path(0).path("whole");
        JsonNode shared = arm(json, "+B+A", 3_600).path("lenses").path(0).path("whole");
        assertTrue(
                own.path("stopped").path("n").asInt() * 11
                        < shared.path("stopped").path("n").asInt() * 10,
                own + " " + shared);
        assertTrue(shared.path("wanted_hit").path("percent").asDouble() < 0.5, shared.toString());
    }

    private static JsonNode arm(JsonNode json, String of, long delay) {
        return json.path("arms")
                .valueStream()
                .filter(it -> it.path("statements_of").asString().equals(of))
                .filter(it -> it.path("delay_seconds").asLong() == delay)
                .filter(it -> it.path("attack").asString().equals("none"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode study(String index, String... more) {
        var all = new java.util.ArrayList<>(List.of("study", "--json", "--corpus", index));
        all.addAll(List.of(more));
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        assertEquals(0, exit, err.toString());
        return Json.parse(out.toString());
    }

    private Path index(String... lines) throws IOException {
        return Files.write(folder.resolve("index.txt"), List.of(lines));
    }

    private void mail(String name, String date) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "Received: from s (s [203.0.114.9]) by mx.qzshop.org with ESMTP; "
                        + date
                        + "\nFrom: <a@qzshop.net>\nTo: <b@qzshop.org>\nSubject: "
                        + name
                        + "\n\nhttp://pills.qzshop.com/buy\n");
    }
}
