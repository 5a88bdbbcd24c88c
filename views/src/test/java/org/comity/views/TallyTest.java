package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final int NODES = 20_000;

    /** As a list without doubles, whatever was gathered before. */
    @Test
    void givesEachItsPlaceInTheOrderOfMeeting() {
        var random = new Random(7);
        var tally = new Tally();
        for (int round = 0; round < 200; round++) {
            tally.clear();
            List<Integer> met = new ArrayList<>();
            int among = 1 + random.nextInt(round % 10 == 0 ? NODES : 40);
            for (int time = 0; time < 300; time++) {
                int node = random.nextInt(among);
                if (!met.contains(node)) {
                    met.add(node);
                }
                assertEquals(met.indexOf(node), tally.place(node));
                assertEquals(met.size(), tally.count());
            }
            for (int place = 0; place < met.size(); place++) {
                assertEquals(met.get(place), tally.node(place));
            }
        }
    }
}
