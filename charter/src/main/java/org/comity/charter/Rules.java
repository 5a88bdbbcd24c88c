package org.comity.charter;

import java.util.List;

/**
 * What the charter may set; DESIGN section 6 gives the defaults.
 *
 * @param f captured countries that the exchange withstands: min(2, (countries-1)/2) unless more is said
 * @param k members that agreed needs: max(2, f+1) unless more is said
 * @param dimensions which constituencies must agree, in order: "country", "sector"
 */
public record Rules(int f, int k, List<String> dimensions) {
    public Rules {
        dimensions = List.copyOf(dimensions);
        if (f < 0 || k < 2) {
            throw new IllegalArgumentException("f is 0 or more and k is 2 or more");
        }
    }
}
