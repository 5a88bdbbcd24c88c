package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.comity.statement.MemberId;
import org.comity.statement.MotionNotice;
import org.comity.statement.Stance;
import org.comity.statement.StatementId;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.statement.Topic;
import org.comity.statement.VoteNotice;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Decisions by motion; every clause of the rule in {@link Motions} has a test that needs it. */
final class MotionsTest {
    static final long NOW = 1_800_000_000L;
    static final long DAY = 86_400;
    static final Subject SHOP = new Subject(SubjectKind.DOMAIN, "shop.example");
    static final Topic BAD = new Topic.OnSubject(SHOP, Stance.MALICIOUS);
    static final Topic GOOD = new Topic.OnSubject(SHOP, Stance.BENIGN);

    /** f = 1, k = 2. */
    static final Charter FOUR = Made.charter("DE", "FR", "CN", "BR");

    @Test
    void membersOfFPlusOneCountriesCarryAMotion() {
        List<Ballot> ballots = List.of(moved("a", 0, BAD), voted("b", 0, BAD, true));
        Decision decision = Motions.decisions(FOUR, ballots, NOW).get(SHOP);
        assertEquals(BAD, decision.topic());
        assertEquals(2, decision.members());
        assertEquals(2, decision.countries());
    }

    @Test
    void theMoverAloneCarriesNothing() {
        Motions.Tally tally = only(FOUR, List.of(moved("a", 0, BAD)), NOW);
        assertTrue(tally.decision().isEmpty());
        assertEquals(
                List.of("members for it: 1 of 2", "countries for it: 1 of 2"), tally.missing());
    }

    @Test
    void oneCountryAloneCarriesNothingHoweverManyItsMembers() {
        Charter charter = Made.charter("DE", "DE", "DE", "FR");
        List<Ballot> ballots =
                List.of(moved("a", 0, BAD), voted("b", 0, BAD, true), voted("c", 0, BAD, true));
        assertEquals(List.of("countries for it: 1 of 2"), only(charter, ballots, NOW).missing());
    }

    @Test
    void aDeskAloneDecidesForItself() {
        Charter charter = Made.charter("DE");
        assertEquals(
                Set.of(SHOP),
                Motions.decisions(charter, List.of(moved("a", 0, BAD)), NOW).keySet());
    }

    @Test
    void twoMembersOfOneCountryDecideTogether() {
        Charter charter = Made.charter("DE", "DE");
        assertTrue(Motions.decisions(charter, List.of(moved("a", 0, BAD)), NOW).isEmpty());
        assertEquals(
                Set.of(SHOP),
                Motions.decisions(
                                charter, List.of(moved("a", 0, BAD), voted("b", 0, BAD, true)), NOW)
                        .keySet());
    }

    @Test
    void asManyCountriesAgainstAsForStopAMotion() {
        List<Ballot> ballots =
                List.of(
                        moved("a", 0, BAD),
                        voted("b", 0, BAD, true),
                        voted("c", 0, BAD, false),
                        voted("d", 0, BAD, false));
        assertEquals(
                List.of("more countries for than against: 2 against"),
                only(FOUR, ballots, NOW).missing());
    }

    @Test
    void aCountryLeansOnlyWhereMoreOfItsMembersAreForThanAgainst() {
        Charter charter = Made.charter("DE", "DE", "FR", "FR", "CN");
        List<Ballot> ballots =
                List.of(moved("a", 0, BAD), voted("b", 0, BAD, false), voted("c", 0, BAD, true));
        assertEquals(1, only(charter, ballots, NOW).countriesFor());
    }

    @Test
    void theNewestVoteOfAMemberCountsInLogOrder() {
        List<Ballot> ballots =
                List.of(moved("a", 0, BAD), voted("b", 7, BAD, false), voted("b", 3, BAD, true));
        assertTrue(Motions.decisions(FOUR, ballots, NOW).isEmpty());
    }

    @Test
    void theMoverMayChangeItsMind() {
        List<Ballot> ballots =
                List.of(moved("a", 0, BAD), voted("a", 1, BAD, false), voted("b", 0, BAD, true));
        assertEquals(1, only(FOUR, ballots, NOW).inFavour().size());
    }

