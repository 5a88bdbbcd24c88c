package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.comity.statement.MemberId;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * P1 and P16 for charters: who sees more of the same logs takes nothing back that it concluded from
 * less. What is dead stays dead, and what is certified stays certified.
 */
final class MoreIsSeenTest {
    private static final int CASES = 1_000;
    private static final Set<Clause> UNSIGNED = Polls.without(Clause.SIGNED);

    /** An exchange, and of its logs what somebody sees who does not see all. */
    private record Partly(Polls polls, TreeMap<MemberId, List<Submitted.Placed>> seen) {}

    @Test
    void whatIsDeadStaysDead() {
        int[] dead = {0};
        each(it -> {
            var deadness = new Deadness(it.polls().parent, it.polls().tabled, UNSIGNED);
            for (int round = 0; round < 3; round++) {
                var less = votes(it, it.seen()).round(round).values();
                var more = votes(it, it.polls().logs).round(round).values();
                for (Hash name : it.polls().tabled.keySet()) {
                    if (deadness.isDead(Optional.of(name), less)) {
                        dead[0]++;
                        assertTrue(deadness.isDead(Optional.of(name), more));
                    }
                }
                assertTrue(!deadness.areAllDead(less) || deadness.areAllDead(more));
            }
        });
        assertTrue(dead[0] > 50 || Long.getLong("seed") != null, "dead: " + dead[0]);
    }

    @Test
    void whatIsCertifiedStaysCertified() {
        int[] certified = {0};
        each(it -> {
            Set<Hash> less = Polls.certified(it.polls().count(it.seen()));
            certified[0] += less.size();
            assertTrue(Polls.certified(it.polls().count()).containsAll(less));
        });
        assertTrue(certified[0] > 50 || Long.getLong("seed") != null, "few: " + certified[0]);
    }

    /** Two that saw different parts and exchange them conclude the same as who saw all at once. */
    @Test
    void whatTwoSawTogetherIsWhatBothConclude() {
        Seeds.each(
                CASES / 4,
                random -> {
                    Partly one = partly(random);
                    var other = view(one.polls(), random);
                    var here = new Submitted(new TreeMap<>(), one.seen(), new TreeMap<>());
                    var there = new Submitted(new TreeMap<>(), other, new TreeMap<>());
                    assertEquals(
                            one.polls().count(merged(here, other).votes()).certified(),
                            one.polls().count(merged(there, one.seen()).votes()).certified());
                });
    }

    private static Submitted merged(
            Submitted into, TreeMap<MemberId, List<Submitted.Placed>> others) {
        Submitted all = into;
        for (var log : others.entrySet()) {
            for (Submitted.Placed placed : log.getValue()) {
                all = all.with(log.getKey(), placed);
            }
        }
        return all;
    }

    private static CharterVotes votes(Partly it, Map<MemberId, List<Submitted.Placed>> logs) {
        var submitted = new Submitted(new TreeMap<>(), new TreeMap<>(logs), new TreeMap<>());
        return CharterVotes.of(it.polls().parent, submitted, UNSIGNED);
    }

    private static void each(Consumer<Partly> law) {
        Seeds.each(CASES, random -> law.accept(partly(random)));
    }

    private static Partly partly(RandomGenerator random) {
        int members = random.nextInt(2, 8);
        int phi = random.nextInt((members - 1) / 3 + 1);
        var polls = new Polls(Polls.charter(members, phi), UNSIGNED);
        List<Tabled> proposals = new ArrayList<>();
        for (int at = 0; at < random.nextInt(1, 4); at++) {
            proposals.add(polls.propose(Polls.withK(polls.parent, 5 + at)));
        }
        if (members > 2 && random.nextBoolean()) {
            int target = random.nextInt(members);
            proposals.add(polls.propose(Polls.removing(polls.parent, Polls.id(target))));
        }
        for (int step = 0; step < members * 2; step++) {
            voteAtRandom(polls, random.nextInt(members), proposals, random);
        }
        return new Partly(polls, view(polls, random));
    }

    /** Often twice in a round, and before a round is dead: what counts must not hang on manners. */
    static void voteAtRandom(
            Polls polls, int member, List<Tabled> proposals, RandomGenerator random) {
        Tabled one = proposals.get(random.nextInt(proposals.size()));
        List<Hash> shown = new ArrayList<>();
        for (List<Submitted.Placed> log : polls.logs.values()) {
            log.forEach(it -> shown.add(it.vote().orElseThrow().hash()));
        }
        int round = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
        List<Hash> justification = shown.stream().sorted().distinct().toList();
        polls.append(Polls.id(member), Polls.vote(polls.parent, round, one, justification));
    }

    private static TreeMap<MemberId, List<Submitted.Placed>> view(
            Polls polls, RandomGenerator random) {
        var seen = new TreeMap<MemberId, List<Submitted.Placed>>();
        var hidden = new TreeSet<MemberId>();
        for (var log : polls.logs.entrySet()) {
            List<Submitted.Placed> all = log.getValue();
            int most = random.nextInt(3) == 0 ? random.nextInt(all.size() + 1) : all.size();
            seen.put(log.getKey(), List.copyOf(all.subList(0, most)));
            if (most == 0) {
                hidden.add(log.getKey());
            }
        }
        hidden.forEach(seen::remove);
        return seen;
    }
}
