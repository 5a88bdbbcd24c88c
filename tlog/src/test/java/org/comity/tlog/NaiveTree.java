package org.comity.tlog;

import java.util.ArrayList;
import java.util.List;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1 as they stand, by recursion; the second
 * implementation.
 */
final class NaiveTree {
    private NaiveTree() {}

    static List<Bytes> entries(int count) {
        List<Bytes> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(Bytes.utf8("entry " + i));
        }
        return entries;
    }

    static MerkleTree grown(List<Bytes> entries) {
        MerkleTree tree = new MerkleTree();
        entries.forEach(entry -> tree.append(Merkle.leaf(entry)));
        return tree;
    }

    static Hash root(List<Bytes> entries) {
        if (entries.isEmpty()) {
            return Hash.digest();
        }
        if (entries.size() == 1) {
            return Hash.digest(new byte[] {0}, entries.getFirst().array());
        }
        int k = split(entries.size());
        Hash left = root(entries.subList(0, k));
        Hash right = root(entries.subList(k, entries.size()));
        return Hash.digest(new byte[] {1}, left.array(), right.array());
    }

    static List<Hash> path(int index, List<Bytes> entries) {
        if (entries.size() == 1) {
            return new ArrayList<>();
        }
        int k = split(entries.size());
        List<Bytes> left = entries.subList(0, k);
        List<Bytes> right = entries.subList(k, entries.size());
        List<Hash> path = index < k ? path(index, left) : path(index - k, right);
        path.add(root(index < k ? right : left));
        return path;
    }

    static List<Hash> consistency(int older, List<Bytes> entries) {
        return subproof(older, entries, true);
    }

    private static List<Hash> subproof(int older, List<Bytes> entries, boolean complete) {
        if (older == entries.size()) {
            return new ArrayList<>(complete ? List.of() : List.of(root(entries)));
        }
        int k = split(entries.size());
        List<Bytes> left = entries.subList(0, k);
        List<Bytes> right = entries.subList(k, entries.size());
        List<Hash> proof =
                older <= k ? subproof(older, left, complete) : subproof(older - k, right, false);
        proof.add(root(older <= k ? right : left));
        return proof;
    }

    private static int split(int count) {
        int k = 1;
        while (k * 2 < count) {
            k *= 2;
        }
        return k;
    }
}
