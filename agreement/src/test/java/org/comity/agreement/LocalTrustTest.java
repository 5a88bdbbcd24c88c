package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

class LocalTrustTest {
    private static final MemberId A = new MemberId("a");
    private static final MemberId B = new MemberId("b");
    private static final LocalList OF_B = new LocalList(B);
    private final Setting all = Made.everybody(Made.charter("NL", "BR", "JP"));
    private final LocalTrust trust = new LocalTrust();

    @Test
    void wrongWithThreeMailsIsTooOftenAndWithTwoIsNot() {
        meet(0, 2, true);
        assertTrue(trust.believes(A));
        meet(2, 3, true);
        assertFalse(trust.believes(A));
        assertEquals(Set.of(A), trust.doubted());
        assertTrue(trust.believes(B));
    }

    @Test
    void oneMailCountsOnceAndOneSubjectCountsOnce() {
        for (int at = 0; at < 50; at++) {
            trust.met(met(at, 0, true));
            trust.met(met(0, at, true));
        }
        assertEquals(1, trust.opposed(A));
    }

    @Test
    void onlyTheLastMailsCount() {
        meet(0, 3, true);
        meet(3, LocalTrust.MET_MAX, false);
        assertFalse(trust.believes(A));
        meet(LocalTrust.MET_MAX, LocalTrust.MET_MAX + 1, false);
        assertTrue(trust.believes(A), "the first of the three wrong ones has gone");
        assertEquals(LocalTrust.MET_MAX, trust.of(A).size());
    }

    @Test
    void whatItsUserSaysOfAMailStandsAboveWhatWasThoughtOfIt() {
        meet(0, 3, true);
        assertEquals(Set.of(A), trust.said(mail(1), true));
        assertTrue(trust.believes(A), "it was spam: the claim was right");
        assertEquals(Set.of(A), trust.said(mail(1), false));
        assertFalse(trust.believes(A));
        assertEquals(Set.of(), trust.said(mail(77), false));
    }

    @Test
    void aVetoThatLetsSpamThroughIsWrongAndOneThatLetsWantedMailThroughIsRight() {
        for (int at = 0; at < 3; at++) {
            trust.met(met(at, at, Stance.BENIGN, false));
        }
        assertTrue(trust.believes(A));
        for (int at = 0; at < 3; at++) {
            trust.said(mail(at), true);
        }
        assertFalse(trust.believes(A));
        trust.said(mail(0), false);
        assertTrue(trust.believes(A));
    }

    @Test
    void afterNinetyDaysItIsForgotten() {
        meet(0, 3, true);
        trust.met(later(9, LocalTrust.WINDOW_SECONDS - 1));
        assertFalse(trust.believes(A));
        trust.met(later(10, LocalTrust.WINDOW_SECONDS));
        assertTrue(trust.believes(A));
    }

    @Test
    void whatItSaidBeforeItBeganToBeWrongStands() {
        StatedClaim early = at(4, Say.link("a", 1));
        StatedClaim late = at(5, Say.link("a", 1));
        assertTrue(isListed(late));
        for (int at = 5; at < 8; at++) {
            trust.met(met(at, at, true));
        }
        assertTrue(isListed(early));
        assertFalse(isListed(late));
        trust.met(met(4, 4, true));
        assertFalse(isListed(early), "wrong before, too");
        trust.said(mail(4), true);
        assertTrue(isListed(early));
    }

    @Test
    void whoseNodeItIsBelievesItselfAndOthersSayWhatTheySaid() {
        meet(0, 3, true);
        StatedClaim itself = at(9, Say.link("b", 1));
        StatedClaim other = at(9, Say.link("c", 2));
        StatedClaim doubted = at(9, Say.link("a", 3));
        assertFalse(isListed(doubted));
        assertTrue(isListed(doubted, other));
        assertTrue(isListed(doubted, itself));
    }

