package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.exchange.Joining;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * The charters that this node has accepted, and the one that still waits for signatures. Changed by
 * the writer only.
 */
final class CharterBook {
    /** A charter with the note that carries its signatures. */
    record Signed(Charter charter, Note note) {}

    private static final Bytes REMOVED = RowKeys.single("charter-removed");
    private static final Bytes DRAFT = RowKeys.single("charter-draft");

    private final PendingStore store;
    private final MemberId self;
    private volatile Signed current;
    private volatile Optional<Signed> draft;
    private volatile Optional<Charter> removedBy = Optional.empty();

    private CharterBook(PendingStore store, MemberId self, Signed current, Optional<Signed> draft) {
        this.store = store;
        this.self = self;
        this.current = current;
        this.draft = draft;
    }

    static CharterBook open(PendingStore store, MemberId self) throws IOException {
        var notes = new ArrayList<Bytes>();
        store.scan(
                RowKeys.CHARTERS,
                (key, value) -> {
                    notes.add(value);
                    return true;
                });
        if (notes.isEmpty()) {
            throw new IOException(
                    "no charter in the store; was this directory made by comity init?");
        }
        Optional<Signed> draft = Optional.empty();
        Optional<Bytes> waiting = store.value(DRAFT);
        if (waiting.isPresent()) {
            draft = parse(waiting.get()).optional();
        }
        var book = new CharterBook(store, self, parse(notes.getLast()).orThrow(), draft);
        book.removedBy =
                store.value(REMOVED).flatMap(it -> parse(it).optional()).map(Signed::charter);
        return book;
    }

    static List<Change> founding(Note note, Charter charter) {
        return List.of(new Change.Put(RowKeys.charter(charter.epoch()), note.bytes()));
    }

    static Checked<Signed> parse(Bytes bytes) {
        return Note.parse(bytes)
                .then(note -> Charter.parse(note.text()).map(charter -> new Signed(charter, note)));
    }

    Signed current() {
        return current;
    }

    Charter charter() {
        return current.charter();
    }

    Member self() {
        return charter()
                .member(self)
                .orElseThrow(() -> new IllegalStateException("own charter without ourselves"));
    }

    Optional<Signed> draft() {
        return draft;
    }

    List<Member> others() {
        return charter().members().stream().filter(it -> !it.id().equals(self)).toList();
    }

    /** All accepted charters of this exchange, oldest first. */
    List<Signed> history() throws IOException {
        var all = new ArrayList<Signed>();
        store.scan(
                RowKeys.CHARTERS,
                (key, value) -> {
                    all.add(parse(value).orThrow());
                    return true;
                });
        return all;
    }

    /** What an offered charter note changed here. */
    enum Offered {
        NOTHING,
        DRAFT,
        IN_FORCE
    }

    /**
     * Takes a charter note that another node or our own key signed: keeps its good signatures if it
     * follows the charter in force here, and puts it in force when all have signed. Somebody who is
     * in already must have signed it, and it does not push out a draft that as many have signed:
     * else a stranger could cancel whatever the members are about to sign.
     */
    Offered offer(Note offered) throws IOException {
        if (offered.text().equals(current.note().text())) {
            return Offered.NOTHING;
        }
        Charter next = Refusal.orRefuse(Joining.successor(charter(), offered));
        Note held =
                draft.map(Signed::note)
                        .filter(it -> it.text().equals(offered.text()))
                        .orElse(Note.of(offered.text()));
        Note merged = Refusal.orRefuse(Joining.gather(next, held, offered));
        if (next.isInForce(merged)) {
            putInForce(new Signed(next, merged));
            return Offered.IN_FORCE;
        }
        boolean other = draft.isPresent() && !draft.get().note().text().equals(offered.text());
        int before = other ? membersWhoSigned(draft.get().note()) : 0;
        if (merged.equals(held) || membersWhoSigned(merged) <= before) {
            return Offered.NOTHING;
        }
        store.write(List.of(new Change.Put(DRAFT, merged.bytes())));
        draft = Optional.of(new Signed(next, merged));
        return Offered.DRAFT;
    }

    private int membersWhoSigned(Note note) {
        return (int)
                charter().members().stream()
                        .filter(it -> note.isSignedBy(it.keys().member()))
                        .count();
    }

    /**
     * Puts a charter in force that the logs here show certified. Who is removed by it stays where
     * it is: the others go on without it.
     */
    boolean amend(Charter next, Note note) throws IOException {
        if (next.member(self).isEmpty()) {
            store.write(List.of(new Change.Put(REMOVED, note.bytes())));
            removedBy = Optional.of(next);
            return false;
        }
        putInForce(new Signed(next, note));
        return true;
    }

    /** The charter that goes on without this member. */
    Optional<Charter> removedBy() {
        return removedBy;
    }

    /** Whom the draft would let in. */
    Optional<Member> newcomer() {
        return draft.flatMap(it ->
                it.charter().members().stream()
                        .filter(member -> charter().member(member.id()).isEmpty())
                        .findFirst());
    }

    /** The joining node takes over the charter that admits it, whatever charter it had alone. */
    void adopt(Signed admitting) throws IOException {
        if (!Certificate.standsAlone(admitting.charter(), admitting.note())) {
            throw new Refusal("the charter is not signed by its members", "");
        }
        var changes = new ArrayList<Change>();
        for (Signed old : history()) {
            changes.add(new Change.Delete(RowKeys.charter(old.charter().epoch())));
        }
        store.write(changes);
        putInForce(admitting);
    }

    private void putInForce(Signed signed) throws IOException {
        store.write(
                List.of(
                        new Change.Put(
                                RowKeys.charter(signed.charter().epoch()), signed.note().bytes()),
                        new Change.Delete(DRAFT)));
        current = signed;
        draft = Optional.empty();
    }
}
