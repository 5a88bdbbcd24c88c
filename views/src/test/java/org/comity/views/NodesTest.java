package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.comity.value.Bytes;
import org.junit.jupiter.api.Test;

final class NodesTest {
    private static final int PAIRS = 10;
    private static final Bytes SECRET = Bytes.utf8("only this process knows");

    /** As a stranger can make them: "ab" and "bC" add to the same. */
    private static List<byte[]> alike() {
        List<String> names = List.of("");
        for (int pair = 0; pair < PAIRS; pair++) {
            var longer = new ArrayList<String>();
            names.forEach(it -> longer.addAll(List.of(it + "ab", it + "bC")));
            names = longer;
        }
        return names.stream().map(it -> it.getBytes(StandardCharsets.US_ASCII)).toList();
    }

    @Test
    void namesMadeToMeetLieApart() {
        var hashes = new HashSet<Integer>();
        var signs = new HashSet<Integer>();
        for (byte[] name : alike()) {
            hashes.add(Arrays.hashCode(name));
            signs.add(Nodes.sign(SECRET, name));
        }
        assertEquals(1, hashes.size());
        assertTrue(signs.size() > (1 << PAIRS) - 3, "random ones rarely meet");
        byte[] one = alike().getFirst();
        assertNotEquals(Nodes.sign(Bytes.EMPTY, one), Nodes.sign(SECRET, one));
    }

    @Test
    void allAreFoundAgainAndForgottenOneByOne() {
        var nodes = new Nodes(SECRET);
        List<byte[]> names = alike();
        for (byte[] name : names) {
            int number = nodes.number(name);
            nodes.read(number, 0, 1, false);
        }
        byte[] gone = names.get(700);
        nodes.forgetAll(Nodes.sign(SECRET, gone));
        for (byte[] name : names) {
            int number = nodes.known(name);
            assertTrue(Arrays.equals(name, nodes.copy(number)));
            assertEquals(!Arrays.equals(name, gone), nodes.isRead(number));
        }
    }
}
