package org.comity.tlog;

import org.comity.value.Hash;

/** A tree's size in leaves and its root; the root of size 0 is SHA-256 of nothing. */
public record TreeHead(long size, Hash root) {
    public static final TreeHead EMPTY = new TreeHead(0, Hash.digest());

    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no negative size");
        }
    }
}
