package org.comity.charter;

import static org.comity.charter.MotionsTest.BAD;
import static org.comity.charter.MotionsTest.DAY;
import static org.comity.charter.MotionsTest.FOUR;
import static org.comity.charter.MotionsTest.GOOD;
import static org.comity.charter.MotionsTest.NOW;
import static org.comity.charter.MotionsTest.SHOP;
import static org.comity.charter.MotionsTest.id;
import static org.comity.charter.MotionsTest.moved;
import static org.comity.charter.MotionsTest.name;
import static org.comity.charter.MotionsTest.only;
import static org.comity.charter.MotionsTest.tally;
import static org.comity.charter.MotionsTest.voted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.MotionNotice;
import org.comity.statement.Topic;
import org.comity.statement.VoteNotice;
import org.junit.jupiter.api.Test;

/** Terms of motions: which are none, from when a decision holds and until when, and whose it is. */
final class MotionTermsTest {
    private static final Topic SUSPEND = new Topic.OnMember(new MemberId("d"));
    private static final long THREE_DAYS = 72 * 3_600;

    @Test
    void aMotionOnAMemberIsOpenForThreeDaysAtMost() {
        assertEquals(1, motions(SUSPEND, NOW + THREE_DAYS));
        assertEquals(0, motions(SUSPEND, NOW + THREE_DAYS + 1));
    }

    @Test
    void aMotionOnNobodyIsNone() {
        assertEquals(0, motions(new Topic.OnMember(new MemberId("z")), NOW + DAY));
    }

    @Test
    void aMotionThatIsOverWhenItIsMadeIsNone() {
        for (Topic topic : List.of(BAD, SUSPEND)) {
            assertEquals(0, motions(topic, NOW));
            assertEquals(1, motions(topic, NOW + 1));
        }
    }

    private static int motions(Topic topic, long until) {
        var notice = new MotionNotice(topic, until, "");
        Ballot moved = new Ballot.Moved(new MemberId("a"), id("a", 0), NOW, name(topic), notice);
        return Motions.tallies(FOUR, List.of(moved), NOW).size();
    }

    /** Whoever copies the leaf of a motion has stated it too, and takes nothing from its mover. */
    @Test
    void whoCopiesAMotionDoesNotTakeItsMoversVote() {
        List<Ballot> ballots = List.of(moved("b", 0, BAD), moved("a", 5, BAD));
        Motions.Tally tally = only(FOUR, ballots, NOW);
        assertEquals(Set.of(new MemberId("a"), new MemberId("b")), tally.inFavour());
        var forgotten = new ArrayList<>(ballots);
        forgotten.add(voted("a", 6, BAD, false));
        assertEquals(Set.of(new MemberId("b")), only(FOUR, forgotten, NOW).inFavour());
    }

    @Test
    void whoVotesAgainstTheOppositeStillStandsForTheFirst() {
        List<Ballot> ballots =
                List.of(
                        moved("a", 0, BAD),
                        moved("c", 0, GOOD),
                        voted("b", 1, BAD, true),
                        voted("b", 2, GOOD, false));
        assertEquals(2, tally(FOUR, ballots, BAD).inFavour().size());
        assertEquals(Set.of(new MemberId("b")), tally(FOUR, ballots, GOOD).against());
        assertEquals(BAD, Motions.decisions(FOUR, ballots, NOW).get(SHOP).topic());
    }

    @Test
    void asManyMembersAreNeededAsTheCharterSays() {
        Charter three = Polls.withK(FOUR, 3);
        List<Ballot> ballots =
                new ArrayList<>(List.of(moved("a", 0, BAD), voted("b", 0, BAD, true)));
        assertEquals(List.of("members for it: 2 of 3"), only(three, ballots, NOW).missing());
        ballots.add(voted("c", 0, BAD, true));
        assertEquals(List.of(), only(three, ballots, NOW).missing());
    }

    /** Of two members one is left who can vote. */
    @Test
    void theTargetIsNotAmongThoseWhoAreNeeded() {
        Charter two = Made.charter("DE", "DE");
        Topic other = new Topic.OnMember(new MemberId("b"));
        assertEquals(1, only(two, List.of(moved("a", 0, other)), NOW).membersNeeded());
        assertEquals(
                Set.of(new MemberId("b")),
                Motions.suspended(two, List.of(moved("a", 0, other)), NOW));
    }

