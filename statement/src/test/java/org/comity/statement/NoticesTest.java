package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class NoticesTest {
    private static final Hash ONE = Hash.parseHex("11".repeat(32)).orThrow();
    private static final Hash TWO = Hash.parseHex("ff".repeat(32)).orThrow();

    @Test
    void anEraseNoticeHasTheFormThatIsDocumentedAndReadsBack() {
        var notice = new EraseNotice(List.of(TWO, ONE, TWO), "wrong person");
        assertEquals(
                "{\"comity\":\"erase/v1\",\"commitments\":[\""
                        + "11".repeat(32)
                        + "\",\""
                        + "ff".repeat(32)
                        + "\"],\"reason\":\"wrong person\"}",
                notice.json().utf8());
        assertEquals(Checked.good(notice), EraseNotice.parse(notice.json()));
    }

    @Test
    void aConfirmationHasTheFormThatIsDocumentedAndReadsBack() {
        var notice = new ErasedNotice("cert.example/log", List.of(TWO, ONE), 1_800_000_000);
        String form =
                "{\"comity\":\"erased/v1\",\"commitments\":[\""
                        + "11".repeat(32)
                        + "\",\""
                        + "ff".repeat(32)
                        + "\"],\"log\":\"cert.example/log\",\"second\":1800000000}";
        assertEquals(form, notice.json().utf8());
        assertEquals(Checked.good(notice), ErasedNotice.parse(notice.json()));
        assertEquals(
                Checked.refused("not the origin of a log", "/log"),
                ErasedNotice.parse(Bytes.utf8(form.replace("cert.example/log", ""))));
        assertEquals(
                Checked.refused("not a second between 1970 and 10000", "/second"),
                ErasedNotice.parse(Bytes.utf8(form.replace("1800000000", "0"))));
    }

    @Test
    void aHaltNoticeHasTheFormThatIsDocumentedAndReadsBack() {
        var notice = new HaltNotice("key stolen", "");
        assertEquals("{\"comity\":\"halt/v1\",\"reason\":\"key stolen\"}", notice.json().utf8());
        assertEquals(Checked.good(notice), HaltNotice.parse(notice.json()));
        var signed = new HaltNotice("key stolen", "a note\n");
        assertEquals(
                "{\"comity\":\"halt/v2\",\"note\":\"a note\\n\",\"reason\":\"key stolen\"}",
                signed.json().utf8());
        assertEquals(Checked.good(signed), HaltNotice.parse(signed.json()));
        assertEquals(
                Checked.refused("not a note of at most 2000 characters", "/note"),
                HaltNotice.parse(
                        Bytes.utf8("{\"comity\":\"halt/v2\",\"note\":\"\",\"reason\":\"\"}")));
    }

    @Test
    void aFaultHasTheFormThatIsDocumentedAndIsReadStrictly() {
        var bare = new FaultNotice("p\n", Optional.empty());
        String form = "{\"comity\":\"fault/v1\",\"proof\":\"p\\n\",\"standing\":\"\"}";
        assertEquals(form, bare.json().utf8());
        assertEquals(Checked.good(bare), FaultNotice.parse(bare.json()));
        var with = new FaultNotice("p\n", Optional.of("note"));
        assertEquals(Checked.good(with), FaultNotice.parse(with.json()));
        for (String bad :
                List.of(
                        form.replace("\"p\\n\"", "\"\""),
                        form.replace("\"p\\n\"", "7"),
                        form.replace("\"p\\n\"", "\"" + "x".repeat(266_241) + "\""),
                        form.replace("standing\":\"\"", "standing\":null"),
                        form.replace(
                                "standing\":\"\"", "standing\":\"" + "x".repeat(131_073) + "\""),
                        form.replace("fault/v1", "fault/v2"),
                        form.replace(":\"\"}", ":\"\",\"x\":1}"))) {
            assertTrue(
                    FaultNotice.parse(Bytes.utf8(bad)) instanceof Checked.Refused,
                    bad.substring(0, 40));
        }
        assertThrows(IllegalArgumentException.class, () -> new FaultNotice("", Optional.empty()));
    }

    @Test
    void headsHaveTheFormThatIsDocumentedAndAreReadStrictly() {
        var notice = new HeadsNotice(List.of("one", "two"));
        String form = "{\"checkpoints\":[\"one\",\"two\"],\"comity\":\"heads/v1\"}";
        assertEquals(form, notice.json().utf8());
        assertEquals(Checked.good(notice), HeadsNotice.parse(notice.json()));
        var many = new HeadsNotice(Collections.nCopies(64, "one"));
        assertEquals(Checked.good(many), HeadsNotice.parse(many.json()));
        for (String bad :
                List.of(
                        form.replace("\"one\",\"two\"", ""),
                        form.replace("\"two\"", "2"),
                        form.replace("\"two\"", "\"two\"" + ",\"x\"".repeat(63)),
                        form.replace("two", "x".repeat(524_286)))) {
            assertTrue(
                    HeadsNotice.parse(Bytes.utf8(bad)) instanceof Checked.Refused,
                    bad.substring(0, 30));
        }
        assertThrows(IllegalArgumentException.class, () -> new HeadsNotice(List.of()));
    }

    @Test
    void anAppealHasTheFormThatIsDocumentedAndIsReadStrictly() {
        var shop = new Subject(SubjectKind.DOMAIN, "shop.example");
        var notice = new AppealNotice(shop, AppealNotice.Proof.DNS, "cleaned in May");
        String form =
                "{\"comity\":\"appeal/v1\",\"proof\":\"dns\",\"reason\":\"cleaned in May\",\"subject\":\"domain:shop.example\"}";
        assertEquals(form, notice.json().utf8());
        assertEquals(Checked.good(notice), AppealNotice.parse(notice.json()));
        assertEquals(
                Checked.refused("control is proved by dns, http or mail", "/proof"),
                AppealNotice.parse(Bytes.utf8(form.replace("\"dns\"", "\"word\""))));
        assertEquals(
                Checked.refused("a subject in canonical form", "/subject"),
                AppealNotice.parse(Bytes.utf8(form.replace("shop.example", "Shop.example"))));
        assertEquals(
                Checked.refused("reason is not a text of at most 1000 characters", "/reason"),
                AppealNotice.parse(Bytes.utf8(form.replace("in May", "x".repeat(1_000)))));
    }

    @Test
    void anEraseNoticeIsReadStrictly() {
        String one = "\"" + "11".repeat(32) + "\"";
        String two = "\"" + "ff".repeat(32) + "\"";
        String form = "{\"comity\":\"erase/v1\",\"commitments\":[%s],\"reason\":\"\"}";
        assertTrue(erase(form.formatted(one + "," + two)) instanceof Checked.Good);
        String commitments = "commitments are not lower-case hexadecimal, sorted, each once";
        assertEquals(
                Checked.refused(commitments, "/commitments/1"),
                erase(form.formatted(two + "," + one)));
        assertEquals(
                Checked.refused(commitments, "/commitments/1"),
                erase(form.formatted(one + "," + one)));
        assertEquals(
                Checked.refused(commitments, "/commitments/0"),
                erase(form.formatted("\"" + "AA".repeat(32) + "\"")));
        assertEquals(
                Checked.refused(commitments, "/commitments/0"), erase(form.formatted("\"11\"")));
        assertEquals(Checked.refused(commitments, "/commitments/0"), erase(form.formatted("7")));
        assertEquals(
                Checked.refused("not 1 to 1024 commitments", "/commitments"),
                erase(form.formatted("")));
        assertEquals(
                Checked.refused("another format", "/comity"),
                erase("{\"comity\":\"halt/v1\",\"commitments\":[],\"reason\":\"\"}"));
        assertEquals(
                Checked.refused("members missing or unknown", ""),
                erase("{\"comity\":\"erase/v1\",\"reason\":\"\"}"));
        assertEquals(
                Checked.refused("members missing or unknown", ""),
                erase(
                        "{\"comity\":\"erase/v1\",\"commitments\":["
                                + one
                                + "],\"more\":1,\"reason\":\"\"}"));
        assertEquals(Checked.refused("not canonical JSON", ""), erase(" " + form.formatted(one)));
        assertEquals(Checked.refused("not a JSON object", ""), erase("[]"));
    }

    @Test
    void boundsCommitmentsAndReason() {
        List<Hash> many = new ArrayList<>();
        for (int at = 0; at < EraseNotice.COMMITMENTS_MAX; at++) {
            many.add(new Hash(at, 0, 0, 0));
        }
        EraseNotice largest = new EraseNotice(many, "a".repeat(1_000));
        assertEquals(Checked.good(largest), EraseNotice.parse(largest.json()));
        many.add(TWO);
        assertThrows(IllegalArgumentException.class, () -> new EraseNotice(many, ""));
        assertThrows(IllegalArgumentException.class, () -> new EraseNotice(List.of(), ""));
        assertThrows(IllegalArgumentException.class, () -> new HaltNotice("a".repeat(1_001), ""));
        assertThrows(IllegalArgumentException.class, () -> new HaltNotice("\ud800", ""));
        assertThrows(IllegalArgumentException.class, () -> new HaltNotice("a\u202eb", ""));
        assertEquals("a\nb", new HaltNotice("a\nb", "").reason());
        String over =
                largest.json()
                        .utf8()
                        .replace("],\"reason\"", ",\"" + "ff".repeat(32) + "\"],\"reason\"");
        assertEquals(Checked.refused("not 1 to 1024 commitments", "/commitments"), erase(over));
        assertEquals(
                Checked.refused("reason is not a text of at most 1000 characters", "/reason"),
                HaltNotice.parse(
                        Bytes.utf8(
                                "{\"comity\":\"halt/v1\",\"reason\":\""
                                        + "a".repeat(1_001)
                                        + "\"}")));
    }

    private static Checked<EraseNotice> erase(String json) {
        return EraseNotice.parse(Bytes.utf8(json));
    }

    @Test
    void aMotionHasTheFormsThatAreDocumentedAndReadsBack() {
        var subject = new Subject(SubjectKind.DOMAIN, "shop.example");
        var onSubject =
                new MotionNotice(
                        new Topic.OnSubject(subject, Stance.BENIGN), 1_800_000_000L, "why");
        assertEquals(
                "{\"comity\":\"motion/v1\",\"reason\":\"why\",\"stance\":\"benign\","
                        + "\"subject\":\"domain:shop.example\",\"until\":1800000000}",
                onSubject.json().utf8());
        assertEquals(Checked.good(onSubject), MotionNotice.parse(onSubject.json()));
        var onMember =
                new MotionNotice(
                        new Topic.OnMember(new MemberId("isp.example")), 1_800_000_000L, "");
        assertEquals(
                "{\"comity\":\"motion/v1\",\"reason\":\"\",\"suspend\":\"isp.example\","
                        + "\"until\":1800000000}",
                onMember.json().utf8());
        assertEquals(Checked.good(onMember), MotionNotice.parse(onMember.json()));
    }

    @Test
    void aMotionIsReadStrictly() {
        String form =
                "{\"comity\":\"motion/v1\",\"reason\":\"\",\"stance\":\"%s\",\"subject\":\"%s\",\"until\":%s}";
        assertTrue(
                motion(form.formatted("benign", "domain:a.example", "9")) instanceof Checked.Good);
        for (String subject :
                List.of("a.example", "domain:A.example", "host:a.example", "domain:")) {
            assertTrue(
                    motion(form.formatted("benign", subject, "9")) instanceof Checked.Refused,
                    subject);
        }
        for (String until : List.of("0", "-1", "1.5", "253402300800", "\"9\"")) {
            assertTrue(
                    motion(form.formatted("benign", "domain:a.example", until))
                            instanceof Checked.Refused,
                    until);
        }
        assertTrue(
                motion(form.formatted("evil", "domain:a.example", "9")) instanceof Checked.Refused);
    }

    @Test
    void aVoteAndAReservationHaveTheFormsThatAreDocumentedAndReadBack() {
        var vote = new VoteNotice(ONE, true, "seen");
        assertEquals(
                "{\"comity\":\"motion-vote/v1\",\"motion\":\""
                        + "11".repeat(32)
                        + "\",\"reason\":\"seen\",\"vote\":\"for\"}",
                vote.json().utf8());
        assertEquals(Checked.good(vote), VoteNotice.parse(vote.json()));
        var reservation =
                new ReservationNotice(ReservationNotice.About.RULE, "trusted", true, "why");
        assertEquals(
                "{\"about\":\"rule\",\"comity\":\"reservation/v1\",\"of\":\"trusted\","
                        + "\"reason\":\"why\",\"state\":\"withdrawn\"}",
                reservation.json().utf8());
        assertEquals(Checked.good(reservation), ReservationNotice.parse(reservation.json()));
        String bad = reservation.json().utf8().replace("trusted", "Trusted rule");
        assertTrue(ReservationNotice.parse(Bytes.utf8(bad)) instanceof Checked.Refused);
        String maybe = vote.json().utf8().replace("\"for\"", "\"maybe\"");
        assertTrue(VoteNotice.parse(Bytes.utf8(maybe)) instanceof Checked.Refused);
        String other = vote.json().utf8().replace("11", "AB");
        assertTrue(VoteNotice.parse(Bytes.utf8(other)) instanceof Checked.Refused);
    }

    @Test
    void anAnchorReadsBack() {
        var anchor = new AnchorNotice(List.of("a/log\n1\nAAAA\n\n\u2014 a/log BBBB\n", "b"));
        assertEquals(Checked.good(anchor), AnchorNotice.parse(anchor.json()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new AnchorNotice(
                                List.of("x".repeat(AnchorNotice.CHECKPOINT_LENGTH_MAX + 1))));
        assertThrows(IllegalArgumentException.class, () -> new AnchorNotice(List.of()));
        String three = "{\"checkpoints\":[\"a\",\"b\",\"c\"],\"comity\":\"anchor/v1\"}";
        assertTrue(AnchorNotice.parse(Bytes.utf8(three)) instanceof Checked.Refused);
    }

    private static Checked<MotionNotice> motion(String json) {
        return MotionNotice.parse(Bytes.utf8(json));
    }
}
