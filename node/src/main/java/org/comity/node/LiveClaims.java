package org.comity.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.comity.agreement.Agreement;
import org.comity.agreement.Horizon;
import org.comity.agreement.StatedClaim;
import org.comity.statement.Basis;
import org.comity.statement.Stance;

/**
 * Those claims on one subject that can still be some member's current one, now or later: what a
 * popular subject is decided by without reading its thousands of postings again. They decide the
 * same as all that a bounded read gives.
 */
final class LiveClaims {
    /** Far more than honest members leave; who makes more gains nothing but a slower read. */
    private static final int KEPT_MAX = 32;

    /** Whose postings a bounded read counts together. */
    private record Source(String origin, Basis basis, Stance stance) {
        static Source of(StatedClaim claim) {
            return new Source(
                    claim.statement().origin(),
                    claim.claim().grounds().basis(),
                    claim.claim().stance());
        }
    }

    /**
     * @param ordinal how many of its source came before it
     */
    private record Kept(StatedClaim claim, long ordinal) {}

    /**
     * @param perSourceMax what a bounded read keeps of a log, basis and stance
     * @param horizon what can still count
     */
    record Bounds(int perSourceMax, Horizon horizon) {}

    private final int perSourceMax;
    private final Horizon horizon;
    private final Map<Source, Long> counts = new HashMap<>();
    private final Map<String, StatedClaim> last = new HashMap<>();
    private final List<Kept> kept = new ArrayList<>();
    private final SeenLines seen = new SeenLines();
    private List<StatedClaim> bounded = List.of();
    private boolean whole = true;

    private LiveClaims(int perSourceMax, Horizon horizon) {
        this.perSourceMax = perSourceMax;
        this.horizon = horizon;
    }

    /** Those of a bounded read, which gives them in any order; of one charter. */
    static LiveClaims of(Collection<StatedClaim> claims, Bounds bounds, long nowSecond) {
        var live = new LiveClaims(bounds.perSourceMax(), bounds.horizon());
        List<StatedClaim> inOrder = claims.stream().sorted(Agreement.BY_PLACE).toList();
        Map<StatedClaim.Line, StatedClaim> holding = new HashMap<>();
        var replaced = new HashSet<StatedClaim>();
        for (StatedClaim claim : inOrder) {
            StatedClaim before = holding.put(claim.line(), claim);
            if (before == null) {
                live.whole &= live.seen.add(claim.line());
                continue;
            }
            boolean isNewer = StatedClaim.BY_VERSION.compare(before, claim) < 0;
            replaced.add(isNewer ? before : claim);
            holding.put(claim.line(), isNewer ? claim : before);
            // Else the version that holds may leave the bounded read before what it replaced.
            live.whole &= isNewer && Source.of(before).equals(Source.of(claim));
        }
        for (StatedClaim claim : inOrder) {
            live.take(claim, replaced.contains(claim), nowSecond);
            // What was benign uses up a budget though it was taken back; then all versions count.
            boolean takenBack =
                    replaced.contains(claim)
                            && claim.claim().stance() == Stance.BENIGN
                            && !bounds.horizon().isOver(claim, nowSecond);
            if (takenBack || live.kept.size() > KEPT_MAX) {
                live.whole = false;
                live.bounded = inOrder;
                return live;
            }
        }
        return live;
    }

    /** False when more may decide than is kept: claims must be read anew before the next use. */
    boolean isWhole() {
        return whole;
    }

    /** Takes the next claim of a log. */
    void add(StatedClaim claim, long nowSecond) {
        StatedClaim before = last.get(claim.statement().origin());
        boolean next = before == null || Agreement.BY_PLACE.compare(before, claim) < 0;
        // What is known of another version may be that it was replaced, or taken back for good.
        whole &= next && seen.add(claim.line());
        take(claim, false, nowSecond);
        whole &= kept.size() <= KEPT_MAX;
    }

    private void take(StatedClaim claim, boolean replaced, long nowSecond) {
        last.put(claim.statement().origin(), claim);
        Source source = Source.of(claim);
        long ordinal = counts.merge(source, 1L, Long::sum) - 1;
        boolean alive = !replaced && !claim.claim().revoked() && !horizon.isOver(claim, nowSecond);
        kept.removeIf(it -> {
            boolean pushedOut =
                    Source.of(it.claim()).equals(source) && it.ordinal() + perSourceMax <= ordinal;
            return pushedOut
                    || horizon.isOver(it.claim(), nowSecond)
                    || (alive && horizon.outlives(claim, it.claim(), nowSecond));
        });
        if (alive) {
            kept.add(new Kept(claim, ordinal));
        }
    }

    List<StatedClaim> claims() {
        return !bounded.isEmpty() ? bounded : kept.stream().map(Kept::claim).toList();
    }
}
