package org.comity.statement;

import java.util.List;

/** A STIX pattern or a part of it that speaks of whole observations (STIX 2.1 section 9.5). */
sealed interface ObservationExpression {
    /** One observation, one of whose objects compares so. */
    record One(Comparison comparison) implements ObservationExpression {}

    /** All, by different observations. */
    record All(List<ObservationExpression> of) implements ObservationExpression {
        public All {
            of = List.copyOf(of);
        }
    }

    record Any(List<ObservationExpression> of) implements ObservationExpression {
        public Any {
            of = List.copyOf(of);
        }
    }

    /** The second by observations none of which is before one of the first. */
    record Followed(ObservationExpression first, ObservationExpression second)
            implements ObservationExpression {}

    record Qualified(ObservationExpression of, Qualifier qualifier)
            implements ObservationExpression {}

    sealed interface Qualifier {
        /** That many times, by different observations; at least 1. */
        record Repeats(int times) implements Qualifier {}

        /** All of it in so many seconds; what is within 0 matches nothing. */
        record Within(double seconds) implements Qualifier {}

        /** From the first on and before the second. */
        record Between(StixTime start, StixTime stop) implements Qualifier {}
    }
}
