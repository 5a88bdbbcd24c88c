package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

class BridgesTest {
    private final List<Entry> entries = new ArrayList<>();
    private int mails;

    @Test
    void findsTheDayOnWhichTwoLivesMeet() {
        twoLives(12);
        meet(3);
        Bridge bridge = only();
        assertEquals(Set.of(address("192.0.2.99")), bridge.joins());
        assertEquals(1_001, bridge.sinceSecond());
        assertEquals(1_005, bridge.knownSecond());
        assertEquals("[a, b]", bridge.members().toString());
        assertEquals(15, bridge.left().roots().size());
        assertEquals(Given.domain("left.test"), bridge.left().signs().getFirst());
    }

    @Test
    void twoMailsThroughOneServiceAreNoBridge() {
        twoLives(12);
        meet(2);
        assertEquals(List.of(), bridges());
    }

    @Test
    void aGroupThatGrowsIntoItsNextLinkIsNoBridge() {
        for (int at = 0; at < 30; at++) {
            mail("a", at, "old.test", "192.0.2.1");
        }
        for (int at = 0; at < 30; at++) {
            mail("a", 100 + at, "new.test", "192.0.2.1");
        }
        assertEquals(List.of(), bridges());
    }

    @Test
    void whatIsClearedJoinsNothing() {
        twoLives(12);
        meet(3);
        Subject shared = address("192.0.2.99");
        assertEquals(List.of(), Bridges.of(Pieces.of(entries), shared::equals).all());
    }

    @Test
    void theOrderOfArrivalChangesNothing() {
        twoLives(12);
        meet(4);
        List<Bridge> expected = bridges();
        for (int seed = 0; seed < 20; seed++) {
            var shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(expected, Bridges.of(Pieces.of(shuffled), it -> false).all());
        }
    }

    private void twoLives(int mailsEach) {
        for (int at = 0; at < mailsEach; at++) {
            mail("a", at, "left.test", "192.0.2.1");
            mail("b", at, "right.test", "192.0.2.2");
        }
    }

    private void meet(int mailsEach) {
        for (int at = 0; at < mailsEach; at++) {
            mail("a", 1_000 + 2 * at, "left.test", "192.0.2.99");
            mail("b", 1_001 + 2 * at, "right.test", "192.0.2.99");
        }
    }

    private void mail(String member, long second, String link, String machine) {
        String root = "mail" + mails;
        entries.addAll(
                Given.statement(
                                member,
                                mails++,
                                Given.claimFrom(second, link, root),
                                Given.claimFrom(second, address(machine), Role.CONNECTED, root))
                        .entries());
    }

    private static Subject address(String value) {
        return new Subject(SubjectKind.ADDRESS, value);
    }

    private Bridge only() {
        assertEquals(1, bridges().size());
        return bridges().getFirst();
    }

    private List<Bridge> bridges() {
        return Bridges.of(Pieces.of(entries), it -> false).all();
    }
}
