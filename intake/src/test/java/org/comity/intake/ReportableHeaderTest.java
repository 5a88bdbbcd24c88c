package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class ReportableHeaderTest {
    private static final Bytes KEY = Bytes.utf8("k".repeat(32));

    private static final String MAIL =
            """
            Return-Path: <bounce-reader.person=receiver.test@sender.example>
            Delivered-To: reader.person@receiver.test
            Received: from s (s [192.0.2.9]) by mx.receiver.test with ESMTP
             id 17 for <Reader.Person@receiver.test>; Mon, 5 Jan 2026 09:00:00 +0000
            DKIM-Signature: v=1; d=sender.example; s=reader.person
            From: "For Reader" <offers@sender.example>
            To: "Reader Person" <Reader.Person@receiver.test>
            Message-ID: <1.%s@sender.example>
            Subject: Reader, your parcel cmVhZGVyLnBlcnNvbg waits
            X-Unsubscribe: http://x.example/u/reader.person
            Content-Type: text/plain

            Dear reader.person, click.
            """
                    .formatted("7265616465722e706572736f6e");

    private static String lines(String mail) {
        return ReportableHeader.of(Bytes.utf8(mail), KEY).orThrow().lines().utf8();
    }

    @Test
    void recipientsAreGoneInEveryFormAndWhoSentItStays() {
        String lines = lines(MAIL);
        String lower = lines.toLowerCase(Locale.ROOT);
        for (String secret :
                new String[] {
                    "reader",
                    "person",
                    "cmvhzgvylnblcnnvbg",
                    "7265616465722e",
                    "unsubscribe",
                    "dear"
                }) {
            assertFalse(lower.contains(secret), secret + " in\n" + lines);
        }
        for (String kept :
                new String[] {
                    "[192.0.2.9]", "mx.receiver.test", "offers@sender.example", "parcel"
                }) {
            assertTrue(lines.contains(kept), kept + " in\n" + lines);
        }
        String code = lines.replaceAll("(?s).*\nTo: <(redacted-[0-9a-f]{16})@.*", "$1");
        assertEquals(3, lines.split(code, -1).length, "the same person, the same code\n" + lines);
        assertNotEquals(
                lines,
                ReportableHeader.of(Bytes.utf8(MAIL), Bytes.utf8("another")).orThrow().lines());
    }

    @Test
    void theEnvelopeSenderIsRedactedToo() {
        String sender = ReportableHeader.of(Bytes.utf8(MAIL), KEY).orThrow().sender();
        assertTrue(sender.matches("redacted-[0-9a-f]{16}@sender.example"), sender);
    }

    @Test
    void answersOfMachinesAndReportsAreKnown() {
        assertFalse(ReportableHeader.of(Bytes.utf8(MAIL), KEY).orThrow().automatic());
        for (String field :
                new String[] {
                    "Auto-Submitted: auto-replied",
                    "Content-Type: multipart/report; report-type=feedback-report",
                    "Return-Path: <>",
                    "X-XARF: PLAIN"
                }) {
            assertTrue(
                    ReportableHeader.of(Bytes.utf8(field + "\n" + MAIL), KEY).orThrow().automatic(),
                    field);
        }
        assertFalse(
                ReportableHeader.of(Bytes.utf8("Auto-Submitted: no\n" + MAIL), KEY)
                        .orThrow()
                        .automatic());
    }

    @Test
    void anEncodedSubjectIsLookedInto() {
        String word =
                Base64.getEncoder()
                        .encodeToString("Größe für Reader".getBytes(StandardCharsets.UTF_8));
        String lines = lines(MAIL.replaceAll("Subject: .*", "Subject: =?utf-8?B?" + word + "?="));
        String subject = lines.replaceAll("(?s).*\nSubject: ([^\n]*(\n [^\n]*)*)\n.*", "$1");
        assertEquals(
                "Größe für redacted", MailText.decodeWords(subject.replaceAll("\n ", " ")), lines);
    }

    @Test
    void whateverComesInTheLinesAreShortAsciiAndNameNobody() {
        Seeds.each(
                500,
                random -> {
                    byte[] raw = Seeds.mutate(MAIL.getBytes(StandardCharsets.UTF_8), random);
                    if (ReportableHeader.of(Bytes.of(raw), KEY)
                            instanceof Checked.Good<ReportableHeader>(ReportableHeader header)) {
                        for (String line : header.lines().utf8().split("\n")) {
                            assertTrue(line.length() <= 998, line);
                            assertTrue(line.matches("[\\x20-\\x7e]*"), line);
                        }
                    }
                });
    }

    @Test
    void whatIsNoMailIsRefused() {
        for (String raw : new String[] {"", "\n\n", "nothing at all"}) {
            assertTrue(ReportableHeader.of(Bytes.utf8(raw), KEY) instanceof Checked.Refused, raw);
        }
    }
}
