package org.comity.exchange;

import java.util.ArrayList;
import java.util.List;
import org.comity.tlog.Merkle;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.TileId;
import org.comity.tlog.TreeHead;
import org.comity.value.Hash;

/**
 * The roots of the largest complete subtrees of a tree, from left to right: all that growing it
 * needs. There is one for each 1 in the size written in binary, so at most 63. Unlike the tree that
 * is held it may be thrown away when a peer lied.
 */
final class Frontier {
    private final List<Hash> peaks = new ArrayList<>();
    private long size;

    /** Of the first size leaves of a tree. */
    static Frontier of(MerkleTree tree, long size) {
        var frontier = new Frontier();
        long start = 0;
        for (int height = 62; height >= 0; height--) {
            if (((size >> height) & 1) == 1) {
                frontier.peaks.add(complete(tree, start, height));
                start += 1L << height;
            }
        }
        frontier.size = size;
        return frontier;
    }

    /**
     * Root of the complete subtree of 2^height leaves that begins at start; tiles hold every eighth
     * level.
     */
    private static Hash complete(MerkleTree tree, long start, int height) {
        int level = height / 8;
        int count = 1 << (height % 8);
        long first = start >> (8 * level);
        int offset = (int) (first % TileId.FULL);
        List<Hash> row =
                tree.tile(new TileId(level, first / TileId.FULL, offset + count))
                        .orElseThrow(() -> new IllegalStateException("the tree held is too small"))
                        .subList(offset, offset + count);
        while (row.size() > 1) {
            var above = new ArrayList<Hash>(row.size() / 2);
            for (int at = 0; at < row.size(); at += 2) {
                above.add(Merkle.node(row.get(at), row.get(at + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }

    void append(Hash leaf) {
        Hash hash = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = Merkle.node(peaks.removeLast(), hash);
        }
        peaks.add(hash);
        size++;
    }

    TreeHead head() {
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
