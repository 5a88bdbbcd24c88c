package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.comity.node.SmtpSink.Does;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Which notices are drafted, what they say, and what becomes of them. */
class NoticingTest {
    private static final String FROM =
            "\n[notices]\nfrom = \"notices@desk.example.org\"\norganisation = \"Example Desk\"\n";

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path data;

    private Instant now = Instant.now();

    @BeforeEach
    void aDeskThatKnowsANetwork() throws IOException {
        Logs.quiet();
        data = Cli.init(folder, "desk.example", "NL");
        Path registry =
                Files.writeString(
                        folder.resolve("registry.txt"),
                        """
                        inetnum: 45.80.0.0 - 45.80.255.255
                        netname: EXAMPLE
                        country: NL
                        abuse-c: EX1

                        role: desk
                        nic-hdl: EX1
                        abuse-mailbox: abuse@network.example.net
                        """);
        Cli.Ran ran = Cli.run(data, "network", "import", "--as", "ripe", registry.toString());
        assertEquals(0, ran.exit(), ran.err());
    }

    private void configure(String toml) throws IOException {
        Files.writeString(Desk.configFile(data), toml, StandardOpenOption.APPEND);
    }

    private void spam(String mail) throws IOException {
        Path file = Files.writeString(folder.resolve("mail" + mail.hashCode() + ".eml"), mail);
        Cli.Ran ran = Cli.run(data, "import", "--as", "spam", "--arriving-now", file.toString());
        assertTrue(ran.out().contains("1 reported"), ran.out() + ran.err());
    }

    private String refused(String... arguments) {
        Cli.Ran ran = Cli.run(data, "notice", arguments);
        assertEquals(Main.REFUSED, ran.exit(), ran.out() + ran.err());
        return ran.err();
    }

    private String done(String... arguments) {
        Cli.Ran ran = Cli.run(data, "notice", arguments);
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        return ran.out();
    }

