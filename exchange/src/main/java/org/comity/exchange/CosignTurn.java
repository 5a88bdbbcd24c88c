package org.comity.exchange;

import java.util.Optional;
import org.comity.tlog.Note;

/**
 * When a main log is cosigned: some time after it grew, so that a burst of statements gets one
 * cosignature; each costs all witnesses and the owner a check.
 */
final class CosignTurn {
    private static final long AFTER_MILLIS = 1_000;

    private final LogName log;
    private final Outbox outbox;
    private Optional<Note> shown = Optional.empty();
    private long at = Long.MAX_VALUE;

    CosignTurn(LogName log, Outbox outbox) {
        this.log = log;
        this.outbox = outbox;
    }

    /**
     * It grew, or may lack our cosignature.
     *
     * @param note the checkpoint as its owner has it, if it showed one
     */
    void soon(Optional<Note> note, long now) {
        if (log.peer().isEmpty()) {
            shown = note.or(() -> shown);
            at = at == Long.MAX_VALUE ? now + AFTER_MILLIS : at;
        }
    }

    void advance(long now) {
        if (now >= at) {
            at = Long.MAX_VALUE;
            outbox.order(new Order.Cosign(log, shown));
            shown = Optional.empty();
        }
    }

    long nextAt() {
        return at;
    }
}
