package org.comity.agreement;

import java.util.Comparator;
import org.comity.statement.Basis;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;
import org.comity.statement.ObjectVersion;
import org.comity.statement.StatementId;

/**
 * A claim with where it stands.
 *
 * @param position 0-based place of the claim within its statement
 * @param full the log's prefix up to it is cosigned by the quorum (DESIGN section 7); provisional
 *     otherwise
 */
public record StatedClaim(
        MemberId member, StatementId statement, int position, Claim claim, boolean full) {
    /**
     * Older first, by log index. The last two steps only order what one verified log cannot hold.
     */
    static final Comparator<StatedClaim> BY_PLACE =
            Comparator.comparingLong((StatedClaim it) -> it.statement().index())
                    .thenComparingInt(StatedClaim::position)
                    .thenComparing(it -> it.statement().origin())
                    .thenComparing(StatedClaim::full)
                    .thenComparing(it -> it.claim().toString());

    /** Whose object it is by which the claim is made: versions of another line replace nothing. */
    public record Line(MemberId member, String line, String objectId) {}

    /**
     * Of one line: greater is what holds, as {@link ObjectVersion#BY_TIME} says; of what is equal
     * there, the later in its log.
     */
    public static final Comparator<StatedClaim> BY_VERSION =
            Comparator.comparing((StatedClaim it) -> it.claim().version(), ObjectVersion.BY_TIME)
                    .thenComparing(BY_PLACE);

    public Line line() {
        return new Line(member, claim.version().line(), claim.objectId());
    }

    public StatedClaim {
        if (position < 0) {
            throw new IllegalArgumentException("places in a statement count from 0");
        }
    }

    /** Rests on evidence of the member's own, and names it. */
    boolean hasOwnRoot() {
        return isOwn() && !claim.grounds().roots().isEmpty();
    }

    /** Observed or analysed; not relayed from elsewhere. */
    boolean isOwn() {
        return claim.grounds().basis() != Basis.RELAYED;
    }

    boolean isAnalysed() {
        return claim.grounds().basis() == Basis.ANALYSED;
    }

    /** Relayed with its source and the source's root: counts within the one voice of all feeds. */
    boolean isFeed() {
        return !isOwn()
                && !claim.grounds().source().isBlank()
                && !claim.grounds().roots().isEmpty();
    }
}
