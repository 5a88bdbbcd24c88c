package org.comity.agreement;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.comity.statement.MemberId;

/**
 * A member's current claim, DESIGN section 5: first what still stands, then the strongest, then the
 * newest.
 */
final class CurrentClaims {
    private static final BinaryOperator<StatedClaim> NEWER =
            BinaryOperator.maxBy(StatedClaim.BY_PLACE);

    /** Greater wins; the stronger basis has the lower ordinal. */
    private static final BinaryOperator<StatedClaim> STRONGER =
            BinaryOperator.maxBy(
                    Comparator.comparing((StatedClaim it) -> it.claim().grounds().basis())
                            .reversed()
                            .thenComparing(StatedClaim.BY_PLACE));

    /** One STIX object of one creator; whatever it says later replaces what it said before. */
    private record Source(MemberId member, String objectId) {}

    private CurrentClaims() {}

    static SortedMap<MemberId, StatedClaim> of(Collection<StatedClaim> claims, long asOfSecond) {
        Map<Source, StatedClaim> versions = new HashMap<>();
        for (StatedClaim claim : claims) {
            versions.merge(new Source(claim.member(), claim.claim().objectId()), claim, NEWER);
        }
        SortedMap<MemberId, StatedClaim> current = new TreeMap<>();
        for (StatedClaim claim : versions.values()) {
            if (!claim.claim().revoked() && Lives.holdsAt(claim.claim(), asOfSecond)) {
                current.merge(claim.member(), claim, STRONGER);
            }
        }
        return Collections.unmodifiableSortedMap(current);
    }
}
