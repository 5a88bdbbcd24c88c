package org.comity.study;

import org.junit.jupiter.api.Test;

class ExerciseTracesTest {
    @Test
    void print() {
        for (var p : java.util.List.of(ExerciseParameters.SMALL, ExerciseParameters.FIXED)) {
            System.err.println(ExerciseTraces.of(Exercise.of(p)));
        }
    }
}
