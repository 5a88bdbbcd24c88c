package org.comity.views;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comity.statement.Subject;

/**
 * A claimed fingerprint that is like the one asked about. The order is: the likest first, then the
 * subject.
 *
 * @param equal positions at which both have the same value
 */
public record FingerprintMatch(Subject subject, int equal) implements Comparable<FingerprintMatch> {
    private static final Comparator<FingerprintMatch> ORDER =
            Comparator.comparingInt(FingerprintMatch::equal)
                    .reversed()
                    .thenComparing(FingerprintMatch::subject);

    /** What was decided of a match. */
    public record Decided<V>(FingerprintMatch match, V verdict) {}

    @Override
    public int compareTo(FingerprintMatch other) {
        return ORDER.compare(this, other);
    }

    /**
     * The verdict on a mail's fingerprint: the best among those on the claimed fingerprints that
     * match it. Among equals the likest decides, then the least subject, so that every node that
     * knows the same answers the same.
     *
     * @param matches of at least {@link org.comity.statement.Fingerprint#LISTING_MATCH_MIN} equal
     *     positions, in any order
     * @param decide empty where nothing follows for the subject
     * @param byStrength the stronger verdict is greater
     */
    public static <V> Optional<Decided<V>> best(
            List<FingerprintMatch> matches,
            Function<Subject, Optional<V>> decide,
            Comparator<? super V> byStrength) {
        Optional<Decided<V>> best = Optional.empty();
        for (FingerprintMatch match : matches.stream().sorted().toList()) {
            Optional<V> verdict = decide.apply(match.subject());
            boolean better =
                    verdict.isPresent()
                            && (best.isEmpty()
                                    || byStrength.compare(verdict.get(), best.get().verdict()) > 0);
            best = better ? Optional.of(new Decided<>(match, verdict.orElseThrow())) : best;
        }
        return best;
    }
}
