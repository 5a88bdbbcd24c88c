package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.comity.statement.Subject;

/**
 * The fewest claims of the deciding side that, with the other side as it is, give the same level
 * and tier: what a reader needs to see, and no more. Exact up to {@value #EXACT_MAX} claims, found
 * by trying all sets, the smaller first and among equals in log order; beyond that claims are left
 * out one by one, newest first, as long as nothing changes.
 */
final class SmallestEvidence {
    static final int EXACT_MAX = 10;

    private final Subject subject;
    private final Verdict verdict;
    private final Setting setting;

    private SmallestEvidence(Verdict verdict, Setting setting) {
        this.subject = verdict.subject();
        this.verdict = verdict;
        this.setting = setting;
    }

    /** Of a verdict and the setting that gave it; in log order, none when a decision gave it. */
    static List<StatedClaim> of(Verdict verdict, Setting setting) {
        if (verdict.support().decision().isPresent()) {
            return List.of();
        }
        var search = new SmallestEvidence(verdict, setting);
        List<StatedClaim> deciding =
                verdict.support().deciding().stream().sorted(StatedClaim.BY_PLACE).toList();
        return deciding.size() <= EXACT_MAX ? search.exact(deciding) : search.greedy(deciding);
    }

    private List<StatedClaim> exact(List<StatedClaim> deciding) {
        for (int size = 0; size < deciding.size(); size++) {
            Optional<List<StatedClaim>> found = ofSize(deciding, size);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return deciding;
    }

    private Optional<List<StatedClaim>> ofSize(List<StatedClaim> deciding, int size) {
        for (int set = 0; set < 1 << deciding.size(); set++) {
            if (Integer.bitCount(set) == size) {
                List<StatedClaim> some = new ArrayList<>();
                for (int at = 0; at < deciding.size(); at++) {
                    if ((set >> at & 1) == 1) {
                        some.add(deciding.get(at));
                    }
                }
                if (decides(some)) {
                    return Optional.of(some);
                }
            }
        }
        return Optional.empty();
    }

    private List<StatedClaim> greedy(List<StatedClaim> deciding) {
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

    private boolean decides(Collection<StatedClaim> some) {
        List<StatedClaim> claims = new ArrayList<>(some);
        claims.addAll(verdict.support().opposing());
        Verdict other = Agreement.decide(subject, claims, setting);
        return other.level() == verdict.level() && other.tier().equals(verdict.tier());
    }
}
