package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why something is listed, now and at a time. */
class ExplainTest extends RunningNodes {
    @Test
    void atATimeOnlyWhatHadBeenStatedByThenCounts() throws Exception {
        Instant stated = Instant.parse("2026-01-06T10:00:00Z");
        Node desk = start(A, "NL", () -> stated);
        // Received on the 5th, reported on the 6th.
        Path mail = Cli.mail(folder, "late", "www.bad-campaign.com", "45.80.9.9");
        var with = Json.object().put("as", "spam");
        with.set("files", Json.array(List.of(mail)));
        desk.run("import", with);
        assertEquals("trusted", level(desk, stated));
        assertEquals("unknown", level(desk, Instant.parse("2026-01-05T12:00:00Z")));
        JsonNode lines = desk.run("explain", value("bad-campaign.com").asObject()).path("lines");
        assertTrue(
                lines.path(0).asString().startsWith("bad-campaign.com is listed for scoring"),
                lines.toString());
        assertTrue(lines.toString().contains("as much would follow from 1 claim alone"));
    }

    private static String level(Node desk, Instant at) throws Exception {
        JsonNode answer =
                desk.run(
                        "check",
                        values("bad-campaign.com").asObject().put("at", at.getEpochSecond()));
        return subject(answer).path("level").asString();
    }
}
