package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.comity.agreement.Level;
import org.comity.agreement.Tier;
import org.comity.charter.Scope;
import org.comity.protection.Listing;
import org.comity.statement.AbuseClass;
import org.comity.statement.Audience;
import org.comity.statement.Marking;
import org.comity.statement.Pap;
import org.comity.statement.Subject;
import org.comity.statement.Tlp;
import org.comity.views.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Act on it publicly, do not show me" (PAP:CLEAR on what is not TLP:CLEAR): a list for strangers
 * may rest on it, and tells them no more than that something is listed.
 */
class ActingTest {
    private static final long NOW = 1_800_000_000L;
    private static final int CASES = 60;
    @TempDir Path folder;

    @Test
    void strangersLearnThatItIsListedAndNoMore() throws IOException {
        Path data = ScopeTest.exchange(folder);
        claim(data, "shown-campaign.com", "TLP:CLEAR", "");
        String before = export(data, "open");
        claim(data, "acted-campaign.com", "TLP:AMBER", "PAP:CLEAR");
        claim(data, "seen-campaign.com", "TLP:GREEN", "GREEN");
        claim(data, "quiet-campaign.com", "TLP:CLEAR", "amber");
        String open = export(data, "open");
        List<String> more = new ArrayList<>(open.lines().toList());
        more.removeAll(before.lines().toList());
        more.removeIf(it -> it.startsWith("#"));
        assertEquals(1, more.size(), open);
        String[] line = more.getFirst().split("\t");
        assertEquals("acted-campaign.com", line[0]);
        assertEquals("trusted score unspecified", line[2] + " " + line[3] + " " + line[4]);
        assertTrue(line[5].endsWith("T00:00:00Z"), more.getFirst());
        assertEquals("reason withheld by its marking", line[7]);
        String members = export(data, "exchange");
        assertTrue(members.contains("acted-campaign.com\tdomain\ttrusted\tscore\tphishing"));
        assertTrue(members.contains("seen-campaign.com"), members);
        assertFalse((open + members).contains("quiet-campaign.com"), members);
        // Its member sees why, and that others do not.
        String check = Cli.run(data, "check", "acted-campaign.com", "--list", "open").out();
        assertTrue(check.contains("seen or analysed by 1 member in standing"), check);
        assertTrue(check.contains("strangers see no more than that it is listed"), check);
        String explained = Cli.run(data, "explain", "acted-campaign.com", "--list", "open").out();
        assertTrue(explained.contains("strangers see no more than that it is listed"), explained);
        assertFalse(
                Cli.run(data, "check", "shown-campaign.com", "--list", "open")
                        .out()
                        .contains("strangers see"));
    }

    @Test
    void aFileForStrangersTellsNothingAndTakingItBackEndsIt() throws IOException {
        Path data = ScopeTest.exchange(folder);
        claim(data, "acted-campaign.com", "TLP:GREEN", "CLEAR");
        Path file = folder.resolve("why.txt");
        Cli.Ran ran =
                Cli.run(
                        data,
                        "explain",
                        "acted-campaign.com",
                        "--list",
                        "open",
                        "--out",
                        file.toString(),
                        "--for",
                        "stranger");
        assertEquals(0, ran.exit(), ran.err());
        String text = Files.readString(file);
        assertTrue(text.contains("\nverdict unknown none "), text);
        assertFalse(text.contains("phishing"), text);
        assertEquals(0, Cli.run(data, "retract", "acted-campaign.com").exit());
        assertFalse(export(data, "open").contains("acted-campaign.com"));
    }

    @Test
    void anotherWordThanOneOfTheProtocolIsRefused() throws IOException {
        Path data = ScopeTest.exchange(folder);
        Cli.Ran ran = Cli.run(data, "claim", "acted-campaign.com", "--pap", "free");
        assertEquals(Main.REFUSED, ran.exit());
        assertTrue(ran.err().contains("not a PAP level"), ran.err());
        Path toml = Desk.configFile(data);
        Files.writeString(toml, Files.readString(toml).replace("\"public\"", "\"acting\""));
        assertTrue(Cli.run(data, "status").err().contains("public, members or group NAME"));
    }

