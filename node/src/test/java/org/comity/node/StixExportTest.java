package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.comity.intake.StixBundleParser;
import org.comity.statement.Json;
import org.comity.statement.MarkingDefinitions;
import org.comity.statement.RelayedBundle;
import org.comity.value.Bytes;
import org.comity.value.Checked;
import org.comity.value.Hash;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is imported comes out as it went in, for those who may see it. */
class StixExportTest {
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

    @TempDir Path folder;

    @Test
    void everyObjectComesOutAsItWentInThroughTwoNodes() throws IOException {
        Path bundle =
                bundle(
                        object("malware", 1, 1, "\"name\":\"\u00e9\\u20ac\",\"is_family\":true"),
                        object(
                                "x-own-thing",
                                2,
                                1,
                                "\"z\":[{\"b\":1e2,\"a\":null}],\"extensions\":{\"extension-definition--00000000-0000-4000-8000-000000000009\":{\"extension_type\":\"property-extension\",\"deep\":{\"k\":[true]}}}"),
                        "{\"type\":\"domain-name\",\"id\":\"domain-name--00000000-0000-4000-8000-000000000003\",\"value\":\"a.example\",\"x_kept\":\"yes\"}",
                        object("malware", 4, 1, marked(GREEN)));
        List<String> first = roundTrip(bundle);
        assertEquals(canonical(bundle), first);
    }

    @Test
    void noMoreLeavesThanTheReadersMaySee() throws IOException {
        Path data = Cli.init(folder, "a.example", "NL");
        imported(
                data,
                bundle(
                        object("malware", 1, 1, "\"name\":\"open\"," + marked(CLEAR)),
                        object("malware", 2, 1, "\"name\":\"green\"," + marked(GREEN))),
                "--marking",
                "TLP:CLEAR");
        assertEquals(List.of("green", "open"), names(data));
        assertEquals(List.of("green", "open"), names(data, "--for", "members"));
        assertEquals(List.of("open"), names(data, "--for", "public"));
        String all = Cli.run(data, "export", "--format", "stix", "--for", "public").out();
        assertTrue(all.contains("\"tlp_2_0\":\"clear\""), all);
        assertFalse(all.contains(GREEN), all);
        assertEquals(1, Cli.run(data, "export", "--format", "stix", "--for", "nobody").exit());
    }

    @Test
    void ofEachSourceTheNewestVersionComesOutUnlessAllAreWanted() throws IOException {
        Path data = Cli.init(folder, "a.example", "NL");
        for (int day : new int[] {2, 1, 3}) {
            String source = day == 3 ? "b" : "a";
            Path file = bundle(object("malware", 1, day, "\"name\":\"day " + day + "\""));
            imported(data, file, "--source", source);
        }
        imported(data, bundle(object("tool", 2, 1, "\"name\":\"hammer\"")), "--source", "a");
        assertEquals(List.of("day 2", "day 3", "hammer"), names(data));
        assertEquals(List.of("day 2", "hammer"), names(data, "--source", "a"));
        assertEquals(List.of("hammer"), names(data, "--type", "tool"));
        assertEquals(List.of("day 3"), names(data, "--since", "2026-01-03T00:00:00Z"));
        assertEquals(List.of(), names(data, "--member", "b.example"));
        assertEquals(List.of("day 1", "day 2", "day 3", "hammer"), names(data, "--all-versions"));
    }

    @Test
    void whatASourceSaysInTwoWaysIsKeptInBoth() throws IOException {
        Path data = Cli.init(folder, "a.example", "NL");
        imported(data, bundle(object("tool", 1, 1, "\"name\":\"one\"")), "--source", "a");
        Cli.Ran other =
                imported(data, bundle(object("tool", 1, 1, "\"name\":\"two\"")), "--source", "a");
        assertTrue(other.out().contains("both are kept"), other.out());
        Cli.Ran same =
                imported(
                        data,
                        bundle(object("tool", 1, 1, "\"name\":\"two\",\"revoked\":false")),
                        "--source",
                        "a");
        assertTrue(same.out().startsWith("1 already"), same.out());
        assertEquals(List.of("two"), names(data));
        assertEquals(List.of("one", "two"), names(data, "--all-versions"));
        String faults = Cli.run(data, "fault", "list").out();
        assertTrue(
                faults.contains("is stated with two contents, modified 2026-01-01T00:00:00"),
                faults);
        assertTrue(faults.contains("a.example from a in a.example/log#1"), faults);
        assertTrue(faults.contains("one source said both"), faults);
    }

    @Test
    @Tag("short")
    void aTenthOfAttackComesOutAsItWentIn() throws IOException {
        Path attack = shared().resolve("data/attack-enterprise-stix21.json.gz");
        var some = new ArrayList<String>();
        int at = 0;
        for (Json.Members object : objects(attack)) {
            if (at++ % 10 == 0) {
                some.add(object.canonical().utf8());
            }
        }
        Path bundle = bundle(some.toArray(String[]::new));
        assertEquals(canonical(bundle), roundTrip(bundle));
    }

