package org.comity.exchange;

import java.util.Optional;

/**
 * The bytes that answers under way may take, over all peers. Each errand books the most that it can
 * bring before it starts. Peers that were slow share a quarter, so that however many of them there
 * are, the others have three quarters to themselves.
 */
final class Flow {
    private final long promptMax;
    private final long slowMax;
    private long prompt;
    private long slow;

    Flow(long bytesMax) {
        this.slowMax = bytesMax / 4;
        this.promptMax = bytesMax - slowMax;
    }

    /** What is booked for one errand. */
    record Lease(boolean isSlow, long bytes) {}

    /** Empty when it would be too much now. */
    Optional<Lease> book(boolean isSlow, long bytes) {
        long most = isSlow ? slowMax : promptMax;
        if ((isSlow ? slow : prompt) + bytes > most) {
            return Optional.empty();
        }
        var lease = new Lease(isSlow, bytes);
        add(lease, bytes);
        return Optional.of(lease);
    }

    void release(Lease lease) {
        add(lease, -lease.bytes());
    }

    private void add(Lease lease, long bytes) {
        if (lease.isSlow()) {
            slow += bytes;
        } else {
            prompt += bytes;
        }
    }

    long booked() {
        return prompt + slow;
    }
}
