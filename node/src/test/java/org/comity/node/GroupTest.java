package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Audience;
import org.comity.statement.MemberId;
import org.comity.statement.Observables;
import org.comity.views.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member says to one sharing group: it is in banks with b.example, and not in shops. */
class GroupTest {
    private static final String VALUE = "group-campaign.com";
    @TempDir Path folder;

    @Test
    void whatIsSaidToAGroupIsForTheGroupAlone() throws IOException {
        Path data = ScopeTest.exchange(folder);
        done(Cli.run(data, "claim", VALUE, "--group", "banks", "--marking", "TLP:CLEAR"));
        Path mail = Cli.mail(folder, "one", "www.mail-campaign.com", "45.80.9.9");
        done(Cli.run(data, "import", mail.toString(), "--as", "spam", "--group", "banks"));
        for (String value : List.of(VALUE, "mail-campaign.com")) {
            assertTrue(export(data, "banks").contains(value));
            assertFalse(export(data, "exchange").contains(value));
            assertFalse(export(data, "open").contains(value));
            onlyTheGroupSees(data, value, 1);
        }
        // Its retraction names the value too.
        done(Cli.run(data, "retract", VALUE));
        done(Cli.run(data, "want", "mail-campaign.com"));
        onlyTheGroupSees(data, VALUE, 2);
        onlyTheGroupSees(data, "mail-campaign.com", 2);
        assertFalse(export(data, "banks").contains(VALUE));
    }

    /** Else those who see what is clear alone would go on believing it. */
    @Test
    void aRetractionReachesAllWhoSawWhatItTakesBack() throws IOException {
        Path data = ScopeTest.exchange(folder);
        done(Cli.run(data, "claim", VALUE, "--marking", "TLP:CLEAR"));
        assertTrue(export(data, "open").contains(VALUE));
        done(Cli.run(data, "retract", VALUE));
        assertFalse(export(data, "open").contains(VALUE));
    }

    private static void onlyTheGroupSees(Path data, String value, int count) throws IOException {
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            List<Entry> entries =
                    desk.index().entriesOn(Observables.recognise(value).orThrow()).entries();
            assertEquals(count, entries.size());
            for (Entry entry : entries) {
                assertEquals(new Audience.Group("banks"), entry.audience());
                for (String member : List.of("b.example", "c.example")) {
                    boolean sees =
                            Visibility.maySee(
                                    entry.marking(),
                                    entry.audience(),
                                    entry.member(),
                                    new Viewer.Identified(new MemberId(member)),
                                    desk.charters().charter());
                    assertEquals(member.equals("b.example"), sees);
                }
            }
        }
    }

    @Test
    void aGroupThatIsNotThereOrNotOnesOwnIsRefused() throws IOException {
        Path data = ScopeTest.exchange(folder);
        Cli.Ran none = Cli.run(data, "claim", VALUE, "--group", "nobody");
        assertEquals(Main.REFUSED, none.exit());
        assertTrue(none.err().contains("no such group; it has banks, shops"), none.err());
        Cli.Ran other = Cli.run(data, "claim", VALUE, "--group", "shops");
        assertEquals(Main.REFUSED, other.exit());
        assertTrue(other.err().contains("not in the group"), other.err());
        assertEquals(0, statements(data));
    }

    @Test
    void aFileForTheGroupIsWorkedOutFromWhatTheGroupSees() throws IOException {
        Path data = ScopeTest.exchange(folder);
        done(Cli.run(data, "claim", VALUE, "--group", "banks", "--marking", "TLP:AMBER"));
        Path file = folder.resolve("explained");
        String out = file.toString();
        done(
                Cli.run(
                        data,
                        "explain",
                        VALUE,
                        "--list",
                        "banks",
                        "--out",
                        out,
                        "--for",
                        "group:banks"));
        assertTrue(Files.readString(file).contains("\nfor group banks\n"));
        Cli.Ran checked = Cli.run(data, "verify", out);
        assertTrue(checked.out().contains("as of"), checked.out() + checked.err());
        assertTrue(checked.out().contains("TLP:AMBER"), checked.out());
        for (String reader : List.of("members", "stranger", "group:shops")) {
            Cli.Ran refused =
                    Cli.run(
                            data, "explain", VALUE, "--list", "banks", "--out", out, "--for",
                            reader);
            assertEquals(Main.REFUSED, refused.exit(), refused.out());
            assertTrue(refused.err().contains("for the same group"), refused.err());
        }
        Cli.Ran members = Cli.run(data, "explain", VALUE, "--out", out, "--for", "group:banks");
        assertEquals(Main.REFUSED, members.exit(), members.out());
    }

    private static int statements(Path data) throws IOException {
        try (Desk desk = Desk.open(data, InstantSource.system())) {
            return (int) desk.logs().own().tree().size();
        }
    }

    private static String export(Path data, String list) {
        Cli.Ran ran = Cli.run(data, "export", "--list", list);
        assertEquals(0, ran.exit(), ran.err());
        return ran.out();
    }

    private static void done(Cli.Ran ran) {
        assertEquals(0, ran.exit(), ran.out() + ran.err());
    }
}
