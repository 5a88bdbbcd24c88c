package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchingTest {
    @TempDir Path folder;

    @Test
    void aTraceIsAFileThatOtherToolsRead() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        importSpam(data, "one", "www.bad-campaign.com", "45.80.9.9");
        importSpam(data, "two", "www.bad-campaign.com", "45.80.9.10");
        String svg = Cli.run(data, "trace", "45.80.9.9", "--format", "svg").out();
        assertTrue(svg.startsWith("<svg xmlns") && svg.contains("bad-campaign.com"), svg);
        String graphMl = Cli.run(data, "trace", "45.80.9.9", "--format", "graphml").out();
        assertTrue(graphMl.contains("<node id=\"address:45.80.9.10\">"), graphMl);
        String stix = Cli.run(data, "trace", "45.80.9.9", "--format", "stix").out();
        assertEquals("bundle", Json.parse(stix).path("type").asString());
        String path = Cli.run(data, "trace", "45.80.9.9", "--to", "45.80.9.10").out();
        assertTrue(path.contains("bad-campaign.com"), path);
        String text = Cli.run(data, "trace", "bad-campaign.com").out();
        assertTrue(text.contains("evidence held by: desk.example since "), text);
        String before =
                Cli.run(data, "trace", "bad-campaign.com", "--at", "2001-01-01T00:00:00Z").out();
        assertTrue(before.contains("nothing shares evidence with it"), before);
        assertEquals(2, Cli.run(data, "trace", "45.80.9.9", "--format", "png").exit());
    }

    @Test
    void aCampaignIsListedAndShownAndGivenAsStix() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        assertTrue(Cli.run(data, "campaign", "list").out().contains("No campaign"));
        for (int at = 0; at < 3; at++) {
            importSpam(data, "mail" + at, "www.bad-campaign.com", "45.80.9." + at);
        }
        String listed = Cli.run(data, "campaign", "list").out();
        assertTrue(listed.contains("3 pieces of evidence"), listed);
        assertTrue(listed.contains("seen by desk.example 3 (NL), TLP:GREEN"), listed);
        String name = listed.substring(0, listed.indexOf(' '));
        String shown = Cli.run(data, "campaign", "show", name).out();
        assertTrue(shown.contains("3 share domain:bad-campaign.com"), shown);
        String stix = Cli.run(data, "campaign", "show", name, "--format", "stix").out();
        assertTrue(stix.contains("\"type\":\"campaign\""), stix);
        assertEquals(1, Cli.run(data, "campaign", "show", "campaign-none").exit());
        assertTrue(Cli.run(data, "bridge", "list").out().contains("No bridge"));
        assertEquals(1, Cli.run(data, "bridge", "show", "bridge-none").exit());
    }

    @Test
    void watchedValuesThatBecomeConnectedRaiseAnAlert() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        assertEquals(0, Cli.run(data, "watch", "add", "left", "left-campaign.com").exit());
        assertEquals(0, Cli.run(data, "watch", "add", "right", "right-campaign.com").exit());
        assertEquals(0, Cli.run(data, "watch", "add", "ours", "45.80.0.0/16", "country:NL").exit());
        String none = Cli.run(data, "alert", "list").out();
        assertTrue(none.contains("No alerts"), none);
        importSpam(data, "one", "www.left-campaign.com", "45.80.9.9");
        importSpam(data, "two", "www.right-campaign.com", "45.80.9.9");
        String alerts = Cli.run(data, "alert", "list").out();
        assertTrue(alerts.contains("left and right are connected since"), alerts);
        assertTrue(alerts.contains("address:45.80.9.9"), alerts);
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
        assertEquals(0, Cli.run(data, "watch", "remove", "left").exit());
        assertFalse(Cli.run(data, "watch", "list").out().contains("left-campaign"));
        assertEquals(1, Cli.run(data, "watch", "remove", "left").exit());
        assertEquals(1, Cli.run(data, "watch", "add", "x", "country:Netherlands").exit());
        assertEquals(1, Cli.run(data, "watch", "add", "Not A Name", "a.com").exit());
    }

    private void importSpam(Path data, String name, String host, String address)
            throws IOException {
        Path mail = Cli.mail(folder, name, host, address);
        assertTrue(Files.exists(mail));
        assertEquals(
                0,
                Cli.run(data, "import", "--as", "spam", "--arriving-now", mail.toString()).exit());
    }
}
