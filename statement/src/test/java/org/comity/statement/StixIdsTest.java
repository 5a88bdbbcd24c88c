package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

/** Ids that others give to the same values (STIX 2.1, sections 2.9 and 3.4). */
final class StixIdsTest {
    private static final String MISMATCH = "not the id that follows from the values";
    private static final String RANDOM = "f8484616-fd0b-435d-a128-8a1dd5241154";

    private record Known(Optional<String> id, Json.Members object) {
        String type() {
            return object.text("type").orElseThrow();
        }

        StixSchema.Shape shape() {
            return StixSchema.shipped().object(type()).orElseThrow();
        }

        Json.Members with(String uuid) {
            return object.with("id", type() + "--" + uuid);
        }
    }

    private static List<Known> known() {
        return new String(Resources.bytes("stix-ids.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(it ->
                        new Known(
                                Optional.of(it[0]).filter(id -> !id.equals("-")),
                                Json.parseMembers(Bytes.utf8(it[1])).orThrow()))
                .toList();
    }

    @Test
    void theSameValuesHaveTheIdsThatOthersGive() {
        assertAll(
                known().stream()
                        .map(it ->
                                () ->
                                        assertEquals(
                                                it.id(),
                                                StixIds.deterministic(it.object(), it.shape()),
                                                it.object().toString())));
    }

    @Test
    void everyTypeOfObservableIsAmongThem() {
        var types = new TreeSet<String>();
        known().forEach(it -> types.add(it.type()));
        assertEquals(new TreeSet<>(ObservableVectorsTest.SCOS), types);
    }

    @Test
    void theIdThatFollowsIsTakenAndAnotherWarnedAbout() {
        for (Known it : known()) {
            if (it.id().isPresent()) {
                assertEquals(List.of(), about(it.object().with("id", it.id().get())));
                assertEquals(
                        List.of(MISMATCH), about(it.with("f8484616-fd0b-535d-a128-8a1dd5241155")));
            }
        }
    }

    @Test
    void whatHasNothingToFollowFromHasARandomId() {
        int without = 0;
        for (Known it : known()) {
            if (it.id().isEmpty()) {
                without++;
                assertEquals(List.of(), about(it.with(RANDOM)));
                // Version 5 in another namespace is its producer's own business.
                assertEquals(List.of(), about(it.with("f8484616-fd0b-535d-a128-8a1dd5241154")));
                assertEquals(
                        List.of("an id that follows from nothing is that of everything"),
                        about(it.with("f68c91da-8b42-5dfc-8264-6193bf9396a3")));
            }
        }
        assertTrue(without >= 3, "without: " + without);
    }

    @Test
    void whatHasVersionsHasNoIdThatOthersGiveToo() {
        Json.Members mutex =
                StixObservables.of(new Observable(ObservableKind.MUTEX, "Evil"))
                        .with("created", "2026-01-01T00:00:00.000Z")
                        .with("modified", "2026-01-01T00:00:00.000Z");
        assertTrue(about(mutex).contains("an observable with versions has an id of its creator"));
        assertEquals(List.of(MISMATCH), about(mutex.with("id", "mutex--" + RANDOM)));
    }

    private static List<String> about(Json.Members object) {
        return StixValidator.check(object).stream()
                .filter(it -> it.where().equals("/id"))
                .map(StixFinding::rule)
                .toList();
    }
}
