package org.comity.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the charter may set; DESIGN section 6 gives the defaults.
 *
 * @param f captured countries that the exchange withstands: min(2, (countries-1)/2) unless more is
 *     said
 * @param k members that agreed needs: max(2, f+1) unless more is said
 * @param dimensions which constituencies must agree, in order: "country", "sector"; at least one,
 *     since without any both sides could be agreed at once
 */
public record Rules(int f, int k, List<String> dimensions) {
    /** Captured countries and members asked for; far above any use, so that no sum overflows. */
    public static final int NUMBER_MAX = 10_000;

    private static final Set<String> DIMENSIONS = Set.of("country", "sector");

    public Rules {
        dimensions = List.copyOf(dimensions);
        if (f < 0 || k < 2 || f > NUMBER_MAX || k > NUMBER_MAX) {
            throw new IllegalArgumentException("f is 0 or more and k is 2 or more");
        }
        if (!areDimensions(dimensions)) {
            throw new IllegalArgumentException("dimensions are country and sector, each once");
        }
    }

    /** What holds for so many countries when the charter says nothing else. */
    public static Rules defaultsFor(int countries) {
        int f = Math.clamp((countries - 1) / 2, 0, 2);
        return new Rules(f, Math.max(2, f + 1), List.of("country"));
    }

    /** Leaning blocs that agreed needs in every dimension. */
    public int blocsNeeded() {
        return Math.max(2, f + 1);
    }

    static boolean areDimensions(List<String> words) {
        return !words.isEmpty()
                && DIMENSIONS.containsAll(words)
                && new HashSet<>(words).size() == words.size();
    }
}
