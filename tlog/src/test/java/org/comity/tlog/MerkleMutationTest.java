package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.comity.tlog.Proof.Refuted;
import org.comity.tlog.Proof.Why;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

/** Good proofs of random trees, each bent in the ways that verifiers are known to overlook. */
final class MerkleMutationTest {
    private static final int SIZE_MAX = 400;
    private static final List<Bytes> ENTRIES = NaiveTree.entries(SIZE_MAX);
    private static final MerkleTree TREE = NaiveTree.grown(ENTRIES);

    @Test
    void refutesInclusionForAnotherIndex() {
        Seeds.each(
                200,
                random -> {
                    long size = random.nextLong(2, SIZE_MAX + 1);
                    InclusionProof good = TREE.proveInclusion(random.nextLong(size), size);
                    long at = good.index();
                    for (long other :
                            new long[] {at ^ 1, at ^ 2, at ^ 4, at + 1, at - 1, at * 2 + 1}) {
                        refuted(at, new InclusionProof(other, good.path()), TREE.headAt(size));
                    }
                });
    }

    /**
     * A path may fit two sizes when it climbs the same way in both; then the root must part them.
     */
    @Test
    void refutesInclusionInTreeOfAnotherSizeOrRoot() {
        Seeds.each(
                200,
                random -> {
                    long size = random.nextLong(2, SIZE_MAX + 1);
                    InclusionProof good = TREE.proveInclusion(random.nextLong(size), size);
                    for (long other : new long[] {size * 2, size / 2}) {
                        TreeHead head = new TreeHead(other, TREE.headAt(size).root());
                        refuted(good.index(), good, head);
                    }
                    for (long other : new long[] {size - 1, Math.min(size + 1, SIZE_MAX)}) {
                        if (other != size) {
                            refuted(good.index(), good, TREE.headAt(other));
                        }
                    }
                    Hash bent = flip(TREE.headAt(size).root(), random);
                    refuted(good.index(), good, new TreeHead(size, bent));
                });
    }

    @Test
    void refutesInclusionByBentPath() {
        Seeds.each(
                200,
                random -> {
                    long size = random.nextLong(2, SIZE_MAX + 1);
                    InclusionProof good = TREE.proveInclusion(random.nextLong(size), size);
                    TreeHead head = TREE.headAt(size);
                    for (List<Hash> path : bent(good.path(), head.root(), random)) {
                        refuted(good.index(), new InclusionProof(good.index(), path), head);
                    }
                    Hash leaf = flip(TREE.leafHash(good.index()), random);
                    assertInstanceOf(Refuted.class, Merkle.check(leaf, good, head));
                });
    }

    @Test
    void refutesConsistencyByBentPathSizeOrRoot() {
        Seeds.each(
                200,
                random -> {
                    long newer = random.nextLong(2, SIZE_MAX + 1);
                    long older = random.nextLong(1, newer);
                    ConsistencyProof good = TREE.proveConsistency(older, newer);
                    TreeHead from = TREE.headAt(older);
                    TreeHead to = TREE.headAt(newer);
                    for (List<Hash> path : bent(good.path(), to.root(), random)) {
                        refuted(from, to, new ConsistencyProof(path));
                    }
                    refuted(new TreeHead(older, flip(from.root(), random)), to, good);
                    refuted(from, new TreeHead(newer, flip(to.root(), random)), good);
                    refuted(new TreeHead(older, to.root()), new TreeHead(newer, from.root()), good);
                    refuted(TREE.headAt(older == 1 ? 2 : older - 1), to, good);
                    refuted(from, new TreeHead(newer * 2, to.root()), good);
                });
    }

