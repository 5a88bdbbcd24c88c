package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.comity.statement.FingerprintKey;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Mutated mails: no exception, no hang, and a recipient whom the header names never leaves. */
final class MailFuzzTest {
    private static final String HEAD = "From: a@s.com\nTo: victim.nahme@home.org\n";

    private static final MailRules RULES =
            Corpus.RULES.withFingerprints(FingerprintKey.of(Bytes.of(new byte[32])));

    private static final List<String> SEEDS =
            List.of(
                    """
                    Received: from a (b [80.1.2.3]) by c for <d@e.f>; Fri, 9 Aug 2002 07:20:20 -0400
                    Subject: =?utf-8?B?d3d3LmEuY29t?=

                    http://u:p@www.evil.com/victim.nahme/x?y#z (www.b.org) > c.net d@e.info
                    > http://q.com
                    so many words stand below that there is a fingerprint of them under any key at
                    all: \u00e4, \u200b, 77 of 1,000, ten ab12cd34ef, \ud83d\ude00 and \u4e2d\u6587.
                    -----------
                    a mailing list
                    """,
                    """
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary="b"

                    --b
                    Content-Type: text/html; charset=utf-8
                    Content-Transfer-Encoding: quoted-printable

                    <base href=3D'http://x.com'><a href=3Dhttp://e.com/=
                    victim.nahme>www.k.com</a><img src=3D"//i.com">&#104;ttp&colon;//z.com<blockquote>
                    --b
                    Content-Type: application/zip
                    Content-Transfer-Encoding: base64

                    aGVsbG8=
                    --b
                    Content-Type: message/rfc822

                    From: q@w.com
                    To: victim.nahme@home.org

                    www.r.com
                    --b--
                    """);

    @Test
    void survivesMutations() {
        Seeds.each(
                3_000,
                random -> {
                    String seed = HEAD + SEEDS.get(random.nextInt(SEEDS.size()));
                    byte[] raw = Seeds.mutate(seed.getBytes(StandardCharsets.ISO_8859_1), random);
                    MailParser.parse(Bytes.of(raw), RULES)
                            .optional()
                            .filter(mail -> mail.canonical().utf8().startsWith(HEAD))
                            .ifPresent(MailFuzzTest::checkPrivate);
                });
    }

    private static void checkPrivate(Mail mail) {
        for (Found one : mail.found()) {
            String value = one.subject().value().toLowerCase(Locale.ROOT);
            assertFalse(value.contains("victim.nahme"), one::toString);
        }
    }
}
