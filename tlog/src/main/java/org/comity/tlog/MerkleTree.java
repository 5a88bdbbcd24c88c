package org.comity.tlog;

import java.util.List;
import java.util.Optional;
import org.comity.value.Hash;

/**
 * A growing tree held in memory as the hashes of its complete subtrees (about 64 bytes a leaf). One thread
 * appends; readers that were handed a size may prove and read tiles below it at any time.
 */
public final class MerkleTree {
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** Returns the index that the leaf got. */
    public long append(Hash leafHash) {
        throw new UnsupportedOperationException();
    }

    public TreeHead head() {
        throw new UnsupportedOperationException();
    }

    /** The head that the tree had at a smaller size. */
    public TreeHead headAt(long size) {
        throw new UnsupportedOperationException();
    }

    public Hash leafHash(long index) {
        throw new UnsupportedOperationException();
    }

    public InclusionProof proveInclusion(long index, long size) {
        throw new UnsupportedOperationException();
    }

    public ConsistencyProof proveConsistency(long olderSize, long newerSize) {
        throw new UnsupportedOperationException();
    }

    /** The hashes of a tile of level 0 and up, or empty if the tree has not grown that far. */
    public Optional<List<Hash>> tile(TileId id) {
        throw new UnsupportedOperationException();
    }
}
