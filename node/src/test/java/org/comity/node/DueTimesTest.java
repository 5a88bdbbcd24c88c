package org.comity.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

class DueTimesTest {
    @Test
    void aSubjectStandsOnceHoweverOftenItsTimeMoves() {
        var due = new DueTimes();
        for (int at = 0; at < 1_000; at++) {
            due.set(subject(1), OptionalLong.of(at));
        }
        assertEquals(1, due.size());
        assertEquals(Set.of(), due.takeUntil(998));
        assertEquals(Set.of(subject(1)), due.takeUntil(999));
        assertEquals(0, due.size());
    }

    @Test
    void isAMapOfSubjectsToSeconds() {
        for (long seed = 1; seed <= 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var due = new DueTimes();
            Map<Subject, Long> model = new HashMap<>();
            for (int step = 0; step < 40; step++) {
                Subject subject = subject(random.nextInt(5));
                if (random.nextInt(5) == 0) {
                    long until = random.nextInt(20);
                    var come = new TreeSet<String>();
                    model.forEach((of, second) -> {
                        if (second <= until) {
                            come.add(of.value());
                        }
                    });
                    var taken = new TreeSet<String>();
                    due.takeUntil(until).forEach(it -> taken.add(it.value()));
                    assertEquals(come, taken, "seed " + seed);
                    model.values().removeIf(it -> it <= until);
                } else if (random.nextInt(6) == 0) {
                    due.set(subject, OptionalLong.empty());
                    model.remove(subject);
                } else {
                    long second = random.nextInt(20);
                    due.set(subject, OptionalLong.of(second));
                    model.put(subject, second);
                }
                assertEquals(model.size(), due.size(), "seed " + seed);
            }
        }
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "host-" + number + ".example");
    }
}
