package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is found in a world whose truth is known; docs/worlds.md shows these figures. */
class ExerciseTracesTest {
    @Test
    void theSmallExerciseIsReadRightly() {
        ExerciseTraces.Figures figures = ExerciseTraces.of(Exercise.of(ExerciseParameters.SMALL));
        assertEquals(new Part(1, 1), figures.bridges().recall());
        assertEquals(new Part(1, 1), figures.bridges().precision());
        assertEquals(figures.campaigns().together(), figures.campaigns().right());
        assertEquals(new Part(400, 400), figures.weighted().found());
        assertEquals(0, figures.weighted().joined().count());
        assertTrue(figures.unweighted().joined().count() > 300, figures.toString());
    }

    @Tag("slow")
    @Test
    void theFixedExerciseGivesTheFiguresOfThePage() {
        ExerciseTraces.Figures figures = ExerciseTraces.of(Exercise.of(ExerciseParameters.FIXED));
        assertEquals(
                new ExerciseTraces.Found(
                        new Part(4, 4), new Part(4, 5), 3, 1, List.of(13L, 12L, 24L, 48L)),
                figures.bridges());
        assertEquals(new ExerciseTraces.Pairs(218, 140_068, 138_754, 232_824), figures.campaigns());
        assertEquals(new ExerciseTraces.Pairs(117, 409_922, 367_411, 571_229), figures.actors());
        assertEquals(
                new ExerciseTraces.Paths(new Part(400, 400), new Part(398, 400), new Part(3, 400)),
                figures.weighted());
        assertEquals(
                new ExerciseTraces.Paths(
                        new Part(400, 400), new Part(211, 400), new Part(376, 400)),
                figures.unweighted());
    }
}
