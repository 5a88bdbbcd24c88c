package org.comity.charter;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;

/**
 * Where a log ends that was shown in two forms: what follows from the proofs and the quorum's
 * cosignatures alone, and not from who read what first (DESIGN section 7).
 *
 * <p>What a quorum of the witnesses cosigned stands, up to the largest such checkpoint; all after
 * it is void. So who stole a key and forks the log takes nothing of what was witnessed. Only where
 * a quorum cosigned both sides of a fork nothing of either side can stand: the log then ends at the
 * largest cosigned checkpoint that is smaller than every such side.
 *
 * <p>A log whose key the charter replaced goes on: a fault under the former key says where it ended
 * under that key, and nothing about the new one. What stood then must be under the new key's
 * checkpoints too.
 */
public final class FaultBook {
    private static final Comparator<TreeHead> ORDER =
            Comparator.comparingLong(TreeHead::size).thenComparing(TreeHead::root);

    /**
     * One proved fault, and which checkpoints it shows cosigned.
     *
     * @param key that signed both sides
     * @param cosigned checkpoints of this log that the quorum cosigned: sides, or another
     */
    public record Fault(
            VerifierKey key, TreeHead older, TreeHead newer, Collection<Cosigned> cosigned) {
        public Fault {
            cosigned = List.copyOf(cosigned);
        }
    }

    /** A checkpoint under a key of the log that the quorum cosigned. */
    public record Cosigned(VerifierKey key, TreeHead head) {}

    private FaultBook() {}

    /**
     * The head up to which the log stands; empty when it is not void.
     *
     * @param keys that the log has had, the one in force last
     */
    public static Optional<TreeHead> end(List<VerifierKey> keys, Collection<Fault> faults) {
        var standing = new TreeSet<>(ORDER);
        Optional<TreeHead> end = Optional.empty();
        for (VerifierKey key : keys) {
            var cosigned = new TreeSet<>(ORDER);
            faults.forEach(fault ->
                    fault.cosigned().stream()
                            .filter(it -> it.key().equals(key))
                            .forEach(it -> cosigned.add(it.head())));
            List<Fault> its = faults.stream().filter(it -> it.key().equals(key)).toList();
            standing.addAll(cosigned);
            if (its.isEmpty()) {
                end = Optional.empty();
                continue;
            }
            long cut = cut(its, cosigned);
            standing.removeIf(it -> it.size() >= cut);
            end = Optional.of(standing.isEmpty() ? TreeHead.EMPTY : standing.last());
        }
        return end;
    }

    /** The smallest side of a fork that a quorum cosigned on both sides. */
    private static long cut(List<Fault> faults, SortedSet<TreeHead> cosigned) {
        long cut = Long.MAX_VALUE;
        for (Fault fault : faults) {
            if (cosigned.contains(fault.older()) && cosigned.contains(fault.newer())) {
                cut = Math.min(cut, fault.older().size());
            }
        }
        // Two roots of one size need no further proof.
        TreeHead before = TreeHead.EMPTY;
        for (TreeHead head : cosigned) {
            if (head.size() == before.size() && !head.equals(before)) {
                cut = Math.min(cut, head.size());
            }
            before = head;
        }
        return cut;
    }
}
