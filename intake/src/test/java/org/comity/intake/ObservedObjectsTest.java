package org.comity.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.comity.statement.Json;
import org.junit.jupiter.api.Test;

class ObservedObjectsTest {
    private static Json.Members url(int number) {
        return Json.Members.NONE
                .with("type", "url")
                .with("id", "url--" + number)
                .with("value", "v" + number);
    }

    private static Json.Members observed(int number, int... urls) {
        var refs = new ArrayList<String>();
        for (int url : urls) {
            refs.add("url--" + url);
        }
        return Json.Members.NONE
                .with("type", "observed-data")
                .with("id", "observed-data--" + number)
                .with("object_refs", Json.Array.ofTexts(refs));
    }

    private static String words(ObservedObjects.Observed one) {
        return one.observed().text("id").orElse("")
                + " "
                + new TreeSet<>(one.objects().keySet())
                + (one.isWhole() ? "" : " lacks");
    }

    @Test
    void theOrderOfComingChangesNothing() {
        var objects = new ArrayList<Json.Members>();
        for (int at = 0; at < 30; at++) {
            objects.add(url(at));
            objects.add(observed(at, at, (at + 7) % 30, at / 10));
        }
        objects.add(observed(30, 99, 1));
        objects.add(observed(31));
        List<String> before = List.of();
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(objects, new Random(seed));
            var told = new ArrayList<String>();
            var gathering = new ObservedObjects(1 << 20, it -> told.add(words(it)));
            objects.forEach(it -> gathering.take(0, "", it));
            gathering.finish();
            Collections.sort(told);
            assertEquals(seed == 0 ? told : before, told, "seed " + seed);
            before = List.copyOf(told);
        }
        assertEquals(32, before.size());
        assertEquals(1, before.stream().filter(it -> it.endsWith("lacks")).count());
    }

    @Test
    void whatIsOfAnotherBundleIsNotItsOwn() {
        var told = new ArrayList<String>();
        var gathering = new ObservedObjects(1 << 20, it -> told.add(words(it)));
        gathering.take(1, "", url(1));
        gathering.take(2, "", observed(1, 1));
        assertEquals(List.of(), told);
        gathering.take(3, "", url(1));
        assertEquals(List.of("observed-data--1 [] lacks"), told);
    }

    @Test
    void whatWaitsIsBoundedOnBothSides() {
        var told = new ArrayList<String>();
        var gathering = new ObservedObjects(10_000, it -> told.add(words(it)));
        for (int at = 0; at < 1_000; at++) {
            gathering.take(0, "", observed(at, at));
        }
        assertTrue(told.size() > 900, told.size() + " did not fit");
        assertEquals("observed-data--0 [] lacks", told.getFirst());
        for (int at = 0; at < 1_000; at++) {
            gathering.take(0, "", url(at));
        }
        assertTrue(told.getLast().equals("observed-data--999 [url--999]"), told.getLast());
        gathering.take(0, "", observed(1_000, 0));
        gathering.take(0, "", observed(1_001, 999));
        gathering.finish();
        assertTrue(told.contains("observed-data--1000 [] lacks"));
        assertTrue(told.contains("observed-data--1001 [url--999]"));
        assertEquals(1_002, told.size());
    }
}
