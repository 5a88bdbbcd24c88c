package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.MemberId;
import org.comity.statement.StatementId;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * P14 and P15: at most one successor within the fault budget, and a path. {@code -Dcases=100000}
 * for the long run.
 */
final class AmendmentLawTest {
    private static final int CASES = 1_000;

    /** Votes are made here, not signed: what signatures do is tested by themselves. */
    private static final Set<Clause> UNSIGNED = Polls.without(Clause.SIGNED);

    /**
     * Every assignment of votes that differs: order within a round makes no difference, and a vote
     * of a later round is possible exactly when all earlier votes show all dead.
     */
    @Test
    void atMostOneSuccessorForUpToFourMembersTwoProposalsAndThreeRounds() {
        long seen = 0;
        for (int members = 1; members <= 4; members++) {
            for (int phi = 0; phi <= 1; phi++) {
                seen += everyAssignment(members, phi);
            }
        }
        assertTrue(seen > 3_000, () -> "assignments seen are too few");
    }

    private static long everyAssignment(int members, int phi) {
        var polls = new Polls(Polls.charter(members, phi), UNSIGNED);
        List<Tabled> two =
                List.of(
                        polls.propose(Polls.withK(polls.parent, 5)),
                        members > 1
                                ? polls.propose(Polls.removing(polls.parent, Polls.id(0)))
                                : polls.propose(Polls.withK(polls.parent, 6)));
        return everyRound(polls, two, 0);
    }

    private static long everyRound(Polls polls, List<Tabled> two, int round) {
        int members = polls.parent.members().size();
        long seen = 0;
        Map<MemberId, List<Submitted.Placed>> before = copy(polls.logs);
        for (int choice = 0; choice < Math.pow(3, members); choice++) {
            polls.logs.clear();
            polls.logs.putAll(copy(before));
            List<Hash> justification = justification(polls, round);
            int rest = choice;
            for (int member = 0; member < members; member++, rest /= 3) {
                if (rest % 3 > 0) {
                    Tabled one = two.get(rest % 3 - 1);
                    polls.append(
                            Polls.id(member), Polls.vote(polls.parent, round, one, justification));
                }
            }
            Amendments counted = polls.count();
            assertTrue(Polls.certified(counted).size() <= 1, () -> "fork: " + polls.logs);
            seen++;
            boolean goesOn =
                    counted.nextVote(Polls.id(0)).filter(it -> it.round() > round).isPresent();
            if (round < 2 && goesOn) {
                seen += everyRound(polls, two, round + 1);
            }
        }
        polls.logs.clear();
        polls.logs.putAll(before);
        return seen;
    }

    private static List<Hash> justification(Polls polls, int round) {
        List<Hash> names = new ArrayList<>();
        polls.logs.values().stream()
                .flatMap(List::stream)
                .map(it -> it.vote().orElseThrow())
                .filter(it -> it.cast().round() < round)
                .forEach(it -> names.add(it.hash()));
        return names.stream().sorted().distinct().toList();
    }

    private static Map<MemberId, List<Submitted.Placed>> copy(
            Map<MemberId, List<Submitted.Placed>> logs) {
        var copied = new TreeMap<MemberId, List<Submitted.Placed>>();
        logs.forEach((member, log) -> copied.put(member, new ArrayList<>(log)));
        return copied;
    }

    /** a would remove b while b would remove a: every number of votes that others can give. */
    @Test
    void ofTwoConcurrentRemovalsAtMostOneIsCertified() {
        int certified = 0;
        for (int members = 2; members <= 10; members++) {
            Charter parent = Polls.charter(members, 0);
            for (int forFirst = 0; forFirst <= members; forFirst++) {
                for (int forSecond = 0; forFirst + forSecond <= members; forSecond++) {
                    certified += duel(parent, forFirst, forSecond);
                }
            }
        }
        assertTrue(certified > 20, "removals succeed at all");
    }

    private static int duel(Charter parent, int forFirst, int forSecond) {
        var polls = new Polls(parent, UNSIGNED);
        Tabled first = polls.propose(Polls.removing(parent, Polls.id(0)));
        Tabled second = polls.propose(Polls.removing(parent, Polls.id(1)));
        // From both ends, so that the targets vote too, for the other's removal or their own.
        for (int at = 0; at < forFirst; at++) {
            polls.vote((at + 1) % parent.members().size(), first);
        }
        for (int at = 0; at < forSecond; at++) {
            polls.vote((parent.members().size() - at) % parent.members().size(), second);
        }
        Set<Hash> names = Polls.certified(polls.count());
        assertTrue(
                names.size() <= 1, () -> forFirst + " and " + forSecond + " of " + parent.epoch());
        return names.size();
    }

