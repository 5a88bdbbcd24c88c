package org.comity.charter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.comity.charter.FaultBook.Cosigned;
import org.comity.charter.FaultBook.Fault;
import org.comity.tlog.SigningKey;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class FaultBookTest {
    private static final VerifierKey OLD = key(1);
    private static final VerifierKey NEW = key(2);
    private static final List<VerifierKey> ONE = List.of(OLD);

    private static VerifierKey key(int seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SigningKey.of("a.example/log", VerifierKey.Type.ED25519, Bytes.of(bytes))
                .verifierKey();
    }

    private static TreeHead head(String fork, long size) {
        return new TreeHead(size, Hash.digest(Bytes.utf8(fork + size).array()));
    }

    private static Fault fault(VerifierKey key, TreeHead a, TreeHead b, TreeHead... cosigned) {
        boolean swap =
                a.size() > b.size() || a.size() == b.size() && a.root().compareTo(b.root()) > 0;
        return new Fault(
                key,
                swap ? b : a,
                swap ? a : b,
                List.of(cosigned).stream().map(it -> new Cosigned(key, it)).toList());
    }

    private static Optional<TreeHead> end(Fault... faults) {
        return FaultBook.end(ONE, List.of(faults));
    }

    @Test
    void withoutAFaultNothingEnds() {
        assertEquals(Optional.empty(), end());
        // Under another exchange's key, or none that the log ever had.
        assertEquals(Optional.empty(), end(fault(NEW, head("a", 7), head("b", 7))));
    }

    @Test
    void aStolenKeyVoidsNothingThatWasCosigned() {
        TreeHead cosigned = head("", 90);
        assertEquals(
                Optional.of(cosigned), end(fault(OLD, head("a", 95), head("b", 99), cosigned)));
        // The thief may fork as far back as he likes: without a quorum it is only his word.
        assertEquals(Optional.of(cosigned), end(fault(OLD, head("b", 3), head("a", 90), cosigned)));
        assertEquals(
                Optional.of(cosigned),
                end(
                        fault(OLD, cosigned, head("b", 200), cosigned),
                        fault(OLD, head("b", 1), head("c", 1))));
    }

    @Test
    void whatNobodyCosignedIsAllVoid() {
        assertEquals(Optional.of(TreeHead.EMPTY), end(fault(OLD, head("a", 5), head("b", 9))));
    }

    @Test
    void onlyAQuorumOnBothSidesCutsWhatAQuorumCosigned() {
        TreeHead a = head("a", 60);
        TreeHead b = head("b", 80);
        TreeHead before = head("", 50);
        assertEquals(Optional.of(before), end(fault(OLD, a, b, a, b, before)));
        assertEquals(Optional.of(TreeHead.EMPTY), end(fault(OLD, a, b, a, b)));
        assertEquals(Optional.of(a), end(fault(OLD, a, b, a, before)));
        // That both are cosigned may come out by two statements.
        assertEquals(Optional.of(before), end(fault(OLD, a, b, a, before), fault(OLD, a, b, b)));
        TreeHead same = head("b", 60);
        assertEquals(
                Optional.of(before),
                end(fault(OLD, a, b, a, before), fault(OLD, head("c", 1), head("d", 1), same)));
    }

    @Test
    void anotherKeyBeginsAnew() {
        List<VerifierKey> both = List.of(OLD, NEW);
        TreeHead first = head("", 50);
        Fault old = fault(OLD, head("a", 60), head("b", 60), first);
        assertEquals(Optional.empty(), FaultBook.end(both, List.of(old)));
        Fault later = fault(NEW, head("a", 70), head("b", 71));
        assertEquals(
                Optional.of(first), FaultBook.end(both, List.of(old, later)), "what stood stands");
        Fault larger = fault(NEW, head("a", 70), head("b", 71), head("n", 65));
        assertEquals(Optional.of(head("n", 65)), FaultBook.end(both, List.of(old, later, larger)));
        TreeHead a = head("a", 40);
        TreeHead b = head("b", 45);
        assertEquals(
                Optional.of(TreeHead.EMPTY),
                FaultBook.end(both, List.of(old, fault(NEW, a, b, a, b))),
                "a quorum cut below what stood before");
    }

    /** Few sizes and forks, so that they meet often. */
    private static List<Fault> faults(RandomGenerator random) {
        var faults = new ArrayList<Fault>();
        for (int at = 1 + random.nextInt(6); at > 0; at--) {
            TreeHead one = any(random);
            TreeHead other = any(random);
            if (!one.equals(other)) {
                TreeHead[] all = {one, other, any(random)};
                var shown = new ArrayList<TreeHead>();
                for (TreeHead head : all) {
                    if (random.nextInt(3) == 0) {
                        shown.add(head);
                    }
                }
                VerifierKey key = random.nextInt(4) == 0 ? NEW : OLD;
                faults.add(fault(key, one, other, shown.toArray(TreeHead[]::new)));
            }
        }
        return faults;
    }

    private static TreeHead any(RandomGenerator random) {
        return head(random.nextBoolean() ? "a" : "b", 1 + random.nextInt(6));
    }

    @Test
    void neitherOrderNorDoublesChangeTheEnd() {
        Seeds.each(
                2_000,
                random -> {
                    List<VerifierKey> keys = random.nextBoolean() ? ONE : List.of(OLD, NEW);
                    List<Fault> faults = faults(random);
                    var other = new ArrayList<>(faults);
                    other.addAll(faults.subList(0, random.nextInt(faults.size() + 1)));
                    Collections.shuffle(other, new Random(random.nextLong()));
                    assertEquals(FaultBook.end(keys, faults), FaultBook.end(keys, other));
                });
    }

    /** P16: more proofs of forks, without more cosignatures, only ever take. */
    @Test
    void moreProofsOnlyShrinkWhatStands() {
        Seeds.each(
                2_000,
                random -> {
                    List<Fault> faults = faults(random);
                    TreeHead one = any(random);
                    TreeHead other = any(random);
                    if (one.equals(other)) {
                        return;
                    }
                    long before =
                            FaultBook.end(ONE, faults).map(TreeHead::size).orElse(Long.MAX_VALUE);
                    var more = new ArrayList<>(faults);
                    more.add(fault(OLD, one, other));
                    long after = FaultBook.end(ONE, more).orElseThrow().size();
                    assertTrue(after <= before, () -> before + " then " + after);
                });
    }

    @Test
    void whatAQuorumCosignedIsCutOnlyByAQuorum() {
        Seeds.each(
                2_000,
                random -> {
                    // All that a quorum cosigned is of one form of the log.
                    var faults = new ArrayList<Fault>();
                    long largest = 0;
                    for (int at = 1 + random.nextInt(6); at > 0; at--) {
                        TreeHead honest = head("a", 1 + random.nextInt(6));
                        TreeHead forged = head("b", 1 + random.nextInt(6));
                        boolean shown = random.nextBoolean();
                        largest = shown ? Math.max(largest, honest.size()) : largest;
                        faults.add(
                                shown
                                        ? fault(OLD, honest, forged, honest)
                                        : fault(OLD, honest, forged));
                    }
                    assertEquals(largest, FaultBook.end(ONE, faults).orElseThrow().size());
                });
    }
}
