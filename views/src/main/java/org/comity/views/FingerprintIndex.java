package org.comity.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;

/**
 * Fingerprints in memory, found by what they have in common with another: for each position and
 * value a chain of those that have it, so that a look-up follows 32 chains and counts. About 900
 * bytes for each. For one thread.
 */
public final class FingerprintIndex {
    private static final int NONE = -1;
    private static final int SLOTS_FIRST = 1 << 10;

    private final Map<Subject, Integer> numbers = new TreeMap<>();
    private final List<Subject> subjects = new ArrayList<>();

    // By number and position: the next of the same position and value.
    private int[] next = new int[Fingerprint.POSITIONS * 16];
    // Open addressing: the value at a position, which position it is, and the first of its chain.
    private long[] values = new long[SLOTS_FIRST];
    private byte[] positions = new byte[SLOTS_FIRST];
    private int[] first = filled(SLOTS_FIRST);
    private int slotsUsed;
    private boolean[] gone = new boolean[16];
    // Of one look-up; all zero between two.
    private byte[] equal = new byte[16];

    /** Adding twice is adding once. */
    public void add(Subject subject) {
        Integer known = numbers.get(subject);
        if (known != null) {
            gone[known] = false;
            return;
        }
        Fingerprint fingerprint = Fingerprint.of(subject);
        int number = subjects.size();
        subjects.add(subject);
        numbers.put(subject, number);
        if (number == gone.length) {
            gone = Arrays.copyOf(gone, 2 * number);
            equal = Arrays.copyOf(equal, 2 * number);
            next = Arrays.copyOf(next, 2 * next.length);
        }
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            int slot = slot(position, fingerprint.at(position));
            if (first[slot] == NONE) {
                values[slot] = fingerprint.at(position);
                positions[slot] = (byte) position;
                slotsUsed++;
            }
            next[number * Fingerprint.POSITIONS + position] = first[slot];
            first[slot] = number;
        }
        if (2 * slotsUsed > first.length) {
            grow();
        }
    }

    /** It is no longer found; nothing when it was not there. */
    public void remove(Subject subject) {
        Integer number = numbers.get(subject);
        if (number != null) {
            gone[number] = true;
        }
    }

    /** All that have at least so many positions equal, the likest first. */
    public List<FingerprintMatch> matches(Subject subject, int atLeast) {
        Fingerprint asked = Fingerprint.of(subject);
        var touched = new ArrayList<Integer>();
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            int slot = slot(position, asked.at(position));
            for (int number = first[slot];
                    number != NONE;
                    number = next[number * Fingerprint.POSITIONS + position]) {
                if (equal[number]++ == 0) {
                    touched.add(number);
                }
            }
        }
        var matches = new ArrayList<FingerprintMatch>();
        for (int number : touched) {
            if (equal[number] >= atLeast && !gone[number]) {
                matches.add(new FingerprintMatch(subjects.get(number), equal[number]));
            }
            equal[number] = 0;
        }
        matches.sort(null);
        return List.copyOf(matches);
    }

    /** Where the position and value stand, or would stand. */
    private int slot(int position, long value) {
        int mask = first.length - 1;
        // Values are as good as random; the position keeps equal ones apart.
        int slot = (int) (value ^ value >>> 32) + position * 0x9E3779B9 & mask;
        while (first[slot] != NONE
                && (values[slot] != value || positions[slot] != (byte) position)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] valuesBefore = values;
        byte[] positionsBefore = positions;
        int[] firstBefore = first;
        values = new long[2 * firstBefore.length];
        positions = new byte[values.length];
        first = filled(values.length);
        for (int at = 0; at < firstBefore.length; at++) {
            if (firstBefore[at] != NONE) {
                int slot = slot(positionsBefore[at], valuesBefore[at]);
                values[slot] = valuesBefore[at];
                positions[slot] = positionsBefore[at];
                first[slot] = firstBefore[at];
            }
        }
    }

    private static int[] filled(int length) {
        int[] none = new int[length];
        Arrays.fill(none, NONE);
        return none;
    }
}
