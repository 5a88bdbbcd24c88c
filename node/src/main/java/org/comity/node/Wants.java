package org.comity.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.comity.statement.Subject;
import org.comity.statement.SubjectKind;
import org.comity.store.Change;
import org.comity.store.Store;
import org.comity.value.Bytes;
import org.comity.value.Hash;

/**
 * What this member receives and wants: private, overrides every list here at once, and never leaves
 * the node unless stating is on. Rows are small: whether a person said so, how many wanted mails
 * named the subject, and enough senders and roots to tell whether it may be stated.
 */
final class Wants {
    /**
     * Mails and senders from which a registrable name may be stated as benign (DESIGN section 6).
     */
    static final int STATED_FROM = 3;

    private final Store store;
    private final WantedPrints prints;

    /**
     * @param prints fingerprints of the wanted mails, however the rows are read
     */
    Wants(Store store, WantedPrints prints) {
        this.store = store;
        this.prints = prints;
    }

    /**
     * @param linkMails wanted mails that call to it as a link
     * @param linkSenders distinct senders of those, at most {@link #STATED_FROM} are kept
     * @param roots of those mails, as many
     * @param stated whether this member has said so in a statement
     */
    record Want(
            boolean byPerson,
            int linkMails,
            List<Hash> linkSenders,
            List<Hash> roots,
            boolean stated) {
        static final Want NONE = new Want(false, 0, List.of(), List.of(), false);

        Want {
            linkSenders = List.copyOf(linkSenders);
            roots = List.copyOf(roots);
        }

        boolean mayBeStated() {
            return !stated && linkMails >= STATED_FROM && linkSenders.size() >= STATED_FROM;
        }

        Want said() {
            return new Want(true, linkMails, linkSenders, roots, stated);
        }

        Want calledToBy(Hash sender, Hash root) {
            var senders = new TreeSet<>(linkSenders);
            var rootsNow = new TreeSet<>(roots);
            if (senders.size() < STATED_FROM && senders.add(sender)) {
                rootsNow.add(root);
            }
            return new Want(
                    byPerson,
                    Math.min(linkMails + 1, 1_000_000),
                    List.copyOf(senders),
                    List.copyOf(rootsNow),
                    stated);
        }

        Want afterStating() {
            return new Want(byPerson, linkMails, linkSenders, roots, true);
        }

        Bytes bytes() {
            ByteBuffer out =
                    ByteBuffer.allocate(8 + Hash.LENGTH * (linkSenders.size() + roots.size()));
            out.put((byte) 1).put((byte) ((byPerson ? 1 : 0) | (stated ? 2 : 0))).putInt(linkMails);
            out.put((byte) linkSenders.size()).put((byte) roots.size());
            linkSenders.forEach(it -> it.write(out));
            roots.forEach(it -> it.write(out));
            return Bytes.of(out.array());
        }

        static Want read(Bytes bytes) {
            ByteBuffer in = bytes.buffer();
            if (in.get() != 1) {
                throw new IllegalStateException("unknown version of a want row");
            }
            int flags = in.get();
            int mails = in.getInt();
            int senders = in.get();
            int roots = in.get();
            return new Want(
                    (flags & 1) != 0,
                    mails,
                    hashes(in, senders),
                    hashes(in, roots),
                    (flags & 2) != 0);
        }

        private static List<Hash> hashes(ByteBuffer in, int count) {
            var hashes = new ArrayList<Hash>();
            for (int at = 0; at < count; at++) {
                hashes.add(Hash.read(in));
            }
            return hashes;
        }
    }

    /** A fingerprint is wanted, too, when it is like that of a wanted mail. */
    boolean isWanted(Subject subject) throws IOException {
        return subject.kind() == SubjectKind.FINGERPRINT
                ? prints.anyLike(subject)
                : isWantedItself(subject);
    }

    private boolean isWantedItself(Subject subject) throws IOException {
        return store.value(RowKeys.wanted(subject)).isPresent();
    }

    Want of(Subject subject) throws IOException {
        Optional<Bytes> row = store.value(RowKeys.wanted(subject));
        return row.map(Want::read).orElse(Want.NONE);
    }

    /** For the writer, who writes the row at once. */
    Change.Put put(Subject subject, Want want) throws IOException {
        if (subject.kind() == SubjectKind.FINGERPRINT) {
            prints.add(subject);
        }
        return new Change.Put(RowKeys.wanted(subject), want.bytes());
    }

    /** For the writer, who writes the row at once. */
    Change delete(Subject subject) throws IOException {
        if (subject.kind() == SubjectKind.FINGERPRINT) {
            prints.remove(subject);
        }
        return new Change.Delete(RowKeys.wanted(subject));
    }
}
