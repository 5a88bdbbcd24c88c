package org.comity.views;

import java.util.Arrays;

/**
 * Some nodes of a large graph, forgotten at once: what clearing costs hangs on how many were
 * marked, where an empty set for each question would be half a megabyte in ten million edges. For
 * one thread.
 */
final class Marks {
    private long[] words = new long[64];
    // Words in which anything is marked.
    private int[] used = new int[64];
    private int count;

    void clear() {
        for (int at = 0; at < count; at++) {
            words[used[at]] = 0;
        }
        count = 0;
    }

    boolean has(int node) {
        int word = node >>> 6;
        return word < words.length && (words[word] & 1L << node) != 0;
    }

    /** Whether it was not there. */
    boolean add(int node) {
        int word = node >>> 6;
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, 2 * words.length));
        }
        if (words[word] == 0) {
            if (count == used.length) {
                used = Arrays.copyOf(used, 2 * count);
            }
            used[count++] = word;
        }
        long before = words[word];
        words[word] = before | 1L << node;
        return words[word] != before;
    }
}