    @Test
    void noForkWithinTheFaultBudget() {
        Seeds.each(CASES, random -> noFork(random, UNSIGNED, true));
    }

    /** b and c are for the first, d for the second; a shows each side that it is with them. */
    @Test
    void whoVotesTwiceForksOnlyACharterThatAllowsForNobody() {
        for (int phi = 0; phi <= 1; phi++) {
            var polls = new Polls(Polls.charter(4, phi), UNSIGNED);
            Tabled first = polls.propose(Polls.withK(polls.parent, 5));
            Tabled second = polls.propose(Polls.withK(polls.parent, 6));
            List.of(1, 2).forEach(it -> polls.vote(it, first));
            polls.vote(3, second);
            Map<MemberId, List<Submitted.Placed>> elsewhere = copy(polls.logs);
            var other = new Polls(polls.parent, UNSIGNED);
            other.vote(0, first);
            elsewhere.putAll(other.logs);
            assertEquals(Set.of(first.hash()), Polls.certified(polls.count(elsewhere)));

            polls.vote(0, second);
            List.of(1, 2, 3).forEach(it -> polls.voteNext(it, second));
            Set<Hash> here = Polls.certified(polls.count());
            assertEquals(phi == 0 ? Set.of(second.hash()) : Set.of(), here);
        }
    }

    private static void noFork(RandomGenerator random, Set<Clause> clauses, boolean forked) {
        Set<Hash> names = run(random, clauses, forked);
        assertTrue(names.size() <= 1, () -> "certified at once: " + names.size());
    }

    /**
     * Honest members vote from what they happen to know; up to phi others keep two logs and show
     * them to different people. What all observers together see certified.
     */
    static Set<Hash> run(RandomGenerator random, Set<Clause> clauses, boolean forked) {
        int members = random.nextInt(2, 11);
        int liars = forked ? random.nextInt((members - 1) / 3 + 1) : 0;
        var polls = new Polls(Polls.charter(members, liars), clauses);
        List<Tabled> proposals = proposals(polls, random);
        // The liars' other logs; honest logs are the same in both.
        Map<MemberId, List<Submitted.Placed>> other = new TreeMap<>();
        boolean parted = random.nextBoolean();
        for (int step = 0; step < members * 3; step++) {
            int member = random.nextInt(members);
            boolean isLiar = member < liars;
            Map<MemberId, List<Submitted.Placed>> seen = view(polls, other, random);
            if (parted) {
                // All the honest sit on one side, as after a cable was cut.
                seen = copy(polls.logs);
                seen.putAll(other);
            }
            if (!isLiar) {
                seen.put(Polls.id(member), polls.logs.getOrDefault(Polls.id(member), List.of()));
            }
            Amendments counted = polls.count(seen);
            Tabled one = proposals.get(random.nextInt(proposals.size()));
            if (isLiar) {
                lie(polls, other, new Liar(Polls.id(member), counted, random), one);
            } else {
                counted.nextVote(Polls.id(member))
                        .ifPresent(it ->
                                polls.append(
                                        Polls.id(member),
                                        Polls.vote(
                                                polls.parent,
                                                it.round(),
                                                one,
                                                it.justification())));
            }
        }
        var names = new TreeSet<Hash>();
        for (int look = 0; look < 6; look++) {
            names.addAll(Polls.certified(polls.count(view(polls, other, random))));
        }
        names.addAll(Polls.certified(polls.count()));
        Map<MemberId, List<Submitted.Placed>> second = copy(polls.logs);
        second.putAll(other);
        names.addAll(Polls.certified(polls.count(second)));
        return names;
    }

    private static List<Tabled> proposals(Polls polls, RandomGenerator random) {
        List<Tabled> proposals = new ArrayList<>();
        for (int at = 0; at <= random.nextInt(1, 3); at++) {
            boolean removal = random.nextInt(3) == 0 && polls.parent.members().size() > 2;
            int target = random.nextInt(polls.parent.members().size());
            proposals.add(
                    polls.propose(
                            removal
                                    ? Polls.removing(polls.parent, Polls.id(target))
                                    : Polls.withK(polls.parent, 5 + at)));
        }
        return proposals;
    }

