package org.comity.exchange;

import java.util.Optional;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.tlog.VerifierKey;

/** The checkpoints that following a log goes to: first what an earlier round did not reach. */
final class Aims {
    private Optional<Note> ahead;
    private Optional<Note> announced = Optional.empty();

    Aims(Optional<Note> ahead) {
        this.ahead = ahead;
    }

    /** A stranger may send again what he saw before; news is the larger. */
    void announced(Note note) {
        if (announced.map(Aims::size).orElse(0L) < size(note)) {
            announced = Optional.of(note);
        }
    }

    void forgetAnnounced() {
        announced = Optional.empty();
    }

    boolean isMoreAnnounced() {
        return announced.isPresent();
    }

    /** A round verified it and did not reach it. */
    void ahead(Note note) {
        ahead = Optional.of(note);
    }

    void forgetAhead() {
        ahead = Optional.empty();
    }

    void reached(long size) {
        ahead = Optional.empty();
        announced = announced.filter(it -> size(it) > size);
    }

    /** Under a former key of the log neither stands any more. */
    void keepUnder(VerifierKey key) {
        ahead = ahead.filter(it -> it.isSignedBy(key));
        announced = announced.filter(it -> it.isSignedBy(key));
    }

    /** What whoever is asked must have. */
    long least() {
        return ahead.map(Aims::size).orElse(0L);
    }

    /** For one that has so much: what was announced elsewhere it may not know yet. */
    Optional<Note> next(long has) {
        return ahead.or(() -> announced.filter(it -> size(it) <= has));
    }

    static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text())
                .map(it -> it.head().size())
                .optional()
                .orElse(0L);
    }
}
