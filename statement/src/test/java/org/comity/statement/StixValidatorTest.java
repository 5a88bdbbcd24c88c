package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.StixFinding.Level;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** One good object of each type, and what spoils it: DESIGN section 11, STIX 2.1. */
class StixValidatorTest {
    private static final String COMMON =
            "'spec_version':'2.1','created':'2026-01-01T00:00:00.000Z','modified':'2026-01-01T00:00:00.000Z'";
    private static final String UUID = "--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    /** By type, what a good one needs beside the common properties. */
    private static final Map<String, String> GOOD =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("attack-pattern", "'name':'a'"),
                            Map.entry("campaign", "'name':'a','first_seen':'2026-01-01T00:00:00Z'"),
                            Map.entry("course-of-action", "'name':'a'"),
                            Map.entry(
                                    "grouping",
                                    "'name':'a','context':'unspecified','object_refs':['url"
                                            + UUID
                                            + "']"),
                            Map.entry("identity", "'name':'a','identity_class':'organization'"),
                            Map.entry("incident", "'name':'a'"),
                            Map.entry(
                                    "indicator",
                                    "'pattern':\"[url:value = 'http://a.b/']\",'pattern_type':'stix','valid_from':'2026-01-01T00:00:00Z'"),
                            Map.entry("infrastructure", "'name':'a'"),
                            Map.entry("intrusion-set", "'name':'a'"),
                            Map.entry("location", "'country':'NL'"),
                            Map.entry("malware", "'is_family':true,'name':'a'"),
                            Map.entry("malware-analysis", "'product':'a','result':'malicious'"),
                            Map.entry("note", "'content':'a','object_refs':['url" + UUID + "']"),
                            Map.entry(
                                    "observed-data",
                                    "'first_observed':'2026-01-01T00:00:00Z','last_observed':'2026-01-01T00:00:00Z','number_observed':1,'object_refs':['url"
                                            + UUID
                                            + "']"),
                            Map.entry(
                                    "opinion",
                                    "'opinion':'agree','object_refs':['indicator" + UUID + "']"),
                            Map.entry(
                                    "report",
                                    "'name':'a','published':'2026-01-01T00:00:00Z','object_refs':['indicator"
                                            + UUID
                                            + "']"),
                            Map.entry("threat-actor", "'name':'a'"),
                            Map.entry("tool", "'name':'a'"),
                            Map.entry("vulnerability", "'name':'a'"),
                            Map.entry(
                                    "relationship",
                                    "'relationship_type':'uses','source_ref':'campaign"
                                            + UUID
                                            + "','target_ref':'tool"
                                            + UUID
                                            + "'"),
                            Map.entry("sighting", "'sighting_of_ref':'indicator" + UUID + "'"),
                            Map.entry(
                                    "language-content",
                                    "'object_ref':'campaign"
                                            + UUID
                                            + "','contents':{'de':{'name':'x'}}"),
                            Map.entry(
                                    "extension-definition",
                                    "'created_by_ref':'identity"
                                            + UUID
                                            + "','name':'a','description':'a','schema':'a','version':'1.0.0','extension_types':['property-extension']")));

    /** Observables: their own values; an id that follows from them is not asked for here. */
    private static final Map<String, String> OBSERVABLES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("artifact", "'payload_bin':'VGVzdA=='"),
                            Map.entry("autonomous-system", "'number':64500"),
                            Map.entry("directory", "'path':'/a'"),
                            Map.entry("domain-name", "'value':'example.com'"),
                            Map.entry("email-addr", "'value':'a@example.com'"),
                            Map.entry("email-message", "'is_multipart':false,'body':'a'"),
                            Map.entry("file", "'name':'a'"),
                            Map.entry("ipv4-addr", "'value':'198.51.100.0/24'"),
                            Map.entry("ipv6-addr", "'value':'2001:db8::1'"),
                            Map.entry("mac-addr", "'value':'d2:fb:49:24:37:18'"),
                            Map.entry("mutex", "'name':'a'"),
                            Map.entry(
                                    "network-traffic",
                                    "'protocols':['tcp'],'dst_ref':'ipv4-addr" + UUID + "'"),
                            Map.entry("process", "'pid':1"),
                            Map.entry("software", "'name':'a'"),
                            Map.entry("url", "'value':'https://example.com/'"),
                            Map.entry("user-account", "'user_id':'1'"),
                            Map.entry("windows-registry-key", "'key':'HKEY_LOCAL_MACHINE\\\\a'"),
                            Map.entry("x509-certificate", "'serial_number':'1'")));

    @Test
    void everyTypeOfTheSpecificationHasAGoodObject() {
        assertEquals(23, GOOD.size(), "19 domain, 2 relationship, 2 meta");
        assertEquals(18, OBSERVABLES.size());
        GOOD.forEach((type, own) -> assertEquals(List.of(), errors(object(type, own)), type));
        OBSERVABLES.forEach((type, own) -> assertEquals(List.of(), errors(sco(type, own)), type));
    }

    @Test
    void everyRequiredPropertyIsMissedBySection() {
        GOOD.forEach((type, own) -> {
            Json.Members good = members(object(type, own));
            StixSchema.Shape shape = StixSchema.shipped().object(type).orElseThrow();
            for (String name : shape.required()) {
                if (!List.of("type", "id").contains(name)) {
                    var less = new TreeMap<>(good.byName());
                    less.remove(name);
                    List<StixFinding> found = StixValidator.check(new Json.Members(less));
                    assertTrue(
                            found.stream()
                                    .anyMatch(it ->
                                            it.level() == Level.ERROR
                                                    && it.value().equals(name)
                                                    && it.section().equals(shape.section())),
                            type + " without " + name + ": " + found);
                }
            }
        });
    }

    @Test
    void everyKnownPropertyRefusesANullAndAWrongKind() {
        GOOD.forEach((type, own) -> {
            Json.Members good = members(object(type, own));
            for (String name :
                    StixSchema.shipped().object(type).orElseThrow().properties().keySet()) {
                Json.Members bad = good.with(name, new Json.Null());
                assertTrue(!errors(bad).isEmpty(), type + "." + name);
            }
        });
    }

    @Test
    void whatNoToolCanKeepIsUnusable() {
        for (String bad :
                List.of(
                        "[]",
                        "{}",
                        "{'type':'tool'}",
                        "{'type':'tool','id':'tool--1'}",
                        "{'type':'tool','id':'malware" + UUID + "'}",
                        object("tool", "'name':'a'")
                                .replace("2026-01-01T00:00:00.000Z", "today"))) {
            assertEquals(
                    Optional.of(Level.UNUSABLE),
                    StixValidator.worst(StixValidator.check(parse(bad))),
                    bad);
        }
    }

    /** Each line spoils a good object in one way: type, what is added or put in its place. */
    @Test
    void saysWhatIsWrongAndWhere() {
        String[][] cases = {
            {"tool", "'name':'a','labels':[]", "/labels", "empty list"},
            {"tool", "'name':'a','confidence':101", "/confidence", "out of range"},
            {"tool", "'name':'a','confidence':1.5", "/confidence", "not an integer"},
            {"tool", "'name':'a','lang':'e'", "/lang", "not a language tag"},
            {"tool", "'name':'a','severity':1", "/severity", "reserved property"},
            {"tool", "'name':'a','Big':1", "/Big", "not a property name"},
            {"tool", "'name':'a','xy':1", "/xy", "not a property name"},
            {"tool", "'name':'a','extensions':{}", "/extensions", "empty dictionary"},
            {
                "tool",
                "'name':'a','created_by_ref':'tool" + UUID + "'",
                "/created_by_ref",
                "may not refer to this type"
            },
            {
                "tool",
                "'name':'a','modified':'2025-01-01T00:00:00.000Z'",
                "/modified",
                "before the other"
            },
            {
                "tool",
                "'name':'a','modified':'2026-01-01T00:00:00Z'",
                "/modified",
                "fewer digits than 3"
            },
            {
                "tool",
                "'name':'a','granular_markings':[{'selectors':['name']}]",
                "/granular_markings/0",
                "exactly one of these must be there"
            },
            {
                "tool",
                "'name':'a','granular_markings':[{'lang':'en','selectors':['nom']}]",
                "/granular_markings/0/selectors/0",
                "selects nothing in this object"
            },
            {
                "tool",
                "'name':'a','external_references':[{'source_name':'cve'}]",
                "/external_references/0",
                "one of these must be there"
            },
            {
                "tool",
                "'name':'a','external_references':[{'source_name':'cve','external_id':'x'}]",
                "/external_references/0",
                "a CVE is named as CVE-YYYY-NNNN"
            },
            {"malware", "'is_family':true", "", "a malware family needs a name"},
            {
                "indicator",
                "'pattern':'[a','pattern_type':'stix','valid_from':'2026-01-01T00:00:00Z'",
                "/pattern",
                "missing: :"
            },
            {
                "indicator",
                "'pattern':'x','pattern_type':'yara','valid_from':'2026-01-01T00:00:00Z','valid_until':'2026-01-01T00:00:00Z'",
                "/valid_until",
                "not later than the other"
            },
            {
                "opinion",
                "'opinion':'maybe','object_refs':['tool" + UUID + "']",
                "/opinion",
                "not in opinion-enum"
            },
            {"location", "'latitude':1", "", "one needs the other"},
            {
                "sighting",
                "'sighting_of_ref':'url" + UUID + "'",
                "/sighting_of_ref",
                "may not refer to this type"
            },
            {
                "relationship",
                "'relationship_type':'Uses It','source_ref':'tool"
                        + UUID
                        + "','target_ref':'tool"
                        + UUID
                        + "'",
                "/relationship_type",
                "letters a-z, digits and hyphens only"
            },
            {
                "relationship",
                "'relationship_type':'uses','source_ref':'sighting"
                        + UUID
                        + "','target_ref':'tool"
                        + UUID
                        + "'",
                "/source_ref",
                "may not refer to this type"
            },
            {
                "extension-definition",
                "'created_by_ref':'identity"
                        + UUID
                        + "','name':'a','schema':'a','version':'1','extension_types':['property-extension'],'extension_properties':['abc']",
                "/extension_properties",
                "only of a toplevel-property-extension"
            },
        };
        for (String[] one : cases) {
            assertFound(object(one[0], one[1]), one[2], one[3]);
        }
        String[][] observables = {
            {"artifact", "'url':'https://a.b/'", "", "one needs the other"},
            {"artifact", "'payload_bin':'VGVzdA'", "/payload_bin", "not base64"},
            {
                "email-message",
                "'is_multipart':true,'body':'a'",
                "/body",
                "a mail of many parts has no body"
            },
            {"file", "'hashes':{'MD5':'a'}", "/hashes/MD5", "not a hash of this algorithm"},
            {"file", "'name':'a','magic_number_hex':'abc'", "/magic_number_hex", "not hexadecimal"},
            {
                "file",
                "'name':'a','extensions':{'ntfs-ext':{}}",
                "/extensions/ntfs-ext",
                "one of these must be there"
            },
            {"ipv4-addr", "'value':'198.51.100.0/33'", "/value", "not such a value"},
            {"ipv6-addr", "'value':'198.51.100.1'", "/value", "not such a value"},
            {"mac-addr", "'value':'D2:FB:49:24:37:18'", "/value", "not such a value"},
            {
                "network-traffic",
                "'protocols':['tcp'],'dst_ref':'url" + UUID + "'",
                "/dst_ref",
                "may not refer to this type"
            },
            {
                "network-traffic",
                "'protocols':['tcp'],'dst_ref':'ipv4-addr"
                        + UUID
                        + "','is_active':true,'end':'2026-01-01T00:00:00Z'",
                "/end",
                "active traffic has not ended"
            },
            {"windows-registry-key", "'key':'HKLM\\\\a'", "/key", "the hive must be spelled out"},
            {"url", "'value':'www.example.com'", "/value", "not a URL with its scheme"},
        };
        for (String[] one : observables) {
            assertFound(sco(one[0], one[1]), one[2], one[3]);
        }
    }

    @Test
    void noOtherMarkingMayCallItselfTlp() {
        String green =
                "{'type':'marking-definition','spec_version':'2.1','id':'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da','created':'2017-01-20T00:00:00.000Z','definition_type':'tlp','name':'TLP:GREEN','definition':{'tlp':'green'}}";
        assertEquals(List.of(), errors(green));
        assertFound(
                green.replace("34098fce", "44098fce"),
                "",
                "not one of the four TLP markings that there are");
    }

    @Test
    void aBadObjectOfABundleSpoilsNoOther() {
        String bundle =
                "{'type':'bundle','id':'bundle"
                        + UUID
                        + "','objects':["
                        + object("tool", "'name':'a'")
                        + ",7,"
                        + object("tool", "'name':'a'").replace("tool--8", "tool--9")
                        + "]}";
        List<StixFinding> found = StixValidator.check(parse(bundle));
        assertEquals(List.of("/objects/1"), found.stream().map(StixFinding::where).toList());
    }

    @Test
    void observablesShouldHaveTheIdOfTheirValues() {
        String good =
                StixObservables.of(new Subject(SubjectKind.DOMAIN, "bad.net")).canonical().utf8();
        assertEquals(List.of(), StixValidator.check(parse(good)));
        List<StixFinding> found = StixValidator.check(parse(good.replace("bad.net", "bad.org")));
        assertEquals(List.of("3.4"), found.stream().map(StixFinding::section).toList());
        assertEquals(Level.WARNING, found.getFirst().level());
    }

    /** Whatever the text, there is an answer: no exception leaves the check. */
    @Test
    void neverThrows() {
        List<String> types = new ArrayList<>(GOOD.keySet());
        types.addAll(OBSERVABLES.keySet());
        types.addAll(List.of("bundle", "marking-definition", "x-own"));
        Seeds.each(
                4_000,
                random -> {
                    String type = types.get(random.nextInt(types.size()));
                    Json.Members base =
                            members(
                                    object(
                                            type,
                                            GOOD.getOrDefault(
                                                    type,
                                                    OBSERVABLES.getOrDefault(type, "'name':'a'"))));
                    List<String> names = new ArrayList<>(base.byName().keySet());
                    StixSchema.shipped()
                            .object(type)
                            .ifPresent(shape -> names.addAll(shape.properties().keySet()));
                    for (int at = random.nextInt(4); at >= 0; at--) {
                        String name = names.get(random.nextInt(names.size()));
                        base = base.with(name, RandomJson.of(random, 3));
                    }
                    StixValidator.check(base).forEach(it -> assertTrue(!it.toString().isEmpty()));
                });
    }

    private static void assertFound(String object, String where, String rule) {
        List<StixFinding> found = errors(object);
        assertTrue(
                found.stream().anyMatch(it -> it.where().equals(where) && it.rule().equals(rule)),
                object + " " + found);
    }

    private static List<StixFinding> errors(String object) {
        return errors(parse(object));
    }

    private static List<StixFinding> errors(Json object) {
        return StixValidator.check(object).stream()
                .filter(it -> it.level() != Level.WARNING)
                .toList();
    }

    /** A later property of the same name is put in place of the common one. */
    private static String object(String type, String own) {
        String all = "'type':'" + type + "','id':'" + type + UUID + "'," + COMMON;
        for (String name : List.of("created", "modified")) {
            if (own.contains("'" + name + "':")) {
                all = all.replaceAll(",'" + name + "':'[^']*'", "");
            }
        }
        return "{" + all + "," + own + "}";
    }

    private static String sco(String type, String own) {
        return "{'type':'" + type + "','id':'" + type + UUID + "'," + own + "}";
    }

    private static Json.Members members(String text) {
        return Json.asMembers(parse(text)).orThrow();
    }

    /** With apostrophes for quotes, but for those in a pattern. */
    private static Json parse(String text) {
        var json = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '"';
            json.append(c == '\'' && !quoted ? '"' : c);
        }
        return Json.parse(Bytes.utf8(json.toString())).orThrow();
    }
}
