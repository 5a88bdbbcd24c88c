package org.comity.exchange;

/**
 * Some asks to one peer that belong together: news, a round of following a log, a batch of
 * payloads. What it booked is given back when it is over and none of its asks is under way.
 */
abstract sealed class Errand permits Polling.Question, PayloadQueue.Asking, Following.Round {
    /** Who needs longer for anything large is slow. */
    private static final long SLOW_MILLIS = 20_000;

    private static final long LARGE_BYTES_MIN = 1 << 20;

    private final PeerState peer;
    private final Flow.Lease lease;
    private final long startedAt;
    private boolean openly;
    private boolean over;
    private int open;

    Errand(PeerState peer, Flow.Lease lease, long startedAt) {
        this.peer = peer;
        this.lease = lease;
        this.startedAt = startedAt;
        this.openly = peer.isStranger();
    }

    /** The answer to one of its asks; not called once it is over. */
    abstract void answered(Ask ask, Answer answer, long now);

    PeerState peer() {
        return peer;
    }

    Flow.Lease lease() {
        return lease;
    }

    long startedAt() {
        return startedAt;
    }

    /** Whether it asks for what is for everybody, without a signature. */
    boolean isOpenly() {
        return openly;
    }

    /** The peer does not know our key: it is asked once more without. */
    void askOpenly() {
        openly = true;
    }

    boolean isOver() {
        return over;
    }

    /** Nothing more is asked; answers under way belong nowhere. */
    void end(boolean worked, long now) {
        over = true;
        boolean isLong = now - startedAt > SLOW_MILLIS;
        if (isLong) {
            peer.isSlow(true);
        } else if (worked && lease.bytes() >= LARGE_BYTES_MIN) {
            peer.isSlow(false);
        }
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    boolean isDone() {
        return over && open == 0;
    }
}
