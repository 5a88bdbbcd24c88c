package org.comity.exchange;

/**
 * What replication may take of this node.
 *
 * @param asksPerPeer asks under way to one peer at once
 * @param bytesInFlight that answers under way may bring together, over all peers; at least four
 *     times the largest answer
 * @param leavesPerDay new entries of one member's logs
 * @param bytesPerPeer entries and payloads of one member's logs on disk
 * @param payloadsBehind entries of one log whose payloads were not asked for yet; only then more
 *     entries are taken
 */
public record ReplicationLimits(
        int asksPerPeer,
        long bytesInFlight,
        long leavesPerDay,
        long bytesPerPeer,
        long payloadsBehind) {
    public static final ReplicationLimits DEFAULT =
            new ReplicationLimits(8, 64L << 20, 2_000_000, 16L << 30, 65_536);

    public ReplicationLimits {
        if (asksPerPeer < 1
                || bytesInFlight < 4L * PayloadAnswer.BYTES_MAX
                || leavesPerDay < 1
                || bytesPerPeer < 1
                || payloadsBehind < 1) {
            throw new IllegalArgumentException("limits leave no room");
        }
    }
}
