package org.comity.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comity.charter.Charter;
import org.comity.charter.Viewer;
import org.comity.charter.Visibility;
import org.comity.statement.Audience;
import org.comity.statement.AudienceNotice;
import org.comity.statement.Marking;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.statement.Tlp;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.MerkleTree;
import org.comity.tlog.Note;
import org.comity.tlog.TreeHead;
import org.comity.tlog.VerifierKey;
import org.comity.value.Checked;

/**
 * One log that this node holds: its own or a replica. The writer changes it; others read the
 * volatile fields.
 */
final class Log {
    private final String origin;
    private final MemberId author;
    private final Anchors anchors;
    // Written by the writer only: the key in force last.
    private volatile List<VerifierKey> keys;
    private volatile MerkleTree tree;
    private volatile Optional<Note> checkpoint = Optional.empty();
    private volatile long cosignedSize;
    private volatile long haltedFrom = Long.MAX_VALUE;
    private volatile Optional<Standing> standing = Optional.empty();
    private volatile Optional<Audience.Parties> parties = Optional.empty();

    /**
     * Up to where a log stands that was shown in two forms.
     *
     * @param note a checkpoint of that head with the quorum's cosignatures; none when nothing
     *     stands
     */
    record Standing(TreeHead head, Optional<Note> note) {}

    Log(String origin, MemberId author, VerifierKey key, MerkleTree tree) {
        this.origin = origin;
        this.author = author;
        this.keys = List.of(key);
        this.tree = tree;
        this.anchors = new Anchors(author);
    }

    /** Another log of the same author and keys, without leaves. */
    Log sibling(String name) {
        var sibling = new Log(name, author, under(name, keys.getFirst()), new MerkleTree());
        keys.stream().skip(1).forEach(it -> sibling.key(under(name, it)));
        return sibling;
    }

    private static VerifierKey under(String name, VerifierKey key) {
        return new VerifierKey(name, key.type(), key.publicKey());
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

    /** All that the charters here listed for it, the one in force last. */
    List<VerifierKey> keys() {
        return keys;
    }

    /** A checkpoint of this log that is held already, be it signed with a former key. */
    Checked<Checkpoint> open(Note note) {
        return Checkpoint.open(note, keyOf(note));
    }

    /** Which of the log's keys signed it; the one in force if none did. */
    VerifierKey keyOf(Note note) {
        return keys.stream().filter(note::isSignedBy).findFirst().orElse(key());
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

    /** Where it ends because it was shown in two forms under the key in force; docs/trust.md. */
    Optional<Standing> standing() {
        return standing;
    }

    /** The anchors after it are of one form only. */
    void standing(Optional<Standing> upTo) {
        standing = upTo;
        upTo.ifPresent(it -> anchors.cut(it.head().size()));
    }

    /** Takes anchors that were checked. */
    void anchored(List<Anchors.Anchor> checked) {
        long end = standing.map(it -> it.head().size()).orElse(Long.MAX_VALUE);
        checked.stream().filter(it -> it.index() < end).forEach(anchors::add);
    }

    /** What stands at this index or after does not count, by a halt or a fault. */
    long endsAt() {
        return Math.min(haltedFrom, standing.map(it -> it.head().size()).orElse(Long.MAX_VALUE));
    }

    boolean isEnded() {
        return endsAt() != Long.MAX_VALUE;
    }

    /** Whether the leaves here are those that stand, all of them. */
    boolean holds(TreeHead head) {
        return tree.size() >= head.size() && tree.headAt(head.size()).equals(head);
    }

    /** Begins again with these first leaves. */
    void restart(MerkleTree first) {
        tree = first;
        checkpoint = Optional.empty();
        cosignedSize = 0;
        anchors.cut(first.size());
        parties = first.size() > 0 ? parties : Optional.empty();
        haltedFrom = haltedFrom < first.size() ? haltedFrom : Long.MAX_VALUE;
    }

    boolean isMain() {
        return origin.equals(author.name() + "/log");
    }

    /** Whom it is for, once its first statement was read; empty for a main log. */
    Optional<Audience.Parties> parties() {
        return parties;
    }

    /** Whom what stands in it is for; empty as long as its first payload is not here. */
    Optional<Audience> audience() {
        return isMain() ? Optional.of(new Audience.Exchange()) : parties.map(it -> it);
    }

    /** Its first statement was read; the leaf is the one that the log is named after. */
    void begunBy(Statement first) {
        parties = isMain() ? Optional.empty() : AudienceNotice.read(author, first);
    }

    /**
     * Whether such a statement may stand here: what is in a log for named members is for all of
     * them and nobody else, or they would find that others were told something else in their name.
     */
    boolean mayHold(StatementId id, Statement statement) {
        if (isMain()) {
            return true;
        }
        Audience to = statement.payload().audience();
        return switch (statement.leaf().kind()) {
            case AUDIENCE -> id.index() == 0 && AudienceNotice.read(author, statement).isPresent();
            case BUNDLE, REQUEST, ERASE, ERASED, FAULT -> parties.filter(to::equals).isPresent();
            case HALT, PROPOSAL, VOTE, ROTATION, MOTION, MOTION_VOTE, RESERVATION -> false;
            case ANCHOR, COMMUNIQUE, APPEAL, HEADS -> false;
        };
    }

    /** Whether the viewer may have any of it, or know of it; nobody but its author at first. */
    boolean maySee(Viewer viewer, Charter charter) {
        var alone = new Audience.Parties(new TreeSet<>(Set.of(author)));
        return isMain()
                || Visibility.maySee(
                        Marking.of(Tlp.RED), parties.orElse(alone), author, viewer, charter);
    }
}
