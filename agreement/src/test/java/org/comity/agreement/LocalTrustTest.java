package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

class LocalTrustTest {
    private static final MemberId A = new MemberId("a");
    private static final MemberId B = new MemberId("b");
    private final LocalTrust trust = new LocalTrust();

    @Test
    void fiveOpposedSubjectsAreTooManyAndFourAreNot() {
        meet(0, 4, true);
        assertTrue(trust.believes(A));
        trust.met(A, subject(4), true, Made.NOW);
        assertFalse(trust.believes(A));
        assertEquals(Made.ids("b"), trust.believed(Made.ids("a", "b"), B));
        assertEquals(Made.ids("a", "b"), trust.believed(Made.ids("a", "b"), A), "itself always");
    }

    @Test
    void oneSubjectCountsOnceHoweverManyMailsNameIt() {
        for (int at = 0; at < 50; at++) {
            trust.met(A, subject(0), true, Made.NOW + at);
        }
        assertTrue(trust.believes(A));
    }

    @Test
    void twoInAHundredAreForgivenAndMoreAreNot() {
        meet(0, 245, false);
        meet(245, 250, true);
        assertTrue(trust.believes(A));
        trust.met(A, subject(250), true, Made.NOW);
        assertFalse(trust.believes(A));
    }

    @Test
    void aMailThatTurnsOutSpamSpeaksForTheClaim() {
        meet(0, 5, true);
        trust.met(A, subject(0), false, Made.NOW + 1);
        assertTrue(trust.believes(A));
    }

    @Test
    void afterNinetyDaysItIsForgotten() {
        meet(0, 5, true);
        trust.met(A, subject(9), false, Made.NOW + LocalTrust.WINDOW_SECONDS - 1);
        assertFalse(trust.believes(A));
        trust.met(A, subject(9), false, Made.NOW + LocalTrust.WINDOW_SECONDS + 3_600);
        assertTrue(trust.believes(A));
    }

    @Test
    void aloneIsWhoNobodyElseConfirms() {
        Setting all = Made.everybody(Made.charter("NL", "BR", "JP"));
        assertEquals(Optional.of(A), LocalTrust.alone(Made.decide(all, Say.link("a", 1)), B));
        assertEquals(Optional.empty(), LocalTrust.alone(Made.decide(all, Say.link("a", 1)), A));
        assertEquals(
                Optional.empty(),
                LocalTrust.alone(
                        Made.decide(all, Say.link("a", 1), Say.link("b", 2)), new MemberId("c")));
        Setting nobody = Made.setting(all.charter());
        assertEquals(Optional.empty(), LocalTrust.alone(Made.decide(nobody, Say.link("a", 1)), B));
    }

    private void meet(int from, int to, boolean wanted) {
        for (int at = from; at < to; at++) {
            trust.met(A, subject(at), wanted, Made.NOW);
        }
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "s" + number + ".example");
    }
}
