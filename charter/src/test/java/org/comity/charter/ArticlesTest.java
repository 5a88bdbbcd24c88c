package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class ArticlesTest {
    private static final Charter TWO = Made.charter("DE", "FR");
    private static final Rules SECTORS = new Rules(1, 3, List.of("country", "sector"));
    private static final Lives DAY = lives(SubjectKind.ADDRESS, 24);
    private static final Subject BANK = new Subject(SubjectKind.DOMAIN, "bank.example");

    @Test
    void aListMayHaveRulesAndLivesOfItsOwn() {
        Charter charter = with(Articles.DEFAULT.withLists(List.of(list("takedown"))));
        assertEquals(SECTORS, charter.rules("takedown"));
        assertEquals(TWO.rules(), charter.rules("exchange"));
        assertEquals(
                Optional.of(Duration.ofDays(1)), charter.lives("takedown").of(SubjectKind.ADDRESS));
        assertEquals(Optional.empty(), charter.lives("exchange").of(SubjectKind.ADDRESS));
        assertTrue(
                charter.text()
                        .contains(
                                "\nlist takedown f=1 k=3 dimensions=country,sector lives=address:24\n"));
    }

    @Test
    void aProtectedAssetIsKnownByItsHashInThisExchangeOnly() {
        Hash here = Charter.protectedHash(TWO.exchange(), BANK);
        Charter charter = with(Articles.DEFAULT.withProtectedAssets(new TreeSet<>(List.of(here))));
        assertTrue(charter.isProtected(BANK));
        assertFalse(TWO.isProtected(BANK));
        assertFalse(charter.text().contains("bank"));
        assertFalse(here.equals(Charter.protectedHash("f".repeat(32), BANK)));
    }

    @Test
    void refusesEveryOtherSpellingOfAnArticle() {
        Charter charter =
                with(
                        Articles.DEFAULT
                                .withLives(DAY)
                                .withLists(List.of(list("a"), list("b")))
                                .withDormant(new TreeSet<>(List.of(new MemberId("b"))))
                                .withCuts(List.of(new Cut(new MemberId("z"), TreeHead.EMPTY))));
        assertEquals(Checked.good(charter), Charter.parse(charter.text()));
        for (Map.Entry<String, String> other :
                List.of(
                        Map.entry("lives address:24\n", "lives address:024\n"),
                        Map.entry("lives address:24\nam", "lives address:87601\nam"),
                        Map.entry("lives address:24\namend", "lives address\namend"),
                        Map.entry("lives address:24\na", "a"),
                        Map.entry("phi=0", "phi=-0"),
                        Map.entry("additions=2", "additions=1000"),
                        Map.entry("matching=10000", "matching=100000000"),
                        Map.entry("list a ", "list c "),
                        Map.entry("list b f=1 k=3", "list b f=1 k=1"),
                        Map.entry("list b", "list a"),
                        Map.entry("dormant b", "dormant b,b"),
                        Map.entry("cut z 0", "cut a 0"),
                        Map.entry("cut z 0", "cut z -1"),
                        Map.entry("contact=-", "contact=a,b"),
                        Map.entry("languages=-", "languages=english"),
                        Map.entry(" sponsors=-", " hours=always sponsors=-"),
                        Map.entry(" sponsors=-", " hours= sponsors=-"),
                        Map.entry(" sponsors=-", " pgp=" + "A".repeat(41) + " sponsors=-"),
                        Map.entry("sponsors=-", "sponsors=a,b,c"),
                        Map.entry("probation=0 seal", "probation=00 seal"))) {
            String text = charter.text();
            assertTrue(text.contains(other.getKey()), other.getKey());
            assertInstanceOf(
                    Checked.Refused.class,
                    Charter.parse(text.replace(other.getKey(), other.getValue())),
                    other.getValue());
        }
    }

    @Test
    void aCommitteeIsForMoreThanTenMembersAndHasAtLeastFive() {
        var four = new TreeSet<MemberId>();
        List<Member> eleven = members(11);
        eleven.subList(0, 4).forEach(it -> four.add(it.id()));
        var five = new TreeSet<>(four);
        five.add(eleven.get(5).id());
        assertTrue(problem(four, eleven).isPresent());
        assertTrue(problem(five, eleven).isEmpty());
        assertTrue(problem(five, eleven.subList(0, 10)).isPresent());
        five.add(new MemberId("stranger"));
        assertTrue(problem(five, eleven).isPresent());
    }

    @Test
    void theCommitteeCosignsForAll() {
        List<Member> eleven = members(11);
        var five = new TreeSet<MemberId>();
        eleven.subList(0, 5).forEach(it -> five.add(it.id()));
        Charter charter =
                new Charter(
                        Made.EXCHANGE,
                        1,
                        Optional.empty(),
                        Made.GUARDS,
                        TWO.rules(),
                        List.of(),
                        eleven,
                        Articles.DEFAULT.withCommittee(five));
        MemberId owner = eleven.getLast().id();
        assertEquals(4, WitnessQuorum.needed(charter));
        assertTrue(WitnessQuorum.isMet(charter, owner, new TreeSet<>(five.headSet(five.last()))));
        var others = new TreeSet<MemberId>();
        eleven.subList(5, 10).forEach(it -> others.add(it.id()));
        assertFalse(WitnessQuorum.isMet(charter, owner, others));
        assertEquals(7, WitnessQuorum.needed(with(Articles.DEFAULT, eleven)));
    }

    @Test
    void boundsEveryPart() {
        assertThrows(IllegalArgumentException.class, () -> lives(SubjectKind.URL, 87_601));
        assertEquals(87_600, lives(SubjectKind.URL, 87_600).hours().get(SubjectKind.URL));
        assertThrows(IllegalArgumentException.class, () -> new AmendmentRules(0, 1_000, 0));
        assertThrows(IllegalArgumentException.class, () -> new Budgets(100_000_000, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Contact(List.of("a".repeat(97)), List.of()));
        assertEquals(1, new Contact(List.of("a".repeat(96)), List.of()).addresses().size());
        assertThrows(
                IllegalArgumentException.class, () -> new Contact(List.of("a b@c"), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Contact(List.of(), List.of("EN")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Contact(List.of(), List.of(), "", "a".repeat(40)));
        var three = new TreeSet<MemberId>();
        List.of("a", "b", "c").forEach(it -> three.add(new MemberId(it)));
        assertThrows(IllegalArgumentException.class, () -> new Admission(three, 0));
        List<ListRules> many = new ArrayList<>();
        for (int at = 0; at < Articles.LISTS_MAX; at++) {
            many.add(list("l" + at));
        }
        assertEquals(32, with(Articles.DEFAULT.withLists(many)).articles().lists().size());
        many.add(list("more"));
        assertThrows(IllegalArgumentException.class, () -> with(Articles.DEFAULT.withLists(many)));
        var assets = new TreeSet<Hash>();
        for (int at = 0; at <= Articles.PROTECTED_MAX; at++) {
            assets.add(new Hash(at, 0, 0, 0));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> with(Articles.DEFAULT.withProtectedAssets(assets)));
    }

    @Test
    void hoursAndAKeyTakeTheRoomOfTheUrl() {
        String hours = "Mo-Fr/08:30-17:30;UTC"; // 28 characters with its name, the key's 69
        var contact = new Contact(List.of(), List.of(), hours, "A".repeat(64));
        Member member = Made.member("a", "DE").withContact(contact);
        String url = "https://" + "a".repeat(256 - 8 - 28 - 69);
        Member most = member.withUrl(url);
        assertThrows(IllegalArgumentException.class, () -> member.withUrl(url + "a"));
        Charter charter = Made.with(TWO, List.of(), List.of(most, TWO.members().getLast()));
        assertEquals(Checked.good(charter), Charter.parse(charter.text()));
        String longer = charter.text().replace(url, url + "a");
        assertInstanceOf(Checked.Refused.class, Charter.parse(longer));
    }

    @Test
    void probationEndsWithItsEpoch() {
        Member on = TWO.members().getLast().admitted(false, new Admission(new TreeSet<>(), 2));
        Charter charter = Made.with(TWO, List.of(), List.of(TWO.members().getFirst(), on));
        assertTrue(charter.isOnProbation(on.id()));
        Member off = on.admitted(false, new Admission(new TreeSet<>(), 1));
        Charter later = Made.with(TWO, List.of(), List.of(TWO.members().getFirst(), off));
        assertFalse(later.isOnProbation(on.id()));
    }

    @Test
    void theLargestCharterReadsBackAndFitsIntoANoteWithAVoteOfEveryMember() {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < Charter.MEMBERS_MAX; at++) {
            members.add(largest(longName("m", at)));
        }
        List<MemberId> ids = members.stream().map(Member::id).toList();
        List<Group> groups = new ArrayList<>();
        for (int at = 0; at < Charter.GROUPS_MAX; at++) {
            groups.add(new Group(longName("g", at).name(), new TreeSet<>(ids.subList(0, 64))));
        }
        Charter largest =
                new Charter(
                        Made.EXCHANGE,
                        999_999_999,
                        Optional.of(Made.GUARDS),
                        Made.GUARDS,
                        new Rules(9_999, 9_999, List.of("country", "sector")),
                        groups,
                        members,
                        largestArticles(ids));
        int length = largest.text().length();
        assertTrue(length <= CharterText.LENGTH_MAX, () -> length + " characters");
        assertEquals(Checked.good(largest), Charter.parse(largest.text()));
        // A vote's line: dash, name, space, base64 of 136 bytes, line feed.
        int line = 4 + 63 + "/member".length() + 1 + 184 + 1;
        assertTrue(length + 1 + Charter.MEMBERS_MAX * line <= Note.BYTES_MAX);
    }

    private static Articles largestArticles(List<MemberId> ids) {
        var hours = new TreeMap<SubjectKind, Integer>();
        List.of(SubjectKind.values()).forEach(it -> hours.put(it, Lives.HOURS_MAX));
        List<ListRules> lists = new ArrayList<>();
        for (int at = 0; at < Articles.LISTS_MAX; at++) {
            var rules = new Rules(9_999, 9_999, List.of("country", "sector"));
            lists.add(new ListRules(longName("l", at).name(), rules, new Lives(hours)));
        }
        var assets = new TreeSet<Hash>();
        List<Cut> cuts = new ArrayList<>();
        for (int at = 0; at < Articles.PROTECTED_MAX; at++) {
            assets.add(new Hash(at, 0, 0, 0));
        }
        for (int at = 0; at < Articles.CUTS_MAX; at++) {
            cuts.add(new Cut(longName("c", at), new TreeHead(Long.MAX_VALUE / 10, Made.GUARDS)));
        }
        return new Articles(
                new Lives(hours),
                lists,
                assets,
                new TreeSet<>(ids.subList(0, Articles.COMMITTEE_MAX)),
                new AmendmentRules(999, 999, 999),
                new Budgets(99_999_999, 99_999_999),
                new TreeSet<>(ids.subList(0, 250)),
                cuts);
    }

    private static MemberId longName(String prefix, int at) {
        String number = String.valueOf(1_000 + at);
        return new MemberId(prefix + "x".repeat(58) + number);
    }

    private static Member largest(MemberId id) {
        Member plain = Made.member(id.name(), "DE");
        return new Member(
                id,
                plain.country(),
                Sector.LAW_ENFORCEMENT,
                plain.keys(),
                "https://" + id.name() + "a".repeat(248 - id.name().length()),
                true,
                new Contact(List.of("b".repeat(96)), List.of("aaa", "bbb", "ccc", "ddd", "eee")),
                new Admission(
                        new TreeSet<>(List.of(longName("s", 1), longName("s", 2))), 999_999_999));
    }

    private static Optional<String> problem(TreeSet<MemberId> committee, List<Member> members) {
        return new CharterCheck(Articles.DEFAULT.withCommittee(committee), List.of(), members)
                .problem();
    }

    private static List<Member> members(int count) {
        List<Member> members = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            members.add(Made.member("n" + at, "DE"));
        }
        return members;
    }

    private static ListRules list(String name) {
        return new ListRules(name, SECTORS, DAY);
    }

    private static Lives lives(SubjectKind kind, int hours) {
        return new Lives(new TreeMap<>(Map.of(kind, hours)));
    }

    private static Charter with(Articles articles) {
        return with(articles, TWO.members());
    }

    private static Charter with(Articles articles, List<Member> members) {
        return new Charter(
                TWO.exchange(),
                TWO.epoch(),
                TWO.parent(),
                TWO.guardSet(),
                TWO.rules(),
                List.of(),
                members,
                articles);
    }
}
