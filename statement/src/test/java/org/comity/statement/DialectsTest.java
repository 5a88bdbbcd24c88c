package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.comity.statement.StixFinding.Level;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** STIX 2.0 as MITRE and MISP write it, and the STIX 2.1 of MISP and OpenCTI. */
class DialectsTest {
    private static final List<String> ALL =
            List.of("dialect-stix-2.0.json", "dialect-misp.json", "dialect-opencti.json");

    @Test
    void everyObjectOfThemCanBeKept() {
        for (String name : ALL) {
            objects(name)
                    .forEach(it ->
                            assertEquals(true, StixValidator.unusable(it).isEmpty(), name + it));
        }
    }

    @Test
    void aBundleOfStix20HasNoError() {
        List<StixFinding> found = StixValidator.check(bundle(ALL.getFirst()));
        assertEquals(List.of(), found.stream().filter(it -> it.level() != Level.WARNING).toList());
    }

    @Test
    void othersObjectsAreStatedToTheByte() {
        for (String name : ALL) {
            String stated =
                    RelayedBundle.write(
                                    objects(name).stream().map(RelayedBundle.Part::of).toList(),
                                    "feed.example",
                                    new Random(1))
                            .json()
                            .utf8();
            for (Json.Members object : objects(name)) {
                assertTrue(stated.contains(object.canonical().utf8()), name + object);
            }
        }
    }

    @Test
    void inStix20LabelsSayTheKindAndEveryPatternIsStix() {
        assertEquals(
                List.of(
                        "domain:control.bad-heron.net MALICIOUS COMPROMISED ANALYSED",
                        "address:198.51.100.53 BENIGN UNKNOWN ANALYSED",
                        "address:203.0.113.9 MALICIOUS UNKNOWN ANALYSED",
                        "domain:control.bad-heron.net MALICIOUS COMPROMISED OBSERVED",
                        // Called a false positive.
                        "address:203.0.113.9 BENIGN UNKNOWN ANALYSED"),
                claims("dialect-stix-2.0.json"));
    }

    @Test
    void whatMispDoesNotMeanForDetectionClaimsNothing() {
        assertEquals(
                List.of("address:2001:db8::9 MALICIOUS UNKNOWN ANALYSED"),
                claims("dialect-misp.json"));
        assertEquals(
                AbuseClass.PHISHING,
                Bundles.read(bundle("dialect-misp.json").canonical()).orThrow().getFirst().abuse());
    }

    @Test
    void openCtisHostnameIsADomainAndItsScoreZeroClaimsNothing() {
        assertEquals(
                List.of("domain:mail.bad-heron.net MALICIOUS UNKNOWN ANALYSED"),
                claims("dialect-opencti.json"));
    }

    @Test
    void theStrictestOfReferencesAndTagsHolds() {
        assertEquals(Marking.of(Tlp.GREEN), Bundles.marking(bundle("dialect-stix-2.0.json")));
        var strict = new Marking(Tlp.AMBER_STRICT, Pap.AMBER);
        assertEquals(strict, Bundles.marking(bundle("dialect-misp.json")));
        assertEquals(strict, Bundles.marking(bundle("dialect-opencti.json")));
    }

    @Test
    void whatStix20ObservedIsLinkedAsStix21WouldSayIt() {
        StixGraph graph =
                GraphReader.read(bundle("dialect-stix-2.0.json"), "", StixDefaults::digest);
        String observed = "observed-data--10000000-0000-4000-8000-00000000000a";
        assertEquals(
                List.of(
                        "domain:drop.bad-heron.net resolves-to address:203.0.113.9",
                        "intrusion-set--10000000-0000-4000-8000-000000000003 uses"
                                + " malware--10000000-0000-4000-8000-000000000004"),
                links(graph, "resolves-to", "uses"));
        List<String> contained = links(graph, "contains");
        assertEquals(6, contained.size(), contained.toString());
        assertTrue(
                contained.contains(observed + " contains mail-address:drop@bad-heron.net"),
                contained.toString());
        assertTrue(
                contained.contains(observed + " contains directory:c:\\windows\\temp"),
                contained.toString());
        assertEquals(
                List.of("Grey Heron", "Night Egret"), named(graph, "intrusion-set--1").names());
        assertEquals(List.of("G9001"), named(graph, "intrusion-set--1").numbers());
        assertEquals(List.of("HeronLoader", "HLoad"), named(graph, "malware--1").names());
    }

