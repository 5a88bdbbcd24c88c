package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.comity.charter.Certificate;
import org.comity.charter.Charter;
import org.comity.charter.Member;
import org.comity.charter.MemberKeys;
import org.comity.exchange.Joining;
import org.comity.statement.MemberId;
import org.comity.store.Change;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
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
    private final RefoundBook refounds;
    private volatile List<Member> leftOut = List.of();
    private volatile Optional<Charter> removedBy = Optional.empty();

    private CharterBook(PendingStore store, RefoundBook refounds, MemberId self, Signed current) {
        this.store = store;
        this.self = self;
        this.current = current;
        this.refounds = refounds;
        this.draft = Optional.empty();
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
        var refounds = RefoundBook.open(store, self);
        var book = new CharterBook(store, refounds, self, parse(notes.getLast()).orThrow());
        book.draft = store.value(DRAFT).flatMap(it -> parse(it).optional());
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

    /**
     * Takes into use what waits here for the charter in force; true when the node's key is another.
     */
    boolean settle(NodeKeys keys) throws IOException {
        MemberKeys listed = self().keys();
        if (!keys.has(listed)) {
            store.force(); // so that this is known after the end that comes now
            throw KeyReplaced.of(self, keys.node().verifierKey(), history());
        }
        return keys.settle(listed);
    }

    Optional<Signed> draft() {
        return draft;
    }

    /** Whom a new charter is told to: who is in, and who was left out when it was founded anew. */
    List<Member> toldOf() {
        return Stream.concat(others().stream(), leftOut.stream()).toList();
    }

    /** What lacks signatures: a newcomer's charter, one that founds the exchange anew. */
    List<Signed> drafts(long nowSecond) {
        return Stream.of(draft, refounds.waiting(charter(), nowSecond))
                .flatMap(Optional::stream)
                .toList();
    }

    /** With which the members cosign. */
    List<VerifierKey> witnessKeys() {
        return charter().members().stream().map(it -> it.keys().witness()).toList();
    }

    List<Member> others() {
        return charter().members().stream().filter(it -> !it.id().equals(self)).toList();
    }

    /** What is under way to found the exchange anew. */
    RefoundBook refounds() {
        return refounds;
    }

    /**
     * All accepted charters, oldest first, with those of the exchange that was founded anew before
     * this one.
     */
    List<Signed> history() throws IOException {
        var all = new ArrayList<Signed>();
        for (Bytes table : List.of(RowKeys.FORMER_CHARTERS, RowKeys.CHARTERS)) {
            store.scan(
                    table,
                    (key, value) -> {
                        all.add(parse(value).orThrow());
                        return true;
                    });
        }
        return all;
    }

    /** The changes that make all charters up to now former ones. */
    private List<Change> former() throws IOException {
        var changes = new ArrayList<Change>();
        for (Signed old : history()) {
            changes.add(new Change.Put(RowKeys.formerCharter(changes.size()), old.note().bytes()));
        }
        deletions(changes);
        return changes;
    }

    private void deletions(List<Change> changes) throws IOException {
        store.scan(RowKeys.CHARTERS, (key, value) -> changes.add(new Change.Delete(key)));
    }

    /**
     * Takes a note that founds the exchange anew; true when that is in force here now, which this
     * member's own signature allows.
     */
    boolean refound(RefoundBook.Offer offer) throws IOException {
        Optional<Signed> signed = refounds.offer(charter(), offer);
        if (signed.isPresent()) {
            leftOut =
                    others().stream()
                            .filter(it -> signed.get().charter().member(it.id()).isEmpty())
                            .toList();
            store.write(former());
            putInForce(signed.get());
        }
        return signed.isPresent();
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
        if (charter().members().size() > 1) {
            changes.addAll(former());
        } else {
            deletions(changes);
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
