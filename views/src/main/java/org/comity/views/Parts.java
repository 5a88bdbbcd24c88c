package org.comity.views;

import java.util.Arrays;

/** Which of many numbers hang together (union-find, halving paths on the way). */
final class Parts {
    private final int[] above;

    Parts(int count) {
        above = new int[count];
        Arrays.setAll(above, it -> it);
    }

    /** One number for all of its part. */
    int of(int number) {
        int at = number;
        while (above[at] != at) {
            above[at] = above[above[at]];
            at = above[at];
        }
        return at;
    }

    void join(int one, int other) {
        int left = of(one);
        int right = of(other);
        above[Math.max(left, right)] = Math.min(left, right);
    }
}
