package org.comity.intake;

import java.util.Comparator;
import org.comity.statement.Role;
import org.comity.statement.Subject;

/**
 * One subject seen in one mail, and what it did there. The order is: strongest role first, then the
 * subject.
 */
public record Found(Subject subject, Role role) implements Comparable<Found> {
    private static final Comparator<Found> ORDER =
            Comparator.comparing(Found::role).thenComparing(Found::subject);

    @Override
    public int compareTo(Found other) {
        return ORDER.compare(this, other);
    }
}
