package org.comity.node;

import java.util.List;
import java.util.Optional;
import org.comity.study.Arm;
import org.comity.study.Attack;
import org.comity.study.ExchangeValue;
import org.comity.study.Figures;
import org.comity.study.LeadTime;
import org.comity.study.Lens;
import org.comity.study.Scene;
import org.comity.study.Study;

/** All that a study found, for words and for programs. */
record StudyResult(
        StudyIntake.Taken taken,
        Scene scene,
        List<Figures.OfArm> arms,
        ExchangeValue value,
        List<LeadTime> leads) {
    /** Percentage points that an attack may raise the wanted mail hit by, and cost of the spam. */
    static final double WANTED_RISE_MAX = 0.15;

    static final double RECALL_FALL_MAX = 2;

    /**
     * One attack beside the same members without it.
     *
     * @param lens how the node lists
     */
    record Against(Figures.OfArm before, Figures.OfArm attacked, Lens lens) {
        double wantedRise() {
            return late(attacked).wantedHit().percent() - late(before).wantedHit().percent();
        }

        double recallFall() {
            return late(before).stopped().percent() - late(attacked).stopped().percent();
        }

        Figures.Part late(Figures.OfArm arm) {
            return arm.through(lens).late();
        }

        boolean isHeld() {
            return wantedRise() <= WANTED_RISE_MAX && recallFall() <= RECALL_FALL_MAX;
        }
    }

    StudyResult {
        arms = List.copyOf(arms);
        leads = List.copyOf(leads);
    }

    String who() {
        return scene.seats().get(scene.evaluated()).name();
    }

    /** Without attack, members keeping what they want privately. */
    List<Figures.OfArm> memberships(long delaySeconds) {
        return arms.stream()
                .filter(it -> it.arm().attack().equals(Attack.NONE))
                .filter(it -> it.arm().manner().equals(Arm.PRIVATE))
                .filter(it -> it.arm().delaySeconds() == delaySeconds)
                .toList();
    }

    /** Everybody's statements, one hour late. */
    Figures.OfArm main() {
        return memberships(Study.HOUR).getLast();
    }

    Figures.OfArm alone() {
        return memberships(Study.HOUR).getFirst();
    }

    Optional<Figures.OfArm> guard(boolean keepsWanted, boolean statesWanted) {
        return arms.stream()
                .filter(it -> it.arm().attack().equals(Attack.NONE))
                .filter(it -> it.arm().manner().keepsWanted() == keepsWanted)
                .filter(it -> it.arm().manner().statesWanted() == statesWanted)
                .filter(it -> it.arm().delaySeconds() == Study.HOUR)
                .reduce((_, last) -> last);
    }

    /** Each attack under the same guards as its beside. */
    List<Against> against(Lens lens, boolean statesWanted) {
        return arms.stream()
                .filter(it -> !it.arm().attack().equals(Attack.NONE))
                .filter(it -> it.arm().manner().statesWanted() == statesWanted)
                .map(it -> new Against(guard(true, statesWanted).orElseThrow(), it, lens))
                .toList();
    }
}
