package org.comity.statement;

import static org.comity.statement.StixFixtures.GOOD;
import static org.comity.statement.StixFixtures.OBSERVABLES;
import static org.comity.statement.StixFixtures.UUID;
import static org.comity.statement.StixFixtures.members;
import static org.comity.statement.StixFixtures.object;
import static org.comity.statement.StixFixtures.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.StixFinding.Level;
import org.junit.jupiter.api.Test;

/** One good object of each type, and what spoils it: DESIGN section 11, STIX 2.1. */
class StixValidatorTest {
    @Test
    void everyTypeOfTheSpecificationHasAGoodObject() {
        assertEquals(23, GOOD.size(), "19 domain, 2 relationship, 2 meta");
        assertEquals(18, OBSERVABLES.size());
        GOOD.forEach((type, own) -> assertEquals(List.of(), errors(object(type, own)), type));
        OBSERVABLES.forEach(
                (type, own) -> assertEquals(List.of(), errors(object(type, own)), type));
    }

    @Test
    void aDefangedValueIsOneOnlyWhereItIsSaidToBe() {
        String defanged = "'value':'evil[.]example'";
        assertEquals(List.of(), errors(object("domain-name", defanged + ",'defanged':true")));
        assertEquals(1, errors(object("domain-name", defanged)).size());
        assertEquals(1, errors(object("domain-name", defanged + ",'defanged':false")).size());
        assertEquals(1, errors(object("ipv4-addr", "'value':'1[.]2','defanged':true")).size());
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

    private static List<StixFinding> errors(String object) {
        return errors(parse(object));
    }

    private static List<StixFinding> errors(Json object) {
        return StixValidator.check(object).stream()
                .filter(it -> it.level() != Level.WARNING)
                .toList();
    }
}
