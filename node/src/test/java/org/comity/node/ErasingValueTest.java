package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasingValueTest {
    @TempDir Path folder;

    @Test
    void whatIsErasedByValueIsGoneAndTheRestIsNamed() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL", "off");
        String value = "gone-by-value.com";
        Path mails = folder.resolve("mails");
        Cli.Ran ran =
                Cli.run(
                        data,
                        "import",
                        Cli.mail(mails, "one", value, "45.80.9.1").toString(),
                        Cli.mail(mails, "two", "www.other.com", "45.80.9.2").toString(),
                        "--as",
                        "spam");
        assertEquals(0, ran.exit(), ran.err());
        assertEquals(0, Cli.run(data, "claim", value).exit());
        assertEquals(0, Cli.run(data, "watch", "add", "mine", value).exit());
        assertEquals(0, Cli.run(data, "want", value).exit());
        assertEquals(0, Cli.run(data, "claim", "sub." + value).exit());
        assertTrue(holds(data, value), "else the test would see nothing");

        String said = Cli.run(data, "erase", "--value", value, "--reason", "test").out();
        assertTrue(said.contains("erased here: desk.example/log#0"), said);
        assertTrue(said.contains("still here: a watch (comity watch list): mine"), said);
        assertTrue(said.contains("still here: wanted"), said);
        assertFalse(said.contains("Nothing here"), said);

        Cli.run(data, "watch", "remove", "mine");
        Cli.run(data, "want", "--undo", value);
        Cli.run(data, "erase", "--value", "sub." + value);
        said = Cli.run(data, "erase", "--value", value).out();
        assertTrue(said.contains("Nothing here holds it any more."), said);
        assertFalse(holds(data, value));
        assertTrue(Cli.run(data, "check", "other.com").out().contains("other.com"));
    }

    private static boolean holds(Path data, String value) throws IOException {
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(value)) {
                    return true;
                }
            }
        }
        return false;
    }
}
