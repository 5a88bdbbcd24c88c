package org.comity.exchange;

/**
 * When a main log is looked at for something to cosign: some time after it grew, so that a burst of
 * statements gets one cosignature; each costs all witnesses and the owner a check.
 */
final class CosignTurn {
    private static final long AFTER_MILLIS = 1_000;

    private final LogName log;
    private final Outbox outbox;
    private long at = Long.MAX_VALUE;

    CosignTurn(LogName log, Outbox outbox) {
        this.log = log;
        this.outbox = outbox;
    }

    /** It grew. */
    void soon(long now) {
        if (log.isMain()) {
            at = Math.min(at, now + AFTER_MILLIS);
        }
    }

    void advance(long now) {
        if (now >= at) {
            at = Long.MAX_VALUE;
            outbox.order(new Order.Cosign(log.owner()));
        }
    }

    long nextAt() {
        return at;
    }
}
