package org.comity.agreement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.comity.statement.Claim;
import org.comity.statement.MemberId;

/**
 * A member's current claim, DESIGN section 5: first what still stands, then the strongest, then the
 * newest.
 */
final class CurrentClaims {
    private static final BinaryOperator<StatedClaim> HOLDING =
            BinaryOperator.maxBy(StatedClaim.BY_VERSION);

    /** Greater wins; the stronger basis has the lower ordinal. */
    private static final BinaryOperator<StatedClaim> STRONGER =
            BinaryOperator.maxBy(
                    Comparator.comparing((StatedClaim it) -> it.claim().grounds().basis())
                            .reversed()
                            .thenComparing(StatedClaim.BY_PLACE));

    private CurrentClaims() {}

    /** Of the same basis and stance: what may reach a list before what may not, then the newer. */
    private static final BinaryOperator<StatedClaim> WEIGHTIER =
            BinaryOperator.maxBy(
                    Comparator.comparing(Tiers::isWeighty).thenComparing(StatedClaim.BY_PLACE));

    static SortedMap<MemberId, StatedClaim> of(
            Collection<StatedClaim> claims, Lifespans lives, long asOfSecond) {
        return of(claims, it -> lives.holdsAt(it, asOfSecond));
    }

    /** Of those members that have no current one, what stands in its second life. */
    static SortedMap<MemberId, StatedClaim> relisted(
            Collection<StatedClaim> claims, Lifespans lives, long asOfSecond) {
        if (claims.stream().noneMatch(it -> lives.isRelistedAt(it.claim(), asOfSecond))) {
            return Collections.emptySortedMap();
        }
        var relisted = new TreeMap<>(of(claims, it -> lives.isRelistedAt(it, asOfSecond)));
        relisted.keySet().removeAll(of(claims, lives, asOfSecond).keySet());
        return relisted;
    }

    private static SortedMap<MemberId, StatedClaim> of(
            Collection<StatedClaim> claims, Predicate<Claim> holds) {
        SortedMap<MemberId, StatedClaim> current = new TreeMap<>();
        List<StatedClaim> holding =
                unrevoked(claims).stream().filter(it -> holds.test(it.claim())).toList();
        for (StatedClaim claim : holding) {
            current.merge(claim.member(), claim, STRONGER);
        }
        // Else a sender could take his host off a list by one more mail that only mentions it.
        for (StatedClaim claim : holding) {
            current.computeIfPresent(
                    claim.member(),
                    (_, chosen) ->
                            isSameWord(claim, chosen) ? WEIGHTIER.apply(claim, chosen) : chosen);
        }
        return Collections.unmodifiableSortedMap(current);
    }

    /**
     * Those that can be their member's current claim, then or later: a member that says one thing a
     * thousand times must not make the verdict a thousand times as dear.
     */
    static List<StatedClaim> thatMayCount(
            Collection<StatedClaim> claims, Lifespans lives, long asOfSecond) {
        if (claims.size() == 1) {
            return List.copyOf(unrevoked(claims)); // as most subjects have
        }
        Map<MemberId, List<StatedClaim>> byMember = new TreeMap<>();
        unrevoked(claims).stream()
                .sorted(StatedClaim.BY_PLACE.reversed())
                .forEach(older -> {
                    List<StatedClaim> newer =
                            byMember.computeIfAbsent(older.member(), _ -> new ArrayList<>());
                    if (newer.stream().noneMatch(it -> outlives(it, older, lives, asOfSecond))) {
                        newer.add(older);
                    }
                });
        return byMember.values().stream().flatMap(List::stream).toList();
    }

    private static boolean outlives(
            StatedClaim newer, StatedClaim older, Lifespans lives, long asOfSecond) {
        return replaces(newer, older, asOfSecond)
                && lives.trustedEndOf(newer.claim()) >= lives.trustedEndOf(older.claim())
                && lives.endOf(newer.claim()) >= lives.endOf(older.claim())
                && lives.agreedEndOf(newer.claim()) >= lives.agreedEndOf(older.claim());
    }

    /** The version of each object that holds, but those taken back. */
    static Collection<StatedClaim> unrevoked(Collection<StatedClaim> claims) {
        if (claims.size() == 1) {
            StatedClaim only = claims.iterator().next();
            return only.claim().revoked() ? List.of() : List.of(only);
        }
        Map<StatedClaim.Line, StatedClaim> versions = new HashMap<>();
        for (StatedClaim claim : claims) {
            versions.merge(claim.line(), claim, HOLDING);
        }
        versions.values().removeIf(it -> it.claim().revoked());
        return versions.values();
    }

    /** Whether the newer stands before the older in whatever place, from then on. */
    static boolean replaces(StatedClaim newer, StatedClaim older, long asOfSecond) {
        boolean begins =
                newer.claim().validity().fromSecond()
                        <= Math.max(asOfSecond, older.claim().validity().fromSecond());
        return begins
                && !newer.claim().revoked()
                && newer.member().equals(older.member())
                && isSameWord(newer, older)
                && (Tiers.isWeighty(newer) || !Tiers.isWeighty(older))
                && StatedClaim.BY_PLACE.compare(newer, older) > 0;
    }

    private static boolean isSameWord(StatedClaim one, StatedClaim two) {
        return one.claim().stance() == two.claim().stance()
                && one.claim().grounds().basis() == two.claim().grounds().basis();
    }
}