    @Test
    void aDraftIsShownAndNothingIsMailed() throws IOException {
        spam(Cli.mail("one", "www.bad-campaign.com", "45.80.9.9"));
        assertTrue(refused("new", "45.80.9.9").contains("notices.from"));
        configure(FROM);
        String shown = done("new", "45.80.9.9");
        assertTrue(shown.startsWith("1  drafted since "), shown);
        assertTrue(shown.contains("arf, 1 times, to abuse@network.example.net"), shown);
        assertTrue(shown.contains("\nSource-IP: 45.80.9.9\n"), shown);
        assertFalse(shown.toLowerCase(java.util.Locale.ROOT).contains("reader.person"), shown);
        assertTrue(refused("send", "1").contains("nothing is mailed"));
        assertTrue(done("list").contains("nothing is mailed"));
        assertEquals(shown.lines().skip(1).toList(), done("show", "1").lines().skip(1).toList());
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void onlyOwnSightingsAreToldAndWhatIsMissingIsSaid() throws IOException {
        configure(FROM);
        assertTrue(refused("new", "45.80.7.7").contains("no current claim of this member's own"));
        Path feed = Files.writeString(folder.resolve("feed.txt"), "45.80.1.1\nfeed-host.com\n");
        assertEquals(0, Cli.run(data, "import", feed.toString()).exit());
        assertTrue(refused("new", "45.80.1.1").contains("what a feed said"));
        spam(
                Cli.mail("one", "www.bad-campaign.com", "45.80.9.9")
                        .replace("and see.", "and see.\n> http://www.innocent-host.com/\n"));
        assertTrue(refused("new", "innocent-host.com").contains("only mentions"));
        assertTrue(refused("new", "45.80.9.9", "--format", "xarf").contains("envelope sender"));
        assertEquals(
                0, Cli.run(data, "claim", "http://typed-host.com/a", "--class", "phishing").exit());
        assertTrue(refused("new", "http://typed-host.com/a").contains("--served-by"));
        String served = done("new", "http://typed-host.com/a", "--served-by", "45.80.3.3");
        assertTrue(served.contains("phishing, xarf"), served);
        assertEquals(0, Cli.run(data, "claim", "198.18.0.1", "--class", "botnet").exit());
        assertTrue(refused("new", "198.18.0.1", "--to", "a@b.example.com").contains("nobody's"));
        assertEquals(0, Cli.run(data, "claim", "46.1.2.3", "--class", "botnet").exit());
        assertTrue(refused("new", "46.1.2.3").contains("no abuse contact known"));
        assertTrue(
                refused("new", "46.1.2.3", "--to", "x@desk.example.org").contains("own address"));
        assertTrue(
                refused("new", "46.1.2.3", "--to", "a b@c.example.com").contains("mail address"));
        assertTrue(done("new", "46.1.2.3", "--to", "a@c.example.com").contains("botnet, xarf"));
    }

    @Test
    void aDomainIsToldToTheNetworkThatSentTheMail() throws IOException {
        configure(FROM);
        spam(Cli.mail("one", "www.bad-campaign.com", "45.80.9.9"));
        String shown = done("new", "bad-campaign.com");
        assertTrue(shown.contains("Reported-Domain: bad-campaign.com"), shown);
        assertTrue(shown.contains("Source-IP: 45.80.9.9"), shown);
    }

    @Test
    void noNoticeIsMadeOnWhatAMachineAnswered() throws IOException {
        configure(FROM);
        spam(
                "Auto-Submitted: auto-replied\n"
                        + Cli.mail("one", "www.bad-campaign.com", "45.80.9.9"));
        assertTrue(refused("new", "45.80.9.9").contains("a machine's answer"));
        spam(Cli.mail("two", "www.bad-campaign.com", "45.80.9.9"));
        assertTrue(done("new", "45.80.9.9").startsWith("1  drafted"));
    }

    @Test
    void whatIsErasedTakesItsNoticeAlong() throws IOException {
        configure(FROM);
        spam(Cli.mail("one", "www.bad-campaign.com", "45.80.9.9"));
        done("new", "45.80.9.9");
        assertEquals(0, Cli.run(data, "erase", "desk.example/log#0").exit());
        assertFalse(done("list").contains("45.80.9.9"));
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    private static JsonNode run(Desk desk, String name, JsonNode with) throws IOException {
        return new Operations(desk, new Joiner(desk, PeerClient.of(desk)), Optional.empty())
                .run(name, with, _ -> {});
    }

    private static JsonNode draft(Desk desk) throws IOException {
        var with = Json.object();
        with.putArray("values").add("45.80.9.9");
        return run(desk, "notice-new", with).path("notices").path(0);
    }

    private static void claim(Desk desk) throws IOException {
        run(desk, "claim", Json.object().put("value", "45.80.9.9").put("class", "botnet"));
    }

    @Test
    void oneIncidentIsOneReportUntilItIsSeenAgainAfterItWasFixed() throws IOException {
        try (var sink = new SmtpSink(_ -> Does.TAKE)) {
            configure(FROM + "smtp = \"127.0.0.1:%d\"\nsend = true\n".formatted(sink.port()));
            try (Desk desk = Desk.open(data, () -> now)) {
                desk.recover();
                NoticeSender sender = NoticeSender.open(desk);
                var noticing = new Noticing(desk);
                var one = Json.object().put("notice", 1);
                claim(desk);
                String first = draft(desk).path("reports").path(0).path("id").asString();
                now = now.plusSeconds(10);
                claim(desk);
                JsonNode again = draft(desk);
                assertEquals(1, again.path("notice").asInt());
                assertEquals(2, again.path("count").asInt());
                assertEquals(first, again.path("reports").path(0).path("id").asString());
                run(desk, "notice-send", one);
                sender.run();
                claim(desk);
                assertEquals("sent", draft(desk).path("state").asString());
                assertEquals(0, noticing.lookAgain());
                run(desk, "notice-acknowledged", one);
                run(desk, "notice-fixed", one);
                assertEquals("fixed", draft(desk).path("state").asString());
                assertEquals(0, noticing.lookAgain());
                now = now.plusSeconds(3_600);
                claim(desk);
                assertEquals(1, noticing.lookAgain());
                assertEquals(0, noticing.lookAgain());
                JsonNode seen = run(desk, "notice-show", one);
                assertEquals("seen again", seen.path("state").asString());
                assertEquals(1, seen.path("count").asInt());
                String mail = seen.path("mail").asString();
                assertTrue(mail.contains("In-Reply-To: <" + first + "@desk.example.org>"), mail);
                run(desk, "notice-send", one);
                sender.run();
                assertEquals(2, sink.kept().size());
                run(desk, "notice-close", one);
                assertEquals(2, draft(desk).path("notice").asInt(), "a closed one is not reopened");
            }
        }
    }
}
