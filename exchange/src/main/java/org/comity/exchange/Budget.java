package org.comity.exchange;

import java.util.Optional;

/**
 * What one member's logs may cost this node: entries in a day and bytes on disk. Whoever writes
 * more is followed no further until the day is over, or for good; nobody else notices.
 */
final class Budget {
    private static final long DAY_MILLIS = 86_400_000;

    private final ReplicationLimits limits;
    private long dayFrom = Long.MIN_VALUE;
    private long leavesToday;
    private long bytes;

    Budget(ReplicationLimits limits) {
        this.limits = limits;
    }

    /** What is on disk already. */
    void holds(long more) {
        bytes += more;
    }

    /** The logs are taken up anew and say again what they hold. */
    void recount() {
        bytes = 0;
    }

    void took(int leaves, long more, long now) {
        if (dayFrom == Long.MIN_VALUE || now - dayFrom >= DAY_MILLIS) {
            dayFrom = now;
            leavesToday = 0;
        }
        leavesToday += leaves;
        bytes += more;
    }

    /** The disk is used up, for payloads as for entries. */
    Optional<String> full() {
        return bytes >= limits.bytesPerPeer()
                ? Optional.of(
                        "over its budget: more than " + limits.bytesPerPeer() + " bytes are held")
                : Optional.empty();
    }

    /** What is used up, in words. */
    Optional<String> exceeded(long now) {
        Optional<String> full = full();
        if (full.isPresent()) {
            return full;
        }
        boolean today = dayFrom != Long.MIN_VALUE && now - dayFrom < DAY_MILLIS;
        return today && leavesToday >= limits.leavesPerDay()
                ? Optional.of(
                        "over its budget: more than " + limits.leavesPerDay() + " entries in a day")
                : Optional.empty();
    }
}
