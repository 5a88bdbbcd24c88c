package org.comity.agreement;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.comity.charter.Decision;
import org.comity.statement.Subject;

/**
 * What people have said about single cases.
 *
 * @param decisions of the membership that hold now, by subject
 * @param appealed subjects whose owner proved its control and is being heard: score at most
 */
public record Rulings(SortedMap<Subject, Decision> decisions, SortedSet<Subject> appealed) {
    public static final Rulings NONE = new Rulings(new TreeMap<>(), new TreeSet<>());

    public Rulings {
        // Through Map and Set, so that the order is that of the subjects and not a foreign one.
        Map<Subject, Decision> plain = decisions;
        decisions = Collections.unmodifiableSortedMap(new TreeMap<>(plain));
        Set<Subject> some = appealed;
        appealed = Collections.unmodifiableSortedSet(new TreeSet<>(some));
    }

    Optional<Decision> on(Subject subject) {
        return Optional.ofNullable(decisions.get(subject));
    }
}