    /**
     * Of all that is said: what rests on what strangers see stays byte for byte, the public
     * communique too; what is added has one form, in which only value, tier and time differ.
     */
    @Test
    void whatIsNotShownOnlyAddsListingsOfOneForm() throws IOException {
        Path data = ScopeTest.exchange(folder);
        int added = 0;
        int raised = 0;
        int others = 0;
        try (Desk desk = Desk.open(data, InstantSource.fixed(Instant.ofEpochSecond(NOW)))) {
            desk.recover();
            desk.loadLists(desk.config().lists());
            for (long seed = 1; seed <= CASES; seed++) {
                String name = "seed " + seed;
                var random = new SplittableRandom(seed);
                List<Entry> plain = ScopeTest.entries(desk, random, 30);
                List<Entry> acted = acted(ScopeTest.entries(desk, random, 30), plain, random);
                Said without = said(desk, plain);
                List<Entry> all = new ArrayList<>(plain);
                all.addAll(acted);
                Said with = said(desk, all);
                assertEquals(without.communique(), with.communique(), name);
                added += added(without.served(), with.served(), name);
                added += added(without.shared(), with.shared(), name);
                raised += raised(without.shared(), with.shared());
                others += with.acting().equals(without.acting()) ? 0 : 1;
            }
        }
        assertTrue(added > CASES / 3, "added " + added);
        assertTrue(raised > 0, "raised " + raised);
        assertTrue(others > CASES / 3, "members compare it: " + others);
    }

    /** How many; whatever else differs is a fault. */
    private static int added(
            Map<Subject, Listing> without, Map<Subject, Listing> with, String name) {
        int added = 0;
        for (int at = 0; at < 4; at++) {
            Subject subject = ScopeTest.subject(at);
            Optional<Listing> before = Optional.ofNullable(without.get(subject));
            Optional<Listing> after = Optional.ofNullable(with.get(subject));
            if (!before.equals(after)) {
                assertIsUnshown(after.orElseThrow(), name);
                assertTrue(
                        before.isEmpty() || before.get().tier().compareTo(after.get().tier()) < 0,
                        name);
                added++;
            }
        }
        return added;
    }

    private static int raised(Map<Subject, Listing> without, Map<Subject, Listing> with) {
        return (int)
                without.values().stream().filter(it -> !it.equals(with.get(it.subject()))).count();
    }

    private static void assertIsUnshown(Listing listing, String name) {
        assertEquals(Level.TRUSTED, listing.level(), name);
        assertEquals(AbuseClass.UNSPECIFIED, listing.abuse(), name);
        assertEquals("reason withheld by its marking", listing.reason(), name);
        assertEquals(0, listing.sinceSecond() % 86_400, name);
        assertEquals(0, listing.untilSecond() % 300, name);
        assertFalse(listing.decided(), name);
    }

    /** To all members, free to act on, and in places of their own. */
    private static List<Entry> acted(
            List<Entry> entries, List<Entry> plain, RandomGenerator random) {
        return entries.stream()
                .filter(it -> plain.stream().noneMatch(one -> isAt(one, it)))
                .map(it ->
                        new Entry(
                                it.member(),
                                it.statement(),
                                it.position(),
                                it.claim(),
                                new Marking(Tlp.values()[random.nextInt(1, 4)], Pap.CLEAR),
                                new Audience.Exchange(),
                                it.seenSecond()))
                .toList();
    }

    private static boolean isAt(Entry one, Entry two) {
        return one.statement().equals(two.statement());
    }

    private record Said(
            Map<Subject, Listing> served,
            Map<Subject, Listing> shared,
            String communique,
            String acting) {}

    /** What is served, exported alike, and signed for strangers; and what members compare. */
    private static Said said(Desk desk, List<Entry> entries) throws IOException {
        ScopeTest.put(desk, entries);
        var open = new TreeMap<Subject, Listing>();
        Config.ListOf list = new Asking(desk).list("open");
        ServedList served =
                desk.listBook().kept().stream()
                        .filter(it -> it.of().equals(list))
                        .findFirst()
                        .orElseThrow();
        served.listings().all().forEach(it -> open.put(it.subject(), it));
        Map<Subject, Listing> shared = desk.listBook().shared(list, Tier.WATCH, NOW);
        var texts = new TreeMap<String, String>();
        for (Lists lists : desk.listBook().scopes()) {
            texts.put(lists.settings().scope().word(), Communiques.of(desk, lists, NOW).body());
        }
        assertNotEquals("", texts.get(new Scope.Acting().word()));
        ScopeTest.take(desk, entries);
        return new Said(
                open,
                shared,
                texts.get(new Scope.Public().word()),
                texts.get(new Scope.Acting().word()));
    }

    private static void claim(Path data, String value, String tlp, String pap) {
        Cli.Ran ran =
                Cli.run(
                        data,
                        "claim",
                        value,
                        "--class",
                        "phishing",
                        "--marking",
                        tlp,
                        "--pap",
                        pap);
        assertEquals(0, ran.exit(), ran.err());
    }

    private static String export(Path data, String list) {
        Cli.Ran ran = Cli.run(data, "export", "--list", list);
        assertEquals(0, ran.exit(), ran.err());
        return ran.out();
    }
}
