package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** As the API asks. */
class MatchOperationsTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    @BeforeEach
    void aDesk() throws IOException {
        data = Cli.init(folder, "desk.example", "NL");
    }

    private JsonNode match(ObjectNode with) throws IOException {
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            return new MatchOperations(new Asking(desk)).run("match", with, it -> {});
        }
    }

    private static ObjectNode seen(String value) {
        return (ObjectNode)
                Json.parse(
                        """
                        {"type": "bundle", "objects": [{"type": "url", "id": "url--1", "value": "%s"},
                        {"type": "observed-data", "id": "observed-data--1", "first_observed": "2026-01-01T00:00:00Z",
                        "last_observed": "2026-01-01T00:00:00Z", "object_refs": ["url--1"]}]}
                        """
                                .formatted(value));
    }

    @Test
    void answersMatchesAndWhatWasNotTaken() throws IOException {
        ObjectNode with = Json.object();
        with.set(
                "patterns", Json.array(List.of("[url:value = 'a']", "[url:", "[url:value = 'b']")));
        with.set("bundle", seen("a"));
        JsonNode answer = match(with);
        assertEquals(1, answer.path("matches").size());
        assertEquals("patterns, 0", answer.path("matches").path(0).path("from").asString());
        assertEquals("1", answer.path("not_taken").path(0).path("place").asString());
        assertEquals(2, answer.path("summary").path("patterns").path("used").asInt());
    }

    /** Who asks must not keep a node busy. */
    @Test
    void whatWouldTakeTooLongIsLeftUndecided() throws IOException {
        ObjectNode with = Json.object();
        with.set(
                "patterns",
                Json.array(Collections.nCopies(1_000, "[url:value MATCHES '(x+x+)+y{500}$']")));
        with.set("bundle", seen("x".repeat(100_000)));
        long begun = System.nanoTime();
        JsonNode answer = match(with);
        JsonNode summary = answer.path("summary");
        assertTrue(summary.path("undecided").asInt() > 900, summary.toString());
        String cut = answer.path("cut").toString();
        assertTrue(cut.contains(" were left undecided: they take more work"), cut);
        assertTrue(System.nanoTime() - begun < 120_000_000_000L, summary.toString());
    }

    /** As many as the API's description says. */
    @Test
    void takesAsManyPatternsAsItSays() throws IOException {
        ObjectNode with = Json.object();
        with.set("patterns", Json.array(Collections.nCopies(1_000, "[url:value = 'a']")));
        with.set("bundle", seen("a"));
        JsonNode answer = match(with);
        assertEquals(1_000, answer.path("matches").size());
        assertEquals("[]", answer.path("cut").toString());
        with.set("patterns", Json.array(Collections.nCopies(1_001, "[url:value = 'a']")));
        assertThrows(Refusal.class, () -> match(with));
        JsonNode said =
                OpenApi.document()
                        .at(
                                "/paths/~1match/post/requestBody/content/application~1json/schema"
                                        + "/properties/patterns/maxItems");
        assertEquals(
                1_000, said.asInt(), OpenApi.document().path("paths").path("/match").toString());
    }
}
