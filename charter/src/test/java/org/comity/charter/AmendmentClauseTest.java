package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.comity.statement.LogMark;
import org.comity.statement.MemberId;
import org.comity.statement.Proposal;
import org.comity.statement.Vote;
import org.comity.tlog.TreeHead;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * One attack for each clause of the rule: with all clauses it fails, and with that one switched off
 * it succeeds, so that each holds something. {@link #ATTACKS} is the table of clause and test.
 */
final class AmendmentClauseTest {
    private static final Map<Clause, Consumer<Set<Clause>>> ATTACKS = attacks();

    private static Map<Clause, Consumer<Set<Clause>>> attacks() {
        var table = new EnumMap<Clause, Consumer<Set<Clause>>>(Clause.class);
        table.put(Clause.SIGNED, AmendmentClauseTest::aStolenNodeKeyCastsNoVote);
        table.put(Clause.FIRST_VOTE, AmendmentClauseTest::aSecondVoteOfOneRoundIsVoid);
        table.put(Clause.WITHHELD, AmendmentClauseTest::nothingCountsAfterAWithheldVote);
        table.put(Clause.CHARTER_NAMED, AmendmentClauseTest::aVoteForAnotherTextDoesNotCount);
        table.put(Clause.DEADLINE, AmendmentClauseTest::aVoteAfterTheDeadlineDoesNotCount);
        table.put(Clause.QUORUM, AmendmentClauseTest::twoOfFourAreTooFew);
        table.put(Clause.COUNTRIES, AmendmentClauseTest::aLargeCountryAloneIsNotEnough);
        table.put(Clause.TARGET_OUT, AmendmentClauseTest::theTargetDoesNotVote);
        table.put(Clause.N_STAYS, AmendmentClauseTest::manyTargetsDoNotLowerTheQuorum);
        table.put(Clause.DORMANT_OUT, AmendmentClauseTest::whoIsNamedDormantDoesNotVote);
        table.put(Clause.ALIVE, AmendmentClauseTest::theLivingAreNotCalledDormant);
        table.put(Clause.HALF, AmendmentClauseTest::aMinorityNeverDecides);
        table.put(Clause.DEAD_ROUNDS, AmendmentClauseTest::nobodyGoesOnBeforeARoundIsDead);
        table.put(Clause.PHI, AmendmentClauseTest::whoMayVoteTwiceIsAllowedFor);
        table.put(Clause.UNSEEN, AmendmentClauseTest::whoWasNotSeenMayStillVote);
        table.put(Clause.LEAST, AmendmentClauseTest::ofTwoTheLeastIsTheSuccessor);
        table.put(Clause.EXCHANGE, AmendmentClauseTest::aCharterOfAnotherExchangeIsNotTaken);
        table.put(Clause.NEXT_EPOCH, AmendmentClauseTest::aCharterOutOfPlaceIsNotTaken);
        table.put(Clause.CUT, AmendmentClauseTest::aWrongCutIsNotTaken);
        table.put(Clause.ADDITIONS, AmendmentClauseTest::oneCountryCannotFloodTheMembership);
        table.put(Clause.PROBATION, AmendmentClauseTest::aNewcomerIsOnProbation);
        table.put(Clause.SPONSORS, AmendmentClauseTest::nobodyIsASponsorUnasked);
        table.put(Clause.CONSENT, AmendmentClauseTest::nobodyIsLetInUnasked);
        return table;
    }

    @Test
    void everyClauseHoldsSomething() {
        assertEquals(EnumSet.allOf(Clause.class), ATTACKS.keySet());
        for (Clause clause : Clause.values()) {
            Consumer<Set<Clause>> attack = ATTACKS.get(clause);
            // Most attacks are made without signing; SIGNED and CONSENT have tests of their own.
            Set<Clause> all = clause == Clause.SIGNED ? Polls.ALL : Polls.without(Clause.SIGNED);
            attack.accept(all);
            Set<Clause> mutant = EnumSet.copyOf(all);
            mutant.remove(clause);
            assertThrows(AssertionError.class, () -> attack.accept(mutant), clause.name());
        }
    }

    private static void aStolenNodeKeyCastsNoVote(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Polls.withK(polls.parent, 5));
        for (int member = 0; member < 4; member++) {
            polls.vote(member, one);
        }
        none(polls);
        // Nor does it use up the vote of its member.
        for (String member : List.of("a", "b", "c")) {
            Vote vote = Polls.vote(polls.parent, 0, one, List.of());
            polls.append(new MemberId(member), Polls.signed(vote, member));
        }
        only(polls, one);
    }

    private static void aSecondVoteOfOneRoundIsVoid(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled first = polls.propose(Polls.withK(polls.parent, 5));
        Tabled second = polls.propose(Polls.withK(polls.parent, 6));
        List.of(0, 1, 2).forEach(it -> polls.vote(it, first));
        only(polls, first);
        polls.vote(2, second);
        only(polls, first);
    }

    private static void nothingCountsAfterAWithheldVote(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Polls.withK(polls.parent, 5));
        polls.append(Polls.id(2), Polls.MADE, Optional.empty());
        List.of(0, 1, 2).forEach(it -> polls.vote(it, one));
        none(polls);
        assertTrue(
                polls.count().standing(one).words().stream()
                        .anyMatch(it -> it.contains("not here yet")));
    }

    private static void aVoteForAnotherTextDoesNotCount(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Polls.withK(polls.parent, 5));
        List.of(0, 1).forEach(it -> polls.vote(it, one));
        var cast =
                new Vote.Cast(
                        polls.parent.hash(), 0, one.hash(), Hash.ZERO, Vote.digest(List.of()));
        polls.append(Polls.id(2), Polls.unsigned(cast, List.of()));
        none(polls);
    }

    private static void aVoteAfterTheDeadlineDoesNotCount(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Polls.withK(polls.parent, 5));
        List.of(0, 1).forEach(it -> polls.vote(it, one));
        Vote late = Polls.vote(polls.parent, 0, one, List.of());
        polls.append(Polls.id(2), Polls.DEADLINE + 1, Optional.of(late));
        none(polls);
    }

    private static void twoOfFourAreTooFew(Set<Clause> clauses) {
        // Both countries, so that it is the count alone that is missing.
        var few = new Polls(Made.charter("AA", "BB", "BB", "AA"), clauses);
        Tabled other = few.propose(Polls.withK(few.parent, 5));
        List.of(0, 1).forEach(it -> few.vote(it, other));
        none(few);
    }

    private static void aLargeCountryAloneIsNotEnough(Set<Clause> clauses) {
        var polls = new Polls(Made.charter("AA", "AA", "AA", "AA", "BB", "CC"), clauses);
        Tabled one = polls.propose(Polls.withK(polls.parent, 5));
        var few = new Polls(Made.charter("AA", "AA", "AA", "BB"), clauses);
        Tabled other = few.propose(Polls.withK(few.parent, 5));
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
        List.of(0, 1, 2).forEach(it -> few.vote(it, other));
        none(few);
        few.vote(3, other);
        only(few, other);
    }

    private static void theTargetDoesNotVote(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Polls.removing(polls.parent, Polls.id(3)));
        List.of(0, 1, 3).forEach(it -> polls.vote(it, one));
        none(polls);
        polls.vote(2, one);
        only(polls, one);
    }

    private static void manyTargetsDoNotLowerTheQuorum(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(7, 0), clauses);
        Charter next =
                Amending.of(polls.parent)
                        .without(Polls.id(6), TreeHead.EMPTY)
                        .without(Polls.id(5), TreeHead.EMPTY)
                        .without(Polls.id(4), TreeHead.EMPTY)
                        .next();
        Tabled one = polls.propose(next);
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
    }

    private static Tabled dormant(Polls polls, int... silent) {
        var names = new TreeSet<MemberId>();
        for (int member : silent) {
            names.add(Polls.id(member));
        }
        return polls.propose(Amending.of(polls.parent).dormant(names).next());
    }

    private static void whoIsNamedDormantDoesNotVote(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(7, 0), clauses);
        Tabled one = dormant(polls, 5, 6);
        List.of(0, 1, 2, 5).forEach(it -> polls.vote(it, one));
        none(polls);
        polls.vote(3, one);
        only(polls, one);
    }

    private static void theLivingAreNotCalledDormant(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(7, 0), clauses);
        Tabled one = dormant(polls, 5, 6);
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        only(polls, one);
        polls.lastSeen.put(Polls.id(0), Polls.MADE);
        polls.lastSeen.put(Polls.id(5), Polls.MADE - 61 * 86_400);
        only(polls, one);
        polls.lastSeen.put(Polls.id(5), Polls.MADE - 59 * 86_400);
        none(polls);
    }

    private static void aMinorityNeverDecides(Set<Clause> clauses) {
        var polls = new Polls(Made.charter("AA", "BB", "AA", "AA", "AA", "AA"), clauses);
        Tabled one = dormant(polls, 2, 3, 4);
        List.of(0, 1, 5).forEach(it -> polls.vote(it, one));
        none(polls);
    }

    private static void nobodyGoesOnBeforeARoundIsDead(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled first = polls.propose(Polls.withK(polls.parent, 5));
        Tabled second = polls.propose(Polls.withK(polls.parent, 6));
        List.of(0, 1).forEach(it -> polls.vote(it, first));
        List<Hash> shown = polls.count().nextVote(Polls.id(2)).orElseThrow().justification();
        List.of(1, 2, 3)
                .forEach(it ->
                        polls.append(Polls.id(it), Polls.vote(polls.parent, 1, second, shown)));
        none(polls);
    }

    private static void whoMayVoteTwiceIsAllowedFor(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 1), clauses);
        Tabled first = polls.propose(Polls.withK(polls.parent, 5));
        Tabled second = polls.propose(Polls.withK(polls.parent, 6));
        List.of(0, 1).forEach(it -> polls.vote(it, first));
        List.of(2, 3).forEach(it -> polls.vote(it, second));
        // Split, but one of c and d may have voted for the first in a log that others see.
        assertTrue(polls.count().nextVote(Polls.id(0)).isEmpty());
    }

    private static void whoWasNotSeenMayStillVote(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled first = polls.propose(Polls.withK(polls.parent, 5));
        List.of(0, 1).forEach(it -> polls.vote(it, first));
        assertEquals(0, polls.count().nextVote(Polls.id(2)).orElseThrow().round());
    }

    private static void ofTwoTheLeastIsTheSuccessor(Set<Clause> clauses) {
        // Outside the fault budget: two views of b's, c's and d's logs put together by a mutant.
        Set<Clause> forked = EnumSet.copyOf(clauses);
        forked.remove(Clause.DEAD_ROUNDS);
        var polls = new Polls(Polls.charter(4, 0), forked);
        Tabled first = polls.propose(Polls.withK(polls.parent, 5));
        Tabled second = polls.propose(Polls.withK(polls.parent, 6));
        List.of(0, 1, 2).forEach(it -> polls.vote(it, first));
        for (int member = 1; member < 4; member++) {
            Vote vote = Polls.vote(polls.parent, 1, second, List.of());
            polls.append(Polls.id(member), vote);
        }
        assertTrue(polls.count().isAlarm());
        assertEquals(first, polls.count().successor().orElseThrow().tabled());
    }

    private static void aCharterOfAnotherExchangeIsNotTaken(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        String replayed =
                Polls.withK(polls.parent, 5).text().replace(Made.EXCHANGE, "f".repeat(32));
        Tabled one = polls.propose(Charter.parse(replayed).orThrow());
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
    }

    private static void aCharterOutOfPlaceIsNotTaken(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Charter later = Polls.withK(Polls.withK(polls.parent, 5), 6);
        Tabled one = polls.propose(later);
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
    }

    private static void aWrongCutIsNotTaken(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Charter next = Polls.removing(polls.parent, Polls.id(3));
        var term = new Proposal.Term(Polls.MADE, Polls.DEADLINE);
        for (LogMark mark :
                List.of(new LogMark(1, TreeHead.EMPTY.root()), new LogMark(0, Hash.ZERO))) {
            var cut = new TreeMap<>(Map.of("d/log", mark));
            var wrong =
                    new Proposal(polls.parent.hash(), next.text(), cut, term, new TreeMap<>(), "");
            Tabled one = polls.table(wrong);
            polls.logs.clear();
            List.of(0, 1, 2).forEach(it -> polls.vote(it, one));
            none(polls);
        }
    }

    private static Bytes accepted(Charter parent, String newcomer, String country) {
        Charter alone = parent.admitting(Made.member(newcomer, country));
        return Made.memberKey(newcomer).sign(Bytes.utf8(alone.text()));
    }

    private static Member newcomer(String name, String country, String... sponsors) {
        var stand = new TreeSet<MemberId>();
        List.of(sponsors).forEach(it -> stand.add(new MemberId(it)));
        return Made.member(name, country).admitted(false, new Admission(stand, 99));
    }

    private static Tabled admit(Polls polls, Member... newcomers) {
        Amending next = Amending.of(polls.parent);
        var consents = new TreeMap<MemberId, List<Bytes>>();
        for (Member one : newcomers) {
            next.member(one);
            Bytes signature = accepted(polls.parent, one.id().name(), one.country().code());
            consents.put(one.id(), List.of(signature));
        }
        return polls.propose(next.next(), consents);
    }

    private static void oneCountryCannotFloodTheMembership(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = admit(polls, newcomer("x", "XX"), newcomer("y", "XX"), newcomer("z", "XX"));
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
    }

    private static void aNewcomerIsOnProbation(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        for (Member plain :
                List.of(
                        newcomer("x", "XX").admitted(false, Admission.PLAIN),
                        newcomer("x", "XX").admitted(true, new Admission(new TreeSet<>(), 99)))) {
            Tabled one = admit(polls, plain);
            polls.logs.clear();
            List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
            none(polls);
        }
    }

    private static void nobodyIsASponsorUnasked(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = admit(polls, newcomer("x", "XX", "a", "d"));
        List.of(0, 1, 2).forEach(it -> polls.vote(it, one));
        none(polls);
        Tabled kin = admit(polls, newcomer("y", "AA", "a"));
        assertFalse(kin.problems().isEmpty(), "a sponsor is of another country");
        polls.vote(3, one);
        only(polls, one);
    }

    private static void nobodyIsLetInUnasked(Set<Clause> clauses) {
        var polls = new Polls(Polls.charter(4, 0), clauses);
        Tabled one = polls.propose(Amending.of(polls.parent).member(newcomer("x", "XX")).next());
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, one));
        none(polls);
        polls.logs.clear();
        Tabled asked = admit(polls, newcomer("x", "XX"));
        List.of(0, 1, 2, 3).forEach(it -> polls.vote(it, asked));
        only(polls, asked);
    }

    private static void none(Polls polls) {
        assertEquals(Set.of(), Polls.certified(polls.count()));
    }

    private static void only(Polls polls, Tabled one) {
        assertEquals(Set.of(one.hash()), Polls.certified(polls.count()));
    }
}
