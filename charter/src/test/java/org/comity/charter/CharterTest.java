package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.junit.jupiter.api.Test;

final class CharterTest {
    private static final Charter TWO = Made.charter("DE", "FR");

    @Test
    void readsBackWhatItWrites() {
        Seeds.each(
                60,
                random -> {
                    Charter charter = Made.random(random);
                    assertEquals(Checked.good(charter), Charter.parse(charter.text()));
                });
    }

    @Test
    void readsAsTheFormatDocumentShows() {
        List<String> lines = TWO.text().lines().toList();
        assertEquals("comity charter v1", lines.get(0));
        assertEquals("exchange 000102030405060708090a0b0c0d0e0f", lines.get(1));
        assertEquals("epoch 2", lines.get(2));
        assertEquals("parent " + Made.charter("DE").hash().hex(), lines.get(3));
        assertEquals("guards " + Made.GUARDS.hex(), lines.get(4));
        assertEquals("rules f=0 k=2 dimensions=country", lines.get(5));
        assertEquals("lives -", lines.get(6));
        assertEquals("amendments phi=0 additions=2 probation=1", lines.get(7));
        assertEquals("budgets matching=10000 requests=1000", lines.get(8));
        MemberKeys keys = Made.keys("a");
        assertEquals(
                "member a country=DE sector=private vouched=yes url=https://a contact=-"
                        + " languages=- sponsors=- probation=0 seal="
                        + keys.seal().base64()
                        + (" member-key=" + keys.member().text())
                        + (" node-key=" + keys.node().text())
                        + (" witness-key=" + keys.witness().text()),
                lines.get(9));
    }

    @Test
    void refusesEveryOtherSpellingWithItsLine() {
        refuses("epoch 2", "epoch 02", "line 3");
        refuses("epoch 2", "epoch  2", "line 3");
        refuses("parent ", "parent X", "line 4");
        refuses("guards ", "guard ", "line 5");
        refuses("rules f=0", "rules f=00", "line 6");
        refuses("k=2", "k=1", "line 6");
        refuses("dimensions=country", "dimensions=country,country", "line 6");
        refuses("dimensions=country", "dimensions=colour", "line 6");
        refuses("dimensions=country", "dimensions=country ", "line 6");
        refuses("country=DE", "country=de", "line 10");
        refuses("sector=private", "sector=secret", "line 10");
        refuses("vouched=yes", "vouched=true", "line 10");
        refuses("url=https://a", "url=https://a/", "line 10");
        refuses("url=https://a", "url=ftp://a", "line 10");
        refuses("comity charter v1", "comity charter v2", "line 1");
        refuses("exchange 00", "exchange 0A", "line 2");
        refuses("epoch 2\n", "epoch 2\r\n", "line 3");
    }

    @Test
    void refusesLinesOutOfOrder() {
        List<String> lines = new ArrayList<>(TWO.text().lines().toList());
        lines.add(lines.remove(9));
        assertEquals("line 10", refusal(String.join("\n", lines) + "\n").where());
        Charter grouped = Made.with(TWO, List.of(group("g", "a"), group("h", "b")), TWO.members());
        List<String> groups = new ArrayList<>(grouped.text().lines().toList());
        groups.add(groups.remove(9));
        assertEquals("line 10", refusal(String.join("\n", groups) + "\n").where());
    }

