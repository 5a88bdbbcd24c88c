package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.comity.statement.Observables;
import org.comity.statement.SubjectKind;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {
    @Test
    void readsDatesOfTheStandardAndItsObsoleteZones() {
        assertEquals(
                OptionalLong.of(1028892020L),
                MailDate.second(" Fri, 9 Aug 2002 07:20:20 -0400 (EDT)"));
        assertEquals(OptionalLong.of(1028892000L), MailDate.second("9 Aug 02 07:20 EDT"));
        assertEquals(OptionalLong.of(0), MailDate.second("Thu, 1 Jan 1970 00:00:00 GMT"));
        assertEquals(
                OptionalLong.of(951827696L), MailDate.second("Tue, 29 Feb 2000 12:34:56 +0000"));
    }

    @Test
    void refusesWhatIsNoDate() {
        for (String text :
                List.of(
                        "",
                        "x",
                        "Fri, 9 Aug 2002 07:20:20",
                        "Fri, 31 Feb 2002 07:20:20 +0000",
                        "9 Foo 2002 07:20 GMT",
                        "9 Aug 2002 25:20 GMT",
                        "9 Aug 99999 05:20 GMT",
                        "9 Aug 2002 05:20 XYZ")) {
            assertEquals(OptionalLong.empty(), MailDate.second(text), text);
        }
    }

    @Test
    void readsMailboxesLeniently() {
        assertEquals(List.of("a@b.c"), Mailboxes.of("\"x <y@z>\" <a@b.c>"));
        assertEquals(List.of("a@b.c", "d@e.f"), Mailboxes.of("a@b.c (x@y), d@e.f"));
        assertEquals(List.of("eowu345@yahoo.com"), Mailboxes.of("\"Bannedcd\"eowu345@yahoo.com"));
        assertEquals(
                List.of("angles@a.com"), Mailboxes.of("\"\" Angles \" Puglisi\" <angles@a.com>"));
        assertEquals(List.of(), Mailboxes.of("<>"));
        assertEquals(List.of("a@b.c"), Mailboxes.of("<@relay.org:a@b.c"));
    }

    @Test
    void rangesHoldWhatTheyCover() {
        AddressRange range = AddressRange.parse("193.0.2.0/23").orThrow();
        assertTrue(
                range.contains(
                        Observables.normalise(SubjectKind.ADDRESS, "193.0.3.255").orThrow()));
        assertFalse(
                range.contains(Observables.normalise(SubjectKind.ADDRESS, "193.0.4.0").orThrow()));
        assertFalse(range.contains(Observables.normalise(SubjectKind.ADDRESS, "::1").orThrow()));
        assertTrue(
                AddressRange.parse("2a00::/12")
                        .orThrow()
                        .contains(Observables.normalise(SubjectKind.ADDRESS, "2a0f::1").orThrow()));
        for (String bad :
                List.of("", "x", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/8", "::/129", "1.2.3.4/a")) {
            assertTrue(AddressRange.parse(bad) instanceof Checked.Refused, bad);
        }
    }
}
