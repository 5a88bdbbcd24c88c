package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.comity.statement.GuardSet;

/**
 * The fewest claims of the deciding side that, with the other side as it is, give the same level
 * and tier: what a reader needs to see, and no more.
 *
 * <p>Found by trying all sets, the smaller first and among equals in log order, so that nobody's
 * name decides. At most {@value #TRIES_MAX} are tried: enough for three among fifty claims. Beyond
 * that claims are left out one by one, newest first, as long as nothing changes; then there may be
 * fewer, and {@link Found#fewest} says so.
 *
 * <p>Where the claims that count do not give the tier by themselves (a mention by a member in
 * standing can call the subject shared), only the level is asked for.
 */
final class SmallestEvidence {
    static final int TRIES_MAX = 25_000;

    /**
     * @param claims in log order; none when a decision gave the verdict
     * @param fewest no smaller set gives the same; false when too many sets would have to be tried
     */
    record Found(List<StatedClaim> claims, boolean fewest) {
        Found {
            claims = List.copyOf(claims);
        }
    }

    private final Verdict verdict;
    private final Setting setting;
    private final GuardSet.Finding guard;
    private final List<StatedClaim> deciding;
    private final boolean alsoTier;
    private final int triesMax;
    private int tries;

    private SmallestEvidence(Verdict verdict, Setting setting, int triesMax) {
        this.verdict = verdict;
        this.setting = setting;
        this.guard = setting.guards().find(verdict.subject());
        this.triesMax = triesMax;
        this.deciding = verdict.support().deciding().stream().sorted(StatedClaim.BY_PLACE).toList();
        this.alsoTier = tier(again(deciding)).equals(verdict.tier());
    }

    /** Of a verdict and the setting that gave it. */
    static Found of(Verdict verdict, Setting setting) {
        return of(verdict, setting, TRIES_MAX);
    }

    static Found of(Verdict verdict, Setting setting, int triesMax) {
        if (verdict.support().decision().isPresent()) {
            return new Found(List.of(), true);
        }
        return new SmallestEvidence(verdict, setting, triesMax).find();
    }

    private Found find() {
        for (int size = 0; size < deciding.size(); size++) {
            Optional<List<StatedClaim>> found = search(new ArrayList<>(), 0, size);
            if (found.isPresent()) {
                return new Found(found.get(), true);
            }
            if (tries >= triesMax) {
                return new Found(leavingOut(), false);
            }
        }
        return new Found(deciding, true);
    }

    /** Adds so many more of those from that place on. */
    private Optional<List<StatedClaim>> search(List<StatedClaim> some, int from, int more) {
        if (more == 0) {
            tries++;
            return decides(some) ? Optional.of(List.copyOf(some)) : Optional.empty();
        }
        for (int at = from; at <= deciding.size() - more && tries < triesMax; at++) {
            some.addLast(deciding.get(at));
            Optional<List<StatedClaim>> found = search(some, at + 1, more - 1);
            some.removeLast();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<StatedClaim> leavingOut() {
        List<StatedClaim> left = new ArrayList<>(deciding);
        for (StatedClaim newest : deciding.reversed()) {
            List<StatedClaim> without = new ArrayList<>(left);
            without.remove(newest);
            if (decides(without)) {
                left = without;
            }
        }
        return left;
    }

    /** Only level and tier: a whole verdict takes several times as long. */
    private boolean decides(Collection<StatedClaim> some) {
        Case other = again(some);
        return other.level() == verdict.level()
                && (!alsoTier || tier(other).equals(verdict.tier()));
    }

    private static Optional<Tier> tier(Case what) {
        return new Judge(what, what.level()).tier().map(Tiers.Given::tier);
    }

    private Case again(Collection<StatedClaim> some) {
        List<StatedClaim> claims = new ArrayList<>(some);
        claims.addAll(verdict.support().opposing());
        return Case.of(verdict.subject(), claims, setting, guard);
    }
}
