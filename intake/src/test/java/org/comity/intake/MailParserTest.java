package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.GuardSet;
import org.comity.statement.Role;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class MailParserTest {
    private static final MailRules RULES =
            new MailRules(
                    List.of(
                            AddressRange.parse("193.0.2.0/24").orThrow(),
                            AddressRange.parse("2a00:1450::/32").orThrow()),
                    GuardSet.shipped(),
                    List.of("MX.Home.org"),
                    Optional.empty());

    private static final String HEAD = "From: a@sender.com\nTo: b@home.org\nSubject: x\n";

    @Test
    void takesTheFirstPeerThatIsNotOurOwn() {
        String mail =
                "Received: from localhost (localhost [127.0.0.1]) by home; Fri, 9 Aug 2002 07:20:20 -0400 (EDT)\n"
                        + "Received: from mx.home.org (mx [193.0.2.9]) by inner; x\n"
                        + "Received: from [1.2.3.4] (unknown [80.1.2.3]) by mx.home.org; y\n"
                        + "Received: from forged ([90.1.1.1]) by liar\n"
                        + HEAD
                        + "\nhi\n";
        assertEquals(
                Set.of("connected address 80.1.2.3", "claimed-sender domain sender.com"),
                found(mail));
        assertEquals(OptionalLong.of(1028892020L), take(mail).receivedSecond());
    }

    @Test
    void doesNotBelieveTheNamesThatAPeerGives() {
        assertEquals("80.1.2.3", peer("from [9.9.9.9] ([80.1.2.3]) by x"));
        assertEquals("80.1.2.3", peer("from [80.1.2.3] (helo=[9.9.9.9]) by x"));
        assertEquals("80.1.2.3", peer("from unknown (HELO [9.9.9.9]) (80.1.2.3) by x"));
        assertEquals("80.1.2.3", peer("from a by.b ([80.1.2.3]) by x"));
        assertEquals("2001:470::1", peer("from a (b [IPv6:2001:470:0:0::1]) by x"));
        assertEquals("80.1.2.3", peer("from a (ident@b [80.1.2.3] (may be forged)) by x"));
        assertEquals("", peer("from 9.9.9.9 by x"));
    }

    @Test
    void claimsNoAddressWhenTheReceiverDidNotSayWhoThePeerWas() {
        String mail =
                "Received: from someone by home\nReceived: from a ([80.1.2.3]) by b\n"
                        + HEAD
                        + "\n";
        assertEquals(Set.of("claimed-sender domain sender.com"), found(mail));
    }

    @Test
    void skipsLocalHandling() {
        String mail =
                "Received: by home (Postfix, from userid 7)\nReceived: (from x@localhost) by home\n"
                        + "Received: from a ([2a00:1450::7]) by home\nReceived: from c ([81.1.2.3]) by b\n"
                        + HEAD
                        + "\n";
        assertTrue(found(mail).contains("connected address 81.1.2.3"));
    }

    @Test
    void tellsCalledToLinksFromQuotedOnesAndBareNames() {
        String mail =
                HEAD
                        + "\nGo to HTTP://User:pw@Evil.COM:80/a/../c?x=1#y or (www.second.net).\n"
                        + "> http://quoted.org/p\nbare name third.info, mail help@fourth.biz, script.pl e.g. this.\n";
        assertEquals(
                Set.of(
                        "claimed-sender domain sender.com",
                        "called-to-link url http://evil.com/c",
                        "called-to-link url http://www.second.net/",
                        "mention url http://quoted.org/p",
                        "mention domain third.info",
                        "mention domain fourth.biz"),
                found(mail));
    }

    @Test
    void readsHtmlAsAReaderWould() {
        String html =
                "<!DOCTYPE html PUBLIC \"x\" \"http://www.w3.org/TR/x.dtd\"><html xmlns=\"http://ns.example.com/\">"
                        + "<a HREF='http&#58;//one.com/&#x61;?q'>www.shown.org</a><area href=http://two.com/x>"
                        + "<form action=\"https://three.com/f\"></form><img src=//four.com/i.gif>"
                        + "<blockquote><a href=http://five.com/>x</a> http://six.com/</blockquote>"
                        + "<!-- http://seven.com/ --><script>http://eight.com/</script>http://n<b>ine</b>.com/ "
                        + "<a href=\"mailto:x@ten.com?subject=a\">m</a><meta http-equiv=refresh content='0;URL=http://eleven.com/'>"
                        + "http://www.w3.org/1999/xhtml";
        String mail = HEAD + "Content-Type: text/html\n\n" + html;
        assertEquals(
                Set.of(
                        "claimed-sender domain sender.com",
                        "called-to-link url http://one.com/a",
                        "mention url http://www.shown.org/",
                        "called-to-link url http://two.com/x",
                        "called-to-link url https://three.com/f",
                        "content url http://four.com/i.gif",
                        "mention url http://five.com/",
                        "mention url http://six.com/",
                        "called-to-link url http://nine.com/",
                        "mention domain ten.com",
                        "called-to-link url http://eleven.com/"),
                found(mail));
    }

    @Test
    void decodesWordsCharsetsAndTransferEncodings() {
        String mail =
                """
                From: =?utf-8?Q?B=C3=BC?= <a@sender.com>
                Subject: =?utf-8?B?d3d3LnN1YmplY3QuY29t?=
                To: b@home.org
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                http://b=C3=BCcher.de/=
                x http://zh.com/=E4=B8=AD
                """;
        assertEquals(
                Set.of(
                        "claimed-sender domain sender.com",
                        "mention url http://www.subject.com/",
                        "called-to-link url http://xn--bcher-kva.de/x",
                        "called-to-link url http://zh.com/"),
                found(mail));
    }

    @Test
    void readsOnWithAnUnknownCharset() {
        String mail =
                HEAD
                        + "Content-Type: text/plain; charset=\"x-no such\"\n\n\u00ff http://one.com/\n";
        assertTrue(found(mail).contains("called-to-link url http://one.com/"));
    }

    @Test
    void hashesAttachmentsAndMentionsAttachedMails() {
        String mail =
                HEAD
                        + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n"
                        + "--b\nContent-Type: message/rfc822\n\nFrom: x@inner.com\n\nhttp://inner.org/\n"
                        + "--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n<a href=http://att.com>\n"
                        + "--b\nContent-Type: application/pgp-signature\n\nxyz\n--b--\n";
        Set<String> found = found(mail);
        assertTrue(
                found.contains(
                        "attachment file 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
        assertTrue(found.contains("mention url http://inner.org/"));
        assertTrue(found.contains("mention url http://att.com/"));
        assertEquals(2, found.stream().filter(it -> it.startsWith("attachment")).count());
        assertFalse(found.stream().anyMatch(it -> it.contains("inner.com")));
    }

    @Test
    void believesAuthenticationOnlyOfANamedHost() {
        String results = "; dkim=pass header.d=good.com; spf=fail smtp.mailfrom=x@bad.com\n";
        String own = "Authentication-Results: mx.home.org" + results + HEAD + "\n";
        assertTrue(found(own).contains("authenticated-sender domain good.com"));
        assertFalse(found(own).toString().contains("bad.com"));
        String forged = "Authentication-Results: mx.liar.org" + results + HEAD + "\n";
        assertFalse(found(forged).toString().contains("good.com"));
    }

    @Test
    void countsSendersWithoutTheirAddresses() {
        String one = take("From: X <A@Sender.com>\nTo: b@home.org\n\n").senderKey();
        assertEquals(64, one.length());
        assertEquals(one, take("From: a@sender.com\nTo: c@home.org\n\n").senderKey());
        assertEquals("", take("To: c@home.org\n\n").senderKey());
    }

    @Test
    void canonicalBytesAreTheSameHoweverTheMailWasStored() {
        String mail = "Received: x\nFrom: a@b.com\nSubject: s\n\nFrom here\n>From there\n\n";
        String mbox =
                """
                From a@b.com Mon Sep  2 12:14:58 2002
                Status: RO
                Received: x
                X-Mozilla-Keys: a
                 b
                From: a@b.com
                X-UID: 1
                Subject: s
                Content-Length: 9
                Lines: 2

                >From here
                >>From there


                """;
        assertEquals(mail, take(mail).canonical().utf8());
        assertEquals(mail, take(mbox).canonical().utf8());
        assertEquals(mail, take(mbox.replace("\n", "\r\n")).canonical().utf8());
    }

    @Test
    void refusesWhatIsNoMail() {
        assertEquals("no mail header", why(new byte[] {0, 1, 2, (byte) 255, 10, 10, 7}));
        assertEquals("no mail header", why("hello\nworld\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals("empty", why(new byte[0]));
        assertEquals("mail larger than 25 MiB", why(new byte[MboxSplitter.MAIL_BYTES_MAX + 1]));
    }

    @Test
    void projectsEachSubjectOnceWithItsStrongestRole() {
        Mail mail = take(HEAD + "\nhttp://a.evil.com/x evil.com\n");
        Set<String> projected = new TreeSet<>();
        mail.projected(RULES.guards())
                .forEach(it -> projected.add(it.role().word() + " " + it.subject()));
        assertEquals(
                Set.of(
                        "called-to-link url:http://a.evil.com/x",
                        "called-to-link domain:a.evil.com",
                        "called-to-link domain:evil.com",
                        "claimed-sender domain:sender.com"),
                projected);
    }

    @Test
    void keepsTheStrongestOfTooMany() {
        var body = new StringBuilder(HEAD).append("\n");
        for (int i = 0; i < 300; i++) {
            body.append("name").append(i).append(".com\n");
        }
        Mail mail = take(body + "http://called.com/\n");
        assertEquals(Mail.FOUND_MAX, mail.found().size());
        assertTrue(mail.found().getFirst().subject().value().contains("called.com"));
        assertEquals(List.of("more links than are kept"), mail.notes());
    }

    private static String peer(String received) {
        return take("Received: " + received + "; x\n" + HEAD + "\n").found().stream()
                .filter(it -> it.role() == Role.CONNECTED)
                .map(it -> it.subject().value())
                .findFirst()
                .orElse("");
    }

    private static String why(byte[] raw) {
        return switch (MailParser.parse(Bytes.of(raw), RULES)) {
            case Checked.Good<Mail> _ -> "";
            case Checked.Refused<Mail> refused -> refused.why();
        };
    }

    private static Mail take(String mail) {
        return MailParser.parse(Bytes.of(mail.getBytes(StandardCharsets.ISO_8859_1)), RULES)
                .orThrow();
    }

    static Set<String> found(String mail) {
        Set<String> found = new TreeSet<>();
        take(mail)
                .found()
                .forEach(it ->
                        found.add(
                                it.role().word()
                                        + " "
                                        + it.subject().kind().word()
                                        + " "
                                        + it.subject().value()));
        return found;
    }
}
