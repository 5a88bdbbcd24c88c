package org.comity.tlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.comity.value.Bytes;
import org.comity.value.Hash;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    @Test
    void hasTheHeadsOfTheNaiveTreeAtAllSizesUpTo300() {
        List<Bytes> entries = NaiveTree.entries(300);
        MerkleTree tree = NaiveTree.grown(entries);
        assertEquals(tree.headAt(300), tree.head());
        for (int size = 0; size <= 300; size++) {
            Hash root = NaiveTree.root(entries.subList(0, size));
            assertEquals(new TreeHead(size, root), tree.headAt(size));
        }
    }

    @Test
    void provesInclusionAsTheNaiveTreeDoes() {
        List<Bytes> entries = NaiveTree.entries(70);
        MerkleTree tree = NaiveTree.grown(entries);
        for (int size = 1; size <= 70; size++) {
            for (int index = 0; index < size; index++) {
                checkInclusion(tree, entries, index, size);
            }
        }
    }

    @Test
    void provesConsistencyAsTheNaiveTreeDoes() {
        List<Bytes> entries = NaiveTree.entries(70);
        MerkleTree tree = NaiveTree.grown(entries);
        for (int size = 0; size <= 70; size++) {
            for (int older = 0; older <= size; older++) {
                checkConsistency(tree, entries, older, size);
            }
        }
    }

    @Test
    void agreesWithTheNaiveTreeAtRandomPlaces() {
        List<Bytes> entries = NaiveTree.entries(3_000);
        MerkleTree tree = NaiveTree.grown(entries);
        Seeds.each(
                40,
                random -> {
                    int size = random.nextInt(1, 3_001);
                    checkInclusion(tree, entries, random.nextInt(size), size);
                    checkConsistency(tree, entries, random.nextInt(size + 1), size);
                });
    }

    private static void checkInclusion(MerkleTree tree, List<Bytes> entries, int index, int size) {
        InclusionProof proof = tree.proveInclusion(index, size);
        assertEquals(NaiveTree.path(index, entries.subList(0, size)), proof.path());
        Hash leaf = Merkle.leaf(entries.get(index));
        assertEquals(leaf, tree.leafHash(index));
        assertInstanceOf(Proof.Proven.class, Merkle.check(leaf, proof, tree.headAt(size)));
    }

    private static void checkConsistency(
            MerkleTree tree, List<Bytes> entries, int older, int size) {
        ConsistencyProof proof = tree.proveConsistency(older, size);
        if (older > 0) {
            assertEquals(NaiveTree.consistency(older, entries.subList(0, size)), proof.path());
        }
        assertInstanceOf(
                Proof.Proven.class, Merkle.check(tree.headAt(older), tree.headAt(size), proof));
    }

    /** tlog-tiles, section "Merkle Tree": 70,000 leaves. */
    @Test
    void hasTheTilesOfTheSpecificationsExample() {
        MerkleTree tree = new MerkleTree();
        for (int i = 0; i < 70_000; i++) {
            tree.append(new Hash(i, 0, 0, 0));
        }
        assertEquals(256, tree.tile(new TileId(0, 272, 256)).orElseThrow().size());
        assertEquals(112, tree.tile(new TileId(0, 273, 112)).orElseThrow().size());
        assertEquals(Optional.empty(), tree.tile(new TileId(0, 273, 113)));
        assertEquals(Optional.empty(), tree.tile(new TileId(0, 274, 1)));
        assertEquals(256, tree.tile(new TileId(1, 0, 256)).orElseThrow().size());
        assertEquals(17, tree.tile(new TileId(1, 1, 17)).orElseThrow().size());
        assertEquals(Optional.empty(), tree.tile(new TileId(1, 1, 18)));
        assertEquals(1, tree.tile(new TileId(2, 0, 1)).orElseThrow().size());
        assertEquals(Optional.empty(), tree.tile(new TileId(2, 0, 2)));
        assertEquals(Optional.empty(), tree.tile(new TileId(3, 0, 1)));
        assertEquals(Optional.empty(), tree.tile(new TileId(63, 0, 1)));
        assertEquals(Optional.empty(), tree.tile(new TileId(0, TileId.INDEX_MAX, 256)));
        assertEquals(Optional.empty(), tree.tile(new TileId(TileId.ENTRIES, 0, 1)));
    }

    @Test
    void filledTilesHashToTheTileAbove() {
        List<Bytes> entries = NaiveTree.entries(600);
        MerkleTree tree = NaiveTree.grown(entries);
        List<Hash> above = tree.tile(new TileId(1, 0, 2)).orElseThrow();
        assertEquals(NaiveTree.root(entries.subList(0, 256)), above.getFirst());
        assertEquals(NaiveTree.root(entries.subList(256, 512)), above.getLast());
        assertEquals(
                Merkle.leaf(entries.get(599)),
                tree.tile(new TileId(0, 2, 88)).orElseThrow().getLast());
    }

    @Test
    void refusesWhatLiesOutsideTheTree() {
        MerkleTree tree = NaiveTree.grown(NaiveTree.entries(5));
        List<Runnable> outside =
                List.of(
                        () -> tree.headAt(6),
                        () -> tree.headAt(-1),
                        () -> tree.leafHash(5),
                        () -> tree.leafHash(-1),
                        () -> tree.proveInclusion(0, 0),
                        () -> tree.proveInclusion(3, 3),
                        () -> tree.proveInclusion(0, 6),
                        () -> tree.proveInclusion(-1, 3),
                        () -> tree.proveConsistency(3, 2),
                        () -> tree.proveConsistency(-1, 2),
                        () -> tree.proveConsistency(3, 6));
        for (Runnable call : outside) {
            assertThrows(IllegalArgumentException.class, call::run);
        }
    }

    /** Readers take the size while it grows; whatever size they see, its head is the right one. */
    @Test
    void readersSeeWholeTreesWhileTheTreeGrows() throws InterruptedException, ExecutionException {
        int size = 20_000;
        List<Hash> leaves = new ArrayList<>();
        List<TreeHead> heads = new ArrayList<>(List.of(TreeHead.EMPTY));
        MerkleTree model = new MerkleTree();
        for (int i = 0; i < size; i++) {
            leaves.add(new Hash(i, i, i, i));
            model.append(leaves.getLast());
            heads.add(model.head());
        }
        MerkleTree tree = new MerkleTree();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> one = threads.submit(() -> readUntil(tree, heads, new Random(1)));
            Future<?> two = threads.submit(() -> readUntil(tree, heads, new Random(2)));
            Future<?> append = threads.submit(() -> leaves.forEach(tree::append));
            append.get();
            one.get();
            two.get();
        }
        assertEquals(heads.getLast(), tree.head());
    }

    private static void readUntil(MerkleTree tree, List<TreeHead> heads, RandomGenerator random) {
        long seen = 0;
        while (seen < heads.size() - 1) {
            seen = tree.size();
            TreeHead head = tree.headAt(seen);
            assertEquals(heads.get((int) seen), head);
            if (seen > 0) {
                long index = random.nextLong(seen);
                assertInstanceOf(
                        Proof.Proven.class,
                        Merkle.check(tree.leafHash(index), tree.proveInclusion(index, seen), head));
            }
        }
    }
}
