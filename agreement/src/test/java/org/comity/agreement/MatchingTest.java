package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.MemberId;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class MatchingTest {
    @Test
    void isTheBestOfAllAssignments() {
        Seeds.each(
                1_500,
                random -> {
                    List<Voice> voices = voices(random);
                    List<Optional<Hash>> best =
                            Naive.best(
                                    voices.stream()
                                            .map(it -> new Naive.Citing(it.roots(), it.analysed()))
                                            .toList());
                    assertEquals(best, Matching.least(voices));
                    assertEquals(
                            best.stream().filter(Optional::isPresent).count(),
                            Matching.size(voices));
                });
    }

    /** P4: to learn that two pieces of evidence are one never makes more of them, of one basis. */
    @Test
    void mergingTwoRootsOfOneBasisNeverMatchesMore() {
        Seeds.each(
                1_000,
                random -> {
                    boolean analysed = random.nextBoolean();
                    List<Voice> voices =
                            voices(random).stream()
                                    .map(it -> new Voice(it.name(), it.roots(), only(it, analysed)))
                                    .toList();
                    assertTrue(Matching.size(merged(voices)) <= Matching.size(voices));
                });
    }

    /** The known limit of the class: with both bases it may be one more. */
    @Test
    void mergingTwoRootsNeverMatchesMoreThanOneMore() {
        Seeds.each(
                1_000,
                random -> {
                    List<Voice> voices = voices(random);
                    assertTrue(Matching.size(merged(voices)) <= Matching.size(voices) + 1);
                });
    }

    @Test
    void twoAnalysesOfOneArtefactCountTwiceAndTenCountTwice() {
        assertEquals(1, Matching.size(List.of(voice("a", false, 1), voice("b", true, 1))));
        assertEquals(2, Matching.size(List.of(voice("a", true, 1), voice("b", true, 1))));
        List<Voice> ten = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            ten.add(voice(Made.name(at), true, 1));
        }
        assertEquals(2, Matching.size(ten));
    }

    private static SortedSet<Hash> only(Voice voice, boolean analysed) {
        return analysed ? voice.roots() : new TreeSet<>();
    }

    private static List<Voice> merged(List<Voice> voices) {
        return voices.stream()
                .map(it -> new Voice(it.name(), merged(it.roots()), merged(it.analysed())))
                .toList();
    }

    private static SortedSet<Hash> merged(Iterable<Hash> roots) {
        var merged = new TreeSet<Hash>();
        roots.forEach(it -> merged.add(it.equals(Made.root(0)) ? Made.root(1) : it));
        return merged;
    }

    private static List<Voice> voices(RandomGenerator random) {
        List<Voice> voices = new ArrayList<>();
        for (int at = 0; at < random.nextInt(1, 6); at++) {
            int[] roots = new int[random.nextInt(4)];
            for (int root = 0; root < roots.length; root++) {
                roots[root] = random.nextInt(5);
            }
            voices.add(voice(Made.name(at), random.nextBoolean(), roots));
        }
        return voices;
    }

    private static Voice voice(String name, boolean analysed, int... numbers) {
        var roots = new TreeSet<Hash>();
        for (int number : numbers) {
            roots.add(Made.root(number));
        }
        return new Voice(new MemberId(name), roots, analysed ? roots : new TreeSet<>());
    }
}
