package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.comity.statement.MemberId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class LocalTrustTest {
    private static final MemberId A = new MemberId("a");
    private static final MemberId B = new MemberId("b");
    private final LocalTrust trust = new LocalTrust();

    @Test
    void fiveOpposedSubjectsAreTooManyAndFourAreNot() {
        meet(0, 4, true);
        assertTrue(trust.believes(A));
        trust.met(lone(4, 4), true, Made.NOW);
        assertFalse(trust.believes(A));
        assertEquals(Made.ids("b"), trust.believed(Made.ids("a", "b"), B));
        assertEquals(Made.ids("a", "b"), trust.believed(Made.ids("a", "b"), A), "itself always");
    }

    @Test
    void oneSubjectCountsOnceHoweverManyMailsNameIt() {
        for (int at = 0; at < 50; at++) {
            trust.met(lone(0, at), true, Made.NOW + at);
        }
        assertTrue(trust.believes(A));
    }

    @Test
    void oneMailCountsOnceHoweverManySubjectsItNames() {
        for (int at = 0; at < 50; at++) {
            trust.met(lone(at, 0), true, Made.NOW);
        }
        assertTrue(trust.believes(A));
        assertEquals(new LocalTrust.Count(1, 1), trust.count(A));
    }

    @Test
    void fiveMailsThatEachNameTheSameFiveSubjectsAreFive() {
        for (int mail = 0; mail < 5; mail++) {
            assertTrue(trust.believes(A), "mail " + mail);
            for (int at = 0; at < 5; at++) {
                trust.met(lone(at, mail), true, Made.NOW + mail);
            }
        }
        assertFalse(trust.believes(A));
        assertEquals(new LocalTrust.Count(5, 5), trust.count(A));
    }

    @Test
    void aMailThatNamesAThousandSubjectsOfSpamExcusesNoMoreThanOne() {
        for (int at = 0; at < 1_000; at++) {
            trust.met(lone(at, 0), false, Made.NOW);
        }
        meet(1_000, 1_005, true);
        assertFalse(trust.believes(A));
    }

    @Test
    void whatIsKeptGivesTheSameTrustAgain() {
        Seeds.each(
                200,
                random -> {
                    var first = new LocalTrust();
                    var kept = new TreeMap<Subject, LocalTrust.Kept>();
                    long second = Made.NOW;
                    for (int at = 0; at < 300; at++) {
                        second += random.nextInt(3) == 0 ? random.nextInt(20 * 86_400) : 0;
                        Subject subject = subject(random.nextInt(12));
                        var one = new LocalTrust.Lone(A, subject, mail(random.nextInt(40)));
                        var change = first.met(one, random.nextInt(3) == 0, second);
                        kept.put(subject, change.kept());
                        change.forgotten().forEach(kept::remove);
                    }
                    var again = new LocalTrust();
                    kept.entrySet().stream()
                            .sorted(Comparator.comparingLong(it -> it.getValue().second()))
                            .forEach(it -> {
                                var one = new LocalTrust.Lone(A, it.getKey(), it.getValue().mail());
                                again.met(one, it.getValue().wanted(), it.getValue().second());
                            });
                    assertEquals(first.count(A), again.count(A));
                    assertEquals(
                            kept.values().stream().map(LocalTrust.Kept::mail).distinct().count(),
                            again.count(A).mails());
                });
    }

    @Test
    void beyondTheMostThatIsKeptTheOldestAreForgotten() {
        for (int at = 0; at <= LocalTrust.SUBJECTS_MAX; at++) {
            List<Subject> forgotten =
                    trust.met(lone(at, at), false, Made.NOW + at / 1_000).forgotten();
            assertEquals(at < LocalTrust.SUBJECTS_MAX ? 0 : 1_000, forgotten.size());
        }
        assertEquals(LocalTrust.SUBJECTS_MAX + 1 - 1_000, trust.count(A).mails());
    }

    @Test
    void twoInAHundredAreForgivenAndMoreAreNot() {
        meet(0, 245, false);
        meet(245, 250, true);
        assertTrue(trust.believes(A));
        trust.met(lone(250, 250), true, Made.NOW);
        assertFalse(trust.believes(A));
    }

    @Test
    void aMailThatTurnsOutSpamSpeaksForTheClaim() {
        meet(0, 5, true);
        trust.met(lone(0, 0), false, Made.NOW + 1);
        assertTrue(trust.believes(A));
    }

    @Test
    void afterNinetyDaysItIsForgotten() {
        meet(0, 5, true);
        trust.met(lone(9, 9), false, Made.NOW + LocalTrust.WINDOW_SECONDS - 1);
        assertFalse(trust.believes(A));
        trust.met(lone(9, 9), false, Made.NOW + LocalTrust.WINDOW_SECONDS + 3_600);
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
            trust.met(lone(at, at), wanted, Made.NOW);
        }
    }

    private static LocalTrust.Lone lone(int subject, int mail) {
        return new LocalTrust.Lone(A, subject(subject), mail(mail));
    }

    private static Hash mail(int number) {
        return Hash.digest(Bytes.utf8("mail " + number).array());
    }

    private static Subject subject(int number) {
        return new Subject(SubjectKind.DOMAIN, "s" + number + ".example");
    }
}