    private record Liar(MemberId id, Amendments counted, RandomGenerator random) {}

    /** Appends to one log or the other whatever suits: also votes out of turn. */
    private static void lie(
            Polls polls, Map<MemberId, List<Submitted.Placed>> other, Liar who, Tabled one) {
        RandomGenerator random = who.random();
        MemberId liar = who.id();
        List<Hash> evidence =
                who.counted().nextVote(liar).map(Amendments.Next::justification).orElse(List.of());
        Map<MemberId, List<Submitted.Placed>> into = random.nextBoolean() ? polls.logs : other;
        List<Submitted.Placed> log = into.computeIfAbsent(liar, _ -> new ArrayList<>());
        int round = random.nextBoolean() ? Math.min(log.size(), 2) : random.nextInt(3);
        var vote = Polls.vote(polls.parent, round, one, evidence);
        log.add(
                new Submitted.Placed(
                        new StatementId(liar.name() + "/log", log.size()),
                        Polls.MADE,
                        java.util.Optional.of(Polls.stamped(vote, liar))));
    }

    /** A prefix of each log; of a liar's, one of the two. */
    private static Map<MemberId, List<Submitted.Placed>> view(
            Polls polls, Map<MemberId, List<Submitted.Placed>> other, RandomGenerator random) {
        var seen = new TreeMap<MemberId, List<Submitted.Placed>>();
        for (Member member : polls.parent.members()) {
            boolean second = other.containsKey(member.id()) && random.nextBoolean();
            List<Submitted.Placed> log =
                    (second ? other : polls.logs).getOrDefault(member.id(), List.of());
            int most = random.nextInt(4) == 0 ? random.nextInt(log.size() + 1) : log.size();
            seen.put(member.id(), List.copyOf(log.subList(0, most)));
        }
        return seen;
    }

    /** P1, P2: whoever has the same statements works out the same, in whatever order they came. */
    @Test
    void orderAndDuplicatesOfArrivalChangeNothing() {
        Seeds.each(
                200,
                random -> {
                    var polls = new Polls(Polls.charter(4, 0), UNSIGNED);
                    List<Tabled> proposals = proposals(polls, random);
                    for (int step = 0; step < 10; step++) {
                        MoreIsSeenTest.voteAtRandom(polls, random.nextInt(4), proposals, random);
                    }
                    var shuffled = Submitted.NOTHING;
                    List<Submitted.Placed> all =
                            new ArrayList<>(
                                    polls.logs.values().stream().flatMap(List::stream).toList());
                    all.addAll(List.copyOf(all));
                    java.util.Collections.shuffle(all, java.util.Random.from(random));
                    for (Submitted.Placed placed : all) {
                        String name = placed.at().origin().replace("/log", "");
                        shuffled = shuffled.with(new MemberId(name), placed);
                    }
                    assertEquals(
                            polls.count().certified(), polls.count(shuffled.votes()).certified());
                });
    }

    /** P15. */
    @Test
    void chainIsAPath() {
        Charter start = Polls.charter(3, 0);
        Submitted submitted = Submitted.NOTHING;
        Charter at = start;
        for (int epoch = 0; epoch < 3; epoch++) {
            var polls = new Polls(at, Polls.ALL);
            Tabled one = polls.propose(Polls.withK(at, 5 + epoch));
            submitted = submitted.with(one.proposal());
            for (String member : List.of("a", "b", "c")) {
                var vote = Polls.signed(Polls.vote(at, 0, one, List.of()), member);
                var place = new StatementId(member + "/log", epoch);
                submitted =
                        submitted.with(
                                new MemberId(member),
                                new Submitted.Placed(
                                        place, Polls.MADE, java.util.Optional.of(vote)));
            }
            at = one.next().orElseThrow();
        }
        List<Charter> chain = Amendments.chain(start, submitted);
        assertEquals(4, chain.size());
        for (int epoch = 1; epoch < chain.size(); epoch++) {
            assertEquals(chain.get(epoch - 1).hash(), chain.get(epoch).parent().orElseThrow());
        }
        assertEquals(at, chain.getLast());
    }
}
