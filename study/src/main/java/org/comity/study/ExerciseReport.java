package org.comity.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.comity.value.Hash;

/** The exercise under every attack. */
public record ExerciseReport(
        ExerciseParameters parameters, Hash digest, long delaySeconds, List<ExerciseArm> arms) {
    public ExerciseReport {
        arms = List.copyOf(arms);
    }

    /**
     * Plays everything.
     *
     * @param delaySeconds from a statement to its effect on everybody's lists
     * @param done told after each attack
     */
    public static ExerciseReport of(
            Exercise exercise, long delaySeconds, Consumer<ExerciseAttack> done) {
        List<ExerciseArm> arms = new ArrayList<>();
        for (ExerciseAttack attack : ExerciseAttack.values()) {
            arms.add(ExerciseStudy.of(exercise, attack, delaySeconds));
            done.accept(attack);
        }
        return new ExerciseReport(exercise.parameters(), exercise.digest(), delaySeconds, arms);
    }

    public ExerciseArm arm(ExerciseAttack attack) {
        return arms.stream().filter(it -> it.attack() == attack).findFirst().orElseThrow();
    }

    /**
     * Of an attack's poisoned names those that were listed without it as well: mistakes of others.
     */
    public int scoredAnyway(Exercise exercise, ExerciseAttack attack) {
        return (int)
                exercise.raid(attack).poison().stream()
                        .filter(it -> arm(ExerciseAttack.NONE).innocentScored().contains(it))
                        .count();
    }
}
