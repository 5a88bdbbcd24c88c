package org.comity.agreement;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.comity.charter.Decision;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;

/** Decides; a pure, total function of integers (DESIGN section 6, anchors/trust 3.4). */
public final class Agreement {
    /** Older first, by log index: the order in which later claims of a log replace earlier ones. */
    public static final Comparator<StatedClaim> BY_PLACE = StatedClaim.BY_PLACE;

    private Agreement() {}

    /**
     * What follows for the subject.
     *
     * @param claims every claim on the subject that the scope may use, in any order, revoked and
     *     expired ones included; duplicates change nothing. Left out is what a later version of the
     *     same object no longer says: that version does not name the subject, so it cannot be seen
     *     here
     */
    public static Verdict decide(Subject subject, Collection<StatedClaim> claims, Setting setting) {
        return decide(subject, claims, setting, setting.guards().find(subject));
    }

    /**
     * What one member's own claims say by themselves: for its own list. Others' vetoes do not reach
     * it, so a node lists what decide or own lists, and then takes away what it wants itself.
     */
    public static Verdict own(
            Subject subject, Collection<StatedClaim> claims, Setting setting, MemberId owner) {
        List<StatedClaim> its = claims.stream().filter(it -> it.member().equals(owner)).toList();
        var alone =
                new Setting(
                        setting.charter(),
                        setting.guards(),
                        setting.asOfSecond(),
                        Set.of(owner),
                        setting.vetoes());
        return decide(subject, its, alone.of(setting.list()));
    }

    /**
     * A member's current claim on the subject: unexpired, not revoked, strongest basis, then newest
     * by log index.
     *
     * @param claims on one subject
     */
    public static SortedMap<MemberId, StatedClaim> current(
            Collection<StatedClaim> claims, Setting setting) {
        return CurrentClaims.of(claims, Lifespans.of(setting), setting.asOfSecond());
    }

    /**
     * Whether the verdict may rise once witnesses have cosigned more of the logs that hold these
     * claims. Only an analysis lifts anything to block, and nothing else asks for witnesses.
     */
    public static boolean awaitsWitnesses(Collection<StatedClaim> claims) {
        return claims.stream().anyMatch(StatedClaim::isAnalysed)
                && claims.stream().anyMatch(it -> !it.full());
    }

    /**
     * What uses up the day's budgets of vetoes on the subject: the benign claims of members in
     * standing that stop a listing of it on any list, did so today, or would if their members'
     * budgets allow it: without them it would be listed. One of a member, the first: to take it
     * back, or to let it end at once, gives nothing back, else a member could veto everything in
     * turn. Vetoes have no part in it, so that which of them hold can be found from it.
     */
    public static List<StatedClaim> vetoesOfDay(
            Subject subject, Collection<StatedClaim> claims, Setting setting) {
        boolean any =
                claims.stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .anyMatch(it -> setting.inStanding().contains(it.member()));
        if (!any) {
            return List.of();
        }
        var lists = new TreeSet<String>(List.of(""));
        setting.charter().articles().lists().forEach(it -> lists.add(it.name()));
        SortedMap<MemberId, StatedClaim> first = new TreeMap<>();
        for (String list : lists) {
            Case what = unvetoed(subject, claims, setting.of(list));
            if (what.isListable()) {
                Lifespans lives = Lifespans.of(what.setting());
                claims.stream()
                        .filter(it -> it.claim().stance() == Stance.BENIGN)
                        .filter(it -> lives.heldOnDayOf(it.claim(), setting.asOfSecond()))
                        .filter(it -> what.isInStanding(it) && what.maySpeak(it))
                        .forEach(
                                it -> first.merge(it.member(), it, BinaryOperator.minBy(BY_PLACE)));
            }
        }
        return List.copyOf(first.values());
    }

    /** The current ones of these, on the setting's list alone. */
    static List<StatedClaim> bitingOnItsList(
            Subject subject, Collection<StatedClaim> claims, Setting setting) {
        Case what = unvetoed(subject, claims, setting);
        // In its second life a benign claim counts for cleared, and vetoes nothing.
        Lifespans lives = Lifespans.of(setting);
        return what.isListable()
                ? what.inStanding(what.benign()).stream()
                        .filter(it -> lives.holdsAt(it.claim(), setting.asOfSecond()))
                        .toList()
                : List.of();
    }

    private static Case unvetoed(Subject subject, Collection<StatedClaim> claims, Setting setting) {
        GuardSet.Finding guard = setting.guards().find(subject);
        return Case.of(subject, claims, setting.unvetoed(subject), guard);
    }

    /** Whether an appeal would be heard: its claims call it compromised or shared. */
    public static boolean mayBeHeard(
            Subject subject, Collection<StatedClaim> claims, Setting setting) {
        return new Tiers(Case.of(subject, claims, setting, setting.guards().find(subject)))
                .mayBeHeard();
    }

    /**
     * The next second at which the verdict may change although nobody states anything: a claim
     * begins or ends, or what was decided ends; empty when there is none.
     */
    public static OptionalLong nextChange(
            Subject subject, Collection<StatedClaim> claims, Setting setting) {
        OptionalLong ofClaims =
                Horizon.of(setting.charter()).nextChange(claims, setting.asOfSecond());
        Optional<Decision> decision = setting.rulings().on(subject);
        return decision.isEmpty()
                ? ofClaims
                : OptionalLong.of(
                        Math.min(decision.get().untilSecond(), ofClaims.orElse(Long.MAX_VALUE)));
    }

    static Verdict decide(
            Subject subject,
            Collection<StatedClaim> claims,
            Setting setting,
            GuardSet.Finding guard) {
        List<StatedClaim> counting =
                CurrentClaims.thatMayCount(claims, Lifespans.of(setting), setting.asOfSecond());
        Case what = Case.of(subject, counting, setting, guard);
        Level level = what.level();
        long until = new Ending(subject, counting, setting, guard).of(what, level);
        return new Judge(what, level).verdict(until);
    }
}