    @Test
    void whatIsAgreedOnWithItsHelpStands() {
        StatedClaim a = at(9, Say.analysed("a", 1));
        StatedClaim c = at(9, Say.analysed("c", 2));
        Setting none = Made.setting(Made.charter("NL", "BR", "JP"), "a");
        assertEquals(Level.AGREED, Made.decide(none, a, c).level());
        meet(0, 3, true);
        assertTrue(trust.listed(OF_B, asked(a, c), none, false).isPresent());
        assertFalse(trust.listed(OF_B, asked(a), none, false).isPresent());
    }

    @Test
    void aDoubtedVetoIsNoVetoHere() {
        StatedClaim veto = at(9, Say.benign("a", 1));
        StatedClaim claim = at(9, Say.link("c", 2));
        assertFalse(isListed(veto, claim));
        meet(0, 3, true);
        assertTrue(isListed(veto, claim));
    }

    @Test
    void aloneIsWhoNobodyElseConfirms() {
        assertEquals(Optional.of(A), alone(at(1, Say.link("a", 1))));
        assertEquals(Optional.empty(), alone(at(1, Say.link("b", 1))));
        assertEquals(Optional.empty(), alone(at(1, Say.link("a", 1)), at(1, Say.link("c", 2))));
        assertEquals(Optional.empty(), alone(at(1, Say.link("a", 1)), at(1, Say.link("b", 2))));
        assertEquals(Optional.of(A), alone(at(1, Say.benign("a", 1)), at(1, Say.link("c", 2))));
        assertEquals(
                Optional.empty(),
                alone(at(1, Say.benign("a", 1)), at(1, Say.link("c", 2)), at(1, Say.link("b", 3))),
                "no veto takes an own claim off the own list");
        assertEquals(Optional.empty(), alone(at(1, Say.benign("a", 1))), "nothing to veto");
    }

    @Test
    void handedInAgainItGivesTheSame() {
        meet(0, 30, false);
        meet(30, 33, true);
        var again = new LocalTrust();
        trust.of(A).forEach(again::met);
        assertEquals(trust.of(A), again.of(A));
        assertFalse(again.believes(A));
    }

    private static StatedClaim at(long index, StatedClaim claim) {
        return new Say(claim).at(index, true).stated();
    }

    private static LocalTrust.Met met(int mail, int subject, boolean wrong) {
        return met(mail, subject, Stance.MALICIOUS, wrong);
    }

    private static LocalTrust.Met met(int mail, int subject, Stance stance, boolean wrong) {
        var name = new Subject(SubjectKind.DOMAIN, "s" + subject + ".example");
        var said = new StatementId("a/log", mail);
        return new LocalTrust.Met(A, name, stance, said, mail(mail), wrong, Made.NOW);
    }

    private static LocalTrust.Met later(int mail, long seconds) {
        LocalTrust.Met it = met(mail, mail, false);
        return new LocalTrust.Met(
                A,
                it.subject(),
                it.stance(),
                it.statement(),
                it.mail(),
                it.opposed(),
                Made.NOW + seconds);
    }

    private static Hash mail(int number) {
        return Hash.digest(Bytes.utf8("mail " + number).array());
    }

    private Optional<MemberId> alone(StatedClaim... claims) {
        return asked(claims)
                .alone(Agreement.decide(Made.HOST, List.of(claims), all), all, B)
                .map(StatedClaim::member);
    }

    private boolean isListed(StatedClaim... claims) {
        return trust.listed(OF_B, asked(claims), all, false).isPresent();
    }

    private static LocalTrust.Asked asked(StatedClaim... claims) {
        return new LocalTrust.Asked(Made.HOST, List.of(claims));
    }

    private void meet(int from, int to, boolean wrong) {
        var all = new ArrayList<LocalTrust.Met>();
        for (int at = from; at < to; at++) {
            all.add(met(at, at, wrong));
        }
        all.forEach(trust::met);
    }
}
