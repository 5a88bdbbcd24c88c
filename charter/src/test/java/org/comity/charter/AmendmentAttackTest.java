package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.statement.Vote;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * Attacks of the trust anchors, 3.7, on what follows a charter, as members' logs would show them.
 */
final class AmendmentAttackTest {
    /**
     * Who was removed votes on, with times before its removal, under the old charter and the new.
     */
    @Test
    void aBackDatedVoteAfterRemovalChangesNothing() {
        var polls = new Polls(Polls.charter(4, 0), Polls.ALL);
        Tabled removal = polls.propose(Polls.removing(polls.parent, Polls.id(3)));
        Tabled rival = polls.propose(Polls.withK(polls.parent, 6));
        var before = Submitted.NOTHING.with(removal.proposal()).with(rival.proposal());
        for (String member : List.of("a", "b", "c")) {
            before = with(before, member, 0, Polls.vote(polls.parent, 0, removal, List.of()));
        }
        Charter without = Amendments.of(polls.parent, before).successor().orElseThrow().charter();
        assertEquals(Set.of("a", "b", "c"), names(without));

        // Back-dated votes for the rival, of the round that is over and of later ones.
        List<Hash> shown = new ArrayList<>();
        before.votes().values().forEach(it -> shown.add(it.getFirst().vote().orElseThrow().hash()));
        Submitted after = before;
        for (int round = 0; round < 3; round++) {
            after = with(after, "d", round, Polls.vote(polls.parent, round, rival, shown));
        }
        assertEquals(
                without, Amendments.of(polls.parent, after).successor().orElseThrow().charter());

        // Under the charter that followed, three of three would do; its vote is none of them.
        var later = new Polls(without, Polls.ALL);
        Tabled next = later.propose(Polls.withK(without, 7));
        after = after.with(next.proposal());
        for (String member : List.of("a", "b", "d")) {
            after = with(after, member, 9, Polls.vote(without, 0, next, List.of()));
        }
        assertTrue(Amendments.of(without, after).successor().isEmpty());
        assertEquals(List.of(polls.parent, without), Amendments.chain(polls.parent, after));
        after = with(after, "c", 9, Polls.vote(without, 0, next, List.of()));
        assertEquals(
                next.next(), Amendments.of(without, after).successor().map(it -> it.charter()));
    }

    /** The cut fixes what counts by size and root: a shorter or another log is another charter. */
    @Test
    void theCutOfWhoIsRemovedCannotBeMovedAfterwards() {
        Charter parent = Polls.charter(4, 0);
        TreeHead end = new TreeHead(7, Hash.digest(new byte[] {7}));
        Charter cut = Amending.of(parent).without(Polls.id(3), end).next();
        assertEquals(Optional.of(end), cut.cutOf(Polls.id(3)).map(Cut::head));
        TreeHead longer = new TreeHead(9, Hash.digest(new byte[] {9}));
        Charter other = Amending.of(parent).without(Polls.id(3), longer).next();
        assertTrue(!other.hash().equals(cut.hash()));
        // What follows keeps it, unless the member comes in again.
        assertEquals(cut.articles().cuts(), Polls.withK(cut, 6).articles().cuts());
    }

    /** The charter alone under which such a newcomer signs would list the url twice. */
    @Test
    void aNewcomerUnderTheUrlOfWhoIsRemovedIsNotLetIn() {
        var polls = new Polls(Polls.charter(4, 0), Polls.ALL);
        Member gone = polls.parent.member(Polls.id(3)).orElseThrow();
        Member heir = Made.member("heir", "FR").withUrl(gone.url());
        Tabled one =
                polls.propose(
                        Amending.of(polls.parent)
                                .without(gone.id(), TreeHead.EMPTY)
                                .member(heir)
                                .next());
        assertTrue(one.problems().toString().contains("heir has not signed that it comes in"));
    }

