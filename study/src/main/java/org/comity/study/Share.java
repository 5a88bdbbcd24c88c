package org.comity.study;

import java.util.Arrays;
import java.util.List;

/**
 * A share over several seeds with its 95 % bootstrap interval: seeds are drawn again with
 * replacement, because subjects of one seed share their members and attackers and are not
 * independent. All in parts of ten thousand; no seed's share of nothing counts.
 */
public record Share(long count, long of, int low, int high) {
    private static final int ALL = 10_000;
    private static final int DRAWS = 2_000;

    /** Count over of, summed over all seeds. */
    static Share of(List<Part> seeds) {
        long count = seeds.stream().mapToLong(Part::count).sum();
        long of = seeds.stream().mapToLong(Part::of).sum();
        Draw draw = Draw.of(seeds.size(), "bootstrap");
        int[] shares = new int[DRAWS];
        for (int at = 0; at < DRAWS; at++) {
            long drawnCount = 0;
            long drawnOf = 0;
            for (int again = 0; again < seeds.size(); again++) {
                Part part = draw.any(seeds);
                drawnCount += part.count();
                drawnOf += part.of();
            }
            shares[at] = part(drawnCount, drawnOf);
        }
        Arrays.sort(shares);
        return new Share(count, of, shares[DRAWS / 40], shares[DRAWS - 1 - DRAWS / 40]);
    }

    public int tenThousandths() {
        return part(count, of);
    }

    private static int part(long count, long of) {
        return of == 0 ? 0 : (int) ((2 * count * ALL + of) / (2 * of));
    }
}
