package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.comity.value.Hash;

/**
 * A growing tree held in memory as the hashes of its complete subtrees (about 64 bytes a leaf). One
 * thread appends; readers that were handed a size may prove and read tiles below it at any time.
 *
 * <p>Row k holds the roots of the complete subtrees of 2^k leaves, leftmost first; every other root
 * is folded from at most 63 of them. Nothing that was written is ever written again. The appender
 * writes hashes plainly and then the volatile size; a reader reads the size first, so it sees every
 * hash below it (Java Language Specification, section 17.4.5). Arguments out of bounds are the
 * caller's mistake and throw: sizes and indexes from outside are to be compared with {@link
 * #size()} before; {@link #tile} alone takes any.
 */
public final class MerkleTree {
    private static final int LEVELS = 63;

    private final List<HashRow> rows =
            IntStream.range(0, LEVELS).mapToObj(_ -> new HashRow()).toList();

    /** Written by the appender only, after the hashes that it counts. */
    private volatile long size;

    public long size() {
        return size;
    }

    /** Returns the index that the leaf got. */
    public long append(Hash leafHash) {
        long index = size;
        Hash hash = leafHash;
        rows.getFirst().append(hash);
        int level = 0;
        for (long at = index; at % 2 == 1; at >>= 1) {
            hash = Merkle.node(rows.get(level).at(at - 1), hash);
            level++;
            rows.get(level).append(hash);
        }
        size = index + 1;
        return index;
    }

    public TreeHead head() {
        return headAt(size);
    }

    /** The head that the tree had at a smaller size. */
    public TreeHead headAt(long size) {
        require(size >= 0 && size <= this.size);
        return size == 0 ? TreeHead.EMPTY : new TreeHead(size, root(0, size));
    }

    /**
     * The roots of the largest complete subtrees of the first size leaves, from left to right: one
     * for each 1 in the size written in binary.
     */
    public List<Hash> peaks(long size) {
        require(size >= 0 && size <= this.size);
        List<Hash> peaks = new ArrayList<>();
        for (int level = LEVELS - 1; level >= 0; level--) {
            if (((size >> level) & 1) == 1) {
                peaks.add(rows.get(level).at((size >> level) - 1));
            }
        }
        return peaks;
    }

    public Hash leafHash(long index) {
        require(index >= 0 && index < size);
        return rows.getFirst().at(index);
    }

    /** PATH(index, D[size]) of RFC 9162 section 2.1.3.1. */
    public InclusionProof proveInclusion(long index, long size) {
        require(size <= this.size && index >= 0 && index < size);
        List<Hash> fromTop = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                fromTop.add(root(middle, to));
                to = middle;
            } else {
                fromTop.add(root(from, middle));
                from = middle;
            }
        }
        return new InclusionProof(index, fromTop.reversed());
    }

    /**
     * PROOF(olderSize, D[newerSize]) of RFC 9162 section 2.1.4.1; empty when either is nothing to
     * prove.
     */
    public ConsistencyProof proveConsistency(long olderSize, long newerSize) {
        require(olderSize >= 0 && olderSize <= newerSize && newerSize <= size);
        if (olderSize == 0 || olderSize == newerSize) {
            return new ConsistencyProof(List.of());
        }
        List<Hash> fromTop = new ArrayList<>();
        long from = 0;
        long to = newerSize;
        while (to != olderSize) {
            long middle = from + split(to - from);
            if (olderSize <= middle) {
                fromTop.add(root(middle, to));
                to = middle;
            } else {
                fromTop.add(root(from, middle));
                from = middle;
            }
        }
        // While from is 0 the shared part is the whole older tree, whose root the verifier already
        // has.
        if (from != 0) {
            fromTop.add(root(from, to));
        }
        return new ConsistencyProof(fromTop.reversed());
    }

    /** The hashes of a tile of level 0 and up, or empty if the tree has not grown that far. */
    public Optional<List<Hash>> tile(TileId id) {
        long start = id.index() * TileId.FULL;
        long grown = TileId.hashesAt(id.level(), size) - start;
        if (id.level() == TileId.ENTRIES || grown < id.width()) {
            return Optional.empty();
        }
        HashRow row = rows.get(id.level() * TileId.LEVEL_BITS);
        return Optional.of(LongStream.range(start, start + id.width()).mapToObj(row::at).toList());
    }

    /**
     * MTH(D[from:to]), where from is a multiple of the smallest power of two that is not below to -
     * from.
     */
    private Hash root(long from, long to) {
        long rest = to - from;
        int level = Long.numberOfTrailingZeros(rest);
        Hash hash = rows.get(level).at((to >> level) - 1);
        // From the smallest complete subtree at the right edge to the largest at the left.
        for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
            level = Long.numberOfTrailingZeros(rest);
            hash = Merkle.node(rows.get(level).at(((from + rest) >> level) - 1), hash);
        }
        return hash;
    }

    /** The largest power of two smaller than count, which is 2 or more. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private static void require(boolean inBounds) {
        if (!inBounds) {
            throw new IllegalArgumentException("outside the tree");
        }
    }
}
