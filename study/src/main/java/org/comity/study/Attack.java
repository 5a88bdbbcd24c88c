package org.comity.study;

import java.util.Comparator;
import java.util.List;

/**
 * What somebody does to the exchange while the stream runs.
 *
 * @param words what the attacker does, for people
 * @param withstood the rules promise to hold against it; false for one beyond the captured
 *     countries that the charter allows for, or who foresees what nobody can: shown to say where
 *     the promise ends
 * @param newcomers members whom nobody vouches for, numbered behind the stream's own
 */
public record Attack(
        String name, String words, boolean withstood, List<Seat> newcomers, Plan plan) {
    /** Nobody attacks. */
    public static final Attack NONE = new Attack("none", "", true, List.of(), (_, _) -> List.of());

    private static final Comparator<Act> BY_TIME = Comparator.comparingLong(Act::second);

    /** Works out all acts beforehand: whoever attacks knows every mail, past and to come. */
    @FunctionalInterface
    interface Plan {
        List<Act> acts(Scene scene, long delaySeconds);
    }

    public Attack {
        newcomers = List.copyOf(newcomers);
    }

    List<Act> acts(Scene scene, long delaySeconds) {
        return plan.acts(scene, delaySeconds).stream().sorted(BY_TIME).toList();
    }
}
