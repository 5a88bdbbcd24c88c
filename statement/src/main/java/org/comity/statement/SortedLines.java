package org.comity.statement;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines "key rest" in ascending order of their bytes, searched where they lie: nothing is built at
 * start and a hundred thousand names cost their own bytes only.
 */
final class SortedLines {
    private final byte[] text;
    private final int start;
    private final int end;

    /**
     * The lines from start to end of text, each ended by LF; the array is not copied and must not
     * change.
     */
    SortedLines(byte[] text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /** What follows the key in the line that has exactly this key. */
    Optional<String> find(String key) {
        return floor(key)
                .filter(line ->
                        line.startsWith(key)
                                && line.length() > key.length()
                                && line.charAt(key.length()) == ' ')
                .map(line -> line.substring(key.length() + 1));
    }

    /** The last line whose key is not above this one. */
    Optional<String> floor(String key) {
        byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
        int low = start;
        int high = end;
        int found = -1;
        while (low < high) {
            int line = lineStart((low + high) >>> 1);
            if (compareKeyAt(line, wanted) <= 0) {
                found = line;
                low = lineEnd(line) + 1;
            } else {
                high = line;
            }
        }
        return found < 0
                ? Optional.empty()
                : Optional.of(
                        new String(text, found, lineEnd(found) - found, StandardCharsets.US_ASCII));
    }

    private int lineStart(int at) {
        int i = at;
        while (i > start && text[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    private int lineEnd(int at) {
        int i = at;
        while (text[i] != '\n') {
            i++;
        }
        return i;
    }

    /**
     * Order of the line's key against the wanted one; the shorter of two that agree comes first.
     */
    private int compareKeyAt(int line, byte[] wanted) {
        for (int i = 0; ; i++) {
            byte here = text[line + i];
            boolean ended = here == ' ';
            if (i == wanted.length || ended) {
                return Boolean.compare(!ended, i != wanted.length);
            }
            if (here != wanted[i]) {
                return here - wanted[i];
            }
        }
    }
}
