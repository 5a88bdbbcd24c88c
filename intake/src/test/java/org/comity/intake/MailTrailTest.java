package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.OptionalLong;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

class MailTrailTest {
    private static final String MAIL =
            "Received: from relay.example (relay.example [192.0.2.1])\n"
                    + "\tby MX.example.org (8.12) with ESMTP id 1\n"
                    + "\tfor <Desk@example.org>; Sun, 8 Apr 2007 13:07:21 -0400\n"
                    + "Received: by relay.example; Sun, 8 Apr 2007 13:07:00 -0400\n"
                    + "Date: Sun, 8 Apr 2007 12:00:00 -0400\n"
                    + "To: all@example.net\n"
                    + "\n"
                    + "Received: from nobody by nowhere; not a header\n";

    @Test
    void readsHopsDatesAndTheRecipient() {
        MailTrail trail = MailTrail.of(Bytes.utf8(MAIL));
        assertEquals(2, trail.hops().size());
        MailTrail.Hop top = trail.hops().getFirst();
        assertEquals("192.0.2.1", top.peer().orElseThrow().value());
        assertEquals("mx.example.org", top.by());
        assertEquals(OptionalLong.of(1_176_052_041L), top.second());
        assertEquals("relay.example", trail.hops().getLast().by());
        assertEquals(OptionalLong.of(1_176_048_000L), trail.dateSecond());
    }

    @Test
    void deliveredToStandsBeforeForAndForBeforeTo() {
        String direct = recipient(MAIL);
        assertEquals(direct, recipient(MAIL.replace("Desk@", "desk@")));
        assertEquals(direct, recipient(MAIL.replace("all@example.net", "other@example.net")));
        String delivered = recipient("Delivered-To: x@example.org\n" + MAIL);
        assertNotEquals(direct, delivered);
        assertEquals(recipient("Delivered-To: <x@example.org>\n\n"), delivered);
    }

    @Test
    void bytesThatAreNoMailGiveAnEmptyTrail() {
        for (String bytes : new String[] {"", "\n\n", ":", "Received:", "Date: never\n", "\0\1"}) {
            MailTrail trail = MailTrail.of(Bytes.utf8(bytes));
            assertEquals(OptionalLong.empty(), trail.dateSecond());
            assertEquals("", trail.recipientKey());
        }
    }

    private static String recipient(String mail) {
        return MailTrail.of(Bytes.utf8(mail)).recipientKey();
    }
}
