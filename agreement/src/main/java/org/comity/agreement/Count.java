package org.comity.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.comity.charter.Rules;
import org.comity.statement.Role;

/**
 * The numbers of one side against the other, DESIGN section 6: agreed.
 *
 * <p>K is never compared with the other side's K: a captured bloc can raise it at will. B is: a
 * bloc speaks only on the side where its own members match more roots, and then once, so that
 * holding a bloc whole buys one voice. With at most f captured blocs no agreed subject rests on
 * captured ones alone (B of at least f+1).
 *
 * @param blocsFor B in each dimension of the rules, in their order; blocsAgainst likewise
 * @param looked somebody in standing analysed it, or it stood in a role that no outsider can choose
 *     for another
 */
record Count(int k, List<Integer> blocsFor, List<Integer> blocsAgainst, boolean looked) {
    Count {
        blocsFor = List.copyOf(blocsFor);
        blocsAgainst = List.copyOf(blocsAgainst);
    }

    static Count of(Side mine, Side other, Bar bar) {
        List<Integer> blocsFor = new ArrayList<>();
        List<Integer> blocsAgainst = new ArrayList<>();
        for (String dimension : bar.rules().dimensions()) {
            SortedMap<String, List<Voice>> here = mine.blocs(dimension, bar.charter());
            SortedMap<String, List<Voice>> there = other.blocs(dimension, bar.charter());
            blocsFor.add(leaning(here, there));
            blocsAgainst.add(leaning(there, here));
        }
        return new Count(mine.matched(), blocsFor, blocsAgainst, isLooked(mine, bar));
    }

    /** The other side's numbers against this one: the same blocs, seen from there. */
    Count of(Side other, Bar bar) {
        return new Count(
                other.matched(),
                /* blocsFor= */ blocsAgainst,
                /* blocsAgainst= */ blocsFor,
                isLooked(other, bar));
    }

    /** Whether the side is agreed; vetoes are another matter. */
    boolean isAgreed(Bar bar) {
        boolean agreed = k >= bar.rules().k() && looked;
        for (int at = 0; at < blocsFor.size(); at++) {
            agreed &= isBridged(at, bar);
        }
        return agreed && bar.charter().countries().size() >= 2;
    }

    /** What agreed lacks, in words without any name or value; empty when it lacks nothing. */
    List<String> missing(Bar bar) {
        Rules rules = bar.rules();
        List<String> missing = new ArrayList<>();
        if (bar.charter().countries().size() < 2) {
            missing.add("the members are of one country");
        }
        if (k < rules.k()) {
            missing.add("members with distinct evidence: " + k + " of " + rules.k());
        }
        if (!looked) {
            missing.add("nobody in standing analysed it or saw it in a role that vouches for it");
        }
        for (int at = 0; at < blocsFor.size(); at++) {
            if (!isBridged(at, bar)) {
                missing.add(
                        "dimension "
                                + rules.dimensions().get(at)
                                + (": " + blocsFor.get(at) + " for of ")
                                + (bar.blocsNeeded() + " needed, ")
                                + (blocsAgainst.get(at) + " against"));
            }
        }
        return missing;
    }

    private boolean isBridged(int dimension, Bar bar) {
        int mine = blocsFor.get(dimension);
        return mine >= bar.blocsNeeded() && mine > blocsAgainst.get(dimension);
    }

    private static int leaning(
            SortedMap<String, List<Voice>> mine, SortedMap<String, List<Voice>> other) {
        if (mine.isEmpty()) {
            return 0;
        }
        List<Voice> leaning = new ArrayList<>();
        for (Map.Entry<String, List<Voice>> bloc : mine.entrySet()) {
            List<Voice> opposed = other.getOrDefault(bloc.getKey(), List.of());
            if (Matching.size(bloc.getValue()) > Matching.size(opposed)) {
                leaning.add(Voice.merged(bloc.getValue()));
            }
        }
        return Matching.size(leaning);
    }

    private static boolean isLooked(Side side, Bar bar) {
        return side.claims().stream().filter(bar::mayLook).anyMatch(Count::isLooked);
    }

    /** It was analysed, or stood in a role that no outsider can choose for another. */
    static boolean isLooked(StatedClaim claim) {
        Role role = claim.claim().grounds().role();
        boolean vouched = role == Role.CONNECTED || role == Role.AUTHENTICATED_SENDER;
        return claim.hasOwnRoot() && (claim.isAnalysed() || vouched);
    }
}
