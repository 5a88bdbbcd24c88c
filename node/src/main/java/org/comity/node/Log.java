package org.comity.node;

import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;

/**
 * One log that this node holds: its own or a replica. The writer changes it; others read the
 * volatile fields.
 */
final class Log {
    private final String origin;
    private final MemberId author;
    private final VerifierKey key;
    private final MerkleTree tree;
    private final Anchors anchors;
    // Written by the writer only.
    private volatile Optional<Note> checkpoint = Optional.empty();
    private volatile long cosignedSize;
    private volatile long haltedFrom = Long.MAX_VALUE;

    Log(String origin, MemberId author, VerifierKey key, MerkleTree tree) {
        this.origin = origin;
        this.author = author;
        this.key = key;
        this.tree = tree;
        this.anchors = new Anchors(author);
    }

    String origin() {
        return origin;
    }

    MemberId author() {
        return author;
    }

    VerifierKey key() {
        return key;
    }

    MerkleTree tree() {
        return tree;
    }

    Anchors anchors() {
        return anchors;
    }

    /** The newest checkpoint that was signed here or verified, with the cosignatures known. */
    Optional<Note> checkpoint() {
        return checkpoint;
    }

    void checkpoint(Note note) {
        checkpoint = Optional.of(note);
    }

    /** Leaves below it count fully. */
    long cosignedSize() {
        return cosignedSize;
    }

    void cosignedSize(long size) {
        cosignedSize = size;
    }

    /** Index of the member's halt; what follows it does not count. */
    long haltedFrom() {
        return haltedFrom;
    }

    void haltedFrom(long index) {
        haltedFrom = Math.min(haltedFrom, index);
    }

    boolean isMain() {
        return origin.equals(author.name() + "/log");
    }
}
