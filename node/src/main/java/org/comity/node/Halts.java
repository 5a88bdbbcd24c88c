package org.comity.node;

import java.io.IOException;
import java.util.Optional;
import org.comity.charter.Member;
import org.comity.statement.HaltNotice;
import org.comity.statement.Statement;
import org.comity.statement.StatementId;
import org.comity.tlog.Note;
import org.comity.tlog.SigningKey;
import org.comity.value.Bytes;

/**
 * Who may end a log: its member, with the member key. Under the node key alone anybody who stole
 * that could silence the member for good.
 */
final class Halts {
    private Halts() {}

    /** The notice that ends the log at this place. */
    static HaltNotice sign(StatementId id, String reason, SigningKey memberKey) {
        Note note = Note.of(HaltNotice.signedText(id)).signedBy(memberKey);
        return new HaltNotice(reason, note.bytes().utf8());
    }

    /**
     * Whether a halt counts: signed by the member key that a charter lists or listed, for this log
     * and place. Of this node's own log any does, as nobody else appends to it here.
     */
    static boolean counts(CharterBook charters, Log log, Statement statement, StatementId id)
            throws IOException {
        Optional<HaltNotice> notice = HaltNotice.parse(statement.payload().json()).optional();
        boolean own = log.author().equals(charters.self().id());
        return notice.isPresent() && (own || isSigned(charters, log, notice.get(), id));
    }

    private static boolean isSigned(
            CharterBook charters, Log log, HaltNotice notice, StatementId id) throws IOException {
        Optional<Note> note = Note.parse(Bytes.utf8(notice.note())).optional();
        if (note.isEmpty() || !note.get().text().equals(HaltNotice.signedText(id))) {
            return false;
        }
        for (CharterBook.Signed each : charters.history()) {
            Optional<Member> author = each.charter().member(log.author());
            if (author.filter(it -> note.get().isSignedBy(it.keys().member())).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
