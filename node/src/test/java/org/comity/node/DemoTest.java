package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo as a visitor runs it, on a hundredth of what it is meant for. */
@Tag("slow")
class DemoTest {
    private static final int MAILS = 90;

    /** Spam stopped and wanted mail hit of C's, at tier score; the exercise is seeded. */
    private static final List<String> ARMS = List.of("own list 5 0", "+A 10 0", "+A+B 12 0");

    @TempDir Path folder;

    @Test
    void everyRunPrintsTheSameFiguresAndTheStoryHolds() throws IOException {
        JsonNode first = demo("--mail", index().toString());
        JsonNode figures = first.path("figures");
        int outcomes = 0;
        for (var one : figures.path("inputs").properties()) {
            outcomes += one.getValue().asInt();
        }
        assertEquals(MAILS + 1, outcomes, "every mail has one outcome");
        assertEquals(1, figures.path("inputs").path("refused").asInt());
        assertEquals(ARMS, arms(figures));

        JsonNode story = first.path("story");
        assertTrue(story.path("trace").path("found").asBoolean(), story.toString());
        assertEquals("unknown", story.path("outsider").path("before").path("level").asString());
        assertEquals("trusted", story.path("outsider").path("after").path("level").asString());
        assertEquals("score", story.path("outsider").path("after").path("tier").asString());
        assertEquals("block", story.path("analyst").path("after").path("tier").asString());
        assertTrue(story.path("request").path("acknowledged").path("valid").asBoolean());
        assertEquals("quorum", story.path("receipt").path("witnessed").asString());
    }

    @Test
    void aDeskAloneHasItsOwnListReceiptAndRetraction() throws IOException {
        JsonNode summary = demo("--members", "1", "--mail", index().toString());
        assertEquals(
                1,
                summary.path("figures")
                        .path("arms")
                        .valueStream()
                        .map(it -> it.path("arm"))
                        .distinct()
                        .count());
        assertTrue(summary.path("story").path("receipt").path("valid").asBoolean());
        assertEquals(
                "unwitnessed", summary.path("story").path("receipt").path("witnessed").asString());
        assertTrue(summary.path("story").path("retract").has("gone_after_ms"));
    }

    private Path index() throws IOException {
        List<DemoMail.Line> lines = DemoExercise.write(folder.resolve("mails")).subList(0, MAILS);
        Path index =
                Files.writeString(
                        folder.resolve("index.txt"),
                        lines.stream()
                                        .map(it ->
                                                (it.spam() ? "spam " : "ham ")
                                                        + folder.relativize(it.file())
                                                        + " "
                                                        + DemoMail.TAKERS.get(it.taker()))
                                        .collect(Collectors.joining("\n"))
                                + "\nham not-a-mail C\n");
        Files.write(folder.resolve("not-a-mail"), new byte[] {0, 1, 2, 3});
        return index;
    }

    private static List<String> arms(JsonNode figures) {
        return figures.path("arms")
                .valueStream()
                .filter(it -> it.path("tier").asString().equals("score"))
                .map(it ->
                        it.path("arm").asString()
                                + " "
                                + it.path("stopped").asInt()
                                + " "
                                + it.path("wanted_hit").asInt())
                .toList();
    }

    private static JsonNode demo(String... args) {
        var all = new java.util.ArrayList<>(List.of("demo", "--once", "--json"));
        all.addAll(List.of(args));
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        assertEquals(0, exit, err.toString());
        return Json.parse(out.toString());
    }
}