    /** Two, one and one: none can win, all see it, and the next round decides for one. */
    @Test
    void aThreeWaySplitIsDeadAndTheNextRoundDecides() {
        var polls = new Polls(Polls.charter(4, 0), Polls.without(Clause.SIGNED));
        List<Tabled> three = three(polls);
        polls.vote(0, three.get(0));
        polls.vote(1, three.get(0));
        polls.vote(2, three.get(1));
        assertEquals(0, polls.count().nextVote(Polls.id(3)).orElseThrow().round(), "d may decide");
        polls.vote(3, three.get(2));
        assertEquals(Set.of(), Polls.certified(polls.count()));
        for (Tabled one : three) {
            assertTrue(
                    polls.count().standing(one).words().stream()
                            .anyMatch(it -> it.contains("cannot be certified any more")));
        }
        List.of(0, 1, 2).forEach(it -> assertTrue(polls.voteNext(it, three.get(1))));
        assertEquals(Set.of(three.get(1).hash()), Polls.certified(polls.count()));
        assertEquals(1, polls.count().successor().orElseThrow().round());
        // Whoever lost cannot go back: a second vote of the first round is void.
        polls.vote(2, three.get(0));
        polls.vote(3, three.get(0));
        assertEquals(Set.of(three.get(1).hash()), Polls.certified(polls.count()));
    }

    /** Nine members, three for each: it is dead although a third each is not far from many. */
    @Test
    void aSplitOfThreeTimesThreeIsDeadAndNobodyWins() {
        var polls = new Polls(Polls.charter(9, 0), Polls.without(Clause.SIGNED));
        List<Tabled> three = three(polls);
        for (int member = 0; member < 9; member++) {
            polls.vote(member, three.get(member % 3));
        }
        assertEquals(Set.of(), Polls.certified(polls.count()));
        assertEquals(1, polls.count().nextVote(Polls.id(0)).orElseThrow().round());
    }

    /**
     * With two that may vote twice the same split is not shown dead: it waits, and forks nothing.
     */
    @Test
    void aThreeWaySplitWaitsWhereSomeMayVoteTwice() {
        var polls = new Polls(Polls.charter(7, 2), Polls.without(Clause.SIGNED));
        List<Tabled> three = three(polls);
        for (int member = 0; member < 7; member++) {
            polls.vote(member, three.get(Math.min(member / 3, 2)));
        }
        assertEquals(Set.of(), Polls.certified(polls.count()));
        assertTrue(polls.count().nextVote(Polls.id(0)).isEmpty());
    }

    /** A log that withholds its vote from all holds up what it alone could decide, and no more. */
    @Test
    void withheldVotesDelayAndForkNothing() {
        var polls = new Polls(Polls.charter(4, 0), Polls.without(Clause.SIGNED));
        List<Tabled> three = three(polls);
        polls.vote(0, three.get(0));
        polls.vote(1, three.get(0));
        polls.vote(2, three.get(1));
        polls.append(Polls.id(3), Polls.MADE, Optional.empty());
        // d's vote may come to light as the third for the first: nobody may go on.
        assertTrue(polls.count().nextVote(Polls.id(0)).isEmpty());
        assertEquals(0, polls.count().nextVote(Polls.id(3)).orElseThrow().round());
        var shown = new Polls(polls.parent, Polls.without(Clause.SIGNED));
        shown.logs.putAll(polls.logs);
        shown.tabled.putAll(polls.tabled);
        shown.logs.remove(Polls.id(3));
        shown.vote(3, three.get(0));
        assertEquals(Set.of(three.get(0).hash()), Polls.certified(shown.count()));
    }

    private static List<Tabled> three(Polls polls) {
        return List.of(
                polls.propose(Polls.withK(polls.parent, 5)),
                polls.propose(Polls.withK(polls.parent, 6)),
                polls.propose(Polls.withK(polls.parent, 7)));
    }

    private static Submitted with(Submitted submitted, String member, int index, Vote vote) {
        var at = new StatementId(member + "/log", index);
        var signed = Optional.of(Polls.signed(vote, member));
        return submitted.with(new MemberId(member), new Submitted.Placed(at, Polls.MADE, signed));
    }

    private static Set<String> names(Charter charter) {
        var names = new java.util.TreeSet<String>();
        charter.members().forEach(it -> names.add(it.id().name()));
        return names;
    }
}