    @Test
    void ofTwoThatAreCarriedTheOneOfMoreCountriesHoldsAlthoughTheOtherHasMoreMembers() {
        Charter charter = Made.charter("DE", "DE", "DE", "FR", "CN", "BR", "ZA");
        Charter f1 = Amending.of(charter).rules(new Rules(1, 2, List.of("country"))).next();
        List<Ballot> ballots = new ArrayList<>(List.of(moved("a", 0, GOOD)));
        List.of("b", "c", "d").forEach(it -> ballots.add(voted(it, 0, GOOD, true)));
        ballots.add(moved("e", 0, BAD));
        List.of("f", "g").forEach(it -> ballots.add(voted(it, 0, BAD, true)));
        assertEquals(4, tally(f1, ballots, GOOD).inFavour().size());
        assertEquals(BAD, Motions.decisions(f1, ballots, NOW).get(SHOP).topic());
    }

    @Test
    void aDecisionHoldsFromTheVoteByWhichItHadEnoughMembers() {
        Charter three = Polls.withK(Made.charter("DE", "FR", "FR"), 3);
        List<Ballot> ballots = List.of(moved("a", 0, BAD), at(1, "b", true), at(2, "c", true));
        assertEquals(at(2), from(three, ballots));
    }

    @Test
    void aDecisionHoldsFromTheVoteByWhichItHadEnoughCountries() {
        Charter three = Made.charter("DE", "DE", "FR");
        List<Ballot> ballots = List.of(moved("a", 0, BAD), at(1, "b", true), at(2, "c", true));
        assertEquals(at(2), from(three, ballots));
    }

    @Test
    void aDecisionHoldsFromTheVoteByWhichMoreCountriesWereForThanAgainst() {
        Charter seven = Made.charter("DE", "FR", "CN", "BR", "ZA", "AT", "NL");
        List<Ballot> ballots = new ArrayList<>(List.of(moved("a", 0, BAD)));
        List.of("d", "e", "f").forEach(it -> ballots.add(at(0, it, false)));
        List.of("b", "c").forEach(it -> ballots.add(at(1, it, true)));
        ballots.add(at(2, "g", true));
        assertEquals(at(2), from(seven, ballots));
    }

    /** Two declare times before the motion, and its mover is against it by now. */
    @Test
    void noDecisionHoldsBeforeItsMotion() {
        List<Ballot> ballots =
                List.of(
                        moved("a", 0, BAD),
                        voted("a", 1, BAD, false),
                        at(-9, "b", true),
                        at(-9, "c", true));
        assertEquals(at(0), from(FOUR, ballots));
    }

    @Test
    void aSuspensionLastsThreeDaysFromTheVoteThatMadeItSo() {
        Ballot late =
                new Ballot.Voted(
                        new MemberId("b"),
                        id("b", 0),
                        at(5),
                        new VoteNotice(name(SUSPEND), true, ""));
        List<Ballot> ballots = List.of(moved("a", 0, SUSPEND), late);
        long end = at(5) + THREE_DAYS;
        assertEquals(Set.of(new MemberId("d")), Motions.suspended(FOUR, ballots, end - 1));
        assertEquals(Set.of(), Motions.suspended(FOUR, ballots, end));
        assertEquals(end, Motions.nextEnd(FOUR, ballots, at(6)).orElseThrow());
    }

    @Test
    void whatIsDecidedOnOneSubjectSaysNothingOfAMember() {
        List<Ballot> ballots = List.of(moved("a", 0, BAD), voted("b", 0, BAD, true));
        assertTrue(Motions.suspended(FOUR, ballots, NOW).isEmpty());
        List<Ballot> other = List.of(moved("a", 0, SUSPEND), voted("b", 0, SUSPEND, true));
        assertTrue(Motions.decisions(FOUR, other, NOW).isEmpty());
    }

    private static long from(Charter charter, List<Ballot> ballots) {
        return Motions.decisions(charter, ballots, NOW).get(SHOP).fromSecond();
    }

    /** So many steps of five minutes after the motions of these tests. */
    private static long at(int steps) {
        return NOW - DAY + steps * 300L;
    }

    private static Ballot at(int steps, String member, boolean inFavour) {
        var notice = new VoteNotice(name(BAD), inFavour, "");
        return new Ballot.Voted(new MemberId(member), id(member, 0), at(steps), notice);
    }
}
