package org.comity.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.comity.intake.Found;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.junit.jupiter.api.Test;

/** What each attack does to a stream that can be counted by hand. */
final class AttacksTest {
    private static final long HOUR = 3_600;
    private static final int MAILS = 40;

    private final MadeStream made = new MadeStream();

    @Test
    void laundererIsFoundOutByWhatItErasedTheDayBefore() {
        wantedMails();
        // From 8 o'clock on, one an hour: sixteen come before midnight.
        assertEquals(MAILS, hit("sleeper", Lens.NO_LOCAL_TRUST));
        assertEquals(16, hit("laundering by erasure", Lens.NO_LOCAL_TRUST));
        assertEquals(3, hit("laundering by erasure", Lens.LISTED));
    }

    @Test
    void anEchoChangesNothing() {
        spamOfManyNames();
        Study study = made.study();
        Figures.OfArm before = study.run(study.main());
        Figures.OfArm after = study.run(attacked("echo", study));
        assertEquals(before.through(Lens.LISTED).late(), after.through(Lens.LISTED).late());
        assertTrue(
                after.through(Lens.QUORUM).late().stopped().n()
                        > before.through(Lens.QUORUM).late().stopped().n(),
                "two must agree is what an echo fools");
    }

    @Test
    void aBoughtFeedRelayedAsOneListsNothingAndAHiddenOneDoes() {
        spamOfManyNames();
        Study study = made.study();
        long before = study.run(study.main()).through(Lens.LISTED).late().stopped().n();
        assertEquals(before, stopped("bought feed", study));
        assertTrue(stopped("bought feed, hidden", study) > before);
    }

    @Test
    void asManyCountriesAsTheCharterWithstandsAgreeOnNothingAndMoreDo() {
        made.spam(0, "A", "bad.qzshop.org");
        made.spam(0, "B", "bad.qzshop.org");
        for (int at = 0; at < MAILS; at++) {
            var sender = new Subject(SubjectKind.ADDRESS, "81.2.69." + at);
            made.mail(HOUR * at + 200, false, "C", new Found(sender, Role.CONNECTED));
        }
        assertEquals(0, hit("colluders", Lens.NO_LOCAL_TRUST));
        assertTrue(hit("colluders beyond", Lens.NO_LOCAL_TRUST) > 0);
    }

    @Test
    void whoForeseesTheMailHitsIt() {
        wantedMails();
        assertTrue(hit("foreseeing outsider", Lens.LISTED) > MAILS / 2);
        assertEquals(0, hit("outsider to all", Lens.LISTED), "of yesterday's nothing comes again");
    }

    /** All of them late, and of names that nobody else has. */
    private void wantedMails() {
        for (int at = 0; at < MAILS; at++) {
            made.spam(at, "A", "bad" + at + ".qzshop.org");
            made.wanted(HOUR * at + 200, "C", "w" + at + ".qzshop.net");
        }
        made.spam(0, "B", "other.qzshop.org");
    }

    /** A third of C's spam was reported by another before, and a third by C itself. */
    private void spamOfManyNames() {
        for (int at = 0; at < 100; at++) {
            made.spam(at, "A", "bad" + at + ".qzshop.org");
            made.spam(at + 2 * HOUR + 86_400, "C", "bad" + at + ".qzshop.org");
            made.spam(at + 2 * HOUR + 86_400, "C", "new" + at + ".qzshop.org");
            made.spam(at + 9 * HOUR + 86_400, "C", "new" + at + ".qzshop.org");
        }
        made.spam(0, "B", "other.qzshop.org");
    }

    private long hit(String attack, Lens lens) {
        Study study = made.study();
        return study.run(attacked(attack, study)).through(lens).late().wantedHit().n();
    }

    private static long stopped(String attack, Study study) {
        return study.run(attacked(attack, study)).through(Lens.LISTED).late().stopped().n();
    }

    private static Arm attacked(String attack, Study study) {
        return study.attacks().stream()
                .filter(it -> it.attack().name().equals(attack))
                .findFirst()
                .orElseThrow();
    }
}