    @Test
    void whoHelpsToCarryTheOppositeNoLongerStandsForTheFirst() {
        List<Ballot> ballots =
                List.of(
                        moved("a", 0, BAD),
                        moved("c", 0, GOOD),
                        voted("b", 1, BAD, true),
                        voted("b", 2, GOOD, true));
        Decision decision = Motions.decisions(FOUR, ballots, NOW).get(SHOP);
        assertEquals(GOOD, decision.topic());
        assertEquals(2, decision.members());
        assertEquals(1, tally(FOUR, ballots, BAD).inFavour().size());
    }

    @Test
    void ofTwoThatAreCarriedTheOneOfMoreMembersHoldsAndElseTheBenign() {
        List<Ballot> even =
                List.of(
                        moved("a", 0, BAD),
                        voted("b", 0, BAD, true),
                        moved("c", 0, GOOD),
                        voted("d", 0, GOOD, true));
        assertEquals(GOOD, Motions.decisions(FOUR, even, NOW).get(SHOP).topic());
        Charter five = Made.charter("DE", "FR", "CN", "BR", "DE");
        List<Ballot> more = new ArrayList<>(even);
        more.set(2, moved("c", 0, GOOD));
        more.add(voted("e", 0, BAD, true));
        assertEquals(BAD, Motions.decisions(five, more, NOW).get(SHOP).topic());
    }

    @Test
    void aDecisionEndsWithItsMotionAndLateVotesDoNotCount() {
        List<Ballot> ballots = List.of(moved("a", 0, BAD), voted("b", 0, BAD, true));
        long until = NOW - DAY + 30 * DAY;
        assertEquals(1, Motions.decisions(FOUR, ballots, until - 1).size());
        assertEquals(0, Motions.decisions(FOUR, ballots, until).size());
        assertEquals(until, Motions.nextEnd(FOUR, ballots, NOW).orElseThrow());
        Ballot late =
                new Ballot.Voted(
                        new MemberId("b"), id("b", 0), until, new VoteNotice(name(BAD), true, ""));
        assertEquals(
                1, tally(FOUR, List.of(moved("a", 0, BAD), late), BAD, until).inFavour().size());
    }

    @Test
    void aVoteOfTheFutureDoesNotCountYet() {
        Ballot tomorrow =
                new Ballot.Voted(
                        new MemberId("b"),
                        id("b", 0),
                        NOW + DAY,
                        new VoteNotice(name(BAD), true, ""));
        List<Ballot> ballots = List.of(moved("a", 0, BAD), tomorrow);
        assertTrue(Motions.decisions(FOUR, ballots, NOW).isEmpty());
        Decision later = Motions.decisions(FOUR, ballots, NOW + 2 * DAY).get(SHOP);
        assertEquals(NOW + DAY, later.fromSecond());
    }

    @Test
    void aMotionForLongerThanAYearIsNone() {
        Ballot forEver =
                new Ballot.Moved(
                        new MemberId("a"),
                        id("a", 0),
                        NOW,
                        name(BAD),
                        new MotionNotice(BAD, NOW + Motions.DECISION_SECONDS_MAX + 1, ""));
        assertTrue(Motions.tallies(FOUR, List.of(forEver), NOW).isEmpty());
    }

    @Test
    void strangersNeitherMoveNorVote() {
        assertTrue(Motions.tallies(FOUR, List.of(moved("z", 0, BAD)), NOW).isEmpty());
        assertEquals(
                1,
                only(FOUR, List.of(moved("a", 0, BAD), voted("z", 0, BAD, true)), NOW)
                        .inFavour()
                        .size());
    }

