package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Hash;

/**
 * The roots of the largest complete subtrees of a tree, from left to right: all that growing it
 * needs. There is one for each 1 in the size written in binary, so at most 63. Unlike the tree that
 * is held it may be thrown away when a peer lied.
 */
public final class Frontier {
    private final List<Hash> peaks = new ArrayList<>();
    private long size;

    /** Of the first size leaves of a tree. */
    public static Frontier of(MerkleTree tree, long size) {
        var frontier = new Frontier();
        frontier.peaks.addAll(tree.peaks(size));
        frontier.size = size;
        return frontier;
    }

    public long size() {
        return size;
    }

    public void append(Hash leaf) {
        Hash hash = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = Merkle.node(peaks.removeLast(), hash);
        }
        peaks.add(hash);
        size++;
    }

    public TreeHead head() {
        if (peaks.isEmpty()) {
            return TreeHead.EMPTY;
        }
        Hash root = peaks.getLast();
        for (int at = peaks.size() - 2; at >= 0; at--) {
            root = Merkle.node(peaks.get(at), root);
        }
        return new TreeHead(size, root);
    }
}
