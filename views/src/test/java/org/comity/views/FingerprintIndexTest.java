package org.comity.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.comity.statement.Fingerprint;
import org.comity.statement.Role;
import org.comity.statement.Subject;
import org.junit.jupiter.api.Test;

/** Both indexes against comparing each with each. */
class FingerprintIndexTest {
    private static final Set<String> ORIGINS = Set.of("a/log", "b/log");

    @Test
    void findsWhatComparingEachWithEachFinds() {
        Seeds.each(
                200,
                random -> {
                    List<Subject> claimed = some(random, 60);
                    var index = new FingerprintIndex();
                    claimed.forEach(index::add);
                    var rows = rows(claimed);
                    for (Subject asked : some(random, 10)) {
                        int atLeast = 1 + random.nextInt(Fingerprint.POSITIONS);
                        List<FingerprintMatch> expected = naive(claimed, asked, atLeast);
                        assertEquals(expected, index.matches(asked, atLeast));
                        FingerprintRows.Found found =
                                rows.matches(Fingerprint.of(asked), atLeast, ORIGINS);
                        assertEquals(expected, found.matches());
                        assertTrue(found.isWhole());
                    }
                });
    }

    @Test
    void orderAndRepetitionOfAddingDoNotMatter() {
        Seeds.each(
                100,
                random -> {
                    List<Subject> claimed = some(random, 40);
                    var shuffled = new ArrayList<>(claimed);
                    shuffled.addAll(claimed.subList(0, 7));
                    Collections.shuffle(shuffled, Random.from(random));
                    var one = new FingerprintIndex();
                    var two = new FingerprintIndex();
                    claimed.forEach(one::add);
                    shuffled.forEach(two::add);
                    Subject asked = claimed.getFirst();
                    assertEquals(one.matches(asked, 5), two.matches(asked, 5));
                });
    }

    @Test
    void whatIsRemovedIsNotFoundUntilItIsAddedAgain() {
        var index = new FingerprintIndex();
        Subject subject = Given.fingerprint(1, 0).subject();
        index.remove(subject);
        index.add(subject);
        index.remove(subject);
        assertEquals(List.of(), index.matches(subject, 1));
        index.add(subject);
        assertEquals(List.of(new FingerprintMatch(subject, 32)), index.matches(subject, 32));
    }

    /** More fingerprints share a value than are read together, all but one of one log. */
    @Test
    void aLogThatFloodsAValueDoesNotHideWhatAnotherClaims() {
        var rows = new MemoryRows();
        int flood = FingerprintRows.ROWS_TOGETHER_MAX + 1;
        for (int at = 0; at < flood; at++) {
            fold(rows, "a", at, Given.fingerprint(at, 20).subject());
        }
        Subject others = Given.fingerprint(flood, 20).subject();
        fold(rows, "b", 0, others);
        var index = new FingerprintRows(rows);
        Fingerprint asked = Given.fingerprint(flood + 1L, 20);
        assertEquals(flood + 1, index.rowsAt(0, asked.at(0)));
        assertEquals(1, index.rowsAt(31, Fingerprint.of(others).at(31)));
        rows.reads = 0;
        FingerprintRows.Found found = index.matches(asked, 12, ORIGINS);
        assertFalse(found.isWhole());
        assertTrue(found.matches().contains(new FingerprintMatch(others, 20)));
        assertEquals(FingerprintRows.ROWS_PER_LOG_MAX + 1, found.matches().size());
        int together = FingerprintRows.ROWS_TOGETHER_MAX + 2;
        int apart = FingerprintRows.ROWS_PER_LOG_MAX + 4;
        assertTrue(rows.reads <= 20 * (together + apart) + 100, "rows read: " + rows.reads);
    }

    @Test
    void aLookUpReadsThirtyTwoPlacesAndWhatMatches() {
        var rows = new MemoryRows();
        for (int at = 0; at < 200; at++) {
            fold(rows, "a", at, Given.fingerprint(at, 0).subject());
        }
        rows.reads = 0;
        Fingerprint asked = Given.fingerprint(7, 0);
        assertEquals(1, new FingerprintRows(rows).matches(asked, 12, ORIGINS).matches().size());
        // Each scan reads its row and meets the next, which is another's; the name once.
        assertTrue(rows.reads <= 2 * 32 + 1, "rows read: " + rows.reads);
    }

    @Test
    void theBestVerdictDecidesThenTheLikestThenTheLeast() {
        Subject[] subjects = new Subject[4];
        for (int at = 0; at < subjects.length; at++) {
            subjects[at] = Given.fingerprint(at, 0).subject();
        }
        java.util.Arrays.sort(subjects);
        var matches =
                new ArrayList<>(
                        List.of(
                                new FingerprintMatch(subjects[3], 14),
                                new FingerprintMatch(subjects[0], 30),
                                new FingerprintMatch(subjects[2], 20),
                                new FingerprintMatch(subjects[1], 20)));
        Map<Subject, Integer> strength =
                Map.of(subjects[0], 1, subjects[1], 2, subjects[2], 2, subjects[3], 2);
        for (int turn = 0; turn < 4; turn++) {
            Collections.rotate(matches, 1);
            var best =
                    FingerprintMatch.best(
                            matches,
                            it -> Optional.ofNullable(strength.get(it)),
                            Comparator.<Integer>naturalOrder());
            assertEquals(new FingerprintMatch(subjects[1], 20), best.get().match());
            assertEquals(2, best.get().verdict());
        }
        assertEquals(
                Optional.empty(),
                FingerprintMatch.<Integer>best(
                        matches, _ -> Optional.empty(), Comparator.naturalOrder()));
    }

    private static List<Subject> some(RandomGenerator random, int count) {
        var all = new TreeSet<Subject>();
        while (all.size() < count) {
            all.add(Given.fingerprint(random.nextLong(), random.nextInt(33)).subject());
        }
        return new ArrayList<>(all);
    }

    private static FingerprintRows rows(List<Subject> claimed) {
        var rows = new MemoryRows();
        for (int at = 0; at < claimed.size(); at++) {
            fold(rows, at % 2 == 0 ? "a" : "b", at, claimed.get(at));
        }
        return new FingerprintRows(rows);
    }

    private static void fold(MemoryRows rows, String member, long index, Subject subject) {
        rows.apply(Given.statement(member, index, Given.claim(subject, Role.CONTENT, "r")).fold());
    }

    private static List<FingerprintMatch> naive(List<Subject> claimed, Subject asked, int atLeast) {
        return claimed.stream()
                .map(it ->
                        new FingerprintMatch(
                                it, Fingerprint.of(it).equalPositions(Fingerprint.of(asked))))
                .filter(it -> it.equal() >= atLeast)
                .sorted()
                .toList();
    }
}
