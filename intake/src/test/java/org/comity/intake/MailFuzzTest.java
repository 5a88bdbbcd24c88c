package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Mutated mails: no exception, no hang, and the recipient never leaves. */
final class MailFuzzTest {
    private static final List<String> SEEDS =
            List.of(
                    "Received: from a (b [80.1.2.3]) by c for <victim.nahme@home.org>; Fri, 9 Aug 2002 07:20:20 -0400\n"
                            + "From: \"A\" <a@s.com>\nTo: victim.nahme@home.org\nSubject: =?utf-8?B?d3d3LmEuY29t?=\n\n"
                            + "http://u:p@www.evil.com/victim.nahme/x?y#z (www.b.org) > c.net d@e.info\n> http://q.com\n",
                    "From: a@s.com\nTo: victim.nahme@home.org\nMIME-Version: 1.0\n"
                            + "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\n"
                            + "Content-Transfer-Encoding: quoted-printable\n\n<base href=3D'http://x.com'><a href=3Dhttp://e.com/=\n"
                            + "victim.nahme>www.k.com</a><img src=3D\"//i.com\">&#104;ttp&colon;//z.com<blockquote>\n--b\n"
                            + "Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--b\n"
                            + "Content-Type: message/rfc822\n\nFrom: q@w.com\nTo: victim.nahme@home.org\n\nwww.r.com\n--b--\n");

    @Test
    void survivesMutations() {
        Seeds.each(
                3_000,
                random -> {
                    byte[] seed =
                            SEEDS.get(random.nextInt(SEEDS.size()))
                                    .getBytes(StandardCharsets.ISO_8859_1);
                    byte[] mail = Seeds.mutate(seed, random);
                    boolean named =
                            new String(mail, StandardCharsets.ISO_8859_1)
                                    .contains("To: victim.nahme@home.org\n");
                    MailParser.parse(Bytes.of(mail), Corpus.RULES)
                            .optional()
                            .filter(_ -> named)
                            .ifPresent(MailFuzzTest::checkPrivate);
                });
    }

    private static void checkPrivate(Mail mail) {
        // Without a header in front "To:" may stand in the body, and names nobody then.
        if (mail.senderKey().isEmpty()) {
            return;
        }
        for (Found one : mail.found()) {
            String value = one.subject().value().toLowerCase(Locale.ROOT);
            assertTrue(
                    !value.contains("victim.nahme")
                            || !mail.canonical().utf8().startsWith("From: a@s.com\nTo: victim"),
                    one::toString);
        }
    }
}