    @Test
    void aMajoritySuspendsAMemberForThreeDaysAndTheTargetIsNotCounted() {
        Topic suspend = new Topic.OnMember(new MemberId("d"));
        List<Ballot> ballots =
                List.of(
                        moved("a", 0, suspend),
                        voted("b", 0, suspend, true),
                        voted("d", 0, suspend, false));
        assertEquals(Set.of(new MemberId("d")), Motions.suspended(FOUR, ballots, NOW));
        long carried = NOW - DAY;
        assertEquals(1, Motions.suspended(FOUR, ballots, carried + 72 * 3_600 - 1).size());
        assertEquals(0, Motions.suspended(FOUR, ballots, carried + 72 * 3_600).size());
        List<Ballot> byItself = List.of(moved("d", 0, suspend), voted("a", 0, suspend, true));
        assertTrue(Motions.suspended(FOUR, byItself, NOW).isEmpty());
    }

    @Test
    void neitherOrderNorDoublesChangeAnything() {
        List<Topic> topics = List.of(BAD, GOOD, new Topic.OnMember(new MemberId("b")));
        Seeds.each(
                2_000,
                random -> {
                    List<Ballot> ballots = new ArrayList<>();
                    for (int at = 0; at < 8; at++) {
                        String member = String.valueOf((char) ('a' + random.nextInt(4)));
                        Topic topic = topics.get(random.nextInt(topics.size()));
                        ballots.add(
                                random.nextInt(3) == 0
                                        ? moved(member, at, topic)
                                        : voted(member, at, topic, random.nextInt(3) > 0));
                    }
                    List<Ballot> other = new ArrayList<>(ballots);
                    other.addAll(ballots.subList(0, random.nextInt(ballots.size())));
                    Collections.shuffle(other, new Random(random.nextLong()));
                    assertEquals(
                            Motions.tallies(FOUR, ballots, NOW), Motions.tallies(FOUR, other, NOW));
                    assertEquals(
                            Motions.decisions(FOUR, ballots, NOW),
                            Motions.decisions(FOUR, other, NOW));
                });
    }

    /** Whatever f captured countries do, they decide nothing that nobody else is for. */
    @Test
    void capturedCountriesCarryNothingByThemselves() {
        Charter seven = Made.charter("DE", "DE", "FR", "FR", "CN", "BR", "ZA");
        assertEquals(2, seven.rules().f());
        assertEquals(3, seven.rules().k());
        Seeds.each(
                2_000,
                random -> {
                    List<Ballot> ballots = new ArrayList<>();
                    for (int at = 0; at < 9; at++) {
                        String captured = String.valueOf((char) ('a' + random.nextInt(4)));
                        Topic topic = random.nextBoolean() ? BAD : GOOD;
                        ballots.add(
                                random.nextBoolean()
                                        ? moved(captured, at, topic)
                                        : voted(captured, at, topic, random.nextInt(4) > 0));
                    }
                    assertTrue(Motions.decisions(seven, ballots, NOW).isEmpty());
                });
    }

    static Motions.Tally only(Charter charter, List<Ballot> ballots, long second) {
        List<Motions.Tally> tallies = Motions.tallies(charter, ballots, second);
        assertEquals(1, tallies.size());
        return tallies.getFirst();
    }

    static Motions.Tally tally(Charter charter, List<Ballot> ballots, Topic on) {
        return tally(charter, ballots, on, NOW);
    }

    static Motions.Tally tally(Charter charter, List<Ballot> ballots, Topic on, long second) {
        return Motions.tallies(charter, ballots, second).stream()
                .filter(it -> it.motion().notice().topic().equals(on))
                .findFirst()
                .orElseThrow();
    }

    /** A day ago, for thirty days or, on a member, for three. */
    static Ballot moved(String member, long index, Topic topic) {
        long life = topic instanceof Topic.OnMember ? 72 * 3_600 : 30 * DAY;
        var notice = new MotionNotice(topic, NOW - DAY + life, "");
        return new Ballot.Moved(
                new MemberId(member), id(member, index), NOW - DAY, name(topic), notice);
    }

    static Ballot voted(String member, long index, Topic topic, boolean inFavour) {
        return new Ballot.Voted(
                new MemberId(member),
                id(member, index),
                NOW - DAY,
                new VoteNotice(name(topic), inFavour, ""));
    }

    static StatementId id(String member, long index) {
        return new StatementId(member + "/log", index);
    }

    static Hash name(Topic topic) {
        return Hash.digest(topic.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
