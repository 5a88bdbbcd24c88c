package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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

    /**
     * Domain, relationship and meta objects, then observables: what each needs beside the common.
     */
    private static final Map<String, String> GOOD = new TreeMap<>();

    private static final Map<String, String> OBSERVABLES = new TreeMap<>();

    static {
        for (List<String> line : lines("stix-good.txt")) {
            boolean observable =
                    StixSchema.shipped().object(line.getFirst()).orElseThrow().category()
                            == StixSchema.Category.SCO;
            (observable ? OBSERVABLES : GOOD).put(line.getFirst(), line.getLast());
        }
    }

    @Test
    void everyTypeOfTheSpecificationHasAGoodObject() {
        assertEquals(23, GOOD.size(), "19 domain, 2 relationship, 2 meta");
        assertEquals(18, OBSERVABLES.size());
        GOOD.forEach((type, own) -> assertEquals(List.of(), errors(object(type, own)), type));
        OBSERVABLES.forEach((type, own) -> assertEquals(List.of(), errors(sco(type, own)), type));
    }

    @Test
    void aDefangedValueIsOneOnlyWhereItIsSaidToBe() {
        String defanged = "'value':'evil[.]example'";
        assertEquals(List.of(), errors(sco("domain-name", defanged + ",'defanged':true")));
        assertEquals(1, errors(sco("domain-name", defanged)).size());
        assertEquals(1, errors(sco("domain-name", defanged + ",'defanged':false")).size());
        assertEquals(1, errors(sco("ipv4-addr", "'value':'1[.]2','defanged':true")).size());
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

    @Test
    void saysWhatIsWrongAndWhere() {
        for (List<String> line : lines("stix-faults.txt")) {
            String type = line.get(0);
            String own = line.get(1);
            String object = OBSERVABLES.containsKey(type) ? sco(type, own) : object(type, own);
            assertFound(object, line.get(2), line.get(3));
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

    /** Fields of a resource, without its comments. */
    private static List<List<String>> lines(String name) {
        return new String(Resources.bytes(name), StandardCharsets.UTF_8)
                .replace("UUID", UUID)
                .lines()
                .filter(it -> !it.startsWith("#"))
                .map(it -> List.of(it.split(" \\| ", -1)))
                .toList();
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
