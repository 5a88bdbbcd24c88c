package org.comity.agreement;

import java.util.List;
import java.util.function.Predicate;
import org.comity.tlog.Checkpoint;

/** A verdict in words. */
public record Explanation(List<String> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * Puts a verdict into words for one reader.
     *
     * @param heads of the logs that the claims came from
     * @param maySee what the reader may know of; of all other claims only counts are given
     */
    public static Explanation of(
            Verdict verdict,
            Setting setting,
            List<Checkpoint> heads,
            Predicate<StatedClaim> maySee) {
        throw new UnsupportedOperationException();
    }
}
