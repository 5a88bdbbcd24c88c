package org.comity.views;

import java.util.Arrays;
import org.comity.statement.Fingerprint;
import org.comity.statement.Subject;

/**
 * Joins texts that are alike, in bounded work. Two that are alike have a value in common at some
 * position, so for each position those with one value are compared with one another. Where all that
 * would take too long, each is compared only with those that come next in the order of their
 * values; as variants of one text are alike to many others of it, they find together all the same.
 * Texts that share a value and were made up to be alike to nothing else are what this is against.
 */
final class AlikeTexts {
    /** Some seconds at worst. */
    private static final long COMPARED_MAX = 20_000_000;

    private final int[] nodes;
    private final long[] values;
    private final long comparedMax;
    private boolean isCut;

    /**
     * @param nodes of fingerprints, by their values
     */
    private AlikeTexts(Pieces pieces, int[] nodes, long comparedMax) {
        this.nodes = nodes;
        this.comparedMax = comparedMax;
        this.values = new long[nodes.length * Fingerprint.POSITIONS];
        for (int at = 0; at < nodes.length; at++) {
            Subject subject = pieces.subject(nodes[at]);
            Fingerprint fingerprint = Fingerprint.of(subject);
            for (int position = 0; position < Fingerprint.POSITIONS; position++) {
                values[at * Fingerprint.POSITIONS + position] = fingerprint.at(position);
            }
        }
    }

    /** Whether some that share a value were not compared and did not find together. */
    static boolean join(Pieces pieces, int[] nodes, Parts parts) {
        return join(pieces, nodes, parts, COMPARED_MAX);
    }

    static boolean join(Pieces pieces, int[] nodes, Parts parts, long comparedMax) {
        var names = pieces.table().nodes();
        int[] sorted =
                Arrays.stream(nodes)
                        .boxed()
                        .sorted(names::compareKeys)
                        .mapToInt(Integer::intValue)
                        .toArray();
        var texts = new AlikeTexts(pieces, sorted, comparedMax);
        texts.joinAll(parts);
        return texts.isCut;
    }

    private long value(int text, int position) {
        return values[text * Fingerprint.POSITIONS + position];
    }

    private void joinAll(Parts parts) {
        int beside = beside();
        eachGroup((group, from, to) -> {
            for (int at = from; at < to; at++) {
                for (int other = at + 1; other < to && other - at <= beside; other++) {
                    int left = group[at];
                    int right = group[other];
                    if (parts.of(nodes[left]) != parts.of(nodes[right]) && areAlike(left, right)) {
                        parts.join(nodes[left], nodes[right]);
                    }
                }
            }
        });
        eachGroup((group, from, to) -> {
            for (int at = from + 1; at < to && to - from > beside + 1; at++) {
                isCut |= parts.of(nodes[group[at]]) != parts.of(nodes[group[from]]);
            }
        });
    }

    /** With how many of those behind it each text can be compared. */
    private int beside() {
        long[] sizes = new long[nodes.length + 1];
        eachGroup((_, from, to) -> sizes[to - from]++);
        int beside = Integer.highestOneBit(Math.max(1, nodes.length)) * 2;
        while (beside > 1 && compared(sizes, beside) > comparedMax) {
            beside /= 2;
        }
        return beside;
    }

    private static long compared(long[] sizes, int beside) {
        long all = 0;
        for (int size = 2; size < sizes.length; size++) {
            all += sizes[size] * size * Math.min(size - 1, beside);
        }
        return all;
    }

    private interface Group {
        /** Texts with one value at one position, in their order. */
        void take(int[] group, int from, int to);
    }

    private void eachGroup(Group visitor) {
        int[] group = new int[nodes.length];
        long[] order = new long[nodes.length];
        long[] ranks = new long[nodes.length];
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            for (int text = 0; text < order.length; text++) {
                ranks[text] = value(text, position);
            }
            Arrays.sort(ranks);
            for (int text = 0; text < order.length; text++) {
                long rank = Arrays.binarySearch(ranks, value(text, position));
                order[text] = rank << Integer.SIZE | text;
            }
            Arrays.sort(order);
            for (int at = 0; at < order.length; at++) {
                group[at] = (int) order[at];
            }
            for (int from = 0, to; from < group.length; from = to) {
                to = from + 1;
                while (to < group.length
                        && value(group[to], position) == value(group[from], position)) {
                    to++;
                }
                visitor.take(group, from, to);
            }
        }
    }

    private boolean areAlike(int one, int other) {
        int equal = 0;
        for (int position = 0; position < Fingerprint.POSITIONS; position++) {
            equal += value(one, position) == value(other, position) ? 1 : 0;
        }
        return equal >= Fingerprint.CAMPAIGN_MATCH_MIN;
    }
}
