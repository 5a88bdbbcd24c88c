package org.comity.protection;

import static org.comity.protection.SomeNotices.ID;
import static org.comity.protection.SomeNotices.NOW;
import static org.comity.protection.SomeNotices.SAMPLE;
import static org.comity.protection.SomeNotices.incident;
import static org.comity.protection.SomeNotices.mail;
import static org.comity.protection.SomeNotices.notice;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.comity.statement.AbuseClass;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Mails as they were when somebody last looked at them. */
class NoticeGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/golden");

    @Test
    void mailsAreWhatTheyWere() throws IOException {
        golden(
                "xarf",
                NoticeMail.render(
                                notice(
                                        incident(
                                                "192.0.2.9",
                                                AbuseClass.BOTNET,
                                                Incident.Deed.SENT,
                                                0),
                                        Optional.of(SAMPLE)),
                                Notice.Format.XARF,
                                NOW)
                        .orThrow());
        var reporter =
                new Notice.Reporter(
                        "Bürgernetz 反垃圾中心 「測試」",
                        SomeNotices.DESK.from(),
                        SomeNotices.DESK.contact());
        Notice named =
                new Notice(
                        ID,
                        incident("192.0.2.9", AbuseClass.SPAM, Incident.Deed.SENT, 0),
                        reporter,
                        mail("abuse@network.example.com"),
                        Optional.of(SAMPLE),
                        Optional.empty());
        Bytes arf = NoticeMail.render(named, Notice.Format.ARF, NOW).orThrow();
        golden("arf", arf);
        String from =
                ReadMail.of(arf).fields().stream()
                        .filter(it -> it.startsWith("From: "))
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                "From: Bürgernetz 反垃圾中心 「測試」 <notices@desk.example.org>",
                DecoderUtil.decodeEncodedWords(from.replace("\r\n", ""), DecodeMonitor.STRICT));
    }

    private static void golden(String name, Bytes mail) throws IOException {
        Path file = GOLDEN.resolve(name + ".eml");
        if (Boolean.getBoolean("bless")) {
            Files.createDirectories(GOLDEN);
            Files.write(file, mail.array());
        }
        assertEquals(Files.readString(file), mail.utf8());
    }
}
