package org.comity.statement;

import java.util.List;
import org.comity.value.Hash;

/**
 * One member's word on one subject, as it stands in one statement.
 *
 * @param objectId id of the STIX object that carries it; a later version in the same log replaces
 *     it
 * @param revoked the object was ended by its creator; then nothing else of the claim counts
 */
public record Claim(
        Subject subject,
        Stance stance,
        AbuseClass abuse,
        Grounds grounds,
        Validity validity,
        Target target,
        String objectId,
        boolean revoked) {

    /**
     * Why the claim may be believed.
     *
     * @param roots which pieces of evidence it rests on, keyed under the exchange key; sorted, at
     *     most 16
     * @param source who said it first, for a relayed claim; empty otherwise
     */
    public record Grounds(Basis basis, Role role, List<Hash> roots, String source) {
        public static final int ROOTS_MAX = 16;

        public Grounds {
            roots = roots.stream().sorted().distinct().toList();
            if (roots.size() > ROOTS_MAX) {
                throw new IllegalArgumentException("a claim has at most 16 roots");
            }
        }
    }

    /** Seconds since 1970-01-01T00:00:00Z; from inclusive, until exclusive. */
    public record Validity(long fromSecond, long untilSecond) {
        public Validity {
            if (fromSecond < 0 || untilSecond <= fromSecond) {
                throw new IllegalArgumentException("a claim ends after it begins");
            }
        }

        public boolean holdsAt(long second) {
            return fromSecond <= second && second < untilSecond;
        }
    }
}