    @Test
    void refusesTextWithoutItsEnd() {
        refusal("");
        refusal(TWO.text().stripTrailing());
        refusal(TWO.text() + "\n");
        refusal(TWO.text() + "x");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        MemberKeys a = Made.keys("a");
        Member b = Made.member("b", "FR");
        var sameSeal =
                new MemberKeys(b.keys().member(), b.keys().node(), b.keys().witness(), a.seal());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Made.with(
                                TWO,
                                List.of(),
                                List.of(Made.member("a", "DE"), keyed(b, sameSeal))));
        String twice = TWO.text().replace(b.keys().seal().base64(), a.seal().base64());
        assertEquals("a key stands twice", refusal(twice).why());
        SigningKey nodeAsMember = SigningKey.of("a/member", a.member().type(), secret("a/log"));
        String across = TWO.text().replace(a.member().text(), nodeAsMember.verifierKey().text());
        assertEquals("a key stands twice", refusal(across).why());
    }

    @Test
    void refusesAUrlThatAnotherMemberHasOrThatIsWithinIt() {
        String why = "two members have one url, or one within the other's";
        for (String within : List.of("https://a", "https://a/x", "https://a/x/y")) {
            assertEquals(why, refusal(TWO.text().replace("=https://b ", "=" + within + " ")).why());
        }
        String other = TWO.text().replace("=https://a ", "=https://b/log ");
        assertEquals(why, refusal(other).why());
        for (String beside : List.of("https://a.b", "https://a:8440", "https://ab/a", "-")) {
            Charter.parse(TWO.text().replace("=https://b ", "=" + beside + " ")).orThrow();
        }
        Charter.parse(TWO.text().replaceAll("=https://[ab] ", "=- ")).orThrow();
    }

    @Test
    void refusesAKeyUnderAnotherName() {
        SigningKey foreign = SigningKey.of("c/member", Made.keys("a").member().type(), secret("x"));
        String text =
                TWO.text().replace(Made.keys("a").member().text(), foreign.verifierKey().text());
        assertEquals("line 10", refusal(text).where());
        String swapped =
                TWO.text().replace(Made.keys("a").witness().text(), Made.keys("a").node().text());
        assertEquals("line 10", refusal(swapped).where());
    }

    @Test
    void refusesAMemberTwiceAndAGroupOfStrangers() {
        String line = TWO.text().lines().toList().get(9);
        assertEquals("a member stands twice", refusal(TWO.text() + line + "\n").why());
        String stranger = TWO.text().replace("member a ", "group g z\nmember a ");
        assertEquals("a group holds somebody who is no member", refusal(stranger).why());
        String empty = TWO.text().replace("member a ", "group g \nmember a ");
        assertEquals("line 10", refusal(empty).where());
        String inner = TWO.text().replace("member a ", "group g a,,b\nmember a ");
        assertEquals("line 10", refusal(inner).where());
    }

    @Test
    void refusesALaterEpochWithoutAParent() {
        refusal(TWO.text().replaceFirst("parent [0-9a-f]+", "parent -"));
        assertTrue(
                Charter.parse(TWO.text().replace("epoch 2", "epoch 1")) instanceof Checked.Good,
                "founded anew");
    }

    @Test
    void refusesMoreThanItsLimits() {
        refusal(TWO.text() + "x".repeat(CharterText.LENGTH_MAX) + "\n");
        String line = TWO.text().lines().toList().get(9) + "\n";
        refusal(TWO.text() + line.repeat(Charter.MEMBERS_MAX + Charter.GROUPS_MAX));
        assertTrue(
                new CharterCheck(Articles.DEFAULT, groups(64), TWO.members()).problem().isEmpty());
        assertTrue(
                new CharterCheck(Articles.DEFAULT, groups(65), TWO.members())
                        .problem()
                        .isPresent());
        List<Member> many = members(Charter.MEMBERS_MAX + 1);
        assertTrue(new CharterCheck(Articles.DEFAULT, List.of(), many).problem().isPresent());
        assertTrue(
                new CharterCheck(Articles.DEFAULT, List.of(), many.subList(1, many.size()))
                        .problem()
                        .isEmpty());
        var all = new TreeSet<MemberId>();
        many.subList(0, 456).forEach(it -> all.add(it.id()));
        List<Group> wide = new ArrayList<>();
        for (int at = 0; at < 9; at++) {
            wide.add(new Group("g" + at, all));
        }
        assertTrue(
                new CharterCheck(Articles.DEFAULT, wide, many.subList(0, 456))
                        .problem()
                        .isPresent());
        assertTrue(
                new CharterCheck(Articles.DEFAULT, wide.subList(0, 8), many.subList(0, 456))
                        .problem()
                        .isEmpty());
        assertTrue(
                Member.problem(new MemberId("a"), Made.keys("a"), url(256), Contact.NONE)
                        .isEmpty());
        assertTrue(
                Member.problem(new MemberId("a"), Made.keys("a"), url(257), Contact.NONE)
                        .isPresent());
    }

    @Test
    void aCharterAtItsLimitsStillReadsBack() {
        List<Member> many = members(Charter.MEMBERS_MAX);
        Charter large = Made.with(TWO, List.of(), many);
        assertEquals(Checked.good(large), Charter.parse(large.text()));
    }

    @Test
    void rulesFollowTheNumberOfCountries() {
        assertEquals(new Rules(0, 2, List.of("country")), Made.charter("DE").rules());
        assertEquals(new Rules(0, 2, List.of("country")), Made.charter("DE", "FR").rules());
        assertEquals(new Rules(1, 2, List.of("country")), Made.charter("DE", "FR", "CN").rules());
        assertEquals(
                new Rules(2, 3, List.of("country")),
                Made.charter("DE", "FR", "CN", "BR", "ZA").rules());
        assertEquals(2, Rules.defaultsFor(190).f());
        assertThrows(IllegalArgumentException.class, () -> new Rules(0, 2, List.of()));
    }

    @Test
    void admittingNamesItsParentAndKeepsTheRest() {
        Charter one = Made.charter("DE");
        Charter two = one.admitting(Made.member("b", "FR"));
        assertEquals(Optional.of(one.hash()), two.parent());
        assertEquals(2, two.epoch());
        assertEquals(one.exchange(), two.exchange());
        assertThrows(IllegalArgumentException.class, () -> two.admitting(Made.member("b", "CN")));
    }

    @Test
    void isInForceOnceEveryMemberSigned() {
        Note note = Note.of(TWO.text());
        assertEquals(List.of(new MemberId("a"), new MemberId("b")), TWO.missingSignatures(note));
        Note half = note.signedBy(Made.memberKey("b"));
        assertEquals(List.of(new MemberId("a")), TWO.missingSignatures(half));
        assertFalse(TWO.isInForce(half));
        assertTrue(TWO.isInForce(half.signedBy(Made.memberKey("a"))));
    }

    @Test
    void noNodeKeyAndNoOtherTextPutsItInForce() {
        Note byNodes = Note.of(TWO.text()).signedBy(Made.nodeKey("a")).signedBy(Made.nodeKey("b"));
        assertEquals(2, TWO.missingSignatures(byNodes).size());
        Note other =
                Note.of(Made.charter("DE").text())
                        .signedBy(Made.memberKey("a"))
                        .signedBy(Made.memberKey("b"));
        assertEquals(2, TWO.missingSignatures(other).size());
        assertFalse(TWO.isInForce(other));
    }

    @Test
    void aBadLineOfAMemberSpoilsTheNote() {
        Note good = Note.of(TWO.text()).signedBy(Made.memberKey("a")).signedBy(Made.memberKey("b"));
        Note.Signature line = good.signatures().getFirst();
        byte[] altered = line.bytes().array();
        altered[5] ^= 1;
        Note spoiled = good.with(new Note.Signature(line.name(), line.keyId(), Bytes.of(altered)));
        assertFalse(TWO.isInForce(spoiled));
    }

    @Test
    void knowsWhoseLogAnOriginIs() {
        assertEquals("a", TWO.memberOfLog("a/log").orElseThrow().id().name());
        assertEquals("b", TWO.authorOf("b/parties/" + "0a".repeat(32)).orElseThrow().id().name());
        for (String other :
                List.of(
                        "c/log",
                        "a/logs",
                        "a",
                        "a/parties/",
                        "a/parties/b",
                        "a/requests/b",
                        "/log")) {
            assertTrue(TWO.authorOf(other).isEmpty(), other);
        }
        assertTrue(TWO.memberOfLog("b/parties/" + "0a".repeat(32)).isEmpty());
    }

    private static void refuses(String from, String to, String where) {
        String text = TWO.text();
        assertTrue(text.contains(from), from);
        int at = text.indexOf(from);
        String altered = text.substring(0, at) + to + text.substring(at + from.length());
        assertEquals(where, refusal(altered).where(), to);
    }

    private static Checked.Refused<?> refusal(String text) {
        return assertInstanceOf(Checked.Refused.class, Charter.parse(text));
    }

    private static Member keyed(Member member, MemberKeys keys) {
        return new Member(member.id(), member.country(), member.sector(), keys, member.url(), true);
    }

    private static Bytes secret(String label) {
        return SigningKey.derive(Bytes.of(new byte[32]), label);
    }

    private static Group group(String name, String member) {
        return new Group(name, new TreeSet<>(List.of(new MemberId(member))));
    }

    private static List<Group> groups(int count) {
        List<Group> groups = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            groups.add(group("g" + at, "a"));
        }
        return groups;
    }

    private static List<Member> members(int count) {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            members.add(Made.member("m" + at, "DE"));
        }
        return members;
    }

    private static String url(int length) {
        return "https://" + "a".repeat(length - 8);
    }
}