    @Test
    void saysWhyAProofDoesNotHold() {
        TreeHead eight = TREE.headAt(8);
        InclusionProof good = TREE.proveInclusion(3, 8);
        Hash leaf = TREE.leafHash(3);
        List<Hash> longer = new ArrayList<>(good.path());
        longer.add(leaf);
        assertEquals(
                new Refuted(Why.INDEX_OUTSIDE_TREE),
                Merkle.check(leaf, new InclusionProof(8, good.path()), eight));
        assertEquals(
                new Refuted(Why.INDEX_OUTSIDE_TREE),
                Merkle.check(leaf, new InclusionProof(-1, good.path()), eight));
        assertEquals(
                new Refuted(Why.PATH_TOO_LONG),
                Merkle.check(leaf, new InclusionProof(3, longer), eight));
        assertEquals(
                new Refuted(Why.PATH_TOO_SHORT),
                Merkle.check(leaf, new InclusionProof(3, List.of()), eight));
        assertEquals(
                new Refuted(Why.SIZES_OUT_OF_ORDER),
                Merkle.check(eight, TREE.headAt(7), new ConsistencyProof(List.of())));
        assertEquals(
                new Refuted(Why.PATH_NOT_EMPTY),
                Merkle.check(eight, eight, new ConsistencyProof(List.of(leaf))));
        assertEquals(
                new Refuted(Why.PATH_TOO_SHORT),
                Merkle.check(TREE.headAt(3), eight, new ConsistencyProof(List.of())));
        assertEquals(
                new Refuted(Why.OLD_ROOT_DIFFERS),
                Merkle.check(new TreeHead(3, leaf), eight, TREE.proveConsistency(3, 8)));
    }

    @Test
    void takesTheEmptyTreeAsPrefixUnderItsOneRootOnly() {
        TreeHead eight = TREE.headAt(8);
        ConsistencyProof none = new ConsistencyProof(List.of());
        assertInstanceOf(Proof.Proven.class, Merkle.check(TreeHead.EMPTY, eight, none));
        assertInstanceOf(Proof.Proven.class, Merkle.check(TreeHead.EMPTY, TreeHead.EMPTY, none));
        refuted(new TreeHead(0, Hash.ZERO), eight, none);
        refuted(new TreeHead(0, Hash.ZERO), new TreeHead(0, Hash.ZERO), none);
        refuted(TreeHead.EMPTY, eight, new ConsistencyProof(List.of(Hash.ZERO)));
    }

    @Test
    void endsOnTheLargestTreeAndTheLongestPath() {
        List<Hash> path = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            path.add(Hash.ZERO);
        }
        TreeHead largest = new TreeHead(Long.MAX_VALUE, Hash.ZERO);
        for (long index : new long[] {0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2}) {
            assertEquals(
                    new Refuted(Why.PATH_TOO_LONG),
                    Merkle.check(Hash.ZERO, new InclusionProof(index, path), largest));
        }
        TreeHead older = new TreeHead(Long.MAX_VALUE / 2, Hash.ZERO);
        assertEquals(
                new Refuted(Why.PATH_TOO_LONG),
                Merkle.check(older, largest, new ConsistencyProof(path)));
    }

    private static List<List<Hash>> bent(List<Hash> good, Hash root, RandomGenerator random) {
        List<List<Hash>> bent = new ArrayList<>();
        bent.add(with(good, 0, root));
        bent.add(with(good, good.size(), root));
        bent.add(with(good, 0, flip(root, random)));
        bent.add(with(good, random.nextInt(good.size() + 1), flip(root, random)));
        if (!good.isEmpty()) {
            bent.add(List.of());
            bent.add(good.subList(1, good.size()));
            bent.add(good.subList(0, good.size() - 1));
            int at = random.nextInt(good.size());
            List<Hash> flipped = new ArrayList<>(good);
            flipped.set(at, flip(good.get(at), random));
            bent.add(flipped);
        }
        if (good.size() > 1) {
            bent.add(good.reversed());
        }
        return bent;
    }

    private static List<Hash> with(List<Hash> path, int at, Hash hash) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(at, hash);
        return longer;
    }

    private static Hash flip(Hash hash, RandomGenerator random) {
        byte[] bytes = hash.array();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Hash.of(bytes);
    }

    private static void refuted(long leaf, InclusionProof proof, TreeHead head) {
        assertInstanceOf(Refuted.class, Merkle.check(TREE.leafHash(leaf), proof, head));
    }

    private static void refuted(TreeHead older, TreeHead newer, ConsistencyProof proof) {
        assertInstanceOf(Refuted.class, Merkle.check(older, newer, proof));
    }
}
