package org.comity.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Koenig: as many as the matching, and nothing is untouched. */
final class CoverTest {
    @Test
    void twoThatSawOneMailAreCoveredByTheMail() {
        Side side = side(Say.seen("a", 1), Say.seen("b", 1));
        Cover cover = Cover.of(side);
        assertEquals(1, cover.size());
        assertEquals(" root:" + Made.root(1).hex() + "*1", cover.line());
        assertEquals("evidence " + Made.root(1), cover.words(side, _ -> true));
        assertEquals("1 not for you to see", cover.words(side, _ -> false));
    }

    @Test
    void oneWithManyMailsIsCoveredByHimself() {
        Side side = side(Say.seen("a", 1, 2, 3));
        Cover cover = Cover.of(side);
        assertEquals("a", cover.words(side, _ -> true));
        assertEquals(" member:a", cover.line());
    }

    /**
     * On every random exchange: the size of K, and it touches every citation, twice if analysed.
     */
    @Test
    void isAsLargeAsTheMatchingAndTouchesEveryCitation() {
        var evidence = new int[1];
        Seeds.each(
                2_000,
                random -> {
                    RandomCase one = RandomCase.of(random);
                    Case what = new Question(Made.HOST, one.claims(), one.setting()).considered();
                    for (Side side : List.of(what.malicious(), what.benign())) {
                        Cover cover = Cover.of(side);
                        assertEquals(side.matched(), cover.size());
                        evidence[0] += cover.roots().size();
                        List<Voice> counted = side.counted();
                        for (int at = 0; at < counted.size(); at++) {
                            boolean isFeeds = at >= side.voices().size();
                            boolean itself =
                                    isFeeds
                                            ? cover.feeds()
                                            : cover.members().contains(counted.get(at).name());
                            Voice voice = counted.get(at);
                            assertTrue(
                                    itself
                                            || voice.roots().stream()
                                                    .allMatch(it ->
                                                            isTouched(it, voice, cover, counted)));
                        }
                    }
                });
        assertTrue(evidence[0] > 10 || Long.getLong("seed") != null, "roots: " + evidence[0]);
    }

    /** Where several analysed it, both of its places must be covered for those who did. */
    private static boolean isTouched(Hash root, Voice voice, Cover cover, List<Voice> all) {
        long analyses = all.stream().filter(it -> it.analysed().contains(root)).count();
        int needed = voice.analysed().contains(root) && analyses >= 2 ? 2 : 1;
        return cover.roots().getOrDefault(root, 0) >= needed;
    }

    private static Side side(StatedClaim... claims) {
        Setting setting = Made.everybody(Made.charter("DE", "FR", "CN"));
        return new Question(Made.HOST, List.of(claims), setting).considered().malicious();
    }
}
