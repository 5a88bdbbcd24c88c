package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.statement.MemberId;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/**
 * One log that this node holds: its own or a replica. The writer changes it; others read the
 * volatile fields.
 */
final class Log {
    private final String origin;
    private final MemberId author;
    private final MerkleTree tree;
    private final Anchors anchors;
    // Written by the writer only: the key in force last.
    private volatile List<VerifierKey> keys;
    private volatile Optional<Note> checkpoint = Optional.empty();
    private volatile long cosignedSize;
    private volatile long haltedFrom = Long.MAX_VALUE;

    Log(String origin, MemberId author, VerifierKey key, MerkleTree tree) {
        this.origin = origin;
        this.author = author;
        this.keys = List.of(key);
        this.tree = tree;
        this.anchors = new Anchors(author);
    }

    String origin() {
        return origin;
    }

    MemberId author() {
        return author;
    }

    /** The one that a new checkpoint must be signed with. */
    VerifierKey key() {
        return keys.getLast();
    }

    /** The charter lists another now. */
    void key(VerifierKey next) {
        var all = new ArrayList<>(keys);
        all.remove(next);
        all.add(next);
        keys = List.copyOf(all);
    }

    /** A checkpoint of this log that is held already, be it signed with a former key. */
    Checked<Checkpoint> open(Note note) {
        for (VerifierKey former : keys) {
            if (note.isSignedBy(former)) {
                return Checkpoint.open(note, former);
            }
        }
        return Checkpoint.open(note, key());
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

    /** What the newest checkpoint bears, if it has this text. */
    List<Note.Signature> signatures(String text) {
        return checkpoint
                .filter(it -> it.text().equals(text))
                .map(Note::signatures)
                .orElse(List.of());
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
