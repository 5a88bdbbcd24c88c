package org.comity.study;

import java.util.List;
import org.comity.statement.Subject;

/**
 * Two sets of campaigns in different countries that have nothing in common until a day on which
 * both begin to use one address or domain.
 *
 * @param day of the exercise, from 0
 */
public record ExerciseBridge(
        String name, int day, Subject shared, List<String> left, List<String> right) {
    public ExerciseBridge {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** One line of the exercise's canonical text. */
    String line() {
        return String.join(
                " ",
                "bridge",
                name,
                Integer.toString(day),
                shared.key(),
                String.join(",", left),
                String.join(",", right));
    }
}
