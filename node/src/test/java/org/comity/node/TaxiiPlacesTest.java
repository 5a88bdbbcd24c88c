package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaxiiPlacesTest {
    private static List<TaxiiPlaces.Place> ask(TaxiiPlaces places, String user, int times) {
        var asked = new ArrayList<TaxiiPlaces.Place>();
        for (int at = 0; at < times; at++) {
            asked.add(places.ask(user));
        }
        return asked;
    }

    private static long given(List<TaxiiPlaces.Place> places) {
        return places.stream().filter(TaxiiPlaces.Place::isGiven).count();
    }

    @Test
    void whoeverAsksForAllLeavesOneToAnother() {
        var places = new TaxiiPlaces(4);
        assertEquals(3, given(ask(places, "greedy", 64)));
        assertTrue(places.ask("other").isGiven());
    }

    @Test
    void aFreePlaceGoesToWhoeverHoldsFewest() {
        var places = new TaxiiPlaces(2);
        List<TaxiiPlaces.Place> greedy = ask(places, "greedy", 16);
        TaxiiPlaces.Place second = places.ask("second");
        TaxiiPlaces.Place third = places.ask("third");
        assertTrue(second.isGiven() && greedy.getFirst().isWaitedFor());
        greedy.getFirst().close();
        assertTrue(third.isGiven());
        assertFalse(third.isWaitedFor() && given(greedy.subList(1, 16)) > 0);
        second.close();
        assertEquals(1, given(greedy.subList(1, 16)));
    }

    /** On little memory. */
    @Test
    void theOnlyPlaceIsSharedToo() {
        var places = new TaxiiPlaces(1);
        List<TaxiiPlaces.Place> greedy = ask(places, "greedy", 16);
        assertFalse(greedy.getFirst().isWaitedFor());
        TaxiiPlaces.Place other = places.ask("other");
        assertTrue(greedy.getFirst().isWaitedFor());
        greedy.getFirst().close();
        assertTrue(other.isGiven());
        other.close();
        assertTrue(greedy.get(1).isGiven());
    }

    @Test
    void whoeverWaitsNoMoreIsForgotten() {
        var places = new TaxiiPlaces(1);
        TaxiiPlaces.Place first = places.ask("first");
        TaxiiPlaces.Place second = places.ask("second");
        second.close();
        assertFalse(first.isWaitedFor());
        first.close();
        assertFalse(second.isGiven());
        assertTrue(places.ask("third").isGiven());
    }
}
