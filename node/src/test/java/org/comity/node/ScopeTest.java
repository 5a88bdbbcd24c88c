package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.charter.Amending;
import org.comity.charter.Charter;
import org.comity.charter.Country;
import org.comity.charter.Group;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.charter.Sealing;
import org.comity.charter.Sector;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Role;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;
import org.comity.statement.Tlp;
import org.comity.store.Change;
import org.comity.store.EmbeddedStore;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.comity.views.Entry;
import org.comity.views.Stated;
import org.comity.views.SubjectIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Nothing of a list depends on what one of those may not see for whom it is: whatever is hidden
 * changes, the list and its explanations stay the same byte for byte.
 */
class ScopeTest {
    private static final long NOW = 1_800_000_000L;
    private static final String SELF = "desk.example";
    private static final List<String> OTHERS = List.of("b.example", "c.example", "d.example");
    private static final List<String> COUNTRIES = List.of("FR", "BR", "KE");
    private static final int CASES = Integer.getInteger("cases", 20);
    @TempDir Path folder;

    @Test
    void whatAViewerMayNotSeeChangesNoByteOfTheList() throws IOException {
        Path data = exchange(folder);
        int differed = 0;
        int listed = 0;
        try (Desk desk = Desk.open(data, InstantSource.fixed(Instant.ofEpochSecond(NOW)))) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            for (long seed = 1; seed <= CASES; seed++) {
                for (String list : List.of("open", "banks")) {
                    var random = new SplittableRandom(seed);
                    List<Entry> all = entries(desk, random, 40);
                    Charter charter = desk.charters().charter();
                    List<Entry> shown =
                            all.stream().filter(it -> isSeenByAll(it, list, charter)).toList();
                    List<Entry> other = new ArrayList<>(shown);
                    entries(desk, random, 40).stream()
                            .filter(it -> !isSeenByAll(it, list, charter))
                            .filter(it -> shown.stream().noneMatch(one -> isAt(one, it)))
                            .forEach(other::add);
                    String plain = said(desk, list, shown);
                    String first = said(desk, list, all);
                    assertEquals(plain, first, list + ", seed " + seed);
                    assertEquals(plain, said(desk, list, other), list + ", seed " + seed);
                    listed += plain.contains("<listed>") ? 1 : 0;
                    String members = said(desk, "exchange", all);
                    differed += said(desk, "exchange", other).equals(members) ? 0 : 1;
                }
            }
        }
        assertTrue(listed > CASES / 2, "listed " + listed);
        assertTrue(differed > CASES / 2, "hidden payloads matter to members: " + differed);
    }

    private static boolean isAt(Entry one, Entry two) {
        return one.statement().equals(two.statement());
    }

    /** By the one function for what leaves a node, viewer by viewer, none of them as its author. */
    private static boolean isSeenByAll(Entry entry, String list, Charter charter) {
        List<Viewer> viewers =
                list.equals("open")
                        ? List.of(new Viewer.Stranger())
                        : List.of(
                                new Viewer.Identified(new MemberId(SELF)),
                                new Viewer.Identified(new MemberId("b.example")));
        var nobody = new MemberId("nobody.example");
        return viewers.stream()
                .allMatch(it ->
                        Visibility.maySee(entry.marking(), entry.audience(), nobody, it, charter));
    }

    /** The list as text, as served, and why, of every subject; on these claims alone. */
    private static String said(Desk desk, String name, List<Entry> entries) throws IOException {
        put(desk, entries);
        var asking = new Asking(desk);
        Config.ListOf list = asking.list(name);
        var text = new StringBuilder();
        text.append(asking.export(list, org.comity.agreement.Tier.WATCH, true, NOW));
        for (ServedList kept : desk.listBook().of(list).all()) {
            if (kept.of().equals(list)) {
                kept.listings().all().forEach(it -> text.append("<listed> ").append(it));
            }
        }
        text.append(desk.listBook().of(list).scopeLines());
        text.append(desk.listBook().of(list).listedAtDawn());
        text.append(Communiques.of(desk, desk.listBook().of(list), NOW).body());
        for (int at = 0; at < 4; at++) {
            var with = Json.object().put("list", name);
            for (JsonNode line : asking.explain(subject(at), NOW, with).path("lines")) {
                // Since when a list changed is of the list's history, not of this answer.
                if (!line.asString().contains(" here since ")) {
                    text.append('\n').append(line.asString());
                }
            }
        }
        take(desk, entries);
        return text.toString();
    }

    static void put(Desk desk, List<Entry> entries) throws IOException {
        change(desk, SubjectIndex.fold(entries).stream().map(StoreRows::toChange).toList());
    }

    static void take(Desk desk, List<Entry> entries) throws IOException {
        var rows = new ArrayList<Change>();
        for (Entry entry : entries) {
            desk.index().unfold(entry.statement()).stream()
                    .map(StoreRows::toChange)
                    .forEach(rows::add);
        }
        change(desk, rows);
    }

    private static void change(Desk desk, List<Change> rows) throws IOException {
        desk.writer()
                .call(() -> {
                    desk.pending().write(rows);
                    for (int at = 0; at < 4; at++) {
                        desk.ledger().touch(List.of(subject(at)));
                    }
                    return true;
                });
    }

    static Subject subject(int at) {
        return new Subject(SubjectKind.DOMAIN, "bad" + at + "-campaign.com");
    }

    /** One claim a statement, in the logs of all members. */
    static List<Entry> entries(Desk desk, RandomGenerator random, int count) {
        var entries = new ArrayList<Entry>();
        List<MemberId> members =
                desk.charters().charter().members().stream().map(Member::id).toList();
        for (int at = 0; at < count; at++) {
            MemberId member = members.get(random.nextInt(members.size()));
            var stated =
                    new Stated(
                            member,
                            new StatementId(member.name() + "/log", at),
                            marking(random),
                            audience(random),
                            NOW - 1_000);
            entries.addAll(Entry.all(stated, List.of(claim(random, at))));
        }
        return entries;
    }

    private static Marking marking(RandomGenerator random) {
        Tlp tlp = random.nextBoolean() ? Tlp.CLEAR : Tlp.values()[random.nextInt(4)];
        return Marking.of(tlp);
    }

    private static Audience audience(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Audience.Group("banks");
            case 1 -> new Audience.Group("shops");
            case 2 -> parties(SELF, "b.example");
            case 3 -> parties(SELF, "c.example");
            default -> new Audience.Exchange();
        };
    }

    private static Audience parties(String... names) {
        var members = new TreeSet<MemberId>();
        List.of(names).forEach(it -> members.add(new MemberId(it)));
        return new Audience.Parties(members);
    }

    private static Claim claim(RandomGenerator random, int at) {
        var roots = List.of(Hash.digest(new byte[] {(byte) random.nextInt(20)}));
        Basis basis = Basis.values()[random.nextInt(2)];
        Role role = List.of(Role.CONNECTED, Role.CONTENT, Role.MENTION).get(random.nextInt(3));
        return new Claim(
                subject(random.nextInt(4)),
                random.nextInt(4) == 0 ? Stance.BENIGN : Stance.MALICIOUS,
                AbuseClass.SPAM,
                new Claim.Grounds(basis, role, roots, ""),
                new Claim.Validity(NOW - 500, NOW + 3_600 * random.nextInt(1, 90)),
                Target.UNKNOWN,
                "indicator--00000000-0000-4000-8000-0000000000%02d".formatted(at),
                random.nextInt(12) == 0);
    }

    /** A directory of a member of four, with a list for everybody and one for a group. */
    static Path exchange(Path folder) throws IOException {
        Path data = Cli.init(folder, SELF, "NL");
        Files.writeString(
                Desk.configFile(data),
                "\n[[list]]\nname = \"open\"\nscope = \"public\"\n"
                        + "\n[[list]]\nname = \"banks\"\nscope = \"group banks\"\n",
                StandardOpenOption.APPEND);
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), false)) {
            Charter charter =
                    CharterBook.parse(store.value(RowKeys.charter(1)).orElseThrow())
                            .orThrow()
                            .charter();
            for (int at = 0; at < OTHERS.size(); at++) {
                charter = charter.admitting(member(OTHERS.get(at), COUNTRIES.get(at)));
            }
            Charter grouped =
                    new Charter(
                            charter.exchange(),
                            charter.epoch(),
                            charter.parent(),
                            charter.guardSet(),
                            charter.rules(),
                            List.of(group("banks", SELF, "b.example"), group("shops", "c.example")),
                            charter.members());
            Note note = note(grouped, data);
            store.commit(
                    List.of(
                            new Change.Delete(RowKeys.charter(1)),
                            new Change.Put(RowKeys.charter(grouped.epoch()), note.bytes())));
        }
        return data;
    }

    /** Signed by all. */
    private static Note note(Charter charter, Path data) throws IOException {
        Note note =
                Note.of(charter.text())
                        .signedBy(NodeKeys.open(new MemberId(SELF), data).memberKey());
        for (String other : OTHERS) {
            String label = other + "/member";
            note = note.signedBy(SigningKey.of(label, VerifierKey.Type.ED25519, seed(label)));
        }
        return note;
    }

    private static Group group(String name, String... members) {
        var ids = new TreeSet<MemberId>();
        List.of(members).forEach(it -> ids.add(new MemberId(it)));
        return new Group(name, ids);
    }

    private static Member member(String name, String country) {
        var keys =
                new MemberKeys(
                        key(name, "member", VerifierKey.Type.ED25519),
                        key(name, "log", VerifierKey.Type.ED25519),
                        key(name, "witness", VerifierKey.Type.COSIGNATURE),
                        Sealing.publicKey(seed(name + "/seal")));
        return new Member(new MemberId(name), new Country(country), Sector.PRIVATE, keys, "", true);
    }

    private static VerifierKey key(String name, String what, VerifierKey.Type type) {
        return SigningKey.of(name + "/" + what, type, seed(name + "/" + what)).verifierKey();
    }

    private static Bytes seed(String label) {
        return SigningKey.derive(Bytes.of(new byte[32]), label);
    }

    /** With commands, as its member would: two lists of one node. */
    @Test
    void aPublicListSaysWhatStrangersMayKnow() throws IOException {
        Path data = exchange(folder);
        claim(data, "green-campaign.com", "TLP:GREEN");
        claim(data, "clear-campaign.com", "TLP:CLEAR");
        assertTrue(export(data, "exchange").contains("green-campaign.com"));
        assertTrue(export(data, "exchange").contains("clear-campaign.com"));
        String open = export(data, "open");
        assertTrue(open.contains("# scope: public"), open);
        assertTrue(open.contains("clear-campaign.com"), open);
        assertTrue(!open.contains("green-campaign.com"), open);
        String check = Cli.run(data, "check", "green-campaign.com", "--list", "open").out();
        assertTrue(check.contains("unknown, on no list"), check);
        // A benign word among members takes it off their list, not off the public one.
        Cli.run(data, "claim", "clear-campaign.com", "--benign");
        assertTrue(!export(data, "exchange").contains("clear-campaign.com"));
        assertTrue(export(data, "open").contains("clear-campaign.com"));
    }

    private static void claim(Path data, String value, String marking) {
        Cli.Ran ran = Cli.run(data, "claim", value, "--marking", marking);
        assertEquals(0, ran.exit(), ran.err());
    }

    private static String export(Path data, String list) {
        Cli.Ran ran = Cli.run(data, "export", "--list", list);
        assertEquals(0, ran.exit(), ran.err());
        return ran.out();
    }

    @Test
    void aGroupThatTheCharterNeverHadIsRefusedByName() throws IOException {
        Path data = exchange(folder);
        Path toml = Desk.configFile(data);
        Files.writeString(toml, Files.readString(toml).replace("group banks", "group bank"));
        String why =
                "list banks is for the group bank, and the charter in force has no such group; it"
                        + " has banks, shops";
        for (Cli.Ran ran :
                List.of(
                        Cli.run(data, "node"),
                        Cli.run(data, "export", "--list", "banks"),
                        Cli.run(data, "check", "clear-campaign.com", "--list", "banks"))) {
            assertEquals(Main.REFUSED, ran.exit(), ran.out());
            assertTrue(ran.err().contains(why), ran.err());
        }
        assertTrue(Cli.run(data, "status").out().contains(why));
        assertEquals(0, Cli.run(data, "check", "clear-campaign.com").exit());
    }

    /** A vote of others must not stop a node at its next start. */
    @Test
    void aGroupThatTheMembersRemovedIsSaidByStatus() throws IOException {
        Path data = exchange(folder);
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), false)) {
            Charter before =
                    CharterBook.parse(store.value(RowKeys.charter(4)).orElseThrow())
                            .orThrow()
                            .charter();
            Charter after = Amending.of(before).groups(List.of()).next();
            store.commit(List.of(new Change.Put(RowKeys.charter(5), note(after, data).bytes())));
        }
        Node.start(data, InstantSource.system()).close();
        String words = Cli.run(data, "status").out();
        assertTrue(words.contains("has no such group; it has none"), words);
    }

    @Test
    void aGroupThatTheMemberIsNotInGivesAnEmptyList() throws IOException {
        Path data = exchange(folder);
        Path toml = Desk.configFile(data);
        Files.writeString(toml, Files.readString(toml).replace("group banks", "group shops"));
        claim(data, "clear-campaign.com", "TLP:CLEAR");
        assertTrue(!export(data, "banks").contains("clear-campaign.com"));
        assertTrue(export(data, "open").contains("clear-campaign.com"));
        String words = Cli.run(data, "status").out();
        assertTrue(words.contains("list banks is for the group shops, in which"), words);
        Files.writeString(toml, Files.readString(toml).replace("group shops", "everybody"));
        Cli.Ran refused = Cli.run(data, "status");
        assertNotEquals(0, refused.exit());
        assertTrue(refused.err().contains("public, members or group NAME"), refused.err());
        assertEquals(Optional.empty(), org.comity.charter.Scope.ofWord("everybody"));
    }
}
