package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.statement.MemberId;

/**
 * A member's record of the last 90 days, and what follows from it.
 *
 * @param confirmed as far as it counts for standing: at most {@link Standings#PAIR_MAX} by one
 *     other member
 * @param agreedWith confirmations as far as they excuse contradictions: those of the f countries
 *     that confirm most are left out, so that f captured countries excuse nothing
 * @param contradicted erased ones above the allowance and those of the members that it sponsors
 *     included
 * @param allowed contradicted pieces that cost nothing yet
 * @param vouchedBy the charter or sponsors, in words; empty when nobody
 */
public record MemberStanding(
        MemberId member,
        long confirmed,
        long agreedWith,
        long contradicted,
        long allowed,
        SortedSet<String> vouchedBy) {
    public MemberStanding {
        vouchedBy = Collections.unmodifiableSortedSet(new TreeSet<>(vouchedBy));
    }

    MemberStanding vouchedFor(SortedSet<String> by) {
        return new MemberStanding(member, confirmed, agreedWith, contradicted, allowed, by);
    }

    public boolean isInStanding() {
        return contradicted <= allowed
                && (!vouchedBy.isEmpty() || confirmed >= Standings.CONFIRMED_MIN);
    }

    /** Why it is in standing or not, in words without any subject. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(isInStanding() ? "in standing" : "not in standing");
        words.add(
                "first with "
                        + confirmed
                        + " pieces of evidence that another country confirmed (earns standing at "
                        + (Standings.CONFIRMED_MIN + ")"));
        words.add("contradicted in " + contradicted + ", of " + allowed + " allowed");
        vouchedBy.forEach(it -> words.add("vouched for by " + it));
        return words;
    }
}
