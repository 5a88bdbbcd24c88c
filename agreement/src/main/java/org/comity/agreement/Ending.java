package org.comity.agreement;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.comity.statement.Claim;
import org.comity.statement.GuardSet;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.Subject;
import org.comity.statement.Target;

/**
 * When a verdict ends although nobody states anything more: the first second at which its level or
 * its tier is another. Claims end and begin, weaker ones take the place of stronger ones, second
 * lives count for whom they did not, a decision ends; so it is found by deciding anew at each of
 * those seconds. Where what is left can only be less from one to the next, they are halved instead.
 * Who is in standing, whose veto holds and who is being heard are taken to stay.
 *
 * @param claims all on the subject
 */
record Ending(
        Subject subject, Collection<StatedClaim> claims, Setting setting, GuardSet.Finding guard) {
    private record Outcome(Level level, Optional<Tier> tier) {
        static Outcome of(Case what, Level level) {
            return new Outcome(level, new Judge(what, level).tier().map(Tiers.Given::tier));
        }
    }

    /** The second at which it ends; the evaluation time where nothing is known. */
    long of(Case now, Level level) {
        return level == Level.UNKNOWN ? setting.asOfSecond() : change(now, level).orElseThrow();
    }

    /** The second at which it is another; empty where nothing is known, nor will be. */
    OptionalLong change(Case now, Level level) {
        Lifespans lives = Lifespans.of(setting);
        List<StatedClaim> left = left(lives);
        List<Long> seconds = seconds(left, lives);
        if (level != Level.UNKNOWN && seconds.size() == 1) {
            return OptionalLong.of(seconds.getFirst()); // then nothing is left
        }
        Outcome outcome = Outcome.of(now, level);
        return level != Level.UNKNOWN && isOnlyLess(left)
                ? OptionalLong.of(halved(seconds, outcome))
                : seconds.stream()
                        .mapToLong(it -> it)
                        .filter(it -> !isStill(outcome, it))
                        .findFirst();
    }

    /** All at which anything may change, up to and with that at which it does. */
    List<Long> seconds() {
        Case now = Case.of(subject, claims, setting, guard);
        long last = change(now, now.level()).orElse(Long.MIN_VALUE);
        Lifespans lives = Lifespans.of(setting);
        return seconds(left(lives), lives).stream().filter(it -> it <= last).toList();
    }

    private long halved(List<Long> seconds, Outcome outcome) {
        int still = -1;
        int over = seconds.size() - 1; // then nothing is left
        while (over - still > 1) {
            int middle = (still + over) >>> 1;
            boolean holds = isStill(outcome, seconds.get(middle));
            still = holds ? middle : still;
            over = holds ? over : middle;
        }
        return seconds.get(over);
    }

    private boolean isStill(Outcome outcome, long second) {
        Case then = Case.of(subject, claims, setting.at(second, subject), guard);
        Level level = then.level();
        return level == outcome.level() && Outcome.of(then, level).equals(outcome);
    }

    /** What counts now or may count later. */
    private List<StatedClaim> left(Lifespans lives) {
        return CurrentClaims.unrevoked(claims).stream()
                .filter(it -> it.claim().subject().equals(subject))
                .filter(it -> lives.agreedEndOf(it.claim()) > setting.asOfSecond())
                .toList();
    }

    /** At which anything begins or ends, in their order. */
    private List<Long> seconds(List<StatedClaim> left, Lifespans lives) {
        var seconds = new TreeSet<Long>();
        for (StatedClaim one : left) {
            Claim claim = one.claim();
            seconds.add(claim.validity().fromSecond());
            seconds.add(lives.trustedEndOf(claim));
            seconds.add(lives.endOf(claim));
            seconds.add(lives.agreedEndOf(claim));
        }
        setting.rulings().on(subject).ifPresent(it -> seconds.add(it.untilSecond()));
        return List.copyOf(seconds.tailSet(setting.asOfSecond(), false));
    }

    /**
     * Whether level and tier can only fall: one claim of each member, all for one side, all begun,
     * and none whose end would lift the tier. Fewer such claims are never agreed sooner.
     */
    private boolean isOnlyLess(List<StatedClaim> left) {
        Set<MemberId> members = new TreeSet<>();
        Set<Stance> stances = EnumSet.noneOf(Stance.class);
        for (StatedClaim one : left) {
            Claim claim = one.claim();
            stances.add(claim.stance());
            boolean lifts = claim.target() == Target.SHARED || claim.target() == Target.COMPROMISED;
            if (!members.add(one.member())
                    || lifts
                    || claim.validity().fromSecond() > setting.asOfSecond()) {
                return false;
            }
        }
        return stances.size() <= 1 && setting.rulings().on(subject).isEmpty();
    }
}
