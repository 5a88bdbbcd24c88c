package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertMailTest {
    @TempDir Path folder;

    @Test
    void theDeskIsToldOnceAndOfNamesAndCountsAlone() throws IOException {
        Logs.quiet();
        Path data = watching();
        try (var sink =
                new SmtpSink(number -> number == 0 ? SmtpSink.Does.LATER : SmtpSink.Does.TAKE)) {
            configure(data, sink, true);
            try (Desk desk = Desk.open(data, Instant::now)) {
                desk.recover();
                var mail = new AlertMail(desk);
                // The server refuses it, so that it does not count as told.
                assertThrows(IOException.class, mail::run);
                assertTrue(mail.run());
                assertFalse(mail.run());
            }
            assertEquals(1, sink.kept().size());
            String mail = sink.kept().getFirst().mail();
            assertEquals("soc@desk.example.org", sink.kept().getFirst().to());
            assertTrue(mail.contains("left: 1 bridge") || mail.contains("left: 1 connected"), mail);
            assertFalse(mail.contains("campaign.com") || mail.contains("45.80"), mail);
        }
        assertEquals(0, Cli.run(data, "check-data").exit(), Cli.run(data, "check-data").out());
    }

    @Test
    void nothingIsMailedUnlessTheConfigurationSaysSo() throws IOException {
        Logs.quiet();
        Path data = watching();
        try (var sink = new SmtpSink(_ -> SmtpSink.Does.TAKE)) {
            configure(data, sink, false);
            try (Desk desk = Desk.open(data, Instant::now)) {
                desk.recover();
                assertFalse(new AlertMail(desk).run());
            }
            assertEquals(0, sink.kept().size());
        }
        String shown = Cli.run(data, "alert", "mail").out();
        assertTrue(shown.contains("not mailed") && shown.contains("left: "), shown);
    }

    private Path watching() throws IOException {
        Path data = Cli.init(folder, "desk.example", "NL");
        Cli.run(data, "watch", "add", "left", "left-campaign.com");
        Cli.run(data, "watch", "add", "right", "right-campaign.com");
        for (String name : new String[] {"left", "right"}) {
            Path mail = Cli.mail(folder, name, "www." + name + "-campaign.com", "45.80.9.9");
            assertEquals(0, Cli.run(data, "import", mail.toString(), "--as", "spam").exit());
        }
        return data;
    }

    private static void configure(Path data, SmtpSink sink, boolean send) throws IOException {
        Files.writeString(
                Desk.configFile(data),
                """

                [notices]
                smtp = "127.0.0.1:%d"
                send = %s
                from = "notices@desk.example.org"
                alerts-to = "soc@desk.example.org"
                """
                        .formatted(sink.port(), send),
                StandardOpenOption.APPEND);
    }
}
