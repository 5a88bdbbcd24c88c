package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.comity.statement.FingerprintKey;
import org.comity.statement.GuardSet;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

/** Mails made to break a parser. */
final class HostileMailTest {
    private static final MailRules RULES =
            new MailRules(List.of(), GuardSet.shipped())
                    .withFingerprints(FingerprintKey.of(Bytes.of(new byte[32])));
    private static final String HEAD = "From: a@sender.com\nTo: b@home.org\n";

    @Test
    void stopsAtTheDepthBoundAndKeepsWhatWasRead() {
        var mail = new StringBuilder(HEAD).append("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 1_000; i++) {
            mail.append("--b")
                    .append(i)
                    .append("\nContent-Type: text/plain\n\nhttp://x")
                    .append(i)
                    .append(".com/\n");
            mail.append("--b")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\n\n");
        }
        Mail taken = take(mail.toString()).orThrow();
        assertTrue(taken.notes().contains("nested deeper than 50; the rest was not read"));
        assertTrue(taken.found().toString().contains("http://x40.com/"));
    }

    @Test
    void stopsAtTheDepthBoundOfMailsInMails() {
        Mail taken = take((HEAD + "Content-Type: message/rfc822\n\n").repeat(1_000)).orThrow();
        assertTrue(taken.notes().contains("nested deeper than 50; the rest was not read"));
    }

    @Test
    void stopsAtTheBoundOfParts() {
        String part = "--b\nContent-Type: text/plain\n\nhttp://y.com/\n";
        Mail taken =
                take(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(300_000))
                        .orThrow();
        assertTrue(taken.notes().contains("more than 1,000 parts; the rest was not read"));
        assertTrue(taken.found().toString().contains("http://y.com/"));
    }

    @Test
    void refusesAHeaderLineAboveTheBound() {
        String line = "Subject: " + "x".repeat(20_000_000) + "\n";
        assertEquals("mail header longer than allowed", why(take(line + HEAD + "\n")));
        assertEquals("", why(take("Subject: " + "x".repeat(90_000) + "\n" + HEAD + "\n")));
        assertEquals(
                "mail header longer than allowed",
                why(take("Subject: " + "x".repeat(PartWalk.LINE_BYTES_MAX) + "\n" + HEAD + "\n")));
    }

    @Test
    void refusesMoreHeaderFieldsThanTheBound() {
        assertEquals(
                "mail header longer than allowed",
                why(take(HEAD + "X-A: b\n".repeat(300_000) + "\n")));
        assertEquals(
                "mail header longer than allowed",
                why(take(HEAD + "X-A: b\n".repeat(PartWalk.HEADER_FIELDS_MAX) + "\n")));
    }

    @Test
    void cutsATextAboveTheBound() {
        String link = " http://late.com/\n";
        String text = "a line of text\n".repeat(PartWalk.TEXT_BYTES_MAX / 15 + 10);
        Mail taken = take(HEAD + "\n" + text + link).orThrow();
        assertEquals(List.of("a text longer than 2 MiB; its end was not read"), taken.notes());
    }

    @Test
    void readsPathologicalTextsInLinearTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (String piece :
                            List.of(
                                    "<",
                                    "<a ",
                                    "<a href=",
                                    "<!--",
                                    "&#",
                                    "http://",
                                    "a.",
                                    "@",
                                    "(",
                                    "www.",
                                    "</",
                                    "'\"",
                                    "<!-- -->",
                                    "http://a))))",
                                    "&amp;",
                                    "<a>",
                                    "\n>")) {
                        for (String type : List.of("text/html", "text/plain")) {
                            take(HEAD
                                            + "Content-Type: "
                                            + type
                                            + "\n\n"
                                            + piece.repeat(300_000 / piece.length()))
                                    .orThrow();
                        }
                    }
                    for (String piece :
                            List.of(
                                    "=?utf-8?Q?a?= ",
                                    "<",
                                    "(",
                                    "\"",
                                    "a@b,",
                                    "for ",
                                    "[",
                                    "[1.2.3.4",
                                    "@")) {
                        for (String name :
                                List.of("To: ", "From: ", "Received: from ", "Subject: ")) {
                            take(
                                    HEAD
                                            + name
                                            + piece.repeat(90_000 / piece.length())
                                            + "\n\nhttp://evil.com/x/y\n");
                        }
                    }
                });
    }

    @Test
    void looksForManyRecipientsInManyLinksInBoundedTime() {
        var mail = new StringBuilder("From: a@s.com\nTo: x@y.com");
        for (int i = 0; i < 2_500; i++) {
            mail.append(",\n person.number").append(i).append("@home.org");
        }
        mail.append("\n\n");
        for (int i = 0; i < 2_500; i++) {
            mail.append("http://a").append(i).append(".com");
            for (int j = 0; j < 75; j++) {
                mail.append("/some-quiet-words").append(i * 75 + j);
            }
            mail.append('\n');
        }
        Mail taken =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(60), () -> take(mail.toString()).orThrow());
        assertEquals(Mail.FOUND_MAX, taken.found().size());
    }

    @Test
    void survivesNulsAndBareCarriageReturns() {
        Mail taken =
                take(HEAD + "X-N: \0\r\0\n\n\0\0http://nul.com/\0 \rhttp://cr.com/\r\n").orThrow();
        assertTrue(taken.found().toString().contains("http://nul.com/"));
        assertTrue(taken.found().toString().contains("http://cr.com/"));
    }

    @Test
    void saysThatTheLastPartIsCutOff() {
        Mail taken =
                take(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhttp://cut.com/")
                        .orThrow();
        assertEquals(List.of("the last part is cut off"), taken.notes());
        assertTrue(taken.found().toString().contains("http://cut.com/"));
    }

    private static Checked<Mail> take(String mail) {
        return MailParser.parse(Bytes.of(mail.getBytes(StandardCharsets.ISO_8859_1)), RULES);
    }

    private static String why(Checked<Mail> checked) {
        return switch (checked) {
            case Checked.Good<Mail> _ -> "";
            case Checked.Refused<Mail> refused -> refused.why();
        };
    }
}