    /** The directory's id enters the file's, as it would in STIX 2.1. */
    @Test
    void anObservableHasTheIdThatStix21GivesIt() {
        var current = StixVersions.of(List.copyOf(objects("dialect-stix-2.0.json")));
        Json.Members file =
                StixContainers.opened(current).all().stream()
                        .filter(it -> it.text("name").orElse("").equals("heron.dll"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("file--c98ea3e3-4aa3-5baf-8166-df96cea817cc", file.text("id").orElseThrow());
    }

    /** A flood, or a ring: no stack and no time runs out, and each has an id of its own. */
    @Test
    void aLongChainAndARingOfReferencesHaveIds() {
        var container = new TreeMap<String, Json>();
        for (int i = 0; i < 5_000; i++) {
            container.put(
                    "k" + i,
                    Json.Members.NONE
                            .with("type", "file")
                            .with("name", "n" + i)
                            .with("parent_directory_ref", "k" + (i + 1) % 5_000));
        }
        Json.Members observed =
                Json.Members.NONE
                        .with("type", "observed-data")
                        .with("id", Stix.id("observed-data", 1))
                        .with("objects", new Json.Members(container));
        assertEquals(5_001, StixContainers.opened(StixVersions.of(List.of(observed))).all().size());
    }

    @Test
    void whatHasNoNameInStixIsFoundByItsValue() {
        StixGraph graph =
                GraphReader.read(bundle("dialect-opencti.json"), "", StixDefaults::digest);
        for (String value :
                List.of(
                        "bc1qexampleexampleexample",
                        "+352 555 0100",
                        "LU1234567890ABCDEF1234567890",
                        "HeronBot/1.0",
                        "heron was here",
                        "Case Heron",
                        "Heron channel")) {
            assertTrue(graph.named().stream().anyMatch(it -> it.names().contains(value)), value);
        }
        assertEquals(
                List.of("HeronLoader", "HLoad", "HeronLdr"), named(graph, "malware--3").names());
        assertEquals(
                List.of(
                        "malware--30000000-0000-5000-8000-000000000007 communicates-with"
                                + " domain:mail.bad-heron.net",
                        "x-opencti-case-incident--30000000-0000-5000-8000-00000000000d contains"
                                + " malware--30000000-0000-5000-8000-000000000007"),
                links(graph, "communicates-with", "contains"));
        StixGraph misp = GraphReader.read(bundle("dialect-misp.json"), "", StixDefaults::digest);
        assertEquals(List.of("+352 555 0100"), named(misp, "x-misp-attribute--2").names());
        assertEquals(List.of("bank-account"), named(misp, "x-misp-object--2").names());
        assertTrue(
                links(misp, "indicates")
                        .contains(
                                "address:2001:db8::9 indicates"
                                        + " intrusion-set--20000000-0000-4000-8000-000000000007"),
                links(misp, "indicates").toString());
    }

    @Test
    void anEndOfTrafficIsNamedWithItsTypeOrWithout() {
        String dst = "network-traffic:dst_ref";
        assertEquals("[address:198.51.100.7]", subjects(dst + ".value = '198.51.100.7'"));
        assertEquals("[domain:bad.net]", subjects(dst + ".value = 'bad.net'"));
        String type = dst + ".type = 'ipv4-addr' AND ";
        assertEquals("[address:198.51.100.7]", subjects(type + dst + ".value = '198.51.100.7'"));
        for (String more :
                List.of(
                        type + dst + ".value != '198.51.100.7'",
                        type + dst + ".value = '198.51.100.7' AND network-traffic:dst_port = 25",
                        "network-traffic:src_ref.type = 'ipv4-addr' AND "
                                + dst
                                + ".value = '198.51.100.7'",
                        dst + ".type != 'ipv4-addr' AND " + dst + ".value = '198.51.100.7'",
                        dst + ".type = 'mac-addr' AND " + dst + ".value = '198.51.100.7'")) {
            assertEquals("[]", subjects(more), more);
        }
    }

    private static String subjects(String comparison) {
        return StixPattern.subjects("[" + comparison + "]").stream()
                .map(Subject::key)
                .toList()
                .toString();
    }

    private static Json.Members bundle(String name) {
        return Json.parseMembers(Bytes.of(Resources.bytes(name))).orThrow();
    }

    private static List<Json.Members> objects(String name) {
        var objects = (Json.Array) bundle(name).at("objects").orElseThrow();
        return objects.elements().stream().map(it -> (Json.Members) it).toList();
    }

    private static List<String> claims(String name) {
        return Bundles.read(bundle(name).canonical()).orThrow().stream()
                .map(it ->
                        it.subject().key()
                                + " "
                                + it.stance()
                                + " "
                                + it.target()
                                + " "
                                + it.grounds().basis())
                .toList();
    }

    private static List<String> links(StixGraph graph, String... types) {
        return List.copyOf(
                graph.links().stream()
                        .filter(it -> List.of(types).contains(it.type()))
                        .map(it -> ends(it.sources()) + " " + it.type() + " " + ends(it.targets()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String ends(List<Traceable> ends) {
        return ends.stream().map(Traceable::key).collect(Collectors.joining(","));
    }

    private static StixGraph.Named named(StixGraph graph, String id) {
        return graph.named().stream()
                .filter(it -> it.id().startsWith(id))
                .findFirst()
                .orElseThrow();
    }
}
