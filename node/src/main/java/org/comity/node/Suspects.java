package org.comity.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comity.statement.HeadsNotice;
import org.comity.statement.MemberId;
import org.comity.statement.Statement;
import org.comity.tlog.Checkpoint;
import org.comity.tlog.Note;
import org.comity.value.Bytes;

/**
 * Checkpoints that members told of and that are still to be compared with what is held here. Of one
 * log and one member the newest that was told; nothing here is believed yet.
 */
final class Suspects {
    /** More are let go: who told of them tells of newer ones. */
    static final int WAITING_MAX = 4_096;

    /** Every half a minute; by then the log itself has been followed or not. */
    static final int TRIES_MAX = 20;

    /**
     * A checkpoint, who told of it, and how often it could not be compared.
     *
     * @param beside another that the log signed, where that is not what is held
     */
    record Suspect(Note note, MemberId by, int tries, Optional<Note> beside) {
        Suspect(Note note, MemberId by, int tries) {
            this(note, by, tries, Optional.empty());
        }

        Suspect later() {
            return new Suspect(note, by, tries + 1, beside);
        }
    }

    private record Place(String origin, MemberId by) {}

    // Guarded by this.
    private final Map<Place, Suspect> waiting = new LinkedHashMap<>();

    /** A member states which checkpoints of others it holds. */
    void told(MemberId by, Statement statement) {
        HeadsNotice.parse(statement.payload().json())
                .optional()
                .map(HeadsNotice::checkpoints)
                .orElse(List.of())
                .forEach(text ->
                        Note.parse(Bytes.utf8(text))
                                .optional()
                                .ifPresent(it -> put(new Suspect(it, by, 0))));
    }

    void put(Note note, MemberId by) {
        put(new Suspect(note, by, 0));
    }

    synchronized void put(Suspect suspect) {
        Optional<Checkpoint> checkpoint = Checkpoint.parse(suspect.note().text()).optional();
        if (checkpoint.isPresent() && suspect.tries() < TRIES_MAX && waiting.size() < WAITING_MAX) {
            waiting.put(new Place(checkpoint.get().origin(), suspect.by()), suspect);
        }
    }

    /** All that wait; who cannot compare one yet puts it back. */
    synchronized List<Suspect> take() {
        var taken = new ArrayList<>(waiting.values());
        waiting.clear();
        return taken;
    }
}
