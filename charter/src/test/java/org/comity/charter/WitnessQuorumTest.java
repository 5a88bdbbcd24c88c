package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Cosignature;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.junit.jupiter.api.Test;

final class WitnessQuorumTest {
    private static final MemberId A = new MemberId("a");

    @Test
    void needsMoreThanTwoThirdsOfTheOthers() {
        int[] needed = {0, 1, 2, 3, 3, 4, 5, 5, 6, 7};
        for (int n = 1; n <= needed.length; n++) {
            String[] countries = Stream.generate(() -> "DE").limit(n).toArray(String[]::new);
            assertEquals(needed[n - 1], WitnessQuorum.needed(Made.charter(countries)), "n " + n);
        }
    }

    @Test
    void oneMemberAloneIsAlwaysMet() {
        assertTrue(WitnessQuorum.isMet(Made.charter("DE"), A, Set.of()));
        assertFalse(WitnessQuorum.isMet(Made.charter("DE"), new MemberId("z"), Set.of()));
    }

    @Test
    void neitherTheOwnerNorStrangersCount() {
        Charter three = Made.charter("DE", "FR", "CN");
        assertTrue(WitnessQuorum.isMet(three, A, ids("b", "c")));
        assertFalse(WitnessQuorum.isMet(three, A, ids("a", "b")));
        assertFalse(WitnessQuorum.isMet(three, A, ids("b", "z")));
    }

    @Test
    void oneCountryAloneDoesNotSuffice() {
        Charter mixed = Made.charter("DE", "FR", "FR", "FR", "FR", "FR", "CN");
        assertEquals(1, mixed.rules().f());
        assertFalse(WitnessQuorum.isMet(mixed, A, ids("b", "c", "d", "e", "f")));
        assertTrue(WitnessQuorum.isMet(mixed, A, ids("c", "d", "e", "f", "g")));
    }

    @Test
    void asManyCountriesAsTheOthersHaveIsEnough() {
        Charter pair = Made.charter("DE", "FR", "FR");
        Charter strict =
                new Charter(
                        pair.exchange(),
                        pair.epoch(),
                        pair.parent(),
                        pair.guardSet(),
                        new Rules(2, 3, pair.rules().dimensions()),
                        pair.groups(),
                        pair.members());
        assertTrue(WitnessQuorum.isMet(strict, A, ids("b", "c")));
    }

    @Test
    void moreCosignersNeverUnmeetIt() {
        Charter six = Made.charter("DE", "FR", "CN", "BR", "DE", "FR");
        Seeds.each(
                300,
                random -> {
                    Set<MemberId> some = new HashSet<>();
                    six.members().stream()
                            .filter(_ -> random.nextBoolean())
                            .forEach(it -> some.add(it.id()));
                    boolean before = WitnessQuorum.isMet(six, A, some);
                    some.add(six.members().get(random.nextInt(6)).id());
                    assertTrue(!before || WitnessQuorum.isMet(six, A, some));
                });
    }

    @Test
    void saysWhatIsMissing() {
        Charter six = Made.charter("DE", "FR", "FR", "FR", "CN", "CN");
        assertEquals(new WitnessQuorum.Missing(4, 2), WitnessQuorum.missing(six, A, ids("a", "z")));
        assertEquals(
                new WitnessQuorum.Missing(1, 1), WitnessQuorum.missing(six, A, ids("b", "c", "d")));
        assertEquals(
                new WitnessQuorum.Missing(0, 0),
                WitnessQuorum.missing(six, A, ids("b", "c", "d", "e")));
    }

    @Test
    void readsOnlyGoodCosignaturesOfOthers() {
        Charter three = Made.charter("DE", "FR", "CN");
        Note plain = Note.of(new Checkpoint("a/log", TreeHead.EMPTY).text());
        Note other = Note.of(new Checkpoint("b/log", TreeHead.EMPTY).text());
        Note signed =
                plain.signedBy(Made.nodeKey("a"))
                        .with(Cosignature.sign(plain, Made.witnessKey("a"), 7))
                        .with(Cosignature.sign(plain, Made.witnessKey("b"), 7))
                        .with(Cosignature.sign(plain, Made.witnessKey("z"), 7))
                        .with(Cosignature.sign(other, Made.witnessKey("c"), 7));
        assertEquals(ids("b"), WitnessQuorum.cosigners(three, A, signed));
    }

    private static Set<MemberId> ids(String... names) {
        return Stream.of(names).map(MemberId::new).collect(Collectors.toSet());
    }
}
