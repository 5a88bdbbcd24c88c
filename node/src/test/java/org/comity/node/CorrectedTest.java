package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source corrects is corrected here, whatever its newer version still names. */
class CorrectedTest {
    private static final String BAD = "evil-one-campaign.com";
    private static final String INNOCENT = "innocent-two-shop.com";
    private static final String BOTH = either(BAD, INNOCENT);
    private static final String GREEN =
            ",\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"]";

    @TempDir Path folder;

    @Test
    void aValueThatTheNewestVersionLeavesOutIsClaimedNoLonger() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        say(data, 1, BOTH, "");
        assertTrue(isClaimed(data, INNOCENT));
        say(data, 2, either(BAD), "");
        assertTrue(isClaimed(data, BAD));
        assertFalse(isClaimed(data, INNOCENT));
        String exported = Cli.run(data, "export", "--format", "stix").out();
        assertTrue(exported.contains("\"modified\":\"2026-01-02"), exported);
        say(data, 3, BOTH, "");
        assertTrue(isClaimed(data, INNOCENT));
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void anOlderVersionThatComesLateBringsNothingBack() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        say(data, 3, either(BAD), "");
        say(data, 1, BOTH, "");
        say(data, 2, BOTH, "");
        assertTrue(isClaimed(data, BAD));
        assertFalse(isClaimed(data, INNOCENT));
        Cli.run(data, "rebuild");
        assertFalse(isClaimed(data, INNOCENT));
    }

    @Test
    void whatIsHeldAgainstNothingAnyMoreIsClaimedNoLonger() throws IOException {
        for (String more :
                new String[] {
                    ",\"x_opencti_score\":0",
                    ",\"labels\":[\"misp:to_ids=\\\"False\\\"\"]",
                    ",\"valid_until\":\"2026-01-01T00:00:00Z\"",
                    ",\"revoked\":true,\"x_opencti_score\":0"
                }) {
            Path data = Cli.init(Files.createTempDirectory(folder, "of"), "desk.example", "NL");
            say(data, 1, BOTH, "");
            say(data, 2, BOTH, more);
            assertFalse(isClaimed(data, BAD), more);
            assertFalse(isClaimed(data, INNOCENT), more);
        }
    }

    /** Else who may see the first only would learn that there is another. */
    @Test
    void whatIsForFewerTakesNothingBackFromMore() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        say(data, 1, BOTH, "");
        say(data, 2, either(BAD), GREEN);
        assertTrue(isClaimed(data, INNOCENT));
        assertTrue(Cli.run(data, "receipt", "desk.example/log#2").exit() != 0);
    }

    @Test
    void anotherSourceCorrectsNothing() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        say(data, 1, BOTH, "");
        Path other = bundle(2, either(BAD), "");
        Cli.run(data, "import", other.toString(), "--source", "b", "--marking", "TLP:CLEAR");
        assertTrue(isClaimed(data, INNOCENT));
    }

    /** Both stand in one object. */
    @Test
    void aWantedMailTakesBackAllThatItNames() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        say(data, 1, BOTH, "");
        String mail =
                Cli.mail("m", BAD, "45.80.9.9")
                        .replace("and see.", "and see http://" + INNOCENT + "/too .");
        Path file = Files.writeString(folder.resolve("m.eml"), mail);
        Cli.Ran ran = Cli.run(data, "import", file.toString(), "--as", "wanted");
        assertEquals(0, ran.exit(), ran.err());
        assertFalse(isClaimed(data, INNOCENT));
        assertFalse(isClaimed(data, BAD));
    }

    private static boolean isClaimed(Path data, String value) {
        String said = Cli.run(data, "check", value).out();
        assertTrue(said.contains(value), said);
        return said.contains("reported, on no list");
    }

    private void say(Path data, int day, String pattern, String more) throws IOException {
        Path file = bundle(day, pattern, more);
        Cli.Ran ran =
                Cli.run(data, "import", file.toString(), "--source", "a", "--marking", "TLP:CLEAR");
        assertEquals(0, ran.exit(), ran.out() + ran.err());
    }

    private static String either(String... names) {
        return "[domain-name:value = '" + String.join("' OR domain-name:value = '", names) + "']";
    }

    private Path bundle(int day, String pattern, String more) throws IOException {
        String object =
                """
                {"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-000000000001",\
                "created":"2026-01-01T00:00:00Z","modified":"2026-01-%02dT00:00:00Z","pattern_type":"stix",\
                "valid_from":"%s","pattern":"%s"%s}\
                """
                        .formatted(day, Instant.now().minusSeconds(60), pattern, more);
        return Files.writeString(
                folder.resolve("bundle.json"),
                "{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000000\",\"objects\":["
                        + object
                        + "]}");
    }
}
