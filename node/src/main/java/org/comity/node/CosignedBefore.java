package org.comity.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.comity.charter.Member;
import org.comity.exchange.Cosigning;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;
import org.comity.value.Bytes;
import org.comity.value.Checked;

/**
 * What a member has cosigned, as others have it: a witness that was restored from a backup knows
 * nothing of what it cosigned since, and must not cosign another form of it.
 * docs/formats/exchange.md.
 */
final class CosignedBefore {
    static final int BYTES_MAX = 1 << 20;

    private CosignedBefore() {}

    /** The newest checkpoint of each main log here that this member has cosigned. */
    static Bytes of(Desk desk, Member by) throws IOException {
        VerifierKey witness = by.keys().witness();
        Bytes all = Bytes.EMPTY;
        for (Member owner : desk.charters().charter().members()) {
            Optional<Log> log = desk.logs().log(owner.logOrigin());
            Optional<Note> newest = log.isPresent() ? newest(desk, log.get(), witness) : none();
            if (newest.isPresent()) {
                Bytes note = newest.get().bytes();
                Bytes next = Bytes.join(all, Bytes.utf8(note.length() + "\n"), note);
                all = next.length() > BYTES_MAX ? all : next;
            }
        }
        return all;
    }

    private static Optional<Note> none() {
        return Optional.empty();
    }

    private static Optional<Note> newest(Desk desk, Log log, VerifierKey witness)
            throws IOException {
        Optional<Note> cosigned =
                desk.store()
                        .value(RowKeys.cosigned(log.origin()))
                        .flatMap(it -> Note.parse(it).optional());
        var keys = new ArrayList<>(log.keys());
        keys.add(witness);
        // Whatever is kept was checked.
        return Stream.of(log.checkpoint(), cosigned)
                .flatMap(Optional::stream)
                .filter(note ->
                        note.signatures().stream()
                                .anyMatch(it ->
                                        it.name().equals(witness.name())
                                                && it.keyId() == witness.keyId()))
                .max(Comparator.comparingLong(CosignedBefore::size))
                .map(it -> Cosigning.sifted(it, keys));
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).orThrow().head().size();
    }

    /** Nothing that is not spelt so is looked at. */
    static List<Note> parse(Bytes body) {
        var notes = new ArrayList<Note>();
        int at = 0;
        while (at < body.length()) {
            int end = at;
            int length = 0;
            while (end < body.length() && body.at(end) != '\n' && length <= BYTES_MAX) {
                int digit = body.at(end) - '0';
                if (digit < 0 || digit > 9) {
                    return List.of();
                }
                length = 10 * length + digit;
                end++;
            }
            if (length == 0 || end + 1 + length > body.length()) {
                return List.of();
            }
            at = end + 1 + length;
            if (!(Note.parse(body.slice(end + 1, at)) instanceof Checked.Good<Note>(Note note))) {
                return List.of();
            }
            notes.add(note);
        }
        return notes;
    }
}
