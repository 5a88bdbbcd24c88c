package org.comity.agreement;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /** Every benign claim in standing vetoes: right while no member has more than its budget. */
    public static final Vetoes ALL = new Vetoes(Set.of());

    /** No benign claim vetoes: what counts alone come to. */
    public static final Vetoes NONE = new Vetoes(Set.of());

    /** Who vetoes what. */
    private record Held(MemberId member, Subject subject) {}

    private final Set<Held> beyond;

    private Vetoes(Set<Held> beyond) {
        this.beyond = beyond;
    }

    /** All but those, each on one subject of one member. */
    static Vetoes allBut(Map<MemberId, Set<Subject>> beyond) {
        var held = new HashSet<Held>();
        beyond.forEach(
                (member, subjects) -> subjects.forEach(it -> held.add(new Held(member, it))));
        return held.isEmpty() ? ALL : new Vetoes(Set.copyOf(held));
    }

    /** How many one member has on a day. */
    static int budget(int listed) {
        return Math.max(BUDGET_MIN, listed / 100);
    }

    /**
     * The vetoes of a day, with each member's budget applied.
     *
     * @param listed subjects on the list when the day began
     * @param biting benign claims that use them up, as {@link Agreement#vetoesOfDay} gives them, in
     *     any order; a benign claim on what nobody would list uses up nothing
     */
    public static Vetoes budgeted(int listed, Collection<StatedClaim> biting) {
        int budget = budget(listed);
        List<StatedClaim> ordered =
                biting.stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .sorted(StatedClaim.BY_PLACE)
                        .toList();
        Map<MemberId, Set<Subject>> used = new HashMap<>();
        Map<MemberId, Set<Subject>> beyond = new HashMap<>();
        for (StatedClaim benign : ordered) {
            Subject subject = benign.claim().subject();
            Set<Subject> before = used.computeIfAbsent(benign.member(), _ -> new HashSet<>());
            if (before.size() < budget) {
                before.add(subject);
            } else if (!before.contains(subject)) {
                beyond.computeIfAbsent(benign.member(), _ -> new HashSet<>()).add(subject);
            }
        }
        return allBut(beyond);
    }

    /**
     * Whether this benign claim stops a listing; that its member is in standing is for the caller
     * to know.
     */
    public boolean holds(StatedClaim benign) {
        return this != NONE
                && !beyond.contains(new Held(benign.member(), benign.claim().subject()));
    }
}
