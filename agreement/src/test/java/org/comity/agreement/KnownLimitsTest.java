package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.charter.Charter;
import org.comity.statement.MemberId;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/**
 * Where the rules do not hold what one might expect of them, said in tests, so that whoever closes
 * one of these sees it here.
 */
final class KnownLimitsTest {
    private static final Charter SIX = Made.charter("DE", "FR", "CN", "BR", "ZA", "AT");

    /**
     * P4 asks that to learn that two pieces of evidence are one never makes more of them. It may
     * make one more: a analysed and b observed a mail that has one place, since one analysis opens
     * no second; c analysed another and has a third of its own to stand on. If the two mails are
     * one, the second analysis opens the second place. It is never more than the members who speak.
     */
    @Test
    void mergingARootOfOneLookAndOneSightingWithAnotherLookCountsOneMore() {
        Voice a = voice("a", List.of(1), List.of(1));
        Voice b = voice("b", List.of(1), List.of());
        Voice c = voice("c", List.of(2, 3), List.of(2, 3));
        assertEquals(2, Matching.size(List.of(a, b, c)));
        Voice merged = voice("c", List.of(1, 3), List.of(1, 3));
        assertEquals(3, Matching.size(List.of(a, b, merged)));
    }

    /**
     * And only then: one of the two roots is cited by exactly one analysis and by somebody who only
     * saw it, and the other by an analysis as well.
     */
    @Test
    void mergingRootsCountsMoreOnlyWhereBasesMixOnARootOfOneLook() {
        Seeds.each(
                20_000,
                random -> {
                    List<Voice> voices = voices(random);
                    int more =
                            Matching.size(voices.stream().map(KnownLimitsTest::merged).toList())
                                    - Matching.size(voices);
                    boolean mixed =
                            (isMixed(voices, 0) && looks(voices, 1) > 0)
                                    || (isMixed(voices, 1) && looks(voices, 0) > 0);
                    assertTrue(more <= (mixed ? 1 : 0), voices.toString());
                });
    }

    /**
     * The same place can be opened by an attacker: it analyses the mail that others had. Two
     * countries had one mail, one looked; that is one piece of evidence, and with one captured
     * country it is two. It is three when that country says that it looked into that mail as well.
     */
    @Test
    void aCapturedCountryThatAnalysesTheOthersMailCountsTwice() {
        Setting setting = Made.counting(SIX);
        StatedClaim looked = Say.analysed("a", 1);
        StatedClaim saw = Say.seen("b", 1);
        Verdict apart = Made.decide(setting, looked, saw, Say.analysed("c", 2));
        assertEquals(List.of(2), apart.support().blocsFor());
        Verdict copied = Made.decide(setting, looked, saw, Say.analysed("c", 1, 2));
        assertEquals(List.of(3), copied.support().blocsFor());
        assertEquals(Level.AGREED, copied.level());
    }

    /** Exactly one analysed it, and somebody else only saw it. */
    private static boolean isMixed(List<Voice> voices, int root) {
        Hash hash = Made.root(root);
        return looks(voices, root) == 1
                && voices.stream()
                        .anyMatch(it -> it.roots().contains(hash) && !it.analysed().contains(hash));
    }

    private static long looks(List<Voice> voices, int root) {
        return voices.stream().filter(it -> it.analysed().contains(Made.root(root))).count();
    }

    private static List<Voice> voices(RandomGenerator random) {
        List<Voice> voices = new ArrayList<>();
        for (int at = random.nextInt(1, 6); at > 0; at--) {
            List<Integer> roots = new ArrayList<>();
            for (int root = 0; root < 4; root++) {
                if (random.nextInt(3) == 0) {
                    roots.add(root);
                }
            }
            voices.add(voice("m" + at, roots, random.nextBoolean() ? roots : List.of()));
        }
        return voices;
    }

    /** Root 1 is found to be root 0. */
    private static Voice merged(Voice voice) {
        return new Voice(voice.name(), merged(voice.roots()), merged(voice.analysed()));
    }

    private static SortedSet<Hash> merged(SortedSet<Hash> roots) {
        var merged = new TreeSet<>(roots);
        if (merged.remove(Made.root(1))) {
            merged.add(Made.root(0));
        }
        return merged;
    }

    private static Voice voice(String name, List<Integer> roots, List<Integer> analysed) {
        return new Voice(new MemberId(name), hashes(roots), hashes(analysed));
    }

    private static SortedSet<Hash> hashes(List<Integer> roots) {
        var hashes = new TreeSet<Hash>();
        roots.forEach(it -> hashes.add(Made.root(it)));
        return hashes;
    }
}
