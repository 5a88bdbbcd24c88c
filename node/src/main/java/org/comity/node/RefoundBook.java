package org.comity.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Charter;
import org.comity.charter.Refounding;
import org.comity.exchange.Joining;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * What is under way to found this exchange anew: the charter that waits for signatures, and one
 * that others have signed among themselves. Changed by the writer only.
 */
final class RefoundBook {
    private static final Bytes WAITING = RowKeys.single("charter-refound");
    private static final Bytes WITHOUT = RowKeys.single("charter-refounded");

    private final PendingStore store;
    private final MemberId self;
    private volatile Optional<CharterBook.Signed> waiting;
    private volatile Optional<Charter> without;

    private RefoundBook(
            PendingStore store,
            MemberId self,
            Optional<CharterBook.Signed> waiting,
            Optional<Charter> without) {
        this.store = store;
        this.self = self;
        this.waiting = waiting;
        this.without = without;
    }

    static RefoundBook open(PendingStore store, MemberId self) throws IOException {
        return new RefoundBook(
                store,
                self,
                read(store, WAITING),
                read(store, WITHOUT).map(CharterBook.Signed::charter));
    }

    private static Optional<CharterBook.Signed> read(PendingStore store, Bytes row)
            throws IOException {
        return store.value(row).flatMap(it -> CharterBook.parse(it).optional());
    }

    /** What lacks signatures of those who would found this charter's exchange anew, and may. */
    Optional<CharterBook.Signed> waiting(Charter inForce, long nowSecond) {
        return waiting.filter(it -> it.charter().parent().equals(Optional.of(inForce.hash())))
                .filter(it -> Refounding.isOpen(it.charter(), nowSecond));
    }

    /** How others have founded this charter's exchange anew, without this member. */
    Optional<Charter> without(Charter inForce) {
        return without.filter(it -> it.parent().equals(Optional.of(inForce.hash())));
    }

    /** Whether a note might found this charter's exchange anew. */
    static boolean isAbout(Charter inForce, Note note) {
        return note.text().contains("\nepoch 1\nparent " + inForce.hash().hex() + "\n");
    }

    /** A note that came, at this second; own: the operator asks for it here. */
    record Offer(Note note, boolean isOwn, long second) {}

    /**
     * Keeps the good signatures of founders; the charter comes back when all have signed in time,
     * this member among them. Of two that wait, the one with more signatures stays, but what this
     * member has signed gives way to nothing that others send.
     */
    Optional<CharterBook.Signed> offer(Charter inForce, Offer offer) throws IOException {
        Note offered = offer.note();
        Charter next = Refusal.orRefuse(Refounding.parse(inForce, offered));
        Optional<CharterBook.Signed> now = waiting(inForce, offer.second());
        Note held =
                now.map(CharterBook.Signed::note)
                        .filter(it -> it.text().equals(offered.text()))
                        .orElse(Note.of(offered.text()));
        Note merged = Refusal.orRefuse(Joining.gather(next, held, offered));
        int signatures = Refounding.signed(next, merged).size();
        if (signatures == 0) {
            throw new Refusal("none of those who found it anew has signed", "");
        }
        var signed = new CharterBook.Signed(next, merged);
        boolean isOpen = Refounding.isOpen(next, offer.second());
        if (next.isInForce(merged) && !offer.isOwn()) {
            if (isOpen && next.member(self).isPresent()) {
                return Optional.of(signed);
            }
            if (!without.equals(Optional.of(next))) {
                store.write(List.of(new Change.Put(WITHOUT, merged.bytes())));
                without = Optional.of(next);
            }
            return Optional.empty();
        }
        if (!isOpen) {
            throw new Refusal(
                    "the time to found it anew is over, or more than a year away",
                    Instant.ofEpochSecond(Refounding.lastSecond(next)).toString());
        }
        if (next.isInForce(merged)) {
            return Optional.of(signed);
        }
        boolean other = now.isPresent() && !now.get().charter().equals(next);
        if (merged.equals(held) || (other && !offer.isOwn() && stays(now.get(), signatures))) {
            return Optional.empty();
        }
        store.write(List.of(new Change.Put(WAITING, merged.bytes())));
        waiting = Optional.of(signed);
        return Optional.empty();
    }

    private boolean stays(CharterBook.Signed held, int signaturesOfOther) {
        List<MemberId> signed = Refounding.signed(held.charter(), held.note());
        return signed.contains(self) || signed.size() >= signaturesOfOther;
    }
}
