package org.comity.agreement;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.comity.charter.Charter;
import org.comity.charter.ListRules;
import org.comity.statement.Claim;
import org.comity.statement.Stance;
import org.comity.statement.SubjectKind;
import org.comity.statement.Target;

/**
 * What can still count on any list of a charter, now or later: who decides by many claims again and
 * again may leave out the rest.
 */
public final class Horizon {
    private final List<Lifespans> lists;

    private Horizon(Collection<Lifespans> lists) {
        this.lists = List.copyOf(lists);
    }

    public static Horizon of(Charter charter) {
        Set<Lifespans> lists = new LinkedHashSet<>();
        lists.add(Lifespans.of(charter, ""));
        for (ListRules list : charter.articles().lists()) {
            lists.add(Lifespans.of(charter, list.name()));
        }
        return new Horizon(lists);
    }

    /** Seconds for which a claim on such a subject holds, on the list where it holds longest. */
    public long lifeSeconds(SubjectKind kind, Target target) {
        return lists.stream().mapToLong(it -> it.life(kind, target)).max().orElseThrow();
    }

    /**
     * Whether the claim is revoked, or has ended by then. A benign one uses up its member's budget
     * of vetoes for the day on which it ends, taken back or not.
     */
    public boolean isOver(StatedClaim claim, long asOfSecond) {
        if (isBenign(claim)) {
            return lists.stream().allMatch(it -> budgetedEnd(it, claim.claim()) <= asOfSecond);
        }
        return claim.claim().revoked()
                || lists.stream().allMatch(it -> it.agreedEndOf(claim.claim()) <= asOfSecond);
    }

    private static boolean isBenign(StatedClaim claim) {
        return claim.claim().stance() == Stance.BENIGN;
    }

    private static long budgetedEnd(Lifespans lives, Claim benign) {
        return Math.max(lives.agreedEndOf(benign), Lifespans.dawnAfter(lives.endOf(benign)));
    }

    /**
     * Whether the older can no longer be its member's current claim, then or later, as long as the
     * newer is neither replaced nor revoked. A benign one keeps its place among its member's
     * vetoes.
     */
    public boolean outlives(StatedClaim newer, StatedClaim older, long asOfSecond) {
        return !isBenign(older)
                && CurrentClaims.replaces(newer, older, asOfSecond)
                && lists.stream().allMatch(it -> endsLater(it, newer.claim(), older.claim()));
    }

    private static boolean endsLater(Lifespans lives, Claim newer, Claim older) {
        return lives.endOf(newer) >= lives.endOf(older)
                && lives.agreedEndOf(newer) >= lives.agreedEndOf(older);
    }

    /**
     * The next second at which the verdict by these claims may change on some list although nobody
     * states anything; empty when there is none.
     */
    public OptionalLong nextChange(Collection<StatedClaim> claims, long asOfSecond) {
        return claims.stream()
                .map(StatedClaim::claim)
                .flatMapToLong(claim ->
                        LongStream.concat(
                                LongStream.of(claim.validity().fromSecond()),
                                lists.stream().flatMapToLong(it -> ends(it, claim))))
                .filter(it -> it > asOfSecond)
                .min();
    }

    private static LongStream ends(Lifespans lives, Claim claim) {
        return LongStream.of(
                lives.trustedEndOf(claim),
                lives.endOf(claim),
                lives.agreedEndOf(claim),
                claim.stance() == Stance.BENIGN
                        ? budgetedEnd(lives, claim)
                        : lives.agreedEndOf(claim));
    }
}
