package org.comity.agreement;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;

/**
 * Which benign claims veto: a member's veto holds on at most max(20, 1 %) of the subjects listed
 * when the day began, lowest log index first; beyond that they count only in B. Without a budget
 * one member could empty every list.
 */
public final class Vetoes {
    public static final int BUDGET_MIN = 20;

    /**
     * Every benign claim in standing vetoes: right while no member has claimed more than twenty.
     */
    public static final Vetoes ALL = new Vetoes(Optional.empty());

    /** Who vetoes what. */
    private record Held(MemberId member, Subject subject) {}

    private final Optional<Set<Held>> held;

    private Vetoes(Optional<Set<Held>> held) {
        this.held = held;
    }

    /**
     * The vetoes of a day, with each member's budget applied.
     *
     * @param listed subjects on the list when the day began
     * @param biting current benign claims of members in standing on subjects that would be listed
     *     without them, in any order; a benign claim on what nobody would list uses up nothing
     */
    public static Vetoes budgeted(int listed, Collection<StatedClaim> biting) {
        int budget = Math.max(BUDGET_MIN, listed / 100);
        List<StatedClaim> ordered =
                biting.stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .sorted(StatedClaim.BY_PLACE)
                        .toList();
        Map<MemberId, Integer> used = new HashMap<>();
        Set<Held> held = new HashSet<>();
        for (StatedClaim benign : ordered) {
            var one = new Held(benign.member(), benign.claim().subject());
            int before = used.getOrDefault(benign.member(), 0);
            if (before < budget && held.add(one)) {
                used.put(benign.member(), before + 1);
            }
        }
        return new Vetoes(Optional.of(Set.copyOf(held)));
    }

    /**
     * Whether this benign claim stops a listing; that its member is in standing is for the caller
     * to know.
     */
    public boolean holds(StatedClaim benign) {
        return held.isEmpty()
                || held.get().contains(new Held(benign.member(), benign.claim().subject()));
    }
}
