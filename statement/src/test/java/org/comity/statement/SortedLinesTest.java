package org.comity.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SortedLinesTest {
    @Test
    void findsAndFloorsAsSortedMapDoes() {
        Seeds.each(
                500,
                random -> {
                    var map = new TreeMap<String, String>();
                    for (int i = random.nextInt(30); i > 0; i--) {
                        map.put(word(random.nextInt(200)), Integer.toString(i));
                    }
                    var text = new StringBuilder("not ours\n");
                    int start = text.length();
                    map.forEach((key, value) -> text.append(key + " " + value + "\n"));
                    int end = text.length();
                    text.append("~ not ours either\n");
                    var lines =
                            new SortedLines(
                                    text.toString().getBytes(StandardCharsets.US_ASCII),
                                    start,
                                    end);
                    for (int i = 0; i < 200; i++) {
                        String key = word(i);
                        assertEquals(Optional.ofNullable(map.get(key)), lines.find(key));
                        assertEquals(
                                Optional.ofNullable(map.floorEntry(key))
                                        .map(it -> it.getKey() + " " + it.getValue()),
                                lines.floor(key));
                    }
                });
    }

    /** Short words, many of them beginnings of others, with the signs of host names. */
    private static String word(int number) {
        return Integer.toString(number, 4).replace('0', '-').replace('1', '.').replace('2', 'a');
    }
}
