package org.comity.study;

import java.util.List;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;

/**
 * The truth about an attack.
 *
 * @param members that attack; none when an outsider does
 * @param poison innocent subjects that it wants listed; deny: malicious ones that it calls benign
 */
public record ExerciseRaid(
        ExerciseAttack attack,
        List<MemberId> members,
        long fromSecond,
        List<Subject> poison,
        List<Subject> deny) {
    public ExerciseRaid {
        members = List.copyOf(members);
        poison = List.copyOf(poison);
        deny = List.copyOf(deny);
    }

    /** One line of the exercise's canonical text. */
    String line() {
        return String.join(
                " ",
                "attack",
                attack.name(),
                members.toString(),
                Long.toString(fromSecond),
                poison.toString(),
                deny.toString());
    }
}
