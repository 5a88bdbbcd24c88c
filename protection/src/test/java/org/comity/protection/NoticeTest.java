package org.comity.protection;

import static org.comity.protection.SomeNotices.ID;
import static org.comity.protection.SomeNotices.NOW;
import static org.comity.protection.SomeNotices.incident;
import static org.comity.protection.SomeNotices.notice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.comity.statement.AbuseClass;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static final Optional<Notice.Sample> SAMPLE = Optional.of(SomeNotices.SAMPLE);

    private static Bytes xarf(Notice notice) {
        return NoticeMail.render(notice, Notice.Format.XARF, NOW).orThrow();
    }

    private static Notice about(String value, AbuseClass abuse, Incident.Deed deed, int port) {
        return notice(incident(value, abuse, deed, port), SAMPLE);
    }

    private static final List<Notice> EACH =
            List.of(
                    about("192.0.2.9", AbuseClass.SPAM, Incident.Deed.SENT, 40_001),
                    about("http://bad.example/a", AbuseClass.PHISHING, Incident.Deed.SERVED, 0),
                    about("http://bad.example/a", AbuseClass.MALWARE, Incident.Deed.SERVED, 0),
                    about("http://bad.example/a", AbuseClass.FRAUD, Incident.Deed.SERVED, 443),
                    about("c2.bad.org", AbuseClass.COMMAND_AND_CONTROL, Incident.Deed.SERVED, 0),
                    about("192.0.2.9", AbuseClass.BOTNET, Incident.Deed.SENT, 0),
                    about("192.0.2.9", AbuseClass.SCANNING, Incident.Deed.DID, 0),
                    about("192.0.2.9", AbuseClass.SCANNING, Incident.Deed.DID, 9),
                    about("192.0.2.9", AbuseClass.EXPLOIT, Incident.Deed.DID, 0),
                    about("192.0.2.9", AbuseClass.BRUTE_FORCE, Incident.Deed.DID, 9),
                    about("192.0.2.9", AbuseClass.DENIAL_OF_SERVICE, Incident.Deed.DID, 9));

    @Test
    void eachClassIsValidInTheTypeThatItIsToldAs() {
        var schemas = new XarfSchemas();
        for (Notice notice : EACH) {
            ReadMail read = ReadMail.of(xarf(notice));
            assertEquals(List.of("text/plain", "application/json"), read.types());
            String json = read.bodies().get(1);
            assertEquals(List.of(), schemas.wrong(json), json);
            Notice without = notice(notice.incident(), Optional.empty());
            if (notice.incident().abuse() != AbuseClass.SPAM) {
                String bare = XarfRenderer.render(without).orThrow().utf8();
                assertEquals(List.of(), schemas.wrong(bare), bare);
            }
        }
        String broken =
                XarfRenderer.render(about("192.0.2.9", AbuseClass.BOTNET, Incident.Deed.DID, 0))
                        .orThrow()
                        .utf8()
                        .replace("\"botnet\"", "\"bot\"");
        assertFalse(schemas.wrong(broken).isEmpty(), "the schemas are asked at all");
    }

    @Test
    void whatNobodySawIsNotMadeUp() {
        missing("port", incident("192.0.2.9", AbuseClass.SPAM, Incident.Deed.SENT, 0));
        missing("port", incident("192.0.2.9", AbuseClass.BRUTE_FORCE, Incident.Deed.DID, 0));
        missing("port", incident("192.0.2.9", AbuseClass.DENIAL_OF_SERVICE, Incident.Deed.DID, 0));
        missing("class", incident("192.0.2.9", AbuseClass.UNSPECIFIED, Incident.Deed.DID, 9));
        missing("URL", incident("192.0.2.9", AbuseClass.PHISHING, Incident.Deed.SENT, 9));
        missing(
                "serves the URL",
                incident("http://bad.example/", AbuseClass.PHISHING, Incident.Deed.SENT, 9));
        Notice without =
                notice(
                        incident("192.0.2.9", AbuseClass.SPAM, Incident.Deed.SENT, 9),
                        Optional.empty());
        assertTrue(XarfRenderer.render(without).toString().contains("envelope sender"));
        assertTrue(ArfRenderer.render(without).toString().contains("the mail"));
    }

    private static void missing(String word, Incident incident) {
        Checked<Bytes> rendered = XarfRenderer.render(notice(incident, SAMPLE));
        assertTrue(
                rendered instanceof Checked.Refused<Bytes>(String why, String _)
                        && why.contains(word),
                rendered.toString());
    }

    @Test
    void aReportOnAMailHasItsThreePartsAndFields() {
        Notice notice =
                notice(
                        incident(
                                "http://shop.example/a",
                                AbuseClass.PHISHING,
                                Incident.Deed.SENT,
                                0),
                        SAMPLE);
        ReadMail read = ReadMail.of(NoticeMail.render(notice, Notice.Format.ARF, NOW).orThrow());
        assertEquals(
                List.of("text/plain", "message/feedback-report", "text/rfc822-headers"),
                read.types());
        assertEquals(
                """
                Feedback-Type: fraud
                User-Agent: Comity
                Version: 1
                Source-IP: 192.0.2.9
                Arrival-Date: Mon, 5 Jan 2026 09:00:00 +0000
                Incidents: 3
                Original-Mail-From: <offers@sender.example.net>
                Reported-Domain: shop.example
                Reported-URI: http://shop.example/a
                """,
                read.bodies().get(1).replace("\r\n", "\n"));
        assertTrue(
                read.fields().stream()
                        .anyMatch(it ->
                                it.matches(
                                        "(?s)Content-Type: multipart/report; report-type=feedback-report;.*")),
                read.fields().toString());
        assertTrue(
                read.fields().contains("Auto-Submitted: auto-generated"), read.fields().toString());
        assertTrue(read.fields().contains("Message-ID: <" + ID + "@desk.example.org>"));
        assertTrue(read.fields().contains("Reply-To: <abuse@desk.example.org>"));
    }

    @Test
    void aFollowUpAnswersTheFirstReport() {
        Notice first =
                notice(incident("192.0.2.9", AbuseClass.BOTNET, Incident.Deed.DID, 0), SAMPLE);
        Notice again =
                new Notice(
                        UUID.nameUUIDFromBytes(new byte[1]),
                        first.incident(),
                        first.reporter(),
                        first.to(),
                        first.sample(),
                        Optional.of(ID));
        ReadMail read = ReadMail.of(xarf(again));
        assertTrue(read.fields().contains("In-Reply-To: <" + ID + "@desk.example.org>"));
        assertTrue(read.fields().stream().anyMatch(it -> it.startsWith("Subject: Seen again: ")));
    }

    @Test
    void nothingThatIsPutInBeginsAFieldOrAPart() {
        Notice plain =
                notice(incident("192.0.2.9", AbuseClass.SPAM, Incident.Deed.SENT, 9), SAMPLE);
        List<String> names =
                names(ReadMail.of(NoticeMail.render(plain, Notice.Format.ARF, NOW).orThrow()));
        List<String> xarf = names(ReadMail.of(xarf(plain)));
        Seeds.each(
                300,
                random -> {
                    String name = rubbish(random);
                    if (!Notice.Reporter.mayBeOrganisation(name)) {
                        return;
                    }
                    var reporter =
                            new Notice.Reporter(
                                    name, SomeNotices.DESK.from(), SomeNotices.DESK.contact());
                    Notice notice =
                            new Notice(
                                    ID,
                                    plain.incident(),
                                    reporter,
                                    plain.to(),
                                    Optional.of(
                                            new Notice.Sample(
                                                    Bytes.utf8(
                                                            rubbish(random)
                                                                    + "\n--=_"
                                                                    + ID
                                                                    + "--\n"),
                                                    SAMPLE.get().sender())),
                                    Optional.empty());
                    Bytes arf = NoticeMail.render(notice, Notice.Format.ARF, NOW).orThrow();
                    assertEquals(names, names(ReadMail.of(arf)), arf.utf8());
                    assertEquals(3, ReadMail.of(arf).types().size());
                    assertEquals(xarf, names(ReadMail.of(xarf(notice))));
                    for (String line : arf.utf8().split("\r\n", -1)) {
                        assertTrue(line.length() <= 998 && line.matches("[\\t\\x20-\\x7e]*"), line);
                    }
                });
    }

    private static List<String> names(ReadMail read) {
        return read.fields().stream().map(it -> it.substring(0, it.indexOf(':'))).toList();
    }

    private static String rubbish(RandomGenerator random) {
        String[] pieces = {
            "\r\nBcc: a@b.example",
            "\n",
            "\r",
            "=?utf-8?Q?=0D=0ABcc:?=",
            "\"",
            "\\",
            "<x@y>",
            "ü",
            "語",
            "a b",
            "\u202e",
            "\u0000",
            "--=_",
            ":",
            "\u2028",
            "\ud800",
            "x".repeat(90)
        };
        var text = new StringBuilder("A");
        for (int left = random.nextInt(6); left > 0; left--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void onlyPlainMailAddressesAreTaken() {
        for (String good :
                List.of("abuse@network.example.com", "a+b_c@x.y-z.example", "A@B.EXAMPLE")) {
            assertTrue(MailAddress.parse(good) instanceof Checked.Good, good);
        }
        for (String bad :
                List.of(
                        "",
                        "a",
                        "@b.example",
                        "a@",
                        "a@b",
                        "a b@c.example",
                        "a@b.example\r\nX: y",
                        "<a@b.example>",
                        "a@b.example,c@d.example",
                        "\"a\"@b.example",
                        "a@[192.0.2.1]",
                        ".a@b.example",
                        "a..b@c.example",
                        "a@-b.example",
                        "a@b..example",
                        "ü@b.example",
                        "a@192.0.2.1",
                        "x".repeat(65) + "@b.example",
                        "a@" + "b".repeat(64) + ".example")) {
            assertTrue(MailAddress.parse(bad) instanceof Checked.Refused, bad);
        }
    }
}
