package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say to people, of values from outside and of what they were given in vain. */
class CommandWordsTest {
    private static final String HOSTILE = "\u001b[2Ja\u202eb\u009b\u2066c";

    @TempDir Path folder;

    private Path desk() throws IOException {
        return Cli.init(folder, "desk.example", "NL", "off");
    }

    private static void assertEscaped(Cli.Ran ran) {
        String said = ran.out() + ran.err();
        String escaped = "\\u001b[2ja\\u202eb\\u009b\\u2066c";
        assertTrue(said.toLowerCase(Locale.ROOT).contains(escaped), said);
        assertTrue(Printable.isShown(said.replace("\n", "")), said);
    }

    @Test
    void whatIsNotShownOfAValueIsPrintedAsEscapes() throws IOException {
        Path data = desk();
        assertEscaped(Cli.run(data, "check", HOSTILE));
        assertEscaped(Cli.run(data, "trace", HOSTILE));
        assertEscaped(Cli.run(data, "trace", "shop.example", "--format", HOSTILE));
        assertEscaped(Cli.run(data, "import", folder.resolve(HOSTILE).toString()));
        assertEscaped(Cli.run(data, HOSTILE));
        assertEscaped(Cli.run(data, "check", "--json", HOSTILE));
        String traced = Cli.run(data, "trace", "sh\u202eop.example.com").out();
        assertTrue(traced.contains("not shown: sh\\u202eop.example.com"), traced);
    }

    @Test
    void lettersPassHoweverTheyAreWritten() {
        var out = new StringWriter();
        var printed = new PrintWriter(out);
        try (var to = new Printable(printed)) {
            to.print("\u4e2d\u6587, \ud83d\ude00 ");
            to.print('\ud83d');
            to.print('\ude00');
            to.print(" \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\tx\n");
            to.print("x\u200cy \udb40\udc41");
        }
        assertEquals(
                "\u4e2d\u6587, \ud83d\ude00 \ud83d\ude00 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\tx\n"
                        + "x\\u200cy \\udb40\\udc41",
                out.toString());
    }

    @Test
    void aFolderWithNothingInItIsSaidToBeSo() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Cli.Ran ran = Cli.run(desk(), "import", empty.toString());
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.out().contains("empty: there is no file in it"), ran.out());
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() throws IOException {
        String name = Files.createDirectories(folder.resolve("in")).toString();
        Path file = Files.writeString(folder.resolve("p"), "[ipv4-addr:value = '192.0.2.1']\n");
        for (Cli.Ran ran :
                List.of(
                        Cli.run(folder, "validate", name),
                        Cli.run(folder, "match", "-p", name, file.toString()),
                        Cli.run(folder, "match", "-p", file.toString(), name))) {
            assertEquals(Main.USAGE, ran.exit());
            assertTrue(ran.err().startsWith("a folder; name the files in it: " + name), ran.err());
        }
    }

    @Test
    void campaignsOfATimeThatIsOverAreListed() throws IOException {
        Path data = desk();
        Cli.Ran ran = Cli.run(data, "campaign", "list", "--at", "2026-01-01T00:00:00Z");
        assertEquals(0, ran.exit(), ran.err());
        ran = Cli.run(data, "campaign", "show", "campaign-000000000000", "--at", "1790000000");
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("there is none of this name"), ran.err());
    }

    @Test
    void aYearIsNoTime() throws IOException {
        Cli.Ran ran = Cli.run(desk(), "trace", "shop.example.com", "--at", "9999");
        assertEquals(Main.USAGE, ran.exit());
        assertTrue(
                ran.err().startsWith("not a time such as 2026-11-24T10:00:00Z: 9999"), ran.err());
    }

    @Test
    void helpListsCommandsWithWholeSentences() {
        var out = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(out), "help"));
        String said = out.toString().replaceAll("\\s+", " ");
        assertTrue(said.contains("plain or gzipped, of any size. match"), said);
        assertTrue(said.contains("and those of this node's list. check-data"), said);
    }
}
