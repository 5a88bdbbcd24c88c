package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.agreement.Level;
import org.junit.jupiter.api.Test;

/** What attacks can and cannot do to the small exercise; comity exercise prints the whole. */
final class ExerciseStudyTest {
    private static final Exercise SMALL = Exercise.of(ExerciseParameters.SMALL);
    private static final ExerciseArm QUIET = ExerciseStudy.of(SMALL, ExerciseAttack.NONE, 60);

    @Test
    void equalRunsGiveEqualFigures() {
        assertEquals(QUIET, ExerciseStudy.of(SMALL, ExerciseAttack.NONE, 60));
    }

    @Test
    void everyMailIsCountedOnceAndInItsCountry() {
        int unwanted = 0;
        var mails = SMALL.mails(ExerciseAttack.NONE);
        for (ExerciseMail mail : mails) {
            unwanted += mail.wanted() ? 0 : 1;
        }
        assertEquals(unwanted, QUIET.mails().stopped().of());
        assertEquals(mails.size() - unwanted, QUIET.mails().wantedHit().of());
        assertEquals(6, QUIET.byCountry().size());
        assertTrue(QUIET.mails().agreed().count() <= QUIET.mails().stopped().count());
        assertTrue(QUIET.mails().wantedAnyway().count() <= QUIET.mails().wantedHit().count());
    }

    @Test
    void laterWordsStopFewerMails() {
        ExerciseArm late = ExerciseStudy.of(SMALL, ExerciseAttack.NONE, 86_400);
        assertTrue(late.mails().stopped().count() < QUIET.mails().stopped().count());
    }

    @Test
    void whatIsAgreedIsMoreOftenRightThanWhatIsTrusted() {
        Part trusted = QUIET.levels().getOrDefault(Level.TRUSTED, Part.NONE);
        Part agreed = QUIET.levels().getOrDefault(Level.AGREED, Part.NONE);
        assertTrue(agreed.of() > 100 && trusted.of() > 1_000, agreed + " " + trusted);
        assertTrue(
                (long) agreed.count() * trusted.of() > (long) trusted.count() * agreed.of(),
                agreed + " " + trusted);
    }

    /** Mailing innocent names to all makes them trusted; without a look nothing is agreed. */
    @Test
    void anOutsiderCostsNobodyItsStandingAndMakesNothingAgreed() {
        ExerciseArm arm = ExerciseStudy.of(SMALL, ExerciseAttack.OUTSIDER, 60);
        assertEquals(0, arm.raid().agreed().count());
        assertEquals(0, arm.raid().honestLost().count());
    }

    /** Its budget bounds what it can take off, and the others' word takes its standing. */
    @Test
    void aVetoerTakesAwayLessThanTwoPointsAndLosesItsStanding() {
        ExerciseArm arm = ExerciseStudy.of(SMALL, ExerciseAttack.VETOER, 60);
        int lost = QUIET.mails().stopped().count() - arm.mails().stopped().count();
        assertTrue(50 * lost <= QUIET.mails().stopped().of(), "stopped fewer: " + lost);
        assertEquals(0, arm.raid().attackersLeft().count());
    }
}
