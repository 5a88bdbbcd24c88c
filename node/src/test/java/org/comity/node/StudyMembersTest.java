package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.comity.intake.MailTrail;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Which member of a studied exchange got a mail. */
final class StudyMembersTest {
    private static final StudyIndex.Line NAMED = line("desk-7");
    private static final StudyIndex.Line UNNAMED = line("");

    @Test
    void oneMailboxIsOfOneMemberHoweverItIsWritten() {
        StudyMembers members = StudyMembers.of("recipient:5", List.of(NAMED));
        String its = member(members, "Delivered-To: anna@desk.example", 1);
        assertEquals(its, member(members, "Delivered-To: Anna@Desk.Example", 2));
        assertEquals(its, member(members, "To: Anna <anna@desk.example>", 3));
        assertEquals(
                its,
                member(members, "Delivered-To: anna@desk.example\nTo: list@other.example", 4),
                "what the receiver wrote comes before what the sender did");
    }

    @Test
    void mailboxesAreDividedAmongAllMembers() {
        StudyMembers members = StudyMembers.of("recipient:5", List.of(NAMED));
        var met = new TreeSet<String>();
        for (int at = 0; at < 60; at++) {
            met.add(member(members, "Delivered-To: user" + at + "@desk.example", 1));
        }
        assertEquals(new TreeSet<>(List.of("A", "B", "C", "D", "E")), met);
    }

    @Test
    void threeUnlessToldOtherwise() {
        assertEquals(3, StudyMembers.of("recipient", List.of(NAMED)).parts());
    }

    @Test
    void withoutARecipientTheFileDecides() {
        StudyMembers members = StudyMembers.of("recipient:9", List.of(NAMED));
        var met = new TreeSet<String>();
        for (int at = 0; at < 60; at++) {
            met.add(member(members, "Subject: none", at));
        }
        assertTrue(met.size() > 5, met.toString());
        assertEquals(member(members, "Subject: a", 7), member(members, "Subject: b", 7));
    }

    @Test
    void theColumnIsTakenWhereEveryLineHasOne() {
        MailTrail trail = trail("Delivered-To: anna@desk.example");
        Hash file = file(1);
        assertEquals("desk-7", StudyMembers.of("", List.of(NAMED)).of(NAMED, trail, file));
        assertEquals(StudyMembers.By.FILE, StudyMembers.of("", List.of(NAMED, UNNAMED)).by());
        assertThrows(
                Refusal.class, () -> StudyMembers.of("column", List.of(NAMED, UNNAMED)), "column");
    }

    @Test
    void refusesWhatIsNoNumberOfMembers() {
        for (String bad :
                List.of("recipient:1", "recipient:27", "recipient:x", "recipient:-2", "sender")) {
            assertThrows(Refusal.class, () -> StudyMembers.of(bad, List.of(NAMED)), bad);
        }
        assertEquals(26, StudyMembers.of("recipient:26", List.of(NAMED)).parts());
    }

    private static String member(StudyMembers members, String header, int file) {
        return members.of(NAMED, trail(header), file(file));
    }

    private static MailTrail trail(String header) {
        return MailTrail.of(Bytes.utf8(header + "\n\ntext\n"));
    }

    private static Hash file(int number) {
        return Hash.digest(Bytes.utf8("file " + number).array());
    }

    private static StudyIndex.Line line(String member) {
        return new StudyIndex.Line(true, Path.of("a"), member, OptionalLong.empty());
    }
}