    @Test
    @Tag("slow")
    void allOfAttackComesOutAsItWentIn() throws IOException {
        Path attack = shared().resolve("data/attack-enterprise-stix21.json.gz");
        List<String> went = canonical(attack);
        assertEquals(24_771, went.size());
        assertEquals(went, roundTrip(attack));
    }

    @Test
    void whatIsGoodOfOthersFixturesComesOutAsItWentIn() throws IOException {
        Path valid = shared().resolve("vectors/stix/valid");
        var taken = new TreeSet<String>();
        Path data = Cli.init(folder, "a.example", "NL");
        try (var files = Files.walk(valid)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Json.parseMembers(Bytes.of(Files.readAllBytes(file)))
                        .optional()
                        .flatMap(it -> it.at("input"))
                        .ifPresent(it -> taken.add(it.canonical().utf8()));
            }
        }
        Path all = bundle(taken.toArray(String[]::new));
        Cli.Ran ran = imported(data, all, "--source", "fixtures");
        String json = Cli.run(data, "export", "--format", "stix", "--all-versions").out();
        Path out = Files.writeString(folder.resolve("out.json"), json);
        List<String> came = canonical(out);
        var foreign = new ArrayList<>(came);
        foreign.removeAll(taken);
        assertEquals(List.of(), foreign, ran.out());
        assertTrue(came.size() > 300, came.size() + " of " + taken.size() + ": " + ran.out());
    }

    /** What a second node gives of what the first gave, which must be the same. */
    private List<String> roundTrip(Path bundle) throws IOException {
        Path one = Cli.init(folder, "a.example", "NL");
        imported(one, bundle, "--source", "feed");
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        Cli.Ran ran = Cli.run(one, "export", "--format", "stix", "--to", first.toString());
        assertEquals(0, ran.exit(), ran.err());
        Path two = Cli.init(folder, "second.example", "FR");
        imported(two, first, "--source", "first");
        ran = Cli.run(two, "export", "--format", "stix", "--to", second.toString());
        assertEquals(0, ran.exit(), ran.err());
        List<String> came = canonical(first);
        assertEquals(came, canonical(second));
        assertFalse(Files.exists(folder.resolve("first.json.part")));
        return came;
    }

    private static Cli.Ran imported(Path data, Path file, String... more) {
        var args = new ArrayList<>(List.of(file.toString()));
        args.addAll(List.of(more));
        Cli.Ran ran = Cli.run(data, "import", args.toArray(String[]::new));
        assertEquals(0, ran.exit(), ran.out() + ran.err());
        return ran;
    }

    private List<String> names(Path data, String... more) throws IOException {
        var args = new ArrayList<>(List.of("--format", "stix"));
        args.addAll(List.of(more));
        Cli.Ran ran = Cli.run(data, "export", args.toArray(String[]::new));
        assertEquals(0, ran.exit(), ran.err());
        Path out = Files.writeString(folder.resolve("names.json"), ran.out());
        return objects(out).stream()
                .filter(it -> !it.text("type").orElse("").equals("marking-definition"))
                .map(it -> it.text("name").orElse("?"))
                .sorted()
                .toList();
    }

    /** Sorted, without what an export adds for its readers. */
    private static List<String> canonical(Path bundle) throws IOException {
        return objects(bundle).stream()
                .filter(it -> !RelayedBundle.isSource(it))
                .filter(it ->
                        MarkingDefinitions.find(it.text("id").orElse(""))
                                .filter(it::equals)
                                .isEmpty())
                .map(it -> it.canonical().utf8())
                .sorted()
                .toList();
    }

    private static List<Json.Members> objects(Path bundle) throws IOException {
        boolean packed = bundle.toString().endsWith(".gz");
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(bundle));
                InputStream in = packed ? new GZIPInputStream(raw) : raw) {
            var objects = new ArrayList<Json.Members>();
            StixBundleParser parser = StixBundleParser.open(in);
            for (var next = parser.next(); next.isPresent(); next = parser.next()) {
                if (next.get().object() instanceof Checked.Good<Json.Members>(Json.Members one)) {
                    objects.add(one);
                }
            }
            return objects;
        }
    }

    private static String marked(String definition) {
        return "\"object_marking_refs\":[\"" + definition + "\"]";
    }

    private static String object(String type, int number, int day, String more) {
        return String.format(
                "{\"type\":\"%s\",\"id\":\"%s--00000000-0000-4000-8000-%012d\",\"spec_version\":\"2.1\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-%02dT00:00:00.000Z\",%s}",
                type, type, number, day, more);
    }

    private Path bundle(String... objects) throws IOException {
        String text =
                "{\"type\":\"bundle\",\"id\":\"bundle--00000000-0000-4000-8000-000000000000\",\"objects\":["
                        + String.join(",", objects)
                        + "]}";
        String name = Hash.digest(Bytes.utf8(text).array()).hex().substring(0, 8);
        return Files.writeString(folder.resolve(name + ".json"), text);
    }

    private static Path shared() {
        String named = System.getenv("COMITY_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared");
            }
        }
        return Assumptions.abort("no folder shared");
    }
}
