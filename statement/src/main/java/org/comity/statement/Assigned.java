package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The code points that Unicode 16 had assigned: the version is pinned, the JDK's grows with every
 * release.
 */
final class Assigned {
    static final String RESOURCE = "assigned-unicode-16.txt";

    private Assigned() {}

    /** Loaded at the first host in another script, not at start. */
    private static final class Ranges {
        /** First code point to last, both in hexadecimal in the resource. */
        static final NavigableMap<Integer, Integer> LAST_BY_FIRST = read();
    }

    static boolean inUnicode16(int point) {
        Map.Entry<Integer, Integer> range = Ranges.LAST_BY_FIRST.floorEntry(point);
        return range != null && point <= range.getValue();
    }

    private static NavigableMap<Integer, Integer> read() {
        var ranges = new TreeMap<Integer, Integer>();
        new String(Resources.bytes(RESOURCE), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int dash = line.indexOf('-');
                    ranges.put(
                            Integer.parseInt(line, 0, dash, 16),
                            Integer.parseInt(line, dash + 1, line.length(), 16));
                });
        return ranges;
    }
}
