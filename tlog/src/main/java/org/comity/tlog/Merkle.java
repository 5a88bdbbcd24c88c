package org.comity.tlog;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.comity.tlog.Proof.Proven;
import org.comity.tlog.Proof.Refuted;
import org.comity.tlog.Proof.Why;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/** Hashing and proof checking of RFC 9162 section 2.1 (as RFC 6962). */
public final class Merkle {
    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private Merkle() {}

    /** SHA-256(0x00, entry). */
    public static Hash leaf(Bytes entry) {
        MessageDigest sha256 = Hash.sha256();
        sha256.update(LEAF);
        entry.update(sha256);
        return Hash.of(sha256.digest());
    }

    /** SHA-256(0x01, left, right). */
    public static Hash node(Hash left, Hash right) {
        ByteBuffer input = ByteBuffer.allocate(1 + 2 * Hash.LENGTH).put(NODE);
        left.write(input);
        right.write(input);
        return Hash.of(Hash.sha256().digest(input.array()));
    }

    /** Whether the leaf hash stands at proof.index() in the tree of head; section 2.1.3.2. */
    public static Proof check(Hash leaf, InclusionProof proof, TreeHead head) {
        if (proof.index() < 0 || proof.index() >= head.size()) {
            return new Refuted(Why.INDEX_OUTSIDE_TREE);
        }
        long at = proof.index();
        long last = head.size() - 1;
        Hash hash = leaf;
        for (Hash sibling : proof.path()) {
            if (last == 0) {
                return new Refuted(Why.PATH_TOO_LONG);
            }
            if (at % 2 == 1 || at == last) {
                hash = node(sibling, hash);
                // A right edge without a sibling on these levels: its hash is passed up unchanged.
                int up = Long.numberOfTrailingZeros(at);
                at >>= up;
                last >>= up;
            } else {
                hash = node(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            return new Refuted(Why.PATH_TOO_SHORT);
        }
        return hash.equals(head.root()) ? new Proven() : new Refuted(Why.ROOT_DIFFERS);
    }

    /**
     * Whether the tree of older is a prefix of the tree of newer; section 2.1.4.2. The empty tree
     * is a prefix of every tree, but only under its one root.
     */
    public static Proof check(TreeHead older, TreeHead newer, ConsistencyProof proof) {
        if (older.size() > newer.size()) {
            return new Refuted(Why.SIZES_OUT_OF_ORDER);
        }
        if (older.size() != 0 && older.size() != newer.size()) {
            return walk(older, newer, proof.path());
        }
        if (!proof.path().isEmpty()) {
            return new Refuted(Why.PATH_NOT_EMPTY);
        }
        if (older.size() == 0 && !older.equals(TreeHead.EMPTY)) {
            return new Refuted(Why.OLD_ROOT_DIFFERS);
        }
        boolean same = older.size() != newer.size() || older.equals(newer);
        return same ? new Proven() : new Refuted(Why.ROOT_DIFFERS);
    }

    /**
     * With 0 < older.size() < newer.size(). Computes both roots from one path, from the shared part
     * up.
     */
    private static Proof walk(TreeHead older, TreeHead newer, List<Hash> path) {
        if (path.isEmpty()) {
            return new Refuted(Why.PATH_TOO_SHORT);
        }
        // A complete older tree is itself the first node, and provers leave it out.
        boolean complete = isComplete(older.size());
        var sizes = new Sizes(older.size(), newer.size());
        Hash shared = complete ? older.root() : path.getFirst();
        return switch (roots(sizes, shared, complete ? path : path.subList(1, path.size()))) {
            case Walked.Broken(Why why) -> new Refuted(why);
            case Walked.Roots(Hash olderRoot, Hash newerRoot) -> {
                if (!olderRoot.equals(older.root())) {
                    yield new Refuted(Why.OLD_ROOT_DIFFERS);
                }
                yield newerRoot.equals(newer.root()) ? new Proven() : new Refuted(Why.ROOT_DIFFERS);
            }
        };
    }

    /** Whether a tree of this size is one complete subtree: then provers leave out its root. */
    public static boolean isComplete(long size) {
        return Long.bitCount(size) == 1;
    }

    /** Of two trees, 0 < older < newer. */
    record Sizes(long older, long newer) {}

    /** What a path leads to. */
    sealed interface Walked {
        /** The roots of the first leaves of one tree, as many as the older has, and of all. */
        record Roots(Hash older, Hash newer) implements Walked {}

        /** The path has another length than these sizes need. */
        record Broken(Why why) implements Walked {}
    }

    /**
     * Both roots that a consistency path gives.
     *
     * @param shared root of the smallest complete subtree at the older tree's right edge
     */
    static Walked roots(Sizes sizes, Hash shared, List<Hash> path) {
        Hash olderHash = shared;
        Hash newerHash = shared;
        int up = Long.numberOfTrailingZeros(sizes.older());
        long at = (sizes.older() - 1) >> up;
        long last = (sizes.newer() - 1) >> up;
        for (Hash sibling : path) {
            if (last == 0) {
                return new Walked.Broken(Why.PATH_TOO_LONG);
            }
            if (at % 2 == 1 || at == last) {
                olderHash = node(sibling, olderHash);
                newerHash = node(sibling, newerHash);
                int edge = Long.numberOfTrailingZeros(at);
                at >>= edge;
                last >>= edge;
            } else {
                newerHash = node(newerHash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0
                ? new Walked.Roots(olderHash, newerHash)
                : new Walked.Broken(Why.PATH_TOO_SHORT);
    }
}
